// The ends of the last days before as-of, and sets of them as bits.
//
// A value that changes with the events of an issue is a step function of time. What it was at the end of each
// day is then a set of days, and sets are united, intersected and counted a word at a time.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "metrics/context.h"

namespace stint::metrics {

// Bit k: the k-th day, the earliest first.
using DaySet = std::uint64_t;

class DayEnds {
 public:
  static constexpr std::size_t kMost = 64;

  // The day of as-of, which ends at as-of itself, and those before; 1 to kMost in all. A day ends with its
  // last millisecond in the context's zone.
  DayEnds(const Context& context, std::size_t count) : ends_(count), days_(count) {
    assert(count > 0 && count <= kMost);
    const Day last = context.zone.day_of(context.as_of);
    for (std::size_t k = 0; k < count; ++k) {
      days_[k] = last - std::chrono::days{static_cast<int>(count - 1 - k)};
      const std::chrono::local_time<Milliseconds> midnight{days_[k] + std::chrono::days{1}};
      ends_[k] = context.zone.instant_of(midnight) - Milliseconds{1};
    }
    ends_.back() = context.as_of;
  }

  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  [[nodiscard]] Instant operator[](std::size_t k) const { return ends_[k]; }
  [[nodiscard]] Day day(std::size_t k) const { return days_[k]; }

  // The first day that ends at `instant` or later; size() without one.
  [[nodiscard]] std::size_t first(Instant instant) const {
    if (instant <= ends_.front()) return 0;
    return static_cast<std::size_t>(std::ranges::lower_bound(ends_, instant) - ends_.begin());
  }
  // From day `from` to before day `to`.
  [[nodiscard]] static DaySet range(std::size_t from, std::size_t to) { return below(to) & ~below(from); }
  // From the first that ends at `instant` or later on.
  [[nodiscard]] DaySet from(Instant instant) const { return range(first(instant), size()); }
  // Those that end later than `instant`.
  [[nodiscard]] DaySet after(Instant instant) const {
    return instant == Instant::max() ? 0 : from(instant + Milliseconds{1});
  }

 private:
  [[nodiscard]] static DaySet below(std::size_t k) { return k >= kMost ? ~DaySet{0} : (DaySet{1} << k) - 1; }

  std::vector<Instant> ends_;
  std::vector<Day> days_;
};

// Calls `use(k)` for each day of a set.
template <class Use>
void for_each_day(DaySet days, Use use) {
  for (; days != 0; days &= days - 1) use(static_cast<std::size_t>(std::countr_zero(days)));
}

// A yes or no that changes with time, as the set of days at whose ends it was yes.
class DaySwitch {
 public:
  // From day `k` on. Days of calls must not go backwards.
  void set(bool on, std::size_t k) {
    if (on && !on_) since_ = k;
    if (!on && on_) days_ |= DayEnds::range(since_, k);
    on_ = on;
  }
  [[nodiscard]] DaySet days(std::size_t count) const {
    return on_ ? days_ | DayEnds::range(since_, count) : days_;
  }

 private:
  DaySet days_ = 0;
  std::size_t since_ = 0;
  bool on_ = false;
};

// A count per day, cheap to raise for runs of days.
class DayCounts {
 public:
  void add(DaySet days, std::int32_t amount = 1) {
    while (days != 0) {
      const auto first = static_cast<std::size_t>(std::countr_zero(days));
      const auto length = static_cast<std::size_t>(std::countr_one(days >> first));
      steps_[first] += amount;
      steps_[first + length] -= amount;
      days &= ~DayEnds::range(first, first + length);
    }
  }
  // By day.
  [[nodiscard]] std::vector<std::int32_t> counts(std::size_t days) const {
    std::vector<std::int32_t> out(days);
    std::int32_t sum = 0;
    for (std::size_t k = 0; k < days; ++k) out[k] = sum += steps_[k];
    return out;
  }

 private:
  std::array<std::int32_t, DayEnds::kMost + 1> steps_{};
};

}  // namespace stint::metrics
