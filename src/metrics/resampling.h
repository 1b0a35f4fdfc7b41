// Futures drawn from the past: each day to come is a day of the sample, drawn with replacement.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace stint::metrics {

struct Trials {
  std::size_t count = 10'000;
  std::uint64_t seed = 1;  // the same seed, the same result
};

// How many days it took each trial to reach `amount`; infinity where `horizon` days were not enough. The
// sample is of what was finished on each day, and not empty; `amount` is positive.
[[nodiscard]] std::vector<double> days_to_finish(std::span<const double> sample, double amount,
                                                 std::size_t horizon, Trials trials);

// What each trial finished in so many days.
[[nodiscard]] std::vector<double> finished_within(std::span<const double> sample, std::size_t days,
                                                  Trials trials);

}  // namespace stint::metrics
