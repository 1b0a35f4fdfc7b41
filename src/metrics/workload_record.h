// What each person did on each day of the weeks that workload signals look at.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "metrics/context.h"

namespace stint::metrics {

// The weeks: first those of the baseline, then one that is left out, so that a change that has just begun is
// not half of its own baseline, then the recent ones.
struct WorkloadWeeks {
  std::size_t baseline = 0;
  std::size_t recent = 0;
  static constexpr std::size_t kLeftOut = 1;
  Day first{};             // of the first week
  Instant begin{};         // of that day
  Instant baseline_end{};  // not included
  Instant split{};         // where the recent weeks begin
  Instant end{};           // not included

  explicit WorkloadWeeks(const Context& context);
  [[nodiscard]] std::size_t weeks() const { return baseline + kLeftOut + recent; }
  [[nodiscard]] std::size_t first_recent() const { return baseline + kLeftOut; }
  [[nodiscard]] std::size_t days() const { return 7 * weeks(); }
};

struct Deed {
  std::uint16_t day = 0;
  std::uint8_t hour = 0;
};

struct WorkloadRecord {
  Index person = kNone;
  Index project = kNone;               // contributed to most
  std::vector<Deed> deeds;             // contributions
  std::vector<std::uint16_t> touched;  // by day: different issues
  std::vector<std::int32_t> assigned;  // by day, at its end: items in progress
};

// Of everybody who contributed in these weeks.
[[nodiscard]] std::vector<WorkloadRecord> workload_records(const Context& context,
                                                           const WorkloadWeeks& weeks);

}  // namespace stint::metrics
