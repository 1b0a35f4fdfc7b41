#include "language/grammar/character_class.h"

#include <algorithm>

#include "language/grammar/utf8.h"

namespace stint::language::grammar {
namespace {

constexpr char32_t kLast = 0x10FFFF;
constexpr CodePoints kSurrogates{0xD800, 0xDFFF};

}  // namespace

CharacterClass::CharacterClass(const std::vector<CodePoints>& ranges) {
  std::vector<CodePoints> kept;
  for (CodePoints range : ranges) {
    range.last = std::min(range.last, kLast);
    if (range.first > range.last) continue;
    // What lies before the surrogates, and what lies behind them.
    const CodePoints before{range.first, std::min<char32_t>(range.last, kSurrogates.first - 1)};
    const CodePoints behind{std::max<char32_t>(range.first, kSurrogates.last + 1), range.last};
    if (before.first <= before.last) kept.push_back(before);
    if (behind.first <= behind.last) kept.push_back(behind);
  }
  std::ranges::sort(kept, {}, &CodePoints::first);
  for (const CodePoints& range : kept) {
    if (!ranges_.empty() && range.first <= ranges_.back().last + 1) {
      ranges_.back().last = std::max(ranges_.back().last, range.last);
    } else {
      ranges_.push_back(range);
    }
  }
}

CharacterClass CharacterClass::of(std::string_view characters) {
  std::vector<CodePoints> ranges;
  while (!characters.empty()) {
    const auto next = decode(characters);
    if (next) ranges.push_back({next->character, next->character});
    characters.remove_prefix(next ? next->bytes : 1);
  }
  return CharacterClass(ranges);
}

CharacterClass CharacterClass::any() {
  return CharacterClass{{0, kLast}};
}

CharacterClass CharacterClass::negated() const {
  std::vector<CodePoints> result;
  char32_t next = 0;
  for (const CodePoints& range : ranges_) {
    if (range.first > next) result.push_back({next, range.first - 1});
    next = range.last + 1;
  }
  if (next <= kLast) result.push_back({next, kLast});
  return CharacterClass(result);
}

CharacterClass CharacterClass::with(const CharacterClass& other) const {
  std::vector<CodePoints> all = ranges_;
  all.insert(all.end(), other.ranges_.begin(), other.ranges_.end());
  return CharacterClass(all);
}

CharacterClass CharacterClass::without(const CharacterClass& other) const {
  return negated().with(other).negated();
}

bool CharacterClass::contains(char32_t character) const {
  const auto behind = std::ranges::upper_bound(ranges_, character, {}, &CodePoints::first);
  return behind != ranges_.begin() && character <= std::prev(behind)->last;
}

}  // namespace stint::language::grammar
