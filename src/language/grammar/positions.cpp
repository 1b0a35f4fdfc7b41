#include "language/grammar/positions.h"

#include <algorithm>
#include <limits>

namespace stint::language::grammar {
namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

}  // namespace

Stepper::Stepper(const Automaton& automaton, std::size_t outer)
    : automaton_(&automaton),
      outer_(outer),
      marks_(automaton.size(), 0),
      last_seen_(automaton.size(), kNone) {}

void Stepper::start(Positions& out) {
  add(automaton_->start(), {});
  close(out);
}

void Stepper::step(const Positions& in, std::uint8_t byte, Positions& out) {
  for (std::size_t i = 0; i < in.size() && in[i] != kComplete;) {
    const Automaton::State& state = automaton_->state(in[i]);
    const std::span counts(in.data() + i + 1, counts_of(state));
    const auto steps = automaton_->steps(state);
    const auto found = std::ranges::lower_bound(steps, byte, {}, &Automaton::ByteStep::last);
    if (state.kind == Automaton::Kind::bytes && found != steps.end() && found->first <= byte) {
      add(found->target, counts);
    }
    i += 1 + counts.size();
  }
  close(out);
}

void Stepper::leave(const Frame& frame, Positions& out) {
  add(automaton_->counter(frame.counter).next, frame.counts);
  close(out);
}

void Stepper::add(std::uint32_t state, std::span<const std::uint32_t> counts) {
  // What follows a repetition keeps the outer counts only.
  counts = counts.first(std::min(counts.size(), counts_of(automaton_->state(state))));
  waiting_.insert(waiting_.end(), counts.begin(), counts.end());
  waiting_.push_back(state);
}

// Whether `state` has come with these counts_ before.
bool Stepper::seen(std::uint32_t state) {
  if (marks_[state] != mark_) {
    marks_[state] = mark_;
    last_seen_[state] = kNone;
  }
  for (std::size_t i = last_seen_[state]; i != kNone; i = seen_[i].before) {
    if (std::ranges::equal(counts_, std::span(seen_counts_).subspan(seen_[i].counts, counts_.size())))
      return true;
  }
  seen_.push_back({.counts = seen_counts_.size(), .before = last_seen_[state]});
  last_seen_[state] = seen_.size() - 1;
  seen_counts_.insert(seen_counts_.end(), counts_.begin(), counts_.end());
  return false;
}

void Stepper::close(Positions& out) {
  if (++mark_ == 0) {
    std::ranges::fill(marks_, 0);
    mark_ = 1;
  }
  seen_.clear();
  seen_counts_.clear();
  rest_.clear();
  begins_.clear();
  complete_ = false;
  while (!waiting_.empty()) {
    const std::uint32_t number = waiting_.back();
    waiting_.pop_back();
    const Automaton::State& state = automaton_->state(number);
    const auto depth = static_cast<std::ptrdiff_t>(counts_of(state));
    counts_.assign(waiting_.end() - depth, waiting_.end());
    waiting_.resize(waiting_.size() - static_cast<std::size_t>(depth));
    if (!seen(number)) follow(number, state);
  }
  sort(out);
  if (complete_) out.push_back(kComplete);
}

void Stepper::follow(std::uint32_t number, const Automaton::State& state) {
  const auto targets = automaton_->targets(state);
  const Automaton::Counter* counter = nullptr;
  switch (state.kind) {
    case Automaton::Kind::end:
    case Automaton::Kind::bytes:
      begins_.push_back(rest_.size());
      rest_.push_back(number);
      rest_.insert(rest_.end(), counts_.begin(), counts_.end());
      break;
    case Automaton::Kind::split:
      for (const std::uint32_t target : targets) add(target, counts_);
      break;
    case Automaton::Kind::enter:
      // It comes without the count that it begins.
      counts_.push_back(0);
      add(targets[0], counts_);
      break;
    case Automaton::Kind::next:
      if (counts_.empty()) {
        complete_ = true;
        break;
      }
      counter = &automaton_->counter(state.counter);
      counts_.back() =
          std::min(counts_.back() + 1, counter->max == Automaton::kUnbounded ? counter->min : counter->max);
      add(targets[0], counts_);
      break;
    case Automaton::Kind::head:
      counter = &automaton_->counter(state.counter);
      if (counts_.back() < counter->max) add(targets[0], counts_);
      if (counts_.back() >= counter->min) add(targets[1], counts_);
      break;
  }
}

// From rest_ and begins_, without what comes twice.
void Stepper::sort(Positions& out) {
  const auto at = [&](std::size_t begin) {
    return std::span(rest_).subspan(begin, 1 + counts_of(automaton_->state(rest_[begin])));
  };
  out.clear();
  if (begins_.size() > 1) {
    std::ranges::sort(begins_, [&](std::size_t a, std::size_t b) {
      return std::ranges::lexicographical_compare(at(a), at(b));
    });
  }
  for (std::size_t i = 0; i < begins_.size(); ++i) {
    if (i > 0 && std::ranges::equal(at(begins_[i - 1]), at(begins_[i]))) continue;
    out.insert(out.end(), at(begins_[i]).begin(), at(begins_[i]).end());
  }
}

void Stepper::simplify(const Positions& in, std::size_t horizon, Positions& out) {
  rest_ = in;
  begins_.clear();
  const bool complete = !rest_.empty() && rest_.back() == kComplete;
  if (complete) rest_.pop_back();
  for (std::size_t i = 0; i < rest_.size();) {
    begins_.push_back(i);
    const Automaton::State& state = automaton_->state(rest_[i]);
    std::uint32_t number = state.innermost;
    for (std::size_t level = counts_of(state); level > 0; --level) {
      const Automaton::Counter& counter = automaton_->counter(number);
      std::uint32_t& count = rest_[i + level];
      // The one that is running may be complete after a byte; those after it take their shortest.
      const std::size_t more = horizon == 0 ? 0 : (horizon - 1) / counter.shortest + 1;
      if (count >= counter.min && (counter.max == Automaton::kUnbounded || count + more < counter.max)) {
        count = counter.min;
      } else if (count + more < counter.min) {
        count = 0;
      }
      number = counter.outer;
    }
    i += 1 + counts_of(state);
  }
  sort(out);
  if (complete) out.push_back(kComplete);
}

std::vector<Frame> frames_of(const Automaton& automaton, const Positions& positions) {
  std::vector<Frame> frames;
  for (std::size_t i = 0; i < positions.size();) {
    const Automaton::State& state = automaton.state(positions[i]);
    std::size_t level = state.depth;
    std::uint32_t counter = state.innermost;
    for (; level > 0 && !automaton.counter(counter).long_body; --level)
      counter = automaton.counter(counter).outer;
    if (level == 0) counter = 0;
    const std::span counts(positions.data() + i + 1, state.depth);
    const auto outer = counts.first(level);
    auto frame = std::ranges::find_if(frames, [&](const Frame& known) {
      return known.counter == counter && std::ranges::equal(known.counts, outer);
    });
    if (frame == frames.end()) {
      frames.push_back({.counter = counter, .counts = {outer.begin(), outer.end()}, .positions = {}});
      frame = frames.end() - 1;
    }
    frame->positions.push_back(positions[i]);
    frame->positions.insert(frame->positions.end(), counts.begin() + static_cast<std::ptrdiff_t>(level),
                            counts.end());
    i += 1 + state.depth;
  }
  return frames;
}

}  // namespace stint::language::grammar
