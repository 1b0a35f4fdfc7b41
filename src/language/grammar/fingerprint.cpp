#include "language/grammar/fingerprint.h"

#include <fmt/format.h>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lib/xxhash/hash.h"

namespace stint::language::grammar {
namespace {

// Of the tree; what is shared in it is looked at once.
class Fingerprint {
 public:
  std::uint64_t of(const Expression& expression) {
    const Node* const node = &expression.node();
    if (const auto known = known_.find(node); known != known_.end()) return known->second;
    const std::string text = std::visit([&](const auto& kind) { return written(kind); }, node->kind);
    return known_[node] = content_hash(text);
  }

 private:
  static std::string written(const Literal& literal) { return "l" + literal.bytes; }
  static std::string written(const CharacterClass& characters) {
    std::string text = "c";
    for (const CodePoints& range : characters.ranges()) {
      text += fmt::format(" {}-{}", static_cast<std::uint32_t>(range.first),
                          static_cast<std::uint32_t>(range.last));
    }
    return text;
  }
  std::string written(const Sequence& sequence) { return listed("s", sequence.parts); }
  std::string written(const Choice& choice) { return listed("a", choice.alternatives); }
  std::string written(const Repeat& repeat) {
    return fmt::format("r {} {} {}", of(repeat.body), repeat.min,
                       repeat.max ? std::int64_t{*repeat.max} : -1);
  }
  std::string listed(std::string text, const std::vector<Expression>& parts) {
    for (const Expression& part : parts) text += fmt::format(" {}", of(part));
    return text;
  }

  std::unordered_map<const Node*, std::uint64_t> known_;
};

}  // namespace

std::uint64_t fingerprint(const Expression& expression) {
  return Fingerprint{}.of(expression);
}

}  // namespace stint::language::grammar
