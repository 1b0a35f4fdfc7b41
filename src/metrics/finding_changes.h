// How findings stand against those of an earlier day. Nothing is recorded for it: the earlier day is looked
// at again, as it was then.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/finding.h"
#include "metrics/reanalysis.h"

namespace stint::metrics {

enum class ChangeKind : std::uint8_t { fresh, worse, better, same };
// "new", "worse", "better", "same"
[[nodiscard]] std::string_view change_name(ChangeKind kind);

struct FindingChange {
  ChangeKind kind = ChangeKind::fresh;
  // The first day of the unbroken run of days on which it stood as a warning or an error; nothing for what is
  // neither, or is not about now.
  std::optional<Day> since;
  bool since_or_earlier = false;  // nobody looked further back
};

// What stood on the earlier day and does not any more.
struct Gone {
  std::string id;
  std::string kind;
  Severity severity = Severity::info;
};

// A finding is worse when its severity rose, or when that stayed and its cost rose by a twentieth or more;
// better likewise.
[[nodiscard]] ChangeKind compare(const Finding& now, const Finding* before);

// Of each of `now`, against the findings of an earlier instant. Only warnings and errors can be gone.
[[nodiscard]] std::vector<FindingChange> changes(std::span<const Finding> now,
                                                 std::span<const Finding> before);
[[nodiscard]] std::vector<Gone> gone(std::span<const Finding> now, std::span<const Finding> before);

struct Comparison {
  std::vector<FindingChange> changes;  // of each finding, in their order
  std::vector<Gone> gone;
};

// Of what was found with what was found at an earlier instant. `now` is assess(context), and is used up;
// `since`: whether to work that out.
[[nodiscard]] Comparison compare_with(const Context& context, Assessment now, Instant earlier, bool since);

// Fills in `since`, looking at the ends of earlier days one after another while any finding still stood: at
// most the option insights.look_back_days, and fewer days the more issues there are. `from`: an assessment of
// the same dataset at another instant, to begin with.
void find_since(const Context& context, std::span<const Finding> now, std::vector<FindingChange>& changes,
                std::optional<Assessment> from = std::nullopt);

}  // namespace stint::metrics
