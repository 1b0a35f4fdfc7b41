#include "metrics/resampling.h"

#include <algorithm>
#include <cassert>
#include <limits>

#include "metrics/random.h"

namespace stint::metrics {
namespace {

// Estimates may be fractions: what adds up to the amount but for rounding has reached it.
constexpr double kRounding = 1e-9;

// Draws days two at a time, one from each half of a random word.
class Sampler {
 public:
  Sampler(std::span<const double> sample, std::uint64_t seed)
      : sample_(sample), size_(static_cast<std::uint32_t>(sample.size())), random_(seed) {}

  struct Pair {
    double first;
    double second;
  };
  Pair next() {
    const std::uint64_t word = random_.next();
    return {sample_[scaled(static_cast<std::uint32_t>(word >> 32U), size_)],
            sample_[scaled(static_cast<std::uint32_t>(word), size_)]};
  }

 private:
  std::span<const double> sample_;
  std::uint32_t size_;
  Random random_;
};

}  // namespace

std::vector<double> days_to_finish(std::span<const double> sample, double amount, std::size_t horizon,
                                   Trials trials) {
  assert(!sample.empty());
  constexpr double kNever = std::numeric_limits<double>::infinity();
  std::vector<double> days(trials.count, kNever);
  const double enough = amount - kRounding;
  // Not even with the best day every day.
  if (std::ranges::max(sample) * static_cast<double>(horizon) < enough) return days;
  Sampler sampler{sample, trials.seed};
  for (double& needed : days) {
    double sum = 0;
    for (std::size_t day = 0; day < horizon; day += 2) {
      const auto [first, second] = sampler.next();
      if (sum + first >= enough) {
        needed = static_cast<double>(day + 1);
        break;
      }
      sum += first + second;
      if (sum >= enough) {
        if (day + 2 <= horizon) needed = static_cast<double>(day + 2);
        break;
      }
    }
  }
  return days;
}

std::vector<double> finished_within(std::span<const double> sample, std::size_t days, Trials trials) {
  assert(!sample.empty());
  std::vector<double> sums(trials.count, 0);
  Sampler sampler{sample, trials.seed};
  for (double& sum : sums) {
    for (std::size_t day = 0; day + 1 < days; day += 2) {
      const auto [first, second] = sampler.next();
      sum += first + second;
    }
    if (days % 2 == 1) sum += sampler.next().first;
  }
  return sums;
}

}  // namespace stint::metrics
