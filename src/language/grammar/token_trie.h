// A model's vocabulary, arranged by what its tokens begin with.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace stint::language::grammar {

using Token = std::int32_t;

// What a model can say: the bytes of each token, by its number. Empty for those that are no text.
struct Vocabulary {
  std::vector<std::string> tokens;
  std::vector<Token> ends;  // end a text; their bytes do not matter
};

// A trie as one array, each node before those below it. Tokens are numbered anew in this order ("rank"), so
// that those of a subtree lie side by side.
class TokenTrie {
 public:
  struct Node {
    std::uint32_t skip = 0;   // the next node that is not below this one
    std::uint32_t ranks = 0;  // its tokens have the ranks from here up to the next node's
    std::uint16_t depth = 0;  // bytes from the root, this one included
    std::uint8_t byte = 0;
    bool heavy = false;  // much lies below: worth remembering
  };

  // Tokens that are no text, or longer than `longest` bytes or not longer than `shortest`, are left out.
  TokenTrie(std::span<const std::string> texts, std::size_t shortest, std::size_t longest);

  // One more than there are nodes: the last one only ends the ranks.
  [[nodiscard]] std::span<const Node> nodes() const { return nodes_; }
  [[nodiscard]] std::size_t size() const { return nodes_.size() - 1; }
  [[nodiscard]] std::span<const Token> tokens() const { return tokens_; }  // by rank
  [[nodiscard]] std::size_t deepest() const { return deepest_; }           // bytes of the longest token
  [[nodiscard]] std::size_t bytes() const;                                 // of memory

 private:
  std::vector<Node> nodes_;
  std::vector<Token> tokens_;
  std::size_t deepest_ = 0;
};

// A vocabulary as masks need it. Made once for a model; immutable, and shared by all its grammars and
// threads.
class TokenTable {
 public:
  // Errors: ErrorCode::usage for a vocabulary without a token that ends a text, with an end that it does not
  // have, or with a token of more than 65,535 bytes.
  [[nodiscard]] static Result<TokenTable> create(const Vocabulary& vocabulary);

  [[nodiscard]] std::size_t size() const { return texts_.size(); }
  [[nodiscard]] std::size_t words() const { return (size() + 63) / 64; }  // of 64 bits, of a mask
  [[nodiscard]] bool knows(Token token) const {
    return token >= 0 && static_cast<std::size_t>(token) < texts_.size();
  }
  // The bytes; empty for an end.
  [[nodiscard]] const std::string& text(Token token) const { return texts_[static_cast<std::size_t>(token)]; }
  [[nodiscard]] bool ends(Token token) const { return is_end_[static_cast<std::size_t>(token)]; }
  [[nodiscard]] std::span<const Token> ends() const { return ends_; }

  // Nearly all tokens, and the few that are much longer. Apart, because the longest token decides how long
  // before the end of a limited repetition every count is a state of its own.
  [[nodiscard]] const TokenTrie& usual() const { return usual_; }
  [[nodiscard]] const TokenTrie& long_ones() const { return long_ones_; }

 private:
  TokenTable(Vocabulary vocabulary, std::size_t usual_length);

  std::vector<std::string> texts_;
  std::vector<Token> ends_;
  std::vector<bool> is_end_;
  TokenTrie usual_;
  TokenTrie long_ones_;
};

}  // namespace stint::language::grammar
