#include "language/models/model_name.h"

#include <algorithm>
#include <array>

#include "lib/llama/printable.h"

namespace stint::language {
namespace {

constexpr std::size_t kLongest = 80;
constexpr std::array<std::string_view, 4> kEndings{".gguf", ".part", ".json", ".new"};

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_name_character(char c) {
  return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-';
}

}  // namespace

bool is_model_name(std::string_view text) {
  return !text.empty() && text.size() <= kLongest && is_letter_or_digit(text.front()) &&
         std::ranges::all_of(text, is_name_character) &&
         std::ranges::none_of(kEndings, [&](std::string_view ending) { return text.ends_with(ending); });
}

Outcome check_model_name(std::string_view text) {
  if (is_model_name(text)) return {};
  return fail(ErrorCode::usage, llama::printable(text) + " is not a model's name", {},
              "names have lower-case letters, digits, '.', '_' and '-', begin with a letter or a digit, and "
              "do not end with .gguf; for example llama-3.2-1b");
}

std::string model_name_of(std::string_view file_name) {
  std::string name;
  for (char c : file_name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (is_name_character(c)) {
      name += c;
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  if (name.ends_with(".gguf")) name.resize(name.size() - 5);
  while (!name.empty() && !is_letter_or_digit(name.back())) name.pop_back();
  const auto first = std::ranges::find_if(name, is_letter_or_digit);
  name.erase(name.begin(), first);
  if (name.size() > kLongest) name.resize(kLongest);
  return is_model_name(name) ? name : std::string{};
}

}  // namespace stint::language
