#include "tracker/jira/changelog.h"

#include <algorithm>

#include "tracker/jira/values.h"
#include "tracker/json_values.h"

namespace stint::tracker::jira {
namespace {

// Reads entry by entry; runs of entries by one author are the rule, so the last one is kept.
class HistoryReader {
 public:
  explicit HistoryReader(Changelog& changelog) : changelog_(changelog) {}

  [[nodiscard]] Outcome read(json::Value entry) {
    json::Value created;
    json::Value id;
    json::Value author;
    json::Value items;
    for (const auto& [key, value] : entry.members()) {
      if (key == "created") {
        created = value;
      } else if (key == "id") {
        id = value;
      } else if (key == "author") {
        author = value;
      } else if (key == "items") {
        items = value;
      }
    }
    const auto at = read_instant(created);
    id_ = id_text_of(id);
    if (!at) {
      return fail(ErrorCode::usage, "history entry " + (id_.empty() ? "without id" : id_) +
                                        " has no readable \"created\" date");
    }
    // Without an id the instant has to tell entries apart.
    if (id_.empty()) id_ = "t" + std::to_string(to_epoch_ms(*at));
    read_author(author);
    int position = 0;
    for (const json::Value item : items.items()) read_item(item, *at, position++);
    // An entry without items still is one of those that the tracker counts.
    if (position == 0) add(*at, 0);
    ++changelog_.entries;
    return {};
  }

 private:
  void read_author(json::Value value) {
    const std::string_view account = value["accountId"].text();
    if (!account.empty() && account == author_.id) return;
    author_ = read_person(value);
    if (author_.id.empty()) return;
    const auto known = [&](const Person& person) { return person.id == author_.id; };
    if (std::ranges::none_of(changelog_.authors, known)) changelog_.authors.push_back(author_);
  }

  Change& add(Instant at, int position) {
    Change& change = changelog_.changes.emplace_back();
    change.history_id = id_;
    change.position = position;
    change.at = at;
    change.author = author_.id;
    change.author_bot = author_.bot;
    return change;
  }

  void read_item(json::Value item, Instant at, int position) {
    Change& change = add(at, position);
    for (const auto& [key, value] : item.members()) {
      if (key == "field") {
        change.field = value.text();
      } else if (key == "fieldId") {
        change.field_id = value.text();
      } else if (key == "from") {
        change.from = id_text_of(value);
      } else if (key == "fromString") {
        change.from_text = value.text();
      } else if (key == "to") {
        change.to = id_text_of(value);
      } else if (key == "toString") {
        change.to_text = value.text();
      }
    }
  }

  Changelog& changelog_;
  Person author_;
  std::string id_;
};

}  // namespace

Outcome read_histories(json::Value entries, Changelog& changelog) {
  std::vector<json::Value> list;
  list.reserve(entries.size());
  for (const json::Value entry : entries.items()) list.push_back(entry);
  // Jira gives the newest entry first; turned around, most histories are sorted already.
  if (list.size() > 1) {
    const auto first = read_instant(list.front()["created"]);
    const auto last = read_instant(list.back()["created"]);
    if (first && last && *first > *last) std::ranges::reverse(list);
  }
  changelog.changes.reserve(changelog.changes.size() + 2 * list.size());
  HistoryReader reader{changelog};
  for (const json::Value entry : list) STINT_TRY(reader.read(entry));
  return {};
}

}  // namespace stint::tracker::jira
