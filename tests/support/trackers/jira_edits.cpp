// The fields of a body, as what they do to an issue; or what is wrong with them, in Jira's words.
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "support/trackers/jira_fake.h"

namespace stint::test {
namespace {

using Field = FieldEdit::Field;

std::optional<std::string> text_of_id(json::Value value) {
  if (const auto text = value.as_string()) return std::string{*text};
  if (const auto number = value.as_int()) return std::to_string(*number);
  return std::nullopt;
}

// The name of the row that {"name"} or {"id"} means; nothing when there is none.
template <class List>
std::optional<std::string> name_in(const List& list, json::Value value) {
  const auto id = text_of_id(value["id"]);
  for (const auto& row : list)
    if ((id && row.id == *id) || (!id && row.name == value["name"].text())) return row.name;
  return std::nullopt;
}

template <class List>
std::optional<std::string> names_in(const List& list, json::Value values) {
  std::vector<std::string> names;
  if (!values.is_array()) return std::nullopt;
  for (const json::Value value : values.items()) {
    const auto name = name_in(list, value);
    if (!name) return std::nullopt;
    names.push_back(*name);
  }
  return fmt::format("{}", fmt::join(names, ","));
}

}  // namespace

const SiteUser* FakeJira::read_user(json::Value value) const {
  const std::string_view wanted =
      options_.cloud ? value["accountId"].text(value["id"].text()) : value["name"].text();
  const auto found = std::ranges::find_if(
      site_.users, [&](const SiteUser& user) { return wanted == (options_.cloud ? user.id : user.login); });
  return found == site_.users.end() ? nullptr : &*found;
}

FakeJira::Edits FakeJira::read_edits(json::Value body, const SiteIssue* issue, bool creating) {
  Edits edits;
  if (issue != nullptr) edits.project = issue->issue.project_key;
  if (creating) {
    const json::Value fields = body["fields"];
    const auto id = text_of_id(fields["project"]["id"]);
    const SiteProject* const project = find_project(id ? *id : std::string{fields["project"]["key"].text()});
    if (project == nullptr) {
      edits.errors["project"] = "Specify a valid project ID or key";
      return edits;
    }
    edits.project = project->key;
    const auto type = name_in(site_.types, fields["issuetype"]);
    if (!type) edits.errors["issuetype"] = "Specify a valid issue type";
    edits.type = type.value_or("");
    const bool subtask = type && site_.type(*type)->subtask;
    if (subtask && fields["parent"].is_nothing())
      edits.errors["parent"] = "Issue type is a sub-task but parent issue key or id not specified.";
    if (fields["summary"].text().empty())
      edits.errors["summary"] = "You must specify a summary of the issue.";
  }
  for (const auto& [id, value] : body["fields"].members())
    if (!creating || (id != "project" && id != "issuetype")) read_edit(id, value, edits);
  for (const auto& [id, operations] : body["update"].members())
    if (id != "comment") read_update(id, operations, issue, edits);
  return edits;
}

void FakeJira::read_edit(std::string_view id, json::Value value, Edits& edits) {
  const std::string name{id};
  const auto add = [&](Field field, const std::optional<std::string>& text, std::string_view wrong) {
    if (text) {
      edits.fields.push_back({field, *text});
    } else {
      edits.errors[name] = wrong;
    }
  };
  const auto nothing_or = [&](auto&& read) -> std::optional<std::string> {
    return value.is_nothing() ? std::optional<std::string>{""} : read();
  };
  const SiteProject& project = *site_.project(edits.project);
  if (id == "summary") {
    const bool right = value.is_string() && !value.text().empty() &&
                       value.text().find('\n') == std::string_view::npos && value.text().size() <= 255;
    if (right) edits.summary = value.text();
    add(Field::summary, right ? std::optional{edits.summary} : std::nullopt,
        "The summary is invalid because it is empty, has line breaks or more than 255 characters.");
  } else if (id == "description") {
    if (!documents_.takes(value)) {
      edits.errors[name] =
          options_.cloud ? "Operation value must be an Atlassian Document (see the Atlassian Document Format)"
                         : "Operation value must be a string";
      return;
    }
    add(Field::description, value.is_nothing() ? "" : documents_.keep(value), "");
  } else if (id == "issuetype") {
    add(Field::type, name_in(site_.types, value), "The issue type selected is invalid.");
  } else if (id == "priority") {
    add(Field::priority, name_in(site_.priorities, value), "The priority selected is invalid.");
  } else if (id == "assignee") {
    add(Field::assignee, nothing_or([&]() -> std::optional<std::string> {
          if (options_.cloud && value["accountId"].is_null()) return "";
          const SiteUser* const user = read_user(value);
          return user == nullptr ? std::nullopt : std::optional{user->id};
        }),
        "User does not exist.");
  } else if (id == "labels") {
    std::vector<std::string> labels;
    for (const json::Value label : value.items()) labels.emplace_back(label.text());
    const bool spaces =
        std::ranges::any_of(labels, [](const std::string& label) { return label.contains(' '); });
    add(Field::labels,
        spaces || !value.is_array() ? std::nullopt : std::optional{fmt::format("{}", fmt::join(labels, " "))},
        "The label can't contain spaces.");
  } else if (id == "components") {
    add(Field::components, names_in(project.components, value), "Component name is not valid");
  } else if (id == "fixVersions") {
    add(Field::fix_versions, names_in(project.versions, value), "Version name is not valid");
  } else if (id == "duedate") {
    const auto date = [&]() -> std::optional<std::string> {
      const bool right = value.text().size() == 10 && parse_iso_instant(value.text());
      return right ? std::optional{std::string{value.text()}} : std::nullopt;
    };
    add(Field::due, nothing_or(date), "Operation value must be a date: yyyy-MM-dd");
  } else if (id == "parent" || (id == kEpicLinkField && !options_.cloud)) {
    const auto parent = [&]() -> std::optional<std::string> {
      const std::string_view wanted =
          value.is_string() ? value.text() : value["key"].text(value["id"].text());
      const SiteIssue* const found = site_.find(wanted);
      return found == nullptr ? std::nullopt : std::optional{found->issue.key};
    };
    add(Field::parent, nothing_or(parent), "Could not find issue by id or key.");
  } else if (id == site_.points_field) {
    const auto number = [&]() -> std::optional<std::string> {
      const auto points = value.as_double();
      return points ? std::optional{fmt::format("{}", *points)} : std::nullopt;
    };
    add(Field::points, nothing_or(number), "Operation value must be a number");
  } else if (id == site_.flag_field) {
    const bool right = value.is_nothing() || value.is_array();
    const bool on = value.size() > 0;
    const bool known =
        !on || value.at(0)["value"].text() == "Impediment" || value.at(0)["id"].text() == "10019";
    add(Field::flagged, right && known ? std::optional{std::string{on ? "1" : ""}} : std::nullopt,
        "Option value is not valid");
  } else if (id == site_.sprint_field) {
    const auto sprint = [&]() -> std::optional<std::string> {
      const auto number = value.as_int();
      const bool known = number && site_.sprint(std::to_string(*number)) != nullptr;
      return known ? std::optional{std::to_string(*number)} : std::nullopt;
    };
    add(Field::sprint, nothing_or(sprint), "Number value expected as the Sprint id.");
  } else {
    edits.errors[name] =
        fmt::format("Field '{}' cannot be set. It is not on the appropriate screen, or unknown.", id);
  }
}

void FakeJira::read_update(std::string_view id, json::Value operations, const SiteIssue* issue,
                           Edits& edits) {
  if (id != "labels") {
    // [{"set": …}] is what fields would say.
    const json::Value set = operations.at(0)["set"];
    if (operations.size() == 1 && set.exists()) return read_edit(id, set, edits);
    edits.errors[std::string{id}] = "Only labels are updated by adding and removing here.";
    return;
  }
  std::vector<std::string> labels;
  if (issue != nullptr) labels = issue->issue.labels;
  for (const json::Value operation : operations.items()) {
    for (const auto& [verb, value] : operation.members()) {
      if (verb == "add") labels.emplace_back(value.text());
      if (verb == "remove") std::erase(labels, value.text());
      if (verb == "set") {
        labels.clear();
        for (const json::Value label : value.items()) labels.emplace_back(label.text());
      }
    }
  }
  edits.fields.push_back({Field::labels, fmt::format("{}", fmt::join(labels, " "))});
}

Answer FakeJira::refuse_edits(const Edits& edits) const {
  return jira_error(400, "", edits.errors);
}

}  // namespace stint::test
