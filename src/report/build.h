// From figures to a report.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "insight/insight.h"
#include "report/material.h"
#include "report/report.h"

namespace stint::report {

struct Choice {
  metrics::Index board = metrics::kNone;   // only this board; kNone: all
  metrics::Index sprint = metrics::kNone;  // whose burndown; kNone: each board's running one, else its last
  std::size_t most_boards = 6;             // that get sections of their own
  bool people = true;                      // what is said of persons as well
  std::string project{};                   // that the data are of; may be empty
  std::string as_of_source{};              // as Report has them
  std::string generator{};
};

// Pure: the same analysis and choice give the same report.
[[nodiscard]] Report build(const metrics::Analysis& analysis, const Choice& choice);

// The current insights, worst first, that concern one of the boards, or a project of theirs.
[[nodiscard]] std::vector<insight::Insight> current_insights(const metrics::Analysis& analysis,
                                                             const std::vector<metrics::Index>& boards,
                                                             bool people);

// All boards in one table, in the order given. `insights` are those of all of them.
[[nodiscard]] Section overview_section(const metrics::Analysis& analysis, const Gathered& gathered,
                                       const std::vector<metrics::Index>& boards,
                                       const std::vector<insight::Insight>& insights, std::size_t shown);

// The project of a board; kNone where the data do not have it.
[[nodiscard]] metrics::Index project_of(const history::Dataset& data, metrics::Index board);

// Whether an insight is about the board, or about its whole project.
[[nodiscard]] bool concerns(const history::Dataset& data, const insight::Insight& insight,
                            metrics::Index board);

}  // namespace stint::report
