// What may be said, as a value: a language of UTF-8 texts.
//
// Regular on purpose: there is no recursion, so that every state can be known ahead and its allowed tokens be
// worked out once. Depth (objects within objects) is written out instead.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "language/grammar/character_class.h"

namespace stint::language::grammar {

struct Node;

// Immutable: a copy shares its nodes, and any number of threads may read it.
//
// Made by the functions below, which keep it tidy: a part that matches nothing is nothing as a whole wherever
// it must be said, and is gone where it need not be; no repeated body matches the empty text.
class Expression {
 public:
  Expression();  // the empty text
  explicit Expression(Node node);

  [[nodiscard]] const Node& node() const { return *node_; }
  [[nodiscard]] bool is_nothing() const;       // no text at all, not even the empty one
  [[nodiscard]] bool accepts_empty() const;    // the empty text is among them
  [[nodiscard]] std::size_t shortest() const;  // bytes of the shortest text
  [[nodiscard]] std::size_t longest() const;   // bytes that no text exceeds; without end: the largest number
  // Nodes of the tree; one that is shared counts wherever it stands. Saturates.
  [[nodiscard]] std::size_t size() const;

 private:
  std::shared_ptr<const Node> node_;
};

struct Literal {
  std::string bytes;  // UTF-8
};
struct Sequence {
  std::vector<Expression> parts;
};
struct Choice {
  std::vector<Expression> alternatives;  // none: nothing matches
};
struct Repeat {
  Expression body;
  std::uint32_t min = 0;
  std::optional<std::uint32_t> max;  // none: without end
};

struct Node {
  std::variant<Literal, CharacterClass, Sequence, Choice, Repeat> kind;
  bool accepts_empty = false;
  std::size_t shortest = 0;
  std::size_t longest = 0;
  std::size_t size = 1;
};

// Exactly this text. It is to be UTF-8; what is not is refused when the grammar is compiled or written out.
[[nodiscard]] Expression text(std::string_view utf8);
[[nodiscard]] Expression one_of(CharacterClass characters);
[[nodiscard]] Expression nothing();
[[nodiscard]] Expression seq(std::vector<Expression> parts);
[[nodiscard]] Expression choice(std::vector<Expression> alternatives);
[[nodiscard]] Expression optional(Expression body);
// `max` not below `min`.
[[nodiscard]] Expression repeat(Expression body, std::uint32_t min, std::optional<std::uint32_t> max = {});
// One of the texts, as a trie: thousands are fine.
[[nodiscard]] Expression any_of(std::span<const std::string> texts);

// Nodes of an expression that are compiled or written out.
inline constexpr std::size_t kLargest = 400'000;
// Whether it can be: ErrorCode::usage for one that matches nothing, that is larger, or whose literals are no
// UTF-8.
[[nodiscard]] Outcome check(const Expression& expression);

}  // namespace stint::language::grammar
