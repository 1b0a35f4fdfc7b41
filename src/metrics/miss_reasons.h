// Why committed items were not completed, as counted in the data. An item can have several reasons, or none.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "metrics/context.h"
#include "metrics/flow_dates.h"
#include "metrics/sprint_ledger.h"

namespace stint::metrics {

enum class MissReason : std::uint8_t {
  blocked,       // a day or more of the sprint
  started_late,  // work began in the second half of the sprint, or not at all
  too_large,     // at least the option missed_target.large_item at the sprint's start
  re_estimated,  // upwards within the sprint
  reopened,      // within the sprint
  in_review,     // in a review or test status at the end
  descoped,      // taken out of the sprint, or closed without being done
};
inline constexpr int kMissReasons = 7;

struct ReasonCount {
  MissReason reason{};
  std::vector<Index> issues;
};

// The most frequent first; reasons without issues are left out.
[[nodiscard]] std::vector<ReasonCount> miss_reasons(const Context& context, const SprintLedger& ledger);

// "was blocked for a day or more", for one or several items.
[[nodiscard]] std::string_view reason_text(MissReason reason, bool several);
[[nodiscard]] std::string_view reason_name(MissReason reason);

// Spilled items of `ledger` that were members of `next` at its start; empty when that starts later than the
// option missed_target.carry_over_days.
[[nodiscard]] std::vector<Index> carried_over(const Context& context, const SprintLedger& ledger,
                                              const SprintLedger& next);

}  // namespace stint::metrics
