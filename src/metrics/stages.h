// How far issues came on their board, and when: a board's stages are its columns from left to right.
//
// An issue's high-water line is the rightmost column it ever was in. A column that it skipped was entered
// together with the one it came to; a move backwards lowers nothing, it only opens a correction window until
// the issue is back at the line or beyond it. Source: jirametrics.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "metrics/context.h"

namespace stint::metrics {

// A board's columns, or the three status categories where it has none.
struct BoardStages {
  std::vector<std::string> names;
  // By status. A done status that the board shows in no column belongs to the last one; any other such status
  // is in none: an issue in it counts as being where it was.
  std::vector<Index> of_status;
};

[[nodiscard]] BoardStages board_stages(const history::Dataset& data, const history::Board& board);

// A time in which an issue was behind its high-water line.
struct CorrectionWindow {
  Index issue = kNone;
  Index stage = kNone;  // of the high-water line
  Instant from{};
  std::optional<Instant> to;  // nothing: it is still behind at as-of
};

// Of one issue, up to as-of.
struct StageDates {
  std::vector<Instant> entered;  // by stage, up to the high-water line; empty: never on the board
  std::vector<CorrectionWindow> corrections;
};

// Into `dates`, whose memory is used again.
void find_stage_dates(const Context& context, const BoardStages& stages, const history::Issue& issue,
                      StageDates& dates);

}  // namespace stint::metrics
