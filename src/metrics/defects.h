// Defects that got past the team.
//
// Escape rate: production / (production + pre-release) over the valid bugs created in the window. Where a bug
// was found is told, in this order, by its environment, its labels, and its affected versions (created after
// the release of one: production; otherwise pre-release). Bugs that say nothing give a low and a high bound.
// Duplicates and bugs that will not be fixed are no valid bugs. A bug was introduced by the release that it
// affects, of several by the one released first.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "metrics/context.h"
#include "metrics/flow_dates.h"
#include "metrics/sprint_ledger.h"

namespace stint::metrics {

enum class FoundIn : std::uint8_t { unknown, pre_release, production };

[[nodiscard]] FoundIn found_in(const history::Dataset& data, const history::Issue& bug);

// The valid bugs of the window that one release introduced.
struct ReleaseDefects {
  std::string name;
  std::optional<Instant> released;  // where the tracker knows the date
  std::vector<Index> production, pre_release, unknown;
  std::optional<double> escape_rate;  // nothing without classified bugs
  std::optional<double> low, high;    // as below
};

struct Defects {
  Index project = kNone;
  std::vector<Index> production, pre_release, unknown;  // valid bugs created in the window
  std::vector<Index> invalid;
  std::optional<double> escape_rate;  // nothing without classified bugs
  std::optional<double> low, high;    // with the unknown ones taken as found before, or after, the release
  std::vector<Index> done;            // items done in the window, bugs left out
  std::vector<Index> leaked;          // of these, with a linked bug created later
  std::optional<double> leakage;
  std::vector<Index> reopened;             // of the done items, those that had ever been reopened
  std::optional<double> reopen_rate;       // of the done items
  std::optional<double> defects_per_item;  // valid bugs / done items
  std::vector<ReleaseDefects> releases;  // the first released first, those without a date last, then by name

  [[nodiscard]] std::size_t classified() const { return production.size() + pre_release.size(); }
};

// Of one project; `issues` are the project's, `dates` those of all issues.
[[nodiscard]] Defects defects(const Context& context, Index project, std::span<const Index> issues,
                              std::span<const FlowDates> dates);

// Whether as-of can be moved on to `later` without a bug or an item leaving the window.
[[nodiscard]] bool stands_until(const Defects& defects, const Context& later,
                                std::span<const FlowDates> dates);

}  // namespace stint::metrics
