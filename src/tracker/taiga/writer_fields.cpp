// Values of fields as people write them, in Taiga's own.
#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "tracker/json_values.h"
#include "tracker/lists.h"
#include "tracker/taiga/writer.h"

namespace stint::tracker::taiga {
namespace {

std::string day_of(const std::optional<Instant>& at) {
  return at ? format_iso(*at).substr(0, 10) : std::string{};
}

std::string names_of(const std::vector<Named>& list) {
  std::vector<std::string> names;
  for (const Named& one : list) names.push_back(one.name);
  return join_list(names, ", ");
}

const Named* find_named(const std::vector<Named>& list, std::string_view name) {
  const auto found = std::ranges::find_if(list, [&](const Named& one) {
    return equal_ignoring_case(one.name, name) || std::to_string(one.id) == name;
  });
  return found == list.end() ? nullptr : &*found;
}

// A point by its name ("1/2", "?") or its value.
const Named* find_point(const ProjectTables& project, std::string_view text) {
  const auto named = std::ranges::find_if(
      project.point_names, [&](const Named& one) { return equal_ignoring_case(one.name, text); });
  if (named != project.point_names.end()) return &*named;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return nullptr;
  const auto valued = std::ranges::find_if(
      project.point_names, [&](const Named& one) { return project.points.at(one.id) == value; });
  return valued == project.point_names.end() ? nullptr : &*valued;
}

std::string points_of(const Issue* issue) {
  if (issue == nullptr) return {};
  const auto found = std::ranges::find(issue->numbers, kPointsField, &NumberField::field_id);
  return found == issue->numbers.end() ? std::string{} : number_text(found->value);
}

}  // namespace

Outcome Writer::set_field(Draft& draft, const FieldValue& value) {
  const Issue* issue = draft.issue();
  const auto before = [&](const auto& text) { return issue == nullptr ? std::string{} : text(*issue); };
  const std::string& field = value.field;
  if (field == "summary") {
    if (value.value.empty()) return fail(ErrorCode::usage, "an item needs a subject");
    draft.body["subject"] = value.value;
    draft.change(field, before([](const Issue& one) { return one.summary; }), value.value);
  } else if (field == "description") {
    draft.body["description"] = value.value;
    draft.change(field, before([](const Issue& one) { return one.description; }), value.value);
  } else if (field == "labels") {
    JsonDocument tags = JsonDocument::array();
    const std::vector<std::string> labels = split_list(value.value, ',');
    for (const std::string& label : labels) tags.push_back(JsonDocument::array({label, nullptr}));
    draft.body["tags"] = std::move(tags);
    draft.change(field, before([](const Issue& one) { return join_list(one.labels, ", "); }),
                 join_list(labels, ", "));
  } else if (field == "due") {
    draft.body["due_date"] = value.value.empty() ? JsonDocument(nullptr) : JsonDocument(value.value);
    draft.change(field, before([](const Issue& one) { return day_of(one.due); }), value.value);
  } else if (field == "blocked") {
    draft.body["is_blocked"] = !value.value.empty();
    draft.body["blocked_note"] = value.value;
    draft.change(field, before([](const Issue& one) { return std::string{one.flagged ? "blocked" : ""}; }),
                 value.value);
  } else if (field == "points") {
    return set_points(draft, value.value);
  } else if (field == "parent") {
    return set_parent(draft, value.value);
  } else if ((field == "priority" || field == "severity") && draft.kind == Kind::issue) {
    const std::vector<Named>& list =
        field == "priority" ? draft.project->priorities : draft.project->severities;
    const Named* known = find_named(list, value.value);
    if (known == nullptr)
      return fail(ErrorCode::usage, fmt::format("there is no {} \"{}\"", field, value.value), "",
                  "one of: " + names_of(list));
    draft.body[field] = known->id;
    const bool priority = field == "priority";
    draft.change(field, before([&](const Issue& one) { return priority ? one.priority : std::string{}; }),
                 known->name);
  } else {
    return fail(ErrorCode::usage,
                fmt::format("a {} of Taiga has no field \"{}\" that can be written",
                            kind_info(draft.kind).type, field),
                "", "one of: summary, description, labels, due, blocked, points, parent, priority, severity");
  }
  return {};
}

// "5" where one role estimates, else "Back=3, Front=5".
Outcome Writer::set_points(Draft& draft, const std::string& points) {
  if (draft.kind != Kind::story) return fail(ErrorCode::usage, "only user stories have points");
  const ProjectTables& project = *draft.project;
  JsonDocument by_role = JsonDocument::object();
  std::vector<std::string> parts = split_list(points, ',');
  if (parts.empty()) parts.emplace_back("?");
  for (const std::string& part : parts) {
    const std::size_t equals = part.find('=');
    const bool named = equals != std::string::npos;
    if (!named && project.roles.size() != 1)
      return fail(ErrorCode::usage, fmt::format("{} has points for each role", project.slug), "",
                  "write ROLE=POINTS, with roles of: " + names_of(project.roles));
    const Named* role =
        named ? find_named(project.roles, trimmed(part.substr(0, equals))) : &project.roles.front();
    const std::string text{named ? trimmed(std::string_view{part}.substr(equals + 1))
                                 : std::string_view{part}};
    const Named* point = find_point(project, text);
    if (role == nullptr || point == nullptr)
      return fail(
          ErrorCode::usage, fmt::format("\"{}\" is no estimate of {}", part, project.slug), "",
          fmt::format("roles: {}; points: {}", names_of(project.roles), names_of(project.point_names)));
    by_role[std::to_string(role->id)] = point->id;
  }
  draft.body["points"] = std::move(by_role);
  draft.change("points", points_of(draft.issue()), points);
  return {};
}

// A task's story. Stories belong to epics by an address of their own.
Outcome Writer::set_parent(Draft& draft, const std::string& parent) {
  std::int64_t number = 0;
  Kind kind = Kind::story;
  if (!parent.empty()) {
    STINT_ASSIGN(id, reader_.resolve(parent));
    const ItemId found = parse_item_id(id).value_or(ItemId{});
    number = found.number;
    kind = found.kind;
  }
  const std::string before = draft.issue() == nullptr ? "" : draft.issue()->parent_key;
  draft.change("parent", before, parent);
  if (draft.kind == Kind::task && kind == Kind::story) {
    draft.body["user_story"] = parent.empty() ? JsonDocument(nullptr) : JsonDocument(number);
    return {};
  }
  if (draft.kind != Kind::story || draft.target == nullptr || (!parent.empty() && kind != Kind::epic))
    return fail(ErrorCode::usage,
                "a task's parent is a story, and a story's is an epic, once the story is there");
  const std::string& version = draft.target->version;
  if (const auto old = parse_item_id(draft.issue()->parent_id))
    draft.proposal.requests.push_back(
        {"DELETE", fmt::format("{}/epics/{}/related_userstories/{}", kBase, old->number, draft.id.number), "",
         "", version});
  if (!parent.empty())
    draft.proposal.requests.push_back(
        {"POST", fmt::format("{}/epics/{}/related_userstories", kBase, number), "application/json",
         to_line(JsonDocument{{"epic", number}, {"user_story", draft.id.number}}),
         draft.proposal.requests.empty() ? version : ""});
  return {};
}

Outcome Writer::set_assignee(Draft& draft, const std::string& assignee) {
  const std::string before = draft.issue() == nullptr ? "" : draft.issue()->assignee.name;
  if (assignee.empty()) {
    draft.body["assigned_to"] = nullptr;
    draft.change("assignee", before, "");
    return {};
  }
  std::vector<const Member*> found;
  for (const Member& member : draft.project->members) {
    if (member.person.id == assignee || equal_ignoring_case(member.user_name, assignee)) {
      found = {&member};
      break;
    }
    if (equal_ignoring_case(member.person.name, assignee)) found.push_back(&member);
  }
  if (found.size() != 1) {
    std::vector<std::string> names;
    for (const Member& member : draft.project->members) names.push_back(member.user_name);
    return fail(ErrorCode::usage,
                fmt::format("{} members of {} are \"{}\"", found.size(), draft.project->slug, assignee), "",
                "one of: " + join_list(names, ", "));
  }
  std::int64_t id = 0;
  const std::string& digits = found.front()->person.id;
  std::from_chars(digits.data(), digits.data() + digits.size(), id);
  draft.body["assigned_to"] = id;
  draft.change("assignee", before, found.front()->person.name);
  return {};
}

Outcome Writer::set_sprint(Draft& draft, const std::string& sprint) {
  if (draft.kind == Kind::epic) return fail(ErrorCode::usage, "epics are in no sprint");
  const std::vector<Named>& all = draft.project->milestones;
  const auto name_of_id = [&](const std::string& id) {
    const Named* known = find_named(all, id);
    return known == nullptr ? id : known->name;
  };
  std::string before;
  if (draft.issue() != nullptr && !draft.issue()->sprint_ids.empty())
    before = name_of_id(draft.issue()->sprint_ids.back());
  if (sprint.empty()) {
    draft.body["milestone"] = nullptr;
    draft.change("sprint", before, "");
    return {};
  }
  const Named* known = find_named(all, sprint);
  if (known == nullptr)
    return fail(ErrorCode::usage, fmt::format("{} has no sprint \"{}\"", draft.project->slug, sprint), "",
                "one of: " + names_of(all));
  draft.body["milestone"] = known->id;
  draft.change("sprint", before, known->name);
  return {};
}

}  // namespace stint::tracker::taiga
