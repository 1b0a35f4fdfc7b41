// Small values as Jira's REST JSON writes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "lib/simdjson/json.h"
#include "tracker/model.h"

namespace stint::tracker::jira {

// "…+0000", "…Z", or epoch milliseconds or seconds (changelog/bulkfetch).
[[nodiscard]] std::optional<Instant> read_instant(json::Value value);

// accountId on Cloud; key or name on Data Center. An absent or null value gives a person without id.
[[nodiscard]] Person read_person(json::Value value);

// "new", "indeterminate", "done", and the upper-case names of /statuses/search ("TODO", "IN_PROGRESS",
// "DONE").
[[nodiscard]] StatusCategory category_of_key(std::string_view key);

[[nodiscard]] Status read_status(json::Value value);

// Markdown of an ADF document (v3) or of wiki text (v2).
[[nodiscard]] std::string read_rich_text(json::Value value);
// Markdown that can be written back without losing what Markdown has no mark for.
[[nodiscard]] std::string read_text_for_editing(json::Value value);

// "https://team.atlassian.net" of any URL below it; empty when `url` is none.
[[nodiscard]] std::string_view site_of_url(std::string_view url);

}  // namespace stint::tracker::jira
