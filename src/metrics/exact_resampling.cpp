#include "metrics/exact_resampling.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace stint::metrics {
namespace {

constexpr double kRounding = 1e-9;       // of sums of chances
constexpr double kMostWork = 2'000'000;  // additions; trials are cheaper beyond

// An amount that days of the sample finished, and the share of the days that did.
struct Daily {
  std::size_t amount = 0;
  double chance = 0;
};

// The most first; nothing where an amount is no whole number.
std::optional<std::vector<Daily>> daily_amounts(std::span<const double> sample) {
  constexpr double kLargest = 1e6;
  std::vector<double> sorted(sample.begin(), sample.end());
  std::ranges::sort(sorted, std::ranges::greater{});
  std::vector<Daily> days;
  for (const double amount : sorted) {
    if (!(amount >= 0) || amount > kLargest || std::trunc(amount) != amount) return std::nullopt;
    const auto whole = static_cast<std::size_t>(amount);
    if (days.empty() || days.back().amount != whole) days.push_back({whole, 0});
    days.back().chance += 1 / static_cast<double>(sample.size());
  }
  return days;
}

// The chances of sums after one day more; what leaves the table is dropped.
void add_day(std::span<const Daily> days, const std::vector<double>& sums, std::vector<double>& next) {
  std::ranges::fill(next, 0.0);
  for (const Daily& day : days) {
    for (std::size_t sum = 0; sum + day.amount < sums.size(); ++sum)
      next[sum + day.amount] += sums[sum] * day.chance;
  }
}

}  // namespace

std::optional<std::vector<double>> chances_by_day(std::span<const double> sample, double amount,
                                                  std::size_t horizon, double until) {
  assert(!sample.empty() && amount > 0);
  const auto days = daily_amounts(sample);
  if (!days || amount > kMostWork) return std::nullopt;
  std::vector<double> chances;
  // Not even with the best day every day.
  if (static_cast<double>(days->front().amount * horizon) < amount) return chances;
  const auto enough = static_cast<std::size_t>(std::ceil(amount - kRounding));
  const double work_of_day = static_cast<double>(enough) * static_cast<double>(days->size());
  std::vector<double> open(enough, 0.0);  // chances of the sums that are not enough yet
  std::vector<double> next(enough, 0.0);
  open[0] = 1;
  double work = 0;
  while (chances.size() < horizon && (chances.empty() || chances.back() < until - kRounding)) {
    work += work_of_day;
    if (work > kMostWork) return std::nullopt;
    add_day(*days, open, next);
    open.swap(next);
    chances.push_back(1 - std::accumulate(open.begin(), open.end(), 0.0));
  }
  return chances;
}

std::optional<std::vector<double>> chances_by_amount(std::span<const double> sample, std::size_t days) {
  assert(!sample.empty());
  const auto daily = daily_amounts(sample);
  if (!daily) return std::nullopt;
  const double most = static_cast<double>(daily->front().amount) * static_cast<double>(days);
  const double work = (most + 1) * static_cast<double>(daily->size()) * static_cast<double>(days);
  if (work > kMostWork) return std::nullopt;
  std::vector<double> sums(static_cast<std::size_t>(most) + 1, 0.0);
  std::vector<double> next(sums.size(), 0.0);
  sums[0] = 1;
  for (std::size_t day = 0; day < days; ++day) {
    add_day(*daily, sums, next);
    sums.swap(next);
  }
  std::inclusive_scan(sums.rbegin(), sums.rend(), sums.rbegin());
  return sums;
}

double sure_day(std::span<const double> chances_by_day, double chance) {
  const auto found = std::ranges::lower_bound(chances_by_day, chance - kRounding);
  if (found == chances_by_day.end()) return std::numeric_limits<double>::infinity();
  return static_cast<double>(found - chances_by_day.begin() + 1);
}

double sure_amount(std::span<const double> chances_by_amount, double chance) {
  const auto found = std::ranges::upper_bound(chances_by_amount, chance - kRounding, std::ranges::greater{});
  return static_cast<double>(std::max<std::ptrdiff_t>(found - chances_by_amount.begin() - 1, 0));
}

}  // namespace stint::metrics
