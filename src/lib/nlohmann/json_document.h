// JSON for output: members keep the order they were given in.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace stint {

using JsonDocument = nlohmann::ordered_json;

// With two spaces of indentation and a final line end. Bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string to_text(const JsonDocument& document);

// Likewise on one line, without a line end: for bodies of requests.
[[nodiscard]] std::string to_line(const JsonDocument& document);

// The value, or null.
template <class T>
[[nodiscard]] JsonDocument or_null(const std::optional<T>& value) {
  return value ? JsonDocument(*value) : JsonDocument(nullptr);
}

}  // namespace stint
