// Text as Jira Cloud keeps it (Atlassian Document Format) and as its changelog tells it (wiki markup).
#pragma once

#include <string>
#include <string_view>

#include "demo/json_writer.h"
#include "demo/model.h"

namespace stint::demo {

// A document of one paragraph.
void write_adf_text(JsonWriter& json, std::string_view text);
// The issue's description with `criteria` acceptance criteria.
void write_adf_description(JsonWriter& json, const Board& board, const Issue& issue, std::int32_t criteria);
[[nodiscard]] std::string wiki_description(const Board& board, const Issue& issue, std::int32_t criteria);

}  // namespace stint::demo
