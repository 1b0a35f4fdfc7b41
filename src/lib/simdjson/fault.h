// Where a JSON text is wrong. simdjson says only that it is; this slow second look, taken once a document has
// been refused, finds the place for the message.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace stint::json {

struct Fault {
  std::size_t offset = 0;  // bytes from the start of the text; its size when it ends too early
  std::string what;        // "a comma or ] is missing"
};

// The first fault of `text` read as one JSON document at most `max_depth` deep, nothing when there is none.
// Linear in the text, constant stack.
[[nodiscard]] std::optional<Fault> find_fault(std::string_view text, std::size_t max_depth);

}  // namespace stint::json
