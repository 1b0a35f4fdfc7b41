// How a target stands to a plan: what the plan would still change, and whether it has happened.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "exchange/writes/plan.h"
#include "tracker/connector.h"

namespace stint::writes {

struct Standing {
  std::vector<FieldConflict> fields;          // of the plan's diff, in its order
  std::optional<tracker::Proposal> proposal;  // what the write would be now; nothing: it cannot be any more
};

// `now`: the target, just read. Asks for a proposal, changes nothing.
[[nodiscard]] Standing standing_of(tracker::Connector& connector, const Plan& plan,
                                   const tracker::Target& now);

// Whether doing it now would send and change exactly what was shown, although the target has another version.
// So a field that the plan does not touch is in nobody's way where the tracker has no lock of its own; where
// it has one, the version is in the requests.
[[nodiscard]] bool is_same_write(const Plan& plan, const Standing& standing);

// The view of a plan whose target was changed, and what else the target's history tells since it was made.
[[nodiscard]] Conflict conflict_of(const Plan& plan, const Standing& standing, const tracker::Target& now);

enum class Effect : std::uint8_t {
  done,
  not_done,  // everything is as it was before
  unclear,
};
struct Look {
  Effect effect = Effect::unclear;
  tracker::Receipt receipt;  // of what was done
  std::string remark;        // why it is unclear: "there are two: PAY-7, PAY-8"
};
// Whether the write of a plan that nobody knows the end of has happened.
[[nodiscard]] Result<Look> look_for_effect(tracker::Connector& connector, const Plan& plan);

}  // namespace stint::writes
