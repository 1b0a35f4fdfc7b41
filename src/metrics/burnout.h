// Workload signals of people, each against that person's own earlier weeks.
//
// There is no validated formula for burnout, so nothing here says that somebody is close to it: five signals
// are compared with a baseline, and that is all. Nothing is worked out unless the option burnout_risk.enabled
// is 1, and the groups of fewer people than burnout_risk.group are left out. The issues behind a signal are
// not kept. Weeks are of seven whole days, counted back from the day before as-of; the one
// between the recent weeks and the baseline is left out.
//
// z = (mean of the recent weeks − mean of the baseline) / standard deviation of the baseline, which is taken
// to be at least so much that chance does not stand out of a baseline that never varied (kLeastDeviation).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/context.h"
#include "metrics/sprint_ledger.h"

namespace stint::metrics {

enum class WorkloadSignal : std::uint8_t {
  off_hours,      // share of contributions on days off, or outside the 12 hours in which most of the
                  // person's baseline lies: exports tell no time zones of people
  parallel_work,  // items in progress assigned at once, on average of the days worked on
  switches,       // different issues worked on per active day
  carried,        // points, in the board's unit, of unfinished assigned items carried into the next sprint
  weeks_without_gap,  // share of weeks without two days off in a row
};
inline constexpr std::size_t kWorkloadSignals = 5;
inline constexpr std::array<double, kWorkloadSignals> kLeastDeviation{0.1, 1, 1, 3, 0.25};

[[nodiscard]] std::string_view signal_name(WorkloadSignal signal);

struct SignalReading {
  std::optional<double> recent;
  std::optional<double> usual;  // mean of the baseline
  std::optional<double> z;      // nothing without both
};

struct PersonWorkload {
  Index person = kNone;         // not to be shown
  std::string pseudonym;        // "Person 7QXK": hides a name from the eye, not from an inquiry
  std::int64_t recent = 0;      // contributions
  std::int64_t baseline = 0;    // contributions
  std::string_view not_judged;  // "short_baseline", "few_contributions"; empty: judged
  std::array<SignalReading, kWorkloadSignals> signals;
  int standing_out = 0;  // signals at or over burnout_risk.z
  bool overloaded =
      false;  // at least burnout_risk.signals of them, or off-hours alone at burnout_risk.off_hours_z
};

// The people who contributed most to one project.
struct WorkloadGroup {
  Index project = kNone;
  bool suppressed = false;             // too few people: none are listed
  std::vector<PersonWorkload> people;  // by pseudonym
};

// By project; empty when not enabled. `ledgers`: of all boards.
[[nodiscard]] std::vector<WorkloadGroup> workload(const Context& context,
                                                  std::span<const SprintLedger> ledgers);

// Of weekly values; weeks without one are left out. At least three values are needed in the baseline.
using WeeklyValues = std::span<const std::optional<double>>;
[[nodiscard]] SignalReading reading(WeeklyValues baseline, WeeklyValues recent, double least_deviation);

// The first of the 12 hours of the day, around midnight if need be, that hold the most; of equals the middle.
[[nodiscard]] int usual_hours(const std::array<std::int64_t, 24>& by_hour);

}  // namespace stint::metrics
