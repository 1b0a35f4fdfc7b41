#include "tracker/azure/updates.h"

#include <array>
#include <fmt/format.h>
#include <optional>
#include <utility>

#include "base/text.h"
#include "tracker/azure/relations.h"
#include "tracker/azure/values.h"
#include "tracker/azure/work_item.h"
#include "tracker/json_values.h"
#include "tracker/people.h"

namespace stint::tracker::azure {
namespace {

// What the metrics call the fields of every tracker.
struct FieldRow {
  std::string_view reference;
  std::string_view field_id;
  std::string_view field;
};
constexpr std::array kFields{
    FieldRow{field::kTitle, "summary", "summary"},
    FieldRow{field::kType, "issuetype", "issuetype"},
    FieldRow{field::kProject, "project", "project"},
    FieldRow{field::kPriority, "priority", "priority"},
    FieldRow{field::kTags, "labels", "labels"},
    FieldRow{field::kAreaPath, "components", "Component"},
    FieldRow{field::kSystemInfo, "environment", "environment"},
    FieldRow{field::kDueDate, "duedate", "duedate"},
    FieldRow{"Microsoft.VSTS.Common.StackRank", "", "Rank"},
    FieldRow{"Microsoft.VSTS.Common.BacklogPriority", "", "Rank"},
};

bool is_never(Instant at) {
  constexpr std::chrono::sys_days kNever{std::chrono::year{9000} / 1 / 1};
  return at >= kNever;
}

std::optional<Instant> date_of(json::Value update) {
  if (const auto changed = instant_of(update["fields"][field::kChangedDate]["newValue"])) return changed;
  const auto revised = instant_of(update["revisedDate"]);
  return revised && !is_never(*revised) ? revised : std::nullopt;
}

bool looks_like_html(std::string_view text) {
  return text.starts_with('<') || text.find("</") != std::string_view::npos ||
         text.find("<br") != std::string_view::npos;
}

}  // namespace

Outcome HistoryReader::read(json::Value updates) {
  const json::Items items = updates.items();
  for (const json::Value update : items) STINT_TRY(read_update(update));
  return {};
}

Outcome HistoryReader::read_update(json::Value update) {
  const std::int64_t id = update["id"].as_int().value_or(last_id_ + 1);
  if (id <= last_id_) return {};
  last_id_ = id;
  ++updates_;
  id_ = std::to_string(id);
  position_ = 0;
  const std::int64_t revision = update["rev"].as_int().value_or(0);
  revision_ = std::max(revision_, revision);
  // Of links alone, in the newest revision, nothing says when: not before what is above it.
  const auto at = date_of(update);
  if (at) {
    at_ = *at;
  } else if (at_ == Instant{}) {
    return fail(ErrorCode::usage, fmt::format("update {} has no readable date", id));
  }
  author_ = read_person(update["revisedBy"]);
  add_person(people_, author_);
  const json::Value fields = update["fields"];
  const bool creation = revision == 1 && fields[field::kCreatedDate]["newValue"].exists();
  if (creation) {
    type_ = fields[field::kType]["newValue"].text(type_);
    state_ = fields[field::kState]["newValue"].text();
    reason_ = fields[field::kReason]["newValue"].text();
    return {};
  }
  read_fields(fields);
  const json::Value relations = update["relations"];
  read_relations(relations["removed"], false);
  read_relations(relations["added"], true);
  return {};
}

Change& HistoryReader::add(std::string_view field_id, std::string_view field) {
  Change& change = changes_.emplace_back();
  change.history_id = id_;
  change.position = position_++;
  change.at = at_;
  change.author = author_.id;
  change.author_bot = author_.bot;
  change.field_id = field_id;
  change.field = field;
  return change;
}

void HistoryReader::read_fields(json::Value fields) {
  read_state(fields);
  read_iteration(fields);
  const json::Members members = fields.members();
  for (const auto& [name, value] : members) {
    if (name == field::kState || is_bookkeeping(name)) continue;
    read_field(name, value["oldValue"], value["newValue"]);
  }
}

void HistoryReader::read_state(json::Value fields) {
  const json::Value state = fields[field::kState];
  const std::string_view from = state["oldValue"].text(state_);
  const StateMeaning before = context_.types.meaning(type_, from);
  const std::string_view reason = fields[field::kReason]["oldValue"].text(reason_);
  const std::string resolution = resolution_of(before, reason);
  if (state["newValue"].exists()) {
    Change& change = add("status", "status");
    change.from = from;
    change.from_text = from;
    change.to = state["newValue"].text();
    change.to_text = change.to;
    state_ = change.to;
  }
  type_ = fields[field::kType]["newValue"].text(type_);
  reason_ = fields[field::kReason]["newValue"].text(reason_);
  const std::string now = resolution_of(context_.types.meaning(type_, state_), reason_);
  // Before the first state is known there is nothing to compare.
  if (now == resolution || state_.empty()) return;
  Change& change = add("resolution", "resolution");
  change.from = resolution;
  change.from_text = resolution;
  change.to = now;
  change.to_text = now;
}

void HistoryReader::read_iteration(json::Value fields) {
  const json::Value id = fields[field::kIterationId];
  const json::Value path = fields[field::kIterationPath];
  if (!id.exists() && !path.exists()) return;
  const std::string_view from = path["oldValue"].text();
  const std::string_view to = path["newValue"].text();
  std::string old_id = iteration_id(id["oldValue"], from);
  std::string new_id = iteration_id(id["newValue"], to);
  if (old_id == new_id) return;
  Change& change = add(field::kIterationId, "Sprint");
  if (!old_id.empty()) change.from_text = last_step(from);
  if (!new_id.empty()) change.to_text = last_step(to);
  change.from = std::move(old_id);
  change.to = std::move(new_id);
}

void HistoryReader::read_person_change(std::string_view id, json::Value from, json::Value to) {
  const Person before = read_person(from);
  const Person after = read_person(to);
  add_person(people_, before);
  add_person(people_, after);
  Change& change = add(id, id);
  change.from = before.id;
  change.from_text = before.name;
  change.to = after.id;
  change.to_text = after.name;
}

std::string HistoryReader::long_text(json::Value value) const {
  const std::string_view text = value.text();
  return read_long_text(text, context_.markdown && !looks_like_html(text));
}

void HistoryReader::read_field(std::string_view name, json::Value from, json::Value to) {
  if (from.is_nothing() && to.is_nothing()) return;
  if (name == field::kAssignedTo) return read_person_change("assignee", from, to);
  if (name == context_.description_field || name == field::kCriteria) {
    const bool description = name == context_.description_field;
    Change& change =
        add(description ? "description" : name, description ? "description" : "Acceptance Criteria");
    change.from_text = long_text(from);
    change.to_text = long_text(to);
    return;
  }
  if (name == field::kBlocked) {
    const auto flag = [](json::Value value) {
      return equal_ignoring_case(value.text(), "Yes") ? "Impediment" : "";
    };
    const std::string_view before = flag(from);
    const std::string_view after = flag(to);
    if (before == after) return;
    Change& change = add(name, "Flagged");
    change.from_text = before;
    change.to_text = after;
    return;
  }
  if (from.is_object() || to.is_object()) return read_person_change(name, from, to);
  for (const FieldRow& row : kFields) {
    if (row.reference != name) continue;
    Change& change = add(row.field_id, row.field);
    change.from_text = plain_text(from);
    change.to_text = plain_text(to);
    return;
  }
  const auto known = context_.names.find(std::string{name});
  Change& change =
      add(name, known == context_.names.end() ? name.substr(name.rfind('.') + 1) : known->second);
  change.from_text = plain_text(from);
  change.to_text = plain_text(to);
}

void HistoryReader::read_relations(json::Value relations, bool added) {
  const json::Items items = relations.items();
  for (const json::Value relation : items) {
    const std::string other = related_work_item(relation);
    if (other.empty()) continue;
    const std::string_view reference = relation["rel"].text();
    const bool parent = equal_ignoring_case(reference, kParent);
    if (!parent && equal_ignoring_case(reference, kChild)) continue;
    std::string words;
    if (!parent) {
      const auto link = read_link(relation);
      words = fmt::format("This work item {} {}", link ? link->wording : reference, other);
    }
    Change& change = parent ? add("parent", "Parent") : add("Link", "Link");
    (added ? change.to : change.from) = other;
    (added ? change.to_text : change.from_text) = parent ? other : words;
  }
}

}  // namespace stint::tracker::azure
