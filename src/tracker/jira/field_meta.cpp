#include "tracker/jira/field_meta.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <set>
#include <utility>

#include "base/text.h"
#include "lib/curl/url.h"
#include "tracker/jira/pages.h"
#include "tracker/jira/values.h"
#include "tracker/json_values.h"

namespace stint::tracker::jira {
namespace {

constexpr int kPageSize = 50;
constexpr std::size_t kShownChoices = 20;

struct Word {
  std::string_view word;
  std::string_view id;       // of a system field; empty: a custom one
  std::string_view custom;   // kind of custom field
  std::string_view name;     // or its name
  std::string_view another;  // or that one
};
constexpr std::array kWords{
    Word{"due", "duedate", "", "", ""},
    Word{"points", "", "jsw-story-points", "Story Points", "Story point estimate"},
    Word{"sprint", "", "gh-sprint", "", ""},
};

Choice read_choice(json::Value value) {
  Choice choice;
  choice.id = id_text_of(value["id"]);
  for (const std::string_view key : {"name", "value", "key"}) {
    if (choice.name.empty()) choice.name = value[key].text();
  }
  for (const json::Value child : value["children"].items()) choice.children.push_back(read_choice(child));
  return choice;
}

bool is_meant(const FieldMeta& field, const Word& word) {
  if (!word.id.empty()) return field.id == word.id;
  return field.is_custom(word.custom) || equal_ignoring_case(field.name, word.name) ||
         equal_ignoring_case(field.name, word.another);
}

std::vector<FieldMeta> read_members(json::Value fields) {
  std::vector<FieldMeta> metas;
  for (const auto& [id, value] : fields.members()) metas.push_back(read_field_meta(id, value));
  return metas;
}

std::string create_path(const Site& site, std::string_view project) {
  return site.api(fmt::format("/issue/createmeta/{}/issuetypes", curl::url_encoded(project)));
}

// The one resource that servers before 8.4 have for it, and none from 9.0 on.
Asked ask_old(Site& site, std::string_view project, std::string_view more) {
  return site.get(
      site.api(fmt::format("/issue/createmeta?projectKeys={}{}", curl::url_encoded(project), more)));
}

// Items of Cloud's pages stand under one name, those of servers under "values".
std::expected<void, RestFault> read_create_pages(Site& site, const std::string& path, std::string_view name,
                                                 const std::function<bool(json::Value)>& take) {
  return read_pages(site, path, site.cloud() ? name : "values", kPageSize, take);
}

Result<std::vector<IssueType>> list_types(Site& site, std::string_view project) {
  std::vector<IssueType> types;
  const auto take = [&](json::Value item) {
    IssueType type{id_text_of(item["id"]), std::string{item["name"].text()}};
    const auto same = [&](const IssueType& known) { return known.id == type.id; };
    if (type.id.empty() || std::ranges::any_of(types, same)) return false;
    types.push_back(std::move(type));
    return true;
  };
  auto read = read_create_pages(site, create_path(site, project), "issueTypes", take);
  if (!read && !site.cloud() && is_absent(read.error())) {
    auto old = ask_old(site, project, "");
    if (!old) return fail(std::move(old).error().error);
    for (const json::Value type : old->root["projects"].at(0)["issuetypes"].items()) take(type);
  } else if (!read) {
    return fail(std::move(read).error().error);
  }
  if (types.empty()) {
    return fail(ErrorCode::not_found,
                fmt::format("nothing can be created in project {}: it is not there, or \"Create issues\" is "
                            "not granted",
                            project));
  }
  return types;
}

}  // namespace

std::string choices_text(std::span<const std::string> names) {
  std::string text;
  const std::size_t count = std::min(names.size(), kShownChoices);
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += names[i];
  }
  if (count < names.size()) text += fmt::format(" or {} others", names.size() - count);
  return text;
}

bool FieldMeta::is_custom(std::string_view kind) const {
  return !kind.empty() && custom.size() > kind.size() && custom.ends_with(kind) &&
         custom[custom.size() - kind.size() - 1] == ':';
}

bool FieldMeta::is_rich() const {
  return system == "description" || system == "environment" || is_custom("textarea");
}

FieldMeta read_field_meta(std::string_view id, json::Value value) {
  FieldMeta field;
  field.id = id;
  for (const std::string_view key : {"fieldId", "key"}) {
    if (field.id.empty()) field.id = value[key].text();
  }
  field.name = value["name"].text(field.id);
  const json::Value schema = value["schema"];
  field.type = schema["type"].text();
  field.items = schema["items"].text();
  field.system = schema["system"].text();
  field.custom = schema["custom"].text();
  field.required = value["required"].as_bool().value_or(false);
  field.has_default = value["hasDefaultValue"].as_bool().value_or(false);
  for (const json::Value item : value["allowedValues"].items()) field.allowed.push_back(read_choice(item));
  return field;
}

Result<IssueType> find_type(Site& site, std::string_view project, std::string_view type) {
  STINT_ASSIGN(types, list_types(site, project));
  std::vector<std::string> names;
  for (IssueType& found : types) {
    if (found.id == type || equal_ignoring_case(found.name, type)) return std::move(found);
    names.push_back(found.name);
  }
  return fail(ErrorCode::usage, fmt::format("{} has no issue type \"{}\"", project, type), {},
              "there are " + choices_text(names));
}

Result<std::vector<FieldMeta>> create_fields(Site& site, std::string_view project, const IssueType& type) {
  std::vector<FieldMeta> fields;
  const auto take = [&](json::Value item) {
    FieldMeta field = read_field_meta("", item);
    const auto same = [&](const FieldMeta& known) { return known.id == field.id; };
    if (field.id.empty() || std::ranges::any_of(fields, same)) return false;
    fields.push_back(std::move(field));
    return true;
  };
  auto read = read_create_pages(site, create_path(site, project) + "/" + type.id, "fields", take);
  if (read) return fields;
  if (site.cloud() || !is_absent(read.error())) return fail(std::move(read).error().error);
  auto old =
      ask_old(site, project, fmt::format("&issuetypeIds={}&expand=projects.issuetypes.fields", type.id));
  if (!old) return fail(std::move(old).error().error);
  return read_members(old->root["projects"].at(0)["issuetypes"].at(0)["fields"]);
}

Result<std::vector<FieldMeta>> edit_fields(Site& site, std::string_view issue) {
  auto answer = site.get(site.api(fmt::format("/issue/{}/editmeta", curl::url_encoded(issue))));
  if (!answer) return fail(std::move(answer).error().error);
  return read_members(answer->root["fields"]);
}

Result<const FieldMeta*> find_field(std::span<const FieldMeta> fields, std::string_view word) {
  const auto* known =
      std::ranges::find_if(kWords, [&](const Word& row) { return equal_ignoring_case(row.word, word); });
  std::vector<const FieldMeta*> found;
  std::vector<std::string> names;
  for (const FieldMeta& field : fields) {
    if (equal_ignoring_case(field.id, word)) return &field;
    const bool meant = known != kWords.end() && is_meant(field, *known);
    if (meant || equal_ignoring_case(field.name, word)) found.push_back(&field);
    names.push_back(field.name);
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    return fail(ErrorCode::usage, fmt::format("there is no field \"{}\" on this screen", word), {},
                "there are " + choices_text(names));
  }
  names.clear();
  for (const FieldMeta* field : found) names.push_back(fmt::format("{} ({})", field->id, field->name));
  return fail(ErrorCode::usage, fmt::format("more than one field is called \"{}\"", word), {},
              "name it by its id: " + choices_text(names));
}

}  // namespace stint::tracker::jira
