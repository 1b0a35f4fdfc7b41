// Order statistics.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace stint::metrics {

// Nearest rank: sorted[ceil(p·n/100) − 1]; for 1…10, P85 is 9. Nothing for no values. 0 < percent ≤ 100.
[[nodiscard]] std::optional<double> percentile(std::vector<double> values, double percent);

// The percentiles of one set of values that is asked several times. Quick for whole numbers that lie close.
class Ranking {
 public:
  // At least one value; none may be "no number".
  explicit Ranking(std::vector<double> values);

  // As percentile() of the values.
  [[nodiscard]] double percentile(double percent) const;

 private:
  std::size_t count_;
  std::vector<double> sorted_;        // or, when the values are whole …
  double least_ = 0;                  // … from the least of them on …
  std::vector<std::uint32_t> up_to_;  // … how many there are up to each; infinite ones stand above all
};

// The middle value, the mean of the two middle ones for an even count. Nothing for no values.
[[nodiscard]] std::optional<double> median(std::vector<double> values);

// Nothing when the denominator is 0.
[[nodiscard]] std::optional<double> ratio(double numerator, double denominator);

}  // namespace stint::metrics
