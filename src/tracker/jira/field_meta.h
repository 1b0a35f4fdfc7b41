// Which fields an issue can be written with, as its create and edit screens say.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lib/simdjson/json.h"
#include "tracker/jira/site.h"

namespace stint::tracker::jira {

struct Choice {
  std::string id;
  std::string name;
  std::vector<Choice> children;  // of a cascading select
};

struct FieldMeta {
  std::string id;
  std::string name;
  std::string type;    // of its schema: "string", "number", "array", "option", …
  std::string items;   // of an array's items
  std::string system;  // "description"; empty for custom fields
  std::string custom;  // "com.atlassian.jira.plugin.system.customfieldtypes:textarea"; empty for others
  bool required = false;
  bool has_default = false;
  std::vector<Choice> allowed;  // empty: the screen does not list them

  // Whether its texts are marked up.
  [[nodiscard]] bool is_rich() const;
  // Whether it is of that kind of custom field, by the last part of its type.
  [[nodiscard]] bool is_custom(std::string_view kind) const;
};

[[nodiscard]] FieldMeta read_field_meta(std::string_view id, json::Value value);

struct IssueType {
  std::string id;
  std::string name;
};
// By name or id. ErrorCode::usage names those that there are.
[[nodiscard]] Result<IssueType> find_type(Site& site, std::string_view project, std::string_view type);

// ErrorCode::not_found when there is no such project, or nothing may be created in it.
[[nodiscard]] Result<std::vector<FieldMeta>> create_fields(Site& site, std::string_view project,
                                                           const IssueType& type);
[[nodiscard]] Result<std::vector<FieldMeta>> edit_fields(Site& site, std::string_view issue);

// By id, by name, or by one of the words that mean the same for every tracker. ErrorCode::usage when there is
// none, or more than one of that name.
[[nodiscard]] Result<const FieldMeta*> find_field(std::span<const FieldMeta> fields, std::string_view word);

// "a, b or c", for what a person may choose from; the first twenty.
[[nodiscard]] std::string choices_text(std::span<const std::string> names);

}  // namespace stint::tracker::jira
