#include "language/grammar/matcher.h"

#include <optional>
#include <utility>

namespace stint::language::grammar {
namespace {

// The only byte that can follow; nothing when there are several, or the text may end here.
std::optional<std::uint8_t> only_byte(const Automaton& automaton, const Positions& positions) {
  std::optional<std::uint8_t> found;
  for (std::size_t i = 0; i < positions.size();) {
    const Automaton::State& state = automaton.state(positions[i]);
    if (state.kind == Automaton::Kind::end) return std::nullopt;
    for (const Automaton::ByteStep& step : automaton.steps(state)) {
      if (step.first != step.last || (found && *found != step.first)) return std::nullopt;
      found = step.first;
    }
    i += 1 + state.depth;
  }
  return found;
}

}  // namespace

Matcher::Matcher(std::shared_ptr<const Automaton> automaton)
    : automaton_(std::move(automaton)), stepper_(*automaton_) {
  stepper_.start(positions_);
}

bool Matcher::advance(std::uint8_t byte) {
  stepper_.step(positions_, byte, next_);
  if (next_.empty()) return false;
  positions_.swap(next_);
  return true;
}

bool Matcher::advance(std::string_view bytes) {
  const Positions before = positions_;
  for (const char byte : bytes) {
    if (advance(static_cast<std::uint8_t>(byte))) continue;
    positions_ = before;
    return false;
  }
  return true;
}

std::string Matcher::forced(std::size_t limit) const {
  std::string result;
  Positions at = positions_;
  Positions next;
  while (result.size() < limit) {
    const auto byte = only_byte(*automaton_, at);
    if (!byte) break;
    result += static_cast<char>(*byte);
    stepper_.step(at, *byte, next);
    at.swap(next);
  }
  return result;
}

}  // namespace stint::language::grammar
