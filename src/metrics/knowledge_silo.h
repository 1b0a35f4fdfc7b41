// Whether knowledge of a component lies with too few people.
//
// A contribution is what one person changed in one issue at one instant: a status, a field, a comment; rank
// changes, remote links and what bots do does not count, nor does creating an issue. Contributor absence
// factor: the fewest people who together give at least half of a component's contributions. Source: CHAOSS.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "metrics/board_issues.h"
#include "metrics/context.h"

namespace stint::metrics {

// The fewest counts that sum to at least half of all. Nothing when all are 0.
[[nodiscard]] std::optional<int> absence_factor(std::vector<std::int64_t> counts);

struct Contributor {
  Index person = kNone;
  std::int64_t contributions = 0;
};

// Figures of one component over the option knowledge_silo.window_days; of the whole project where it has no
// components.
struct KnowledgeSilo {
  Index project = kNone;
  Index component = kNone;  // kNone: the project
  std::int64_t contributions = 0;
  std::vector<Contributor> people;    // most contributions first
  std::optional<int> absence_factor;  // nothing below the option knowledge_silo.minimum
  std::optional<double> top_share;    // of the first of them; likewise
  std::vector<Index> issues;          // that were contributed to
  std::vector<Index>
      top_issues;  // those that the first of the people contributed to, the most worked on first
};

struct KnowledgeSilos {
  std::vector<KnowledgeSilo> components;  // by project, then by component
  // By project: issues worked on in the window that belong to none of its components.
  std::vector<std::vector<Index>> no_component;
  // By project: the earliest contribution that was counted. Once it leaves the window, or something else
  // happens in the project, its figures change.
  std::vector<Instant> oldest;

  [[nodiscard]] std::span<const KnowledgeSilo> of(Index project) const {
    const auto part = std::ranges::equal_range(components, project, {}, &KnowledgeSilo::project);
    return {part.begin(), part.end()};
  }
};

[[nodiscard]] KnowledgeSilos knowledge_silos(const Context& context);

// As knowledge_silos(), but what was known before of projects that are not to be renewed is taken as it is.
[[nodiscard]] KnowledgeSilos knowledge_silos(const Context& context, const ProjectIssues& issues,
                                             KnowledgeSilos before, const std::vector<bool>& renew);

// Contributions at or before this instant are not counted.
[[nodiscard]] Instant silo_window_start(const Context& context);

}  // namespace stint::metrics
