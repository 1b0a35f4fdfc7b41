// The tags by which Markdown says what it has no mark for: <u>, <sub>, <br>, and the nodes and marks of other
// formats, such as <adf-panel panelType="info">. docs/text-formats.md describes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/nlohmann/json_document.h"

namespace stint::tracker::text {

inline constexpr std::string_view kNodeTag = "adf-";
inline constexpr std::string_view kMarkTag = "adf-mark-";
// Of inline nodes that no other tag can hold: its attribute "node" is their JSON.
inline constexpr std::string_view kRawTag = "adf-raw";
// The language of fenced code that is the JSON of a block.
inline constexpr std::string_view kRawLanguage = "adf";

struct Tag {
  std::string name;
  JsonDocument attributes = JsonDocument::object();
  bool closes = false;  // </name>
  bool empty = false;   // <name/>
};

// The tag that `text` is, from its first byte to its last.
[[nodiscard]] std::optional<Tag> parse_tag(std::string_view text);

// Whether node (or mark) and attributes can be named by a tag. Attributes that are no texts are written as
// JSON: width:json="5".
[[nodiscard]] bool fits_tag(std::string_view type, const JsonDocument& attributes);
// "<adf-panel panelType="info"", to be closed by the caller.
[[nodiscard]] std::string begin_tag(std::string_view name, const JsonDocument& attributes);

}  // namespace stint::tracker::text
