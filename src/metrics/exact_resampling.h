// What trials of resampling.h tend to, worked out: for whole amounts, where that is less work than trials.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace stint::metrics {

// The chance that `amount` is reached by day 1, 2, 3 … as after infinitely many trials of days_to_finish(),
// up to the first day with a chance of at least `until`, or to `horizon`. Nothing where an amount of the
// sample is no whole number (estimates may be fractions), or where it would take long: draw trials then. 0 <
// until < 1.
[[nodiscard]] std::optional<std::vector<double>> chances_by_day(std::span<const double> sample, double amount,
                                                                std::size_t horizon, double until);

// The chance that at least 0, 1, 2 … are finished in so many days. Nothing likewise.
[[nodiscard]] std::optional<std::vector<double>> chances_by_amount(std::span<const double> sample,
                                                                   std::size_t days);

// The first day with at least that chance; infinity where none has it.
[[nodiscard]] double sure_day(std::span<const double> chances_by_day, double chance);
// The most that has at least that chance.
[[nodiscard]] double sure_amount(std::span<const double> chances_by_amount, double chance);

}  // namespace stint::metrics
