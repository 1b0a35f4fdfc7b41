#include "language/grammar/automaton.h"

#include <algorithm>
#include <bitset>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "language/grammar/utf8.h"

namespace stint::language::grammar {
namespace {

constexpr std::size_t kMostStates = 4'000'000;
constexpr std::size_t kMergedBytes = 4;  // of the longest character
constexpr std::size_t kLongBody = 16;    // bytes; more than an escaped character has

}  // namespace

// Builds from the end: each part is told the state that follows it, and gives the one it begins with.
class Automaton::Builder {
 public:
  explicit Builder(Automaton& automaton) : made_(automaton) {}

  void build(const Expression& expression) {
    made_.states_.push_back({});  // kEnd
    made_.start_ = compile(expression, kEnd);
  }

  [[nodiscard]] bool too_large() const { return made_.states_.size() > kMostStates; }

 private:
  // Where we are among the counters.
  struct Scope {
    std::uint32_t depth = 0;
    std::uint32_t innermost = 0;
  };

  std::uint32_t compile(const Expression& expression, std::uint32_t follow) {
    if (too_large()) return follow;
    return std::visit([&](const auto& kind) { return compile(kind, follow); }, expression.node().kind);
  }

  std::uint32_t compile(const Literal& literal, std::uint32_t follow) {
    for (std::size_t i = literal.bytes.size(); i-- > 0;) {
      const auto byte = static_cast<std::uint8_t>(literal.bytes[i]);
      const ByteStep step{byte, byte, follow};
      follow = bytes({&step, 1});
    }
    return follow;
  }

  // A trie of byte ranges whose equal tails are one.
  std::uint32_t compile(const CharacterClass& characters, std::uint32_t follow) {
    const auto sequences = byte_sequences(characters);
    tails_.clear();
    return compile(sequences, 0, follow);
  }

  std::uint32_t compile(std::span<const ByteSequence> sequences, std::size_t depth, std::uint32_t follow) {
    std::vector<ByteStep> steps;
    for (std::size_t begin = 0; begin < sequences.size();) {
      const ByteRange range = sequences[begin].bytes[depth];
      std::size_t end = begin + 1;
      while (end < sequences.size() && sequences[end].bytes[depth] == range) ++end;
      const bool last = sequences[begin].length == depth + 1;
      const std::uint32_t target =
          last ? follow : compile(sequences.subspan(begin, end - begin), depth + 1, follow);
      if (!steps.empty() && steps.back().target == target && steps.back().last + 1 == range.first) {
        steps.back().last = range.last;
      } else {
        steps.push_back({range.first, range.last, target});
      }
      begin = end;
    }
    std::vector<std::uint64_t> key;
    for (const ByteStep& step : steps) {
      key.push_back((std::uint64_t{step.target} << 16U) | (std::uint64_t{step.first} << 8U) | step.last);
    }
    const auto [found, added] = tails_.try_emplace(std::move(key), 0);
    if (added) found->second = bytes(steps);
    return found->second;
  }

  std::uint32_t compile(const Sequence& sequence, std::uint32_t follow) {
    for (std::size_t i = sequence.parts.size(); i-- > 0;) follow = compile(sequence.parts[i], follow);
    return follow;
  }

  std::uint32_t compile(const Choice& choice, std::uint32_t follow) {
    std::vector<std::uint32_t> targets;
    for (const Expression& one : choice.alternatives) targets.push_back(compile(one, follow));
    return either(std::move(targets), kMergedBytes);
  }

  // One that stands in several places before the same state is made once: the end of a word, for every letter
  // that may come before it.
  std::uint32_t compile(const Repeat& repeated, std::uint32_t follow) {
    const std::pair key(&repeated, follow);
    if (const auto known = repeats_.find(key); known != repeats_.end()) return known->second;
    const std::uint32_t made = compile_anew(repeated, follow);
    repeats_.emplace(key, made);
    return made;
  }

  std::uint32_t compile_anew(const Repeat& repeated, std::uint32_t follow) {
    if (repeated.max == 1U) return either({compile(repeated.body, follow), follow}, kMergedBytes);
    if (!repeated.max && repeated.min <= 1) {
      const std::uint32_t loop = add(Kind::split, {0, follow});
      const std::uint32_t body = compile(repeated.body, loop);
      made_.targets_[made_.states_[loop].begin] = body;
      return repeated.min == 0 ? loop : body;
    }
    return counted(repeated, follow);
  }

  std::uint32_t counted(const Repeat& repeated, std::uint32_t follow) {
    const auto counter = static_cast<std::uint32_t>(made_.counters_.size());
    made_.counters_.push_back({.min = repeated.min,
                               .max = repeated.max.value_or(kUnbounded),
                               .outer = scope_.innermost,
                               .shortest = std::max<std::size_t>(repeated.body.shortest(), 1),
                               .long_body = repeated.body.longest() > kLongBody});
    const Scope outside = scope_;
    scope_ = {.depth = outside.depth + 1, .innermost = counter};
    const std::uint32_t head = add(Kind::head, {0, follow}, counter);
    const std::uint32_t next = add(Kind::next, {head}, counter);
    made_.counters_[counter].next = next;
    const std::uint32_t body = compile(repeated.body, next);
    made_.targets_[made_.states_[head].begin] = body;
    scope_ = outside;
    return add(Kind::enter, {head}, counter);
  }

  // One of several states. Those that wait for a byte become one that does, so that a choice among many does
  // not have to be followed in all of them at once; for so many bytes at most.
  std::uint32_t either(std::vector<std::uint32_t> targets, std::size_t depth) {
    std::ranges::sort(targets);
    targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
    const auto waits = [&](std::uint32_t target) { return made_.states_[target].kind == Kind::bytes; };
    const auto middle = std::partition(targets.begin(), targets.end(), waits);
    if (depth > 0 && middle - targets.begin() > 1) {
      const std::vector<std::uint32_t> waiting(targets.begin(), middle);
      targets.erase(targets.begin(), middle);
      targets.push_back(merged(waiting, depth));
    }
    return targets.size() == 1 ? targets.front() : add(Kind::split, targets);
  }

  std::uint32_t merged(const std::vector<std::uint32_t>& states, std::size_t depth) {
    std::vector<ByteStep> all;
    std::bitset<257> begins;
    for (const std::uint32_t state : states) {
      for (const ByteStep& step : made_.steps(made_.states_[state])) {
        all.push_back(step);
        begins.set(step.first);
        begins.set(std::size_t{step.last} + 1);
      }
    }
    std::vector<ByteStep> steps;
    std::map<std::vector<std::uint32_t>, std::uint32_t> known;
    for (std::size_t first = 0; first < 256;) {
      std::size_t last = first;
      while (!begins[last + 1] && last < 255) ++last;
      std::vector<std::uint32_t> targets;
      for (const ByteStep& step : all) {
        if (step.first <= first && last <= step.last) targets.push_back(step.target);
      }
      if (!targets.empty()) {
        const auto [found, added] = known.try_emplace(targets, 0);
        if (added) found->second = either(targets, depth - 1);
        const auto target = found->second;
        if (!steps.empty() && steps.back().target == target && steps.back().last + std::size_t{1} == first) {
          steps.back().last = static_cast<std::uint8_t>(last);
        } else {
          steps.push_back({static_cast<std::uint8_t>(first), static_cast<std::uint8_t>(last), target});
        }
      }
      first = last + 1;
    }
    return bytes(steps);
  }

  std::uint32_t bytes(std::span<const ByteStep> steps) {
    const auto begin = static_cast<std::uint32_t>(made_.steps_.size());
    made_.steps_.insert(made_.steps_.end(), steps.begin(), steps.end());
    return push({.kind = Kind::bytes, .begin = begin, .count = static_cast<std::uint32_t>(steps.size())});
  }

  std::uint32_t add(Kind kind, const std::vector<std::uint32_t>& targets, std::uint32_t counter = 0) {
    const auto begin = static_cast<std::uint32_t>(made_.targets_.size());
    made_.targets_.insert(made_.targets_.end(), targets.begin(), targets.end());
    return push({.kind = kind,
                 .begin = begin,
                 .count = static_cast<std::uint32_t>(targets.size()),
                 .counter = counter});
  }

  std::uint32_t push(State state) {
    state.depth = scope_.depth;
    state.innermost = scope_.innermost;
    made_.states_.push_back(state);
    return static_cast<std::uint32_t>(made_.states_.size() - 1);
  }

  Automaton& made_;
  Scope scope_;
  std::map<std::pair<const Repeat*, std::uint32_t>, std::uint32_t> repeats_;
  std::map<std::vector<std::uint64_t>, std::uint32_t> tails_;  // of the class that is being compiled
};

Result<Automaton> Automaton::compile(const Expression& expression) {
  STINT_TRY(check(expression));
  Automaton result;
  Builder builder(result);
  builder.build(expression);
  if (builder.too_large()) {
    return fail(ErrorCode::usage, "the grammar needs too many states", "grammar",
                "allow fewer alternatives, or use smaller classes of characters");
  }
  result.find_classes();
  return result;
}

std::bitset<256> Automaton::bytes_after(std::uint32_t counter) const {
  std::bitset<256> result;
  std::set<std::uint32_t> seen;
  std::vector<std::uint32_t> open{counters_[counter].next};
  while (!open.empty()) {
    const std::uint32_t number = open.back();
    open.pop_back();
    if (!seen.insert(number).second) continue;
    const State& at = states_[number];
    if (at.kind != Kind::bytes) {
      open.insert(open.end(), targets(at).begin(), targets(at).end());
      continue;
    }
    for (const ByteStep& step : steps(at)) {
      for (std::size_t byte = step.first; byte <= step.last; ++byte) result.set(byte);
    }
  }
  return result;
}

void Automaton::find_classes() {
  std::bitset<257> begins;
  begins.set(0);
  for (const ByteStep& step : steps_) {
    begins.set(step.first);
    begins.set(std::size_t{step.last} + 1);
  }
  std::size_t current = 0;
  for (std::size_t byte = 0; byte < 256; ++byte) {
    if (byte > 0 && begins[byte]) ++current;
    classes_[byte] = static_cast<std::uint8_t>(current);
  }
  class_count_ = current + 1;
}

}  // namespace stint::language::grammar
