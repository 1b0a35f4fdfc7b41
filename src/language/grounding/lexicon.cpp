#include "language/grounding/lexicon.h"

#include <algorithm>
#include <array>

#include "lib/utf8proc/characters.h"

namespace stint::language {
namespace {

constexpr std::array kLexicons{&kEnglish, &kGerman};

}  // namespace

bool Lexicon::bars(std::string_view word) const {
  const std::string plain = lower_case(word);
  return std::ranges::any_of(barred, [&](std::string_view entry) {
    return entry.ends_with('*') ? plain.starts_with(entry.substr(0, entry.size() - 1)) : plain == entry;
  });
}

std::span<const Lexicon* const> lexicons() {
  return kLexicons;
}

const Lexicon* find_lexicon(std::string_view code) {
  const auto found = std::ranges::find(kLexicons, code.substr(0, code.find('-')),
                                       [](const Lexicon* one) { return one->code; });
  return found == kLexicons.end() ? nullptr : *found;
}

}  // namespace stint::language
