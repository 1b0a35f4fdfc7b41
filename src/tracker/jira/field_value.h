// Values of fields between what a person writes and what Jira's interface takes.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "lib/nlohmann/json_document.h"
#include "lib/simdjson/json.h"
#include "tracker/jira/field_meta.h"
#include "tracker/jira/site.h"

namespace stint::tracker::jira {

struct TypedValue {
  JsonDocument json;
  std::string shown;  // as shown_value() will show it once it is there
};

// `text` as the field's type takes it; empty clears it. People are looked for in `project`. ErrorCode::usage
// names the field, what it takes, and what there is to choose from.
[[nodiscard]] Result<TypedValue> typed_value(Site& site, std::string_view project, const FieldMeta& field,
                                             std::string_view text);

// A value as Jira gives it, in the words typed_value() takes; rich text is Markdown.
[[nodiscard]] std::string shown_value(const FieldMeta& field, json::Value value);

// Markdown as the site takes it: an ADF document on Cloud, wiki markup on a server.
[[nodiscard]] JsonDocument rich_value(const Site& site, std::string_view markdown);

}  // namespace stint::tracker::jira
