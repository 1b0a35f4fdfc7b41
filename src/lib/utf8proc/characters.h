// Characters by what Unicode says of them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stint {

// The character that the text begins with, taken from it. Nothing, and nothing taken, when it is empty or
// begins with none.
[[nodiscard]] std::optional<char32_t> decode_character(std::string_view& text);
void append_character(std::string& out, char32_t character);  // as UTF-8

// Takes the next character from `text`, which is not empty; U+FFFD for one byte that is none.
[[nodiscard]] char32_t take_character(std::string_view& text);

[[nodiscard]] bool is_letter(char32_t character);  // general category L
[[nodiscard]] bool is_upper(char32_t character);   // Lu, Lt
[[nodiscard]] bool is_digit(char32_t character);   // Nd: digits of all scripts
// Nd, Nl, No: digits, Roman numerals, fractions, superscripts, circled numbers; and the ideographs that are
// numbers.
[[nodiscard]] bool is_number(char32_t character);

// Character by character, as far as one becomes one.
[[nodiscard]] std::string lower_case(std::string_view text);
[[nodiscard]] bool same_letters(std::string_view a, std::string_view b);  // without regard to case

}  // namespace stint
