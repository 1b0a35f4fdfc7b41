// Process-behaviour charts (XmR): which points of a series are more than its usual variation.
//
// Centre: the mean. Limits: the mean ± 2.66 · the mean moving range, which is that of consecutive points.
// Sigma is the mean moving range / 1.128. A point exactly on the centre is on neither side of it, and a line
// below which a series cannot fall is no line: nothing is said of points under it. Sources: Wheeler,
// "Understanding variation"; the four rules as Lighthouse applies them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace stint::metrics {

enum class SignalRule : std::uint8_t {
  large_change,     // one point outside the limits
  moderate_change,  // two of three in a row beyond two sigma, on one side
  moderate_shift,   // four of five in a row beyond one sigma, on one side
  small_shift,      // eight in a row on one side of the centre
};
[[nodiscard]] std::string_view signal_rule_name(SignalRule rule);
[[nodiscard]] std::string_view signal_rule_meaning(SignalRule rule);

// One anomaly. Windows of one rule and side that overlap are one signal.
struct Signal {
  SignalRule rule = SignalRule::large_change;
  bool high = false;                // above the centre
  std::vector<std::size_t> points;  // on that side of the centre, in their order; never empty

  [[nodiscard]] std::size_t last() const { return points.back(); }
};

struct ProcessBehaviour {
  double centre = 0;
  double mean_moving_range = 0;
  double upper = 0;             // natural process limits
  std::optional<double> lower;  // nothing where the series cannot fall below it
  std::vector<Signal> signals;  // by rule, then side (low first), then time
};

enum class Floor : std::uint8_t { none, zero };  // zero: the values cannot be negative

// Judges `values`, in the order of time, by the limits of `baseline`. Nothing for a baseline of fewer than
// two values.
[[nodiscard]] std::optional<ProcessBehaviour> process_behaviour(std::span<const double> baseline,
                                                                std::span<const double> values, Floor floor);
// By their own limits.
[[nodiscard]] std::optional<ProcessBehaviour> process_behaviour(std::span<const double> values, Floor floor);

}  // namespace stint::metrics
