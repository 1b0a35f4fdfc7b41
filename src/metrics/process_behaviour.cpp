#include "metrics/process_behaviour.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace stint::metrics {
namespace {

constexpr double kLimitFactor = 2.66;    // 3 / 1.128
constexpr double kSigmaDivisor = 1.128;  // d2: the mean range of two values drawn from a normal distribution

struct RuleShape {
  SignalRule rule;
  std::size_t window;  // points in a row, of which …
  std::size_t needed;  // … so many lie beyond the line
  std::string_view name;
  std::string_view meaning;
};

constexpr std::array kRules{
    RuleShape{SignalRule::large_change, 1, 1, "large_change", "one point outside the limits"},
    RuleShape{SignalRule::moderate_change, 3, 2, "moderate_change", "two of three points beyond two sigma"},
    RuleShape{SignalRule::moderate_shift, 5, 4, "moderate_shift", "four of five points beyond one sigma"},
    RuleShape{SignalRule::small_shift, 8, 8, "small_shift",
              "eight points in a row on one side of the centre"},
};

// A series, turned over for the lower side, so that "beyond" always means above.
struct Side {
  std::span<const double> values;
  double centre;
  double sign;
  double tolerance;

  [[nodiscard]] bool beyond(std::size_t i, double distance) const {
    return sign * (values[i] - centre) > distance + tolerance;
  }
};

void apply(const RuleShape& shape, const Side& side, double distance, std::vector<Signal>& signals) {
  std::size_t beyond = 0;
  std::size_t covered = 0;  // one past the last point of the last window that fired
  bool open = false;
  for (std::size_t end = 0; end < side.values.size(); ++end) {
    if (side.beyond(end, distance)) ++beyond;
    if (end >= shape.window && side.beyond(end - shape.window, distance)) --beyond;
    if (end + 1 < shape.window || beyond < shape.needed) continue;
    const std::size_t begin = end + 1 - shape.window;
    if (!open || begin >= covered) {
      signals.push_back({shape.rule, side.sign > 0, {}});
      covered = begin;
      open = true;
    }
    for (std::size_t i = std::max(begin, covered); i <= end; ++i) {
      if (side.beyond(i, 0)) signals.back().points.push_back(i);
    }
    covered = end + 1;
  }
}

}  // namespace

std::string_view signal_rule_name(SignalRule rule) {
  return kRules[static_cast<std::size_t>(rule)].name;
}
std::string_view signal_rule_meaning(SignalRule rule) {
  return kRules[static_cast<std::size_t>(rule)].meaning;
}

std::optional<ProcessBehaviour> process_behaviour(std::span<const double> baseline,
                                                  std::span<const double> values, Floor floor) {
  if (baseline.size() < 2) return std::nullopt;
  ProcessBehaviour chart;
  for (const double value : baseline) chart.centre += value;
  chart.centre /= static_cast<double>(baseline.size());
  for (std::size_t i = 1; i < baseline.size(); ++i) {
    chart.mean_moving_range += std::abs(baseline[i] - baseline[i - 1]);
  }
  chart.mean_moving_range /= static_cast<double>(baseline.size() - 1);
  const double limit = kLimitFactor * chart.mean_moving_range;
  const double sigma = chart.mean_moving_range / kSigmaDivisor;
  chart.upper = chart.centre + limit;
  if (floor == Floor::none || chart.centre > limit) chart.lower = chart.centre - limit;

  const std::array distances{limit, 2 * sigma, sigma, 0.0};  // from the centre, by rule
  // A mean of equal values may lie a rounding error away from them.
  const double tolerance = 1e-9 * std::max(1.0, std::abs(chart.centre));
  for (std::size_t r = 0; r < kRules.size(); ++r) {
    for (const double sign : {-1.0, 1.0}) {
      if (sign < 0 && floor == Floor::zero && chart.centre <= distances[r]) continue;
      apply(kRules[r], {values, chart.centre, sign, tolerance}, distances[r], chart.signals);
    }
  }
  return chart;
}

std::optional<ProcessBehaviour> process_behaviour(std::span<const double> values, Floor floor) {
  return process_behaviour(values, values, floor);
}

}  // namespace stint::metrics
