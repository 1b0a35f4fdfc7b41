#include "language/grammar/lazy_automaton.h"

#include <algorithm>
#include <string_view>

#include "lib/xxhash/hash.h"

namespace stint::language::grammar {

std::size_t PositionsHash::operator()(const Positions& positions) const {
  return content_hash(std::string_view(reinterpret_cast<const char*>(positions.data()),
                                       positions.size() * sizeof(Positions::value_type)));
}

LazyAutomaton::LazyAutomaton(const Automaton& automaton, std::size_t outer)
    : automaton_(automaton), stepper_(automaton, outer), outer_(outer), classes_(automaton.byte_classes()) {
  clear();
}

void LazyAutomaton::clear() {
  table_.clear();
  positions_.clear();
  has_counts_.clear();
  numbers_.clear();
  bytes_ = 0;
  (void)state({});
  table_.assign(classes_, kDead);
}

std::uint32_t LazyAutomaton::state(const Positions& positions) {
  const auto [found, added] = numbers_.try_emplace(positions, static_cast<std::uint32_t>(positions_.size()));
  if (added) {
    positions_.push_back(&found->first);  // which does not move
    has_counts_.push_back(has_counts(positions));
    table_.resize(table_.size() + classes_, kUnknown);
    bytes_ += (classes_ + positions.size()) * sizeof(std::uint32_t) + 96;
  }
  return found->second;
}

bool LazyAutomaton::has_counts(const Positions& positions) const {
  if (positions.empty() || positions.front() == Stepper::kComplete) return false;
  // Each position without counts takes one number.
  return std::ranges::any_of(positions, [&](std::uint32_t number) {
    return number < automaton_.size() && automaton_.state(number).depth > outer_;
  });
}

std::uint32_t LazyAutomaton::simpler(std::uint32_t state, std::size_t horizon) {
  if (!has_counts_[state]) return state;
  stepper_.simplify(*positions_[state], horizon, scratch_);
  return scratch_ == *positions_[state] ? state : this->state(scratch_);
}

std::uint32_t LazyAutomaton::find(std::uint32_t state, std::uint8_t byte) {
  stepper_.step(*positions_[state], byte, scratch_);
  const std::uint32_t target = this->state(scratch_);
  table_[state * classes_ + automaton_.byte_class(byte)] = target;
  return target;
}

}  // namespace stint::language::grammar
