#include "language/grounding/ground.h"

#include <algorithm>

#include "lib/utf8proc/characters.h"

namespace stint::language {
namespace {

// Every character beyond ASCII counts as one.
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

std::string_view last_word(std::string_view text) {
  std::size_t begin = text.size();
  while (begin > 0 && is_letter(text[begin - 1])) --begin;
  return text.substr(begin);
}

// The blank and the word that the rest begins with, when it is this word.
std::size_t repetition(std::string_view rest, std::string_view word) {
  if (word.empty() || rest.size() <= word.size() || rest[0] != ' ') return 0;
  if (!same_letters(rest.substr(1, word.size()), word)) return 0;
  const std::size_t end = word.size() + 1;
  return end < rest.size() && (is_letter(rest[end]) || rest[end] == '-') ? 0 : end;
}

}  // namespace

const GroundFact* Ground::find(std::string_view name) const {
  const auto found = std::ranges::find(facts, name, &GroundFact::name);
  return found == facts.end() ? nullptr : &*found;
}

std::string fill(std::string_view text, const Ground& ground) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    out += text.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = text.find('}', open);
    const GroundFact* const fact =
        close == std::string_view::npos ? nullptr : ground.find(text.substr(open + 1, close - open - 1));
    if (fact == nullptr) {
      out += '{';
      text.remove_prefix(open + 1);
      continue;
    }
    out += fact->shown;
    text.remove_prefix(close + 1);
    text.remove_prefix(repetition(text, last_word(fact->shown)));
  }
  return out;
}

}  // namespace stint::language
