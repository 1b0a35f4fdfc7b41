#include "language/grammar/token_masks.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace stint::language::grammar {
namespace {

constexpr std::size_t kEntry = 96;  // bytes that an entry of a table takes beside its content, about

void set(std::vector<std::uint64_t>& bits, std::size_t number) {
  bits[number / 64] |= std::uint64_t{1} << (number % 64);
}

}  // namespace

std::size_t TokenMasks::SubtreeHash::operator()(const Subtree& subtree) const {
  const std::uint64_t both = (std::uint64_t{subtree.begin} << 32U) | subtree.state;
  // Fibonacci hashing (Knuth, volume 3, 6.4).
  return std::hash<const TokenTrie*>{}(subtree.trie) ^ ((both + subtree.outer) * 0x9E3779B97F4A7C15U);
}

TokenMasks::TokenMasks(std::shared_ptr<const Automaton> automaton,
                       std::shared_ptr<const TokenTable> vocabulary, std::size_t memory_limit)
    : automaton_(std::move(automaton)),
      vocabulary_(std::move(vocabulary)),
      memory_limit_(memory_limit),
      texts_(vocabulary_->words()),
      stepper_(*automaton_) {
  for (const TokenTrie* const trie : {&vocabulary_->usual(), &vocabulary_->long_ones()}) {
    for (const Token token : trie->tokens()) set(texts_, static_cast<std::size_t>(token));
  }
}

std::shared_ptr<const Mask> TokenMasks::at(const Positions& positions) {
  const std::scoped_lock lock(mutex_);
  const std::size_t horizon = std::max(vocabulary_->usual().deepest(), vocabulary_->long_ones().deepest());
  stepper_.simplify(positions, horizon, key_);
  const auto known = masks_.find(key_);
  if (known != masks_.end()) return known->second;
  if (memory() > memory_limit_) forget();
  auto mask = find(key_);
  kept_ += mask->bits.size() * 8 + key_.size() * 4 + kEntry;
  ++found_;
  masks_.emplace(key_, mask);
  return mask;
}

std::shared_ptr<const Mask> TokenMasks::find(const Positions& positions) {
  auto mask = std::make_shared<Mask>();
  mask->bits.resize(vocabulary_->words());
  put(vocabulary_->usual(), usual(positions), *mask);
  const TokenTrie& rest = vocabulary_->long_ones();
  if (rest.size() > 0) {
    Below found = nothing_of(whole(rest));
    cover(whole(rest), positions, found);
    for (std::size_t rank = 0; rank < rest.tokens().size(); ++rank) {
      if (((found.ranks[rank / 64] >> (rank % 64)) & 1U) == 0) continue;
      set(mask->bits, static_cast<std::size_t>(rest.tokens()[rank]));
    }
  }
  if (accepts(positions)) {
    for (const Token end : vocabulary_->ends()) set(mask->bits, static_cast<std::size_t>(end));
  }
  mask->empty = std::ranges::all_of(mask->bits, [](std::uint64_t word) { return word == 0; });
  return mask;
}

const TokenMasks::Ranks& TokenMasks::usual(const Positions& positions) {
  const TokenTrie& trie = vocabulary_->usual();
  stepper_.simplify(positions, trie.deepest(), usual_key_);
  const auto [found, added] = usual_.try_emplace(usual_key_);
  if (added) {
    Below all = nothing_of(whole(trie));
    cover(whole(trie), usual_key_, all);
    found->second = std::move(all.ranks);
    kept_ += found->second.size() * 8 + usual_key_.size() * 4 + kEntry;
  }
  return found->second;
}

TokenMasks::Below TokenMasks::nothing_of(const Part& part) {
  const auto nodes = part.trie.nodes();
  const std::size_t first = nodes[part.begin].ranks / 64;
  return {.first = first, .ranks = Ranks((nodes[part.end].ranks + 63) / 64 - first), .ways_out = {}};
}

LazyAutomaton& TokenMasks::states(std::size_t outer) {
  while (states_.size() <= outer)
    states_.push_back(std::make_unique<LazyAutomaton>(*automaton_, states_.size()));
  return *states_[outer];
}

// Adds what is allowed in a part from these positions.
void TokenMasks::cover(const Part& part, const Positions& positions, Below& out) {
  for (const Frame& frame : frames_of(*automaton_, positions)) {
    const Below& found = below(part, frame);
    for (std::size_t i = 0; i < found.ranks.size(); ++i)
      out.ranks[found.first - out.first + i] |= found.ranks[i];
    if (found.ways_out.empty()) continue;
    Positions behind;
    stepper_.leave(frame, behind);
    LazyAutomaton& all = states(0);
    const std::uint32_t state = all.state(behind);
    for (const std::uint32_t node : found.ways_out) {
      const TokenTrie::Node& way = part.trie.nodes()[node];
      const std::uint32_t next = all.next(state, way.byte);
      if (next == LazyAutomaton::kDead) continue;
      for (std::uint32_t rank = way.ranks; rank < part.trie.nodes()[node + 1].ranks; ++rank) {
        set(out.ranks, rank - out.first * 64);
      }
      const Part onward{.trie = part.trie, .begin = node + 1, .end = way.skip};
      if (way.heavy) {
        cover(onward, all.positions(next), out);
      } else {
        walk(onward, 0, 0, next, out);
      }
    }
  }
}

const TokenMasks::Below& TokenMasks::below(const Part& part, const Frame& frame) {
  const auto outer = static_cast<std::uint32_t>(frame.counts.size());
  return below(part, outer, frame.counter, states(outer).state(frame.positions));
}

const TokenMasks::Below& TokenMasks::below(const Part& part, std::uint32_t outer, std::uint32_t counter,
                                           std::uint32_t state) {
  state = states(outer).simpler(state, part.trie.deepest() - part.depth());
  const Subtree key{.trie = &part.trie, .begin = part.begin, .state = state, .outer = outer};
  if (const auto known = subtrees_.find(key); known != subtrees_.end()) return known->second;
  Below found = nothing_of(part);
  walk(part, outer, counter, state, found);
  kept_ += found.ranks.size() * 8 + found.ways_out.size() * 4 + kEntry;
  return subtrees_.emplace(key, std::move(found)).first->second;
}

// `state` is the one at the node that the part lies below. With all counts (`outer` 0) nothing is left to be
// looked at; otherwise what lies behind the repetition of `counter` is.
void TokenMasks::walk(const Part& part, std::uint32_t outer, std::uint32_t counter, std::uint32_t state,
                      Below& out) {
  if (part.begin == part.end) return;
  LazyAutomaton& known = states(outer);
  const auto nodes = part.trie.nodes();
  const std::size_t top = part.depth();
  if (outer > 0 && known.complete(state)) note_ways_out(part, counter, out);
  std::vector<std::uint32_t> path(part.trie.deepest() + 1 - top);
  path[0] = state;
  for (std::uint32_t node = part.begin; node < part.end;) {
    const TokenTrie::Node& here = nodes[node];
    const std::size_t level = here.depth - top;
    const std::uint32_t next = known.next(path[level - 1], here.byte);
    if (next == LazyAutomaton::kDead) {
      node = here.skip;
      continue;
    }
    for (std::uint32_t rank = here.ranks; rank < nodes[node + 1].ranks; ++rank)
      set(out.ranks, rank - out.first * 64);
    const Part onward{.trie = part.trie, .begin = node + 1, .end = here.skip};
    if (here.heavy && outer == 0) {
      cover(onward, known.positions(next), out);
      node = here.skip;
    } else if (here.heavy) {
      const Below& found = below(onward, outer, counter, next);
      for (std::size_t i = 0; i < found.ranks.size(); ++i)
        out.ranks[found.first - out.first + i] |= found.ranks[i];
      out.ways_out.insert(out.ways_out.end(), found.ways_out.begin(), found.ways_out.end());
      node = here.skip;
    } else {
      if (outer > 0 && known.complete(next)) note_ways_out(onward, counter, out);
      path[level] = next;
      ++node;
    }
  }
}

void TokenMasks::note_ways_out(const Part& part, std::uint32_t counter, Below& out) {
  const auto [bytes, added] = bytes_after_.try_emplace(counter);
  if (added) bytes->second = automaton_->bytes_after(counter);
  const auto nodes = part.trie.nodes();
  for (std::uint32_t node = part.begin; node < part.end; node = nodes[node].skip) {
    if (bytes->second[nodes[node].byte]) out.ways_out.push_back(node);
  }
}

// From ranks to tokens, by what is rarer: those that are allowed, or the others.
void TokenMasks::put(const TokenTrie& trie, const Ranks& ranks, Mask& mask) const {
  const auto tokens = trie.tokens();
  std::size_t allowed = 0;
  for (const std::uint64_t word : ranks) allowed += static_cast<std::size_t>(std::popcount(word));
  const bool most = allowed * 2 > tokens.size();
  if (most) {
    mask.bits = texts_;
    for (const Token token : vocabulary_->long_ones().tokens()) {
      const auto number = static_cast<std::size_t>(token);
      mask.bits[number / 64] &= ~(std::uint64_t{1} << (number % 64));
    }
  }
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    for (std::uint64_t word = most ? ~ranks[i] : ranks[i]; word != 0; word &= word - 1) {
      const std::size_t rank = i * 64 + static_cast<std::size_t>(std::countr_zero(word));
      if (rank >= tokens.size()) break;
      const auto number = static_cast<std::size_t>(tokens[rank]);
      mask.bits[number / 64] ^= std::uint64_t{1} << (number % 64);
    }
  }
}

void TokenMasks::forget() {
  masks_.clear();
  usual_.clear();
  subtrees_.clear();
  for (const auto& states : states_) states->clear();
  kept_ = 0;
}

std::size_t TokenMasks::memory() const {
  std::size_t sum = kept_;
  for (const auto& states : states_) sum += states->bytes();
  return sum;
}

TokenMasks::Figures TokenMasks::figures() const {
  const std::scoped_lock lock(mutex_);
  Figures figures{.masks = masks_.size(), .found = found_, .states = 0, .memory = memory()};
  for (const auto& states : states_) figures.states += states->states();
  return figures;
}

}  // namespace stint::language::grammar
