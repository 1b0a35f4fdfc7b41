#include "demo/jira_history.h"

#include <fmt/format.h>

#include "demo/adf.h"
#include "demo/jira_issue.h"
#include "demo/jira_site.h"
#include "demo/labels.h"
#include "demo/words.h"

namespace stint::demo {

namespace {

// The texts of one changelog item. An absent value is null, as Jira writes it.
struct Item {
  std::string_view field;
  std::string_view type;
  std::string_view id;
  std::string from;
  std::string from_text;
  std::string to;
  std::string to_text;
};

void write_item(JsonWriter& json, const Item& item) {
  const auto value = [&](std::string_view name, const std::string& text) {
    if (text.empty()) {
      json.field_null(name);
    } else {
      json.field(name, text);
    }
  };
  json.begin_object().field("field", item.field).field("fieldtype", item.type);
  if (!item.id.empty()) json.field("fieldId", item.id);
  value("from", item.from);
  value("fromString", item.from_text);
  value("to", item.to);
  value("toString", item.to_text);
  json.end_object();
}

std::string points_text(std::int32_t points) {
  return points == kNoEstimate ? std::string() : fmt::format("{}", points);
}

// An issue's changelog from the oldest entry on: sprint lists and labels are told as they stood.
}  // namespace

std::string found_label(const Issue& issue) {
  if (issue.found == Found::label_production) return issue.text_seed % 3 == 0 ? "customer" : "production";
  return issue.found == Found::label_testing ? "staging" : "";
}

History::History(const Board& board, const Issue& issue)
    : board_(board), issue_(issue), labels_(found_label(issue)) {
  if (issue.first_sprint != kNone) sprints_.push_back(issue.first_sprint);
}

void History::write(JsonWriter& json, const Event& event) {
  switch (event.field) {
    case Field::status:
      return write_status(json, event);
    case Field::sprint_in:
    case Field::sprint_out:
      return write_sprints(json, event);
    case Field::points:
      return write_item(json, {"Story Points", "custom", kPointsField, "", points_text(event.from), "",
                               points_text(event.to)});
    case Field::flag:
      return write_item(json, event.to != 0
                                  ? Item{"Flagged", "custom", kFlagField, "", "", "[10019]", "Impediment"}
                                  : Item{"Flagged", "custom", kFlagField, "[10019]", "Impediment", "", ""});
    case Field::assignee:
      return write_assignee(json, event);
    case Field::criteria:
      return write_item(
          json, {"description", "jira", "description", "", wiki_description(board_, issue_, event.from), "",
                 wiki_description(board_, issue_, event.to)});
    case Field::rank:
      return write_item(
          json, {"Rank", "custom", kRankField, "", "", "", event.to != 0 ? "Ranked higher" : "Ranked lower"});
    case Field::link:
      return write_link(json, event);
    case Field::label:
      return write_label(json, event);
    case Field::fix_version: {
      const Version& version = board_.versions[at(event.to)];
      return write_item(
          json, {"Fix Version", "jira", "fixVersions", "", "", fmt::format("{}", version.id), version.name});
    }
    case Field::priority: {
      const Named from = priority_named(event.from);
      const Named to = priority_named(event.to);
      return write_item(json, {"priority", "jira", "priority", std::string(from.id), std::string(from.name),
                               std::string(to.id), std::string(to.name)});
    }
    case Field::remote_link:
      return write_item(json, {"RemoteIssueLink", "jira", "", "", "", fmt::format("{}", 40'000 + event.to),
                               fmt::format("This issue links to \"Change {} (Code review)\"", event.to)});
  }
}

void History::write_status(JsonWriter& json, const Event& event) {
  if (event.resolution != resolution_) {
    const Named from = resolution_named(resolution_);
    const Named to = resolution_named(event.resolution);
    write_item(json, {"resolution", "jira", "resolution", std::string(from.id), std::string(from.name),
                      std::string(to.id), std::string(to.name)});
    resolution_ = event.resolution;
  }
  const Named from = status_named(static_cast<StatusId>(event.from));
  const Named to = status_named(static_cast<StatusId>(event.to));
  write_item(json, {"status", "jira", "status", std::string(from.id), std::string(from.name),
                    std::string(to.id), std::string(to.name)});
}

void History::write_sprints(JsonWriter& json, const Event& event) {
  Item item{"Sprint", "custom", kSprintField, ids(), names(), "", ""};
  if (event.field == Field::sprint_in) sprints_.push_back(event.to);
  if (event.field == Field::sprint_out) std::erase(sprints_, event.from);
  item.to = ids();
  item.to_text = names();
  // Sprint changes use the empty text where others use null.
  json.begin_object().field("field", item.field).field("fieldtype", item.type).field("fieldId", item.id);
  json.field("from", item.from)
      .field("fromString", item.from_text)
      .field("to", item.to)
      .field("toString", item.to_text);
  json.end_object();
}

std::string History::ids() const {
  std::string text;
  for (const std::int32_t sprint : sprints_) {
    if (!text.empty()) text += ", ";
    text += fmt::format("{}", board_.sprints[at(sprint)].id);
  }
  return text;
}
std::string History::names() const {
  std::string text;
  for (const std::int32_t sprint : sprints_) {
    if (!text.empty()) text += ", ";
    text += sprint_name(board_, board_.sprints[at(sprint)]);
  }
  return text;
}

void History::write_assignee(JsonWriter& json, const Event& event) {
  Item item{"assignee", "jira", "assignee", "", "", "", ""};
  const auto take = [&](std::int32_t person, std::string& id, std::string& name) {
    if (person == kNobody) return;
    id = board_.people[at(person)].account;
    name = board_.people[at(person)].name;
  };
  take(event.from, item.from, item.from_text);
  take(event.to, item.to, item.to_text);
  write_item(json, item);
}

void History::write_link(JsonWriter& json, const Event& event) {
  const Link& link = issue_.links[at(event.to)];
  const std::string key = issue_key(board_, link.other);
  write_item(json, {"Link", "jira", "", "", "", key,
                    fmt::format("This issue {} {}", link_words(link.type, link.outward), key)});
}

void History::write_label(JsonWriter& json, const Event& event) {
  const std::string before = labels_;
  labels_ += fmt::format("{}{}", labels_.empty() ? "" : " ", kLabels[at(event.to)]);
  write_item(json, {"labels", "jira", "labels", "", before, "", labels_});
}

}  // namespace stint::demo
