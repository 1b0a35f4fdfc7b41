// A grammar as a machine over bytes: Thompson's construction (1968), UTF-8 written out byte by byte,
// repetitions with numbers as counters rather than copies, so that "at most 4000 characters" is as small as
// "any number".
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "language/grammar/expression.h"

namespace stint::language::grammar {

// Immutable once compiled; any number of threads may read it.
class Automaton {
 public:
  static constexpr std::uint32_t kEnd = 0;  // the state in which a text is complete
  static constexpr std::uint32_t kUnbounded = ~std::uint32_t{0};

  struct ByteStep {
    std::uint8_t first = 0;
    std::uint8_t last = 0;
    std::uint32_t target = 0;
  };

  enum class Kind : std::uint8_t {
    end,
    bytes,  // waits for a byte: its steps, which do not overlap
    split,  // is in all its targets at once
    enter,  // begins a counter at 0, then its only target
    head,   // of a counter: targets are the body and what follows; either one only where the count allows
    next,   // one more repetition is complete: counts, then its only target, the head
  };

  struct State {
    Kind kind = Kind::end;
    std::uint32_t begin = 0;      // of its steps or targets
    std::uint32_t count = 0;      // of them
    std::uint32_t counter = 0;    // that it handles
    std::uint32_t depth = 0;      // counters that are running here
    std::uint32_t innermost = 0;  // of those, when there are any
  };

  struct Counter {
    std::uint32_t min = 0;
    std::uint32_t max = 0;     // kUnbounded: counting stops at `min`
    std::uint32_t outer = 0;   // the counter around it, when there is one
    std::size_t shortest = 1;  // bytes that a repetition takes at least
    bool long_body = false;    // it may take many
    std::uint32_t next = 0;    // the state in which a repetition is complete
  };

  // Errors as of check(); ErrorCode::usage also for one that needs too many states.
  [[nodiscard]] static Result<Automaton> compile(const Expression& expression);

  [[nodiscard]] std::uint32_t start() const { return start_; }
  [[nodiscard]] std::size_t size() const { return states_.size(); }
  [[nodiscard]] const State& state(std::uint32_t number) const { return states_[number]; }
  [[nodiscard]] const Counter& counter(std::uint32_t number) const { return counters_[number]; }
  // Of a state of another kind: none.
  [[nodiscard]] std::span<const ByteStep> steps(const State& state) const {
    if (state.kind != Kind::bytes) return {};
    return std::span(steps_).subspan(state.begin, state.count);
  }
  [[nodiscard]] std::span<const std::uint32_t> targets(const State& state) const {
    if (state.kind == Kind::bytes || state.kind == Kind::end) return {};
    return std::span(targets_).subspan(state.begin, state.count);
  }

  // The bytes that may follow a repetition of a counter, whatever its count.
  [[nodiscard]] std::bitset<256> bytes_after(std::uint32_t counter) const;

  // Bytes that no state tells apart have the same class.
  [[nodiscard]] std::uint8_t byte_class(std::uint8_t byte) const { return classes_[byte]; }
  [[nodiscard]] std::size_t byte_classes() const { return class_count_; }

 private:
  class Builder;
  Automaton() = default;
  void find_classes();

  std::uint32_t start_ = kEnd;
  std::vector<State> states_;
  std::vector<ByteStep> steps_;
  std::vector<std::uint32_t> targets_;
  std::vector<Counter> counters_;
  std::array<std::uint8_t, 256> classes_{};
  std::size_t class_count_ = 1;
};

}  // namespace stint::language::grammar
