// Order statistics.
#pragma once

#include <optional>
#include <vector>

namespace stint::metrics {

// Nearest rank: sorted[ceil(p·n/100) − 1]; for 1…10, P85 is 9. Nothing for no values. 0 < percent ≤ 100.
[[nodiscard]] std::optional<double> percentile(std::vector<double> values, double percent);

// The middle value, the mean of the two middle ones for an even count. Nothing for no values.
[[nodiscard]] std::optional<double> median(std::vector<double> values);

// Nothing when the denominator is 0.
[[nodiscard]] std::optional<double> ratio(double numerator, double denominator);

}  // namespace stint::metrics
