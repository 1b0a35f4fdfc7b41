// The hygiene score at the end of each of the last days, worked out from the history: what hygiene() says
// with as-of at those ends, in one pass over the events.
//
// Sprints' states, goals and issue types are taken as they are now, as every figure takes them.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "metrics/hygiene.h"

namespace stint::metrics {

inline constexpr std::size_t kHygieneChecks = 9;

struct HygieneDay {
  Day day{};
  Instant at{};                 // the end of the day; as-of for the last one
  std::optional<double> score;  // nothing where no check applied
  // How many items each check applied to and how many violated it, in the order of HygieneCheck.
  std::array<int, kHygieneChecks> applicable{};
  std::array<int, kHygieneChecks> violations{};

  [[nodiscard]] int checked() const;
};

// By board, then by day, the earliest first. `dates`: of all issues at as-of. The option hygiene.history_days
// says how many days.
[[nodiscard]] std::vector<std::vector<HygieneDay>> hygiene_history(const Context& context,
                                                                   const std::vector<FlowDates>& dates);

}  // namespace stint::metrics
