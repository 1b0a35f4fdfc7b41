// Texts as they may stand in a document: whatever a tracker holds, the result is valid UTF-8 without
// characters that XML forbids or that turn the writing direction of what follows.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stint::chart {

// One character of a UTF-8 text. Bytes that are no UTF-8 come singly, as U+FFFD.
struct Character {
  char32_t point = 0;
  std::size_t length = 0;  // bytes that it took; 0 at the end of the text
};
[[nodiscard]] Character character_at(std::string_view text, std::size_t position);

// Control characters and line ends become spaces, invalid bytes and non-characters U+FFFD; characters that
// override the writing direction are left out.
[[nodiscard]] std::string cleaned(std::string_view text);

// Cleaned, and safe as the content of an XML or HTML element and as an attribute's value in double quotes.
[[nodiscard]] std::string escaped(std::string_view text);

// About how wide the text is in a sans-serif of Arial's metrics, `size` high; same unit as `size`. Errs on
// the wide side.
[[nodiscard]] double text_width(std::string_view text, double size);

// The text, or as much of it as fits into `width`, with an ellipsis.
[[nodiscard]] std::string fitted(std::string_view text, double width, double size);

}  // namespace stint::chart
