// Small values as JSON of trackers writes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "lib/simdjson/json.h"

namespace stint::tracker {

// A text, or the digits of a whole number: ids come as either. Empty for everything else.
[[nodiscard]] std::string id_text_of(json::Value value);

// An ISO 8601 text.
[[nodiscard]] std::optional<Instant> instant_of(json::Value value);

// "3", "0.5": the shortest text that reads as the same number.
[[nodiscard]] std::string number_text(double number);

// What a person would write for a text, number, truth value or list of these; empty for null and objects.
[[nodiscard]] std::string plain_text(json::Value value);

// The last millisecond of a day that is given by its midnight.
[[nodiscard]] constexpr Instant end_of_day(Instant midnight) {
  return midnight + std::chrono::days{1} - Milliseconds{1};
}

}  // namespace stint::tracker
