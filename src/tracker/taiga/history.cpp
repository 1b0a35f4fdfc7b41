#include "tracker/taiga/history.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <optional>
#include <utility>

#include "tracker/json_values.h"
#include "tracker/lists.h"
#include "tracker/people.h"
#include "tracker/taiga/values.h"

namespace stint::tracker::taiga {
namespace {

struct FieldRow {
  std::string_view name;
  std::string_view field_id;  // what the metrics call it
  std::string_view field;
};
constexpr std::array kFields{
    FieldRow{"subject", "summary", "summary"},
    FieldRow{"description", "description", "description"},
    FieldRow{"type", "issuetype", "issuetype"},
    FieldRow{"priority", "priority", "priority"},
    FieldRow{"severity", "severity", "Severity"},
    FieldRow{"due_date", "duedate", "duedate"},
    FieldRow{"backlog_order", "", "Rank"},
    FieldRow{"sprint_order", "", "Rank"},
    FieldRow{"kanban_order", "", "Rank"},
    FieldRow{"taskboard_order", "", "Rank"},
    FieldRow{"us_order", "", "Rank"},
    FieldRow{"epics_order", "", "Rank"},
};
// Follow from another change of the same entry, or are the same text once more.
constexpr std::array<std::string_view, 8> kDerived{
    "description_html", "blocked_note_html", "description_diff", "blocked_note_diff",
    "is_closed",        "finish_date",       "finished_date",    "assigned_users"};

class EntryReader {
 public:
  EntryReader(Kind kind, json::Value entry, const ProjectTables& project, History& history)
      : kind_(kind), entry_(entry), diff_(entry["diff"]), project_(project), history_(history) {}

  [[nodiscard]] Outcome read() {
    id_ = id_text_of(entry_["id"]);
    const auto at = instant_of(entry_["created_at"]);
    if (!at) return fail(ErrorCode::usage, fmt::format("history entry {} has no readable created_at", id_));
    at_ = *at;
    if (id_.empty()) id_ = fmt::format("t{}", to_epoch_ms(at_));
    author_ = read_person(entry_["user"]);
    add_person(history_.people, author_);
    read_comment();
    constexpr int kChange = 1;  // 2 is a creation, 3 a deletion
    if (entry_["type"].as_int().value_or(kChange) != kChange) return {};
    const json::Members fields = diff_.members();
    for (const auto& [name, pair] : fields) read_field(name, pair.at(0), pair.at(1));
    return {};
  }

 private:
  void read_comment() {
    const std::string_view body = entry_["comment"].text();
    if (body.empty() || !entry_["delete_comment_date"].is_nothing()) return;
    Comment& comment = history_.comments.emplace_back();
    comment.id = id_;
    comment.at = at_;
    comment.author = author_.id;
    comment.body = body;
  }

  Change& add(std::string_view field_id, std::string_view field) {
    Change& change = history_.changes.emplace_back();
    change.history_id = id_;
    change.position = position_++;
    change.at = at_;
    change.author = author_.id;
    change.field_id = field_id;
    change.field = field;
    return change;
  }

  // What a value was called when it was changed.
  [[nodiscard]] std::string called(std::string_view table, json::Value id) const {
    const json::Value name = entry_["values"][table][id_text_of(id)];
    return std::string{name.text(name["name"].text())};
  }

  void read_field(std::string_view name, json::Value from, json::Value to) {
    if (std::ranges::find(kDerived, name) != kDerived.end()) return;
    if (name == "status") return read_status(from, to);
    if (name == "milestone") return add_named("milestone", "Sprint", "milestone", from, to);
    if (name == "assigned_to") return read_assignee(from, to);
    if (name == "points") return read_points(from, to);
    if (name == "is_blocked" || name == "blocked_note") return read_block(name);
    if (name == "tags")
      return add_texts("labels", "labels", join_list(read_tags(from), ", "), join_list(read_tags(to), ", "));
    if (name == "user_story") return read_parent(from, to);
    if (name == "custom_attributes") return read_attributes(from, to);
    if (name == "attachments") return read_attachments(from, to);
    const auto* const row = std::ranges::find(kFields, name, &FieldRow::name);
    const bool known = row != kFields.end();
    add_named(known ? row->field_id : name, known ? row->field : name, name, from, to);
  }

  void add_texts(std::string_view field_id, std::string_view field, std::string from, std::string to) {
    if (from == to) return;
    Change& change = add(field_id, field);
    change.from_text = std::move(from);
    change.to_text = std::move(to);
  }

  // A value that is a number with a name, or else says itself what it is.
  void add_named(std::string_view field_id, std::string_view field, std::string_view table, json::Value from,
                 json::Value to) {
    const bool has_names = entry_["values"][table].is_object();
    Change& change = add(field_id, field);
    if (has_names) {
      change.from = id_text_of(from);
      change.to = id_text_of(to);
    }
    change.from_text = has_names ? called(table, from) : plain_text(from);
    change.to_text = has_names ? called(table, to) : plain_text(to);
  }

  void read_status(json::Value from, json::Value to) {
    const auto status_of = [&](json::Value id) {
      const std::string whole = item_id(kind_, id);
      if (const Status* known = project_.status(whole)) return *known;
      return Status{whole, called("status", id), StatusCategory::unknown};
    };
    const Status before = status_of(from);
    const Status after = status_of(to);
    Change& change = add("status", "status");
    change.from = before.id;
    change.to = after.id;
    // As it was called then.
    change.from_text = called("status", from);
    if (change.from_text.empty()) change.from_text = before.name;
    change.to_text = called("status", to);
    if (change.to_text.empty()) change.to_text = after.name;
    const auto resolution = [](const Status& status) {
      return status.category == StatusCategory::done ? status.name : std::string{};
    };
    add_texts("resolution", "resolution", resolution(before), resolution(after));
  }

  void read_assignee(json::Value from, json::Value to) {
    Change& change = add("assignee", "assignee");
    change.from = id_text_of(from);
    change.to = id_text_of(to);
    change.from_text = called("users", from);
    change.to_text = called("users", to);
    add_person(history_.people, {change.from, change.from_text});
    add_person(history_.people, {change.to, change.to_text});
  }

  // The points of all roles, added up; nothing where no role has said a number.
  [[nodiscard]] std::string total_of(json::Value by_role) const {
    std::optional<double> total;
    const json::Members members = by_role.members();
    for (const auto& [role, point] : members) {
      const auto known = project_.points.find(point.as_int().value_or(-1));
      const std::optional<double> value =
          known != project_.points.end() ? known->second : value_of_name(point);
      if (value) total = total.value_or(0) + *value;
    }
    return total ? number_text(*total) : std::string{};
  }

  // Of a point that the project does not have any more.
  [[nodiscard]] std::optional<double> value_of_name(json::Value point) const {
    const std::string name = called("points", point);
    if (name == "1/2") return 0.5;
    double value = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), value);
    if (error != std::errc{} || end != name.data() + name.size()) return std::nullopt;
    return value;
  }

  void read_points(json::Value from, json::Value to) {
    add_texts(kPointsField, kPointsName, total_of(from), total_of(to));
  }

  // Blocked or not, and why, are two fields and one flag.
  void read_block(std::string_view name) {
    const json::Value blocked = diff_["is_blocked"];
    const json::Value note = diff_["blocked_note"];
    if (name == "blocked_note" && blocked.exists()) return;
    if (!blocked.exists())
      return add_texts("blocked_note", "blocked_note", std::string{note.at(0).text()},
                       std::string{note.at(1).text()});
    const auto flag = [&](std::size_t side) {
      if (!blocked.at(side).as_bool().value_or(false)) return std::string{};
      return std::string{note.at(side).text().empty() ? "Impediment" : note.at(side).text()};
    };
    add_texts("is_blocked", "Flagged", flag(0), flag(1));
  }

  void read_parent(json::Value from, json::Value to) {
    Change& change = add("parent", "Parent");
    change.from = item_id(Kind::story, from);
    change.to = item_id(Kind::story, to);
    change.from_text = called("user_story", from);
    change.to_text = called("user_story", to);
  }

  void read_attributes(json::Value from, json::Value to) {
    const auto value_in = [](json::Value list, std::int64_t id) {
      const json::Items items = list.items();
      for (const json::Value item : items) {
        if (item["id"].as_int() == id) return plain_text(item["value"]);
      }
      return std::string{};
    };
    std::vector<std::int64_t> seen;
    for (const json::Value list : {from, to}) {
      const json::Items items = list.items();
      for (const json::Value item : items) {
        const std::int64_t id = item["id"].as_int().value_or(0);
        if (std::ranges::find(seen, id) != seen.end()) continue;
        seen.push_back(id);
        add_texts(attribute_field(kind_, id), item["name"].text(), value_in(from, id), value_in(to, id));
      }
    }
  }

  void read_attachments(json::Value from, json::Value to) {
    const auto names = [](json::Value list) {
      std::vector<std::string> files;
      const json::Items items = list.items();
      for (const json::Value item : items) files.emplace_back(item["filename"].text());
      return join_list(files, ", ");
    };
    add_texts("attachment", "Attachment", names(from), names(to));
  }

  Kind kind_;
  json::Value entry_;
  json::Value diff_;
  const ProjectTables& project_;
  History& history_;
  std::string id_;
  Instant at_{};
  Person author_;
  int position_ = 0;
};

}  // namespace

Outcome read_history(Kind kind, json::Value entries, const ProjectTables& project, History& history) {
  const json::Items items = entries.items();
  for (const json::Value entry : items) STINT_TRY(read_entry(kind, entry, project, history));
  return {};
}

Outcome read_entry(Kind kind, json::Value entry, const ProjectTables& project, History& history) {
  return EntryReader{kind, entry, project, history}.read();
}

}  // namespace stint::tracker::taiga
