// An automaton's deterministic form, made as far as it is walked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "language/grammar/automaton.h"
#include "language/grammar/positions.h"

namespace stint::language::grammar {

struct PositionsHash {
  [[nodiscard]] std::size_t operator()(const Positions& positions) const;
};

// One thread at a time; the automaton must outlive it.
class LazyAutomaton {
 public:
  static constexpr std::uint32_t kDead = 0;  // nowhere

  // Of positions without their `outer` outermost counts.
  explicit LazyAutomaton(const Automaton& automaton, std::size_t outer = 0);

  // The state of these positions; numbers hold until clear().
  [[nodiscard]] std::uint32_t state(const Positions& positions);
  // What cannot be told from it within `horizon` bytes (Stepper::simplify).
  [[nodiscard]] std::uint32_t simpler(std::uint32_t state, std::size_t horizon);

  [[nodiscard]] std::uint32_t next(std::uint32_t state, std::uint8_t byte) {
    const std::uint32_t known = table_[state * classes_ + automaton_.byte_class(byte)];
    return known != kUnknown ? known : find(state, byte);
  }

  // Valid until clear().
  [[nodiscard]] const Positions& positions(std::uint32_t state) const { return *positions_[state]; }
  // The repetition without its count is complete there (Stepper::kComplete).
  [[nodiscard]] bool complete(std::uint32_t state) const {
    return !positions_[state]->empty() && positions_[state]->back() == Stepper::kComplete;
  }

  void clear();
  [[nodiscard]] std::size_t states() const { return positions_.size(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }  // of memory, about

 private:
  static constexpr std::uint32_t kUnknown = ~std::uint32_t{0};
  [[nodiscard]] std::uint32_t find(std::uint32_t state, std::uint8_t byte);
  [[nodiscard]] bool has_counts(const Positions& positions) const;

  const Automaton& automaton_;
  Stepper stepper_;
  std::size_t outer_;
  std::size_t classes_;
  std::vector<std::uint32_t> table_;  // a row for each state, a column for each class of bytes
  std::vector<const Positions*> positions_;
  std::vector<bool> has_counts_;
  std::unordered_map<Positions, std::uint32_t, PositionsHash> numbers_;
  Positions scratch_;
  std::size_t bytes_ = 0;
};

}  // namespace stint::language::grammar
