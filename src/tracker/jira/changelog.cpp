#include "tracker/jira/changelog.h"

#include <algorithm>

#include "tracker/jira/values.h"

namespace stint::tracker::jira {
Outcome read_histories(json::Value entries, Changelog& changelog) {
  for (const json::Value entry : entries.items()) {
    const auto at = read_instant(entry["created"]);
    std::string id = id_text(entry["id"]);
    if (!at) {
      return fail(ErrorCode::usage,
                  "history entry " + (id.empty() ? "without id" : id) + " has no readable \"created\" date");
    }
    const Person author = read_person(entry["author"]);
    if (!author.id.empty() &&
        std::ranges::none_of(changelog.authors, [&](const Person& known) { return known.id == author.id; })) {
      changelog.authors.push_back(author);
    }
    // Without an id the instant has to tell entries apart.
    if (id.empty()) id = "t" + std::to_string(to_epoch_ms(*at));
    int position = 0;
    for (const json::Value item : entry["items"].items()) {
      Change& change = changelog.changes.emplace_back();
      change.history_id = id;
      change.position = position++;
      change.at = *at;
      change.author = author.id;
      change.author_bot = author.bot;
      for (const auto& [key, value] : item.members()) {
        if (key == "field") {
          change.field = value.text();
        } else if (key == "fieldId") {
          change.field_id = value.text();
        } else if (key == "from") {
          change.from = id_text(value);
        } else if (key == "fromString") {
          change.from_text = value.text();
        } else if (key == "to") {
          change.to = id_text(value);
        } else if (key == "toString") {
          change.to_text = value.text();
        }
      }
    }
    if (position == 0) {
      // An entry without items still is one of those that the tracker counts.
      Change& nothing = changelog.changes.emplace_back();
      nothing.history_id = id;
      nothing.at = *at;
      nothing.author = author.id;
      nothing.author_bot = author.bot;
    }
    ++changelog.entries;
  }
  return {};
}

}  // namespace stint::tracker::jira
