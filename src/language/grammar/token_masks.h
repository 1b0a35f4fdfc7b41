// Which tokens may come next, worked out once for each state of a grammar.
//
// A mask is found by walking the vocabulary's trie and the automaton together (Willard and Louf, 2023,
// "Efficient guided generation"), and kept. What lies below a heavy node of the trie is kept on its own as
// well, because most states soon lead to the same few: a word goes on, or ends. Within a long repetition (a
// word of a sentence of 5 to 20) it is kept without the counts; only the few tokens that go beyond it are
// looked at again for each count.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <unordered_map>
#include <vector>

#include "language/grammar/automaton.h"
#include "language/grammar/lazy_automaton.h"
#include "language/grammar/token_trie.h"

namespace stint::language::grammar {

struct Mask {
  std::vector<std::uint64_t> bits;  // token n: bit n % 64 of word n / 64
  bool empty = false;               // no token at all

  [[nodiscard]] bool allows(Token token) const {
    const auto number = static_cast<std::size_t>(token);
    return ((bits[number / 64] >> (number % 64)) & 1U) != 0;
  }
};

// The masks of one grammar with one vocabulary. Safe from several threads; they wait for each other.
class TokenMasks {
 public:
  // `memory_limit` in bytes, about: beyond it everything is forgotten and found again as it is needed. One
  // mask is always kept, whatever the limit.
  TokenMasks(std::shared_ptr<const Automaton> automaton, std::shared_ptr<const TokenTable> vocabulary,
             std::size_t memory_limit = kMemoryLimit);
  static constexpr std::size_t kMemoryLimit = std::size_t{64} << 20U;

  // A token is allowed when the text can be completed, byte by byte, behind it; those that end a text where
  // it is complete.
  [[nodiscard]] std::shared_ptr<const Mask> at(const Positions& positions);

  [[nodiscard]] const std::shared_ptr<const Automaton>& automaton() const { return automaton_; }
  [[nodiscard]] const TokenTable& vocabulary() const { return *vocabulary_; }

  struct Figures {
    std::size_t masks = 0;   // kept now
    std::size_t found = 0;   // since the beginning
    std::size_t states = 0;  // of the automaton, kept now
    std::size_t memory = 0;  // bytes, about
  };
  [[nodiscard]] Figures figures() const;

 private:
  using Ranks = std::vector<std::uint64_t>;  // a bit for each rank of a trie

  // What is allowed below a node.
  struct Below {
    std::size_t first = 0;  // word of the trie's ranks
    Ranks ranks;            // from there on
    std::vector<std::uint32_t>
        ways_out;  // nodes whose byte may follow a complete repetition, still to be looked at
  };
  struct Subtree {
    const TokenTrie* trie = nullptr;
    std::uint32_t begin = 0;  // the first node of it
    std::uint32_t state = 0;
    std::uint32_t outer = 0;  // counts that the state lacks
    friend bool operator==(const Subtree&, const Subtree&) = default;
  };
  struct SubtreeHash {
    [[nodiscard]] std::size_t operator()(const Subtree& subtree) const;
  };

  [[nodiscard]] std::shared_ptr<const Mask> find(const Positions& positions);
  [[nodiscard]] const Ranks& usual(const Positions& positions);
  // Nodes [begin, end) of a trie: all below one node, or all.
  struct Part {
    const TokenTrie& trie;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    [[nodiscard]] std::size_t depth() const {
      return begin == end ? 0 : trie.nodes()[begin].depth - std::size_t{1};
    }
  };
  [[nodiscard]] static Part whole(const TokenTrie& trie) {
    return {.trie = trie, .begin = 0, .end = static_cast<std::uint32_t>(trie.size())};
  }
  [[nodiscard]] static Below nothing_of(const Part& part);
  void cover(const Part& part, const Positions& positions, Below& out);
  [[nodiscard]] const Below& below(const Part& part, const Frame& frame);
  [[nodiscard]] const Below& below(const Part& part, std::uint32_t outer, std::uint32_t counter,
                                   std::uint32_t state);
  void walk(const Part& part, std::uint32_t outer, std::uint32_t counter, std::uint32_t state, Below& out);
  void note_ways_out(const Part& part, std::uint32_t counter, Below& out);
  [[nodiscard]] LazyAutomaton& states(std::size_t outer);
  void put(const TokenTrie& trie, const Ranks& ranks, Mask& mask) const;
  void forget();
  [[nodiscard]] std::size_t memory() const;

  std::shared_ptr<const Automaton> automaton_;
  std::shared_ptr<const TokenTable> vocabulary_;
  std::size_t memory_limit_;
  std::vector<std::uint64_t> texts_;  // tokens that are text

  mutable std::mutex mutex_;  // for everything below
  Stepper stepper_;
  std::vector<std::unique_ptr<LazyAutomaton>> states_;               // by the counts that they lack
  std::unordered_map<std::uint32_t, std::bitset<256>> bytes_after_;  // by counter
  std::unordered_map<Positions, std::shared_ptr<const Mask>, PositionsHash> masks_;
  std::unordered_map<Positions, Ranks, PositionsHash> usual_;
  std::unordered_map<Subtree, Below, SubtreeHash> subtrees_;
  Positions key_;
  Positions usual_key_;
  std::size_t kept_ = 0;  // bytes of the three
  std::size_t found_ = 0;
};

}  // namespace stint::language::grammar
