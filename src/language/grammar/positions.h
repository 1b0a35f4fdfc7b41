// Where an automaton can be after some bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "language/grammar/automaton.h"

namespace stint::language::grammar {

// Positions, ascending and different: each a state that waits for a byte or is the end, followed by the
// counts of the counters that run there, the outermost first. Equal sets allow equal continuations. Empty:
// nowhere, what was read cannot be continued to a text of the language. From everywhere else it can.
using Positions = std::vector<std::uint32_t>;

[[nodiscard]] inline bool accepts(const Positions& positions) {
  return !positions.empty() && positions.front() == Automaton::kEnd;
}

// Positions within one repetition, without the counts of the counters around them: how often it was repeated
// does not matter before this one is complete.
struct Frame {
  std::uint32_t counter = 0;  // whose repetition it is
  std::vector<std::uint32_t>
      counts;           // of the counters around the positions, this one last; empty: no repetition
  Positions positions;  // with the other counts only
};

// Moves positions, all of which lack the counts of their `outer` outermost counters. Keeps room to work in,
// so one thread at a time; the automaton must outlive it.
class Stepper {
 public:
  explicit Stepper(const Automaton& automaton, std::size_t outer = 0);

  // Stands behind the positions where the repetition that lacks its count has just been completed. What
  // follows it is not among them.
  static constexpr std::uint32_t kComplete = ~std::uint32_t{0};

  void start(Positions& out);
  // `out` is another set than `in`.
  void step(const Positions& in, std::uint8_t byte, Positions& out);
  // What follows when the repetition of a frame is complete; all counts are known.
  void leave(const Frame& frame, Positions& out);

  // The simplest positions that cannot be told from `in` within `horizon` bytes: in the midst of a long
  // repetition the exact count does not matter.
  void simplify(const Positions& in, std::size_t horizon, Positions& out);

 private:
  void add(std::uint32_t state, std::span<const std::uint32_t> counts);
  [[nodiscard]] std::size_t counts_of(const Automaton::State& state) const { return state.depth - outer_; }
  [[nodiscard]] bool seen(std::uint32_t state);
  void close(Positions& out);
  void follow(std::uint32_t number, const Automaton::State& state);
  void sort(Positions& out);

  const Automaton* automaton_;
  std::size_t outer_;
  std::vector<std::uint32_t> waiting_;  // positions still to be followed, each behind its counts
  std::vector<std::uint32_t> counts_;   // of the one that is being followed
  std::vector<std::uint32_t> rest_;     // those that wait for a byte
  std::vector<std::size_t> begins_;
  bool complete_ = false;
  // What has been seen in this step: by state the last one, each with a link to the one before.
  struct Seen {
    std::size_t counts = 0;
    std::size_t before = 0;
  };
  std::vector<std::uint32_t> marks_;
  std::vector<std::size_t> last_seen_;
  std::vector<Seen> seen_;
  std::vector<std::uint32_t> seen_counts_;
  std::uint32_t mark_ = 0;
};

// The same positions by the repetition they are in: the innermost one whose body may be long.
[[nodiscard]] std::vector<Frame> frames_of(const Automaton& automaton, const Positions& positions);

}  // namespace stint::language::grammar
