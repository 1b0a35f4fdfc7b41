#include "language/grammar/word.h"

#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "language/grammar/utf8.h"
#include "lib/simdjson/utf8.h"
#include "lib/utf8proc/letter_case.h"

namespace stint::language::grammar {
namespace {

// Letters by what they fold to.
std::map<char32_t, CharacterClass> by_folding(const CharacterClass& letters) {
  std::map<char32_t, std::vector<CodePoints>> found;
  for (const CodePoints& range : letters.ranges()) {
    for (char32_t letter = range.first; letter <= range.last; ++letter) {
      found[fold_case(letter)].push_back({letter, letter});
    }
  }
  std::map<char32_t, CharacterClass> result;
  for (const auto& [folded, all] : found) result.emplace(folded, CharacterClass(all));
  return result;
}

// Of folded letters.
struct Barred {
  std::map<char32_t, Barred> next;
  bool word = false;  // barred up to here
  bool stem = false;  // and however it goes on
};

void add(Barred& root, std::string_view entry) {
  const bool stem = entry.ends_with('*');
  if (stem) entry.remove_suffix(1);
  if (!is_valid_utf8(entry)) return;
  Barred* at = &root;
  while (!entry.empty()) {
    const Decoded letter = *decode(entry);
    at = &at->next[fold_case(letter.character)];
    entry.remove_prefix(letter.bytes);
  }
  (stem ? at->stem : at->word) = true;
}

class Complement {
 public:
  explicit Complement(const CharacterClass& letters)
      : letters_(letters), groups_(by_folding(letters)), rest_(repeat(one_of(letters), 0)) {}

  // What may follow once the way to `node` has been said.
  [[nodiscard]] Expression after(const Barred& node, bool begun) const {
    if (node.stem) return nothing();
    std::vector<Expression> ways;
    CharacterClass others = letters_;
    for (const auto& [folded, child] : node.next) {
      const auto group = groups_.find(folded);
      if (group == groups_.end()) continue;
      others = others.without(group->second);
      ways.push_back(seq({one_of(group->second), after(child, true)}));
    }
    ways.push_back(seq({one_of(others), rest_}));
    Expression onward = choice(std::move(ways));
    const bool may_end = begun && !node.word;
    if (!may_end) return onward;
    return onward.is_nothing() ? Expression() : optional(std::move(onward));
  }

 private:
  CharacterClass letters_;
  std::map<char32_t, CharacterClass> groups_;
  Expression rest_;
};

}  // namespace

Expression word_not_in(std::span<const std::string> barred, const CharacterClass& letters) {
  Barred root;
  for (const std::string& entry : barred) add(root, entry);
  return Complement(letters).after(root, false);
}

}  // namespace stint::language::grammar
