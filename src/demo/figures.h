// How a finished board stands at the export's end, and every warning and error that follows from the rules.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "demo/ledger.h"
#include "demo/model.h"

namespace stint::demo {

struct Blocked {
  std::int32_t issue;
  std::int64_t milliseconds;  // in progress and blocked, in all
  bool now;                   // still so at the end
};

struct Score {
  std::int64_t checks = 0;
  std::int64_t violations = 0;
  [[nodiscard]] std::int64_t permille() const {
    return checks == 0 ? 1000 : 1000 - violations * 1000 / checks;
  }
};

struct BoardFigures {
  std::vector<Ledger> ledgers;  // one per started sprint
  std::vector<std::int32_t> in_progress;
  std::vector<Blocked> blocked;            // every item that was ever blocked while in progress
  std::vector<std::int32_t> stale;         // in progress, not blocked now, silent for five days
  std::vector<std::int32_t> too_long;      // over the 85th percentile of its column
  std::vector<std::int32_t> far_too_long;  // over twice the 95th percentile of its column
  std::vector<std::int32_t> stuck;         // over three times, and blocked or stale
  std::int64_t aged_items = 0;             // in progress, with a start
  bool weeks_got_worse = false;            // cycle.h
  std::vector<std::int32_t> production;    // valid bugs of the last 90 days, by where they were found
  std::vector<std::int32_t> pre_release;
  std::vector<std::int32_t> unclassified;
  Score open_items;  // hygiene over everything not yet done
  Score all_items;
  Score sprint_items;                               // over the open items of the active sprint
  [[nodiscard]] std::int64_t lowest_score() const;  // permille
  std::int64_t counted_items = 0;
  std::int64_t estimated_items = 0;
};

[[nodiscard]] BoardFigures compute_figures(const Board& board);

enum class Check : std::uint8_t {
  scope_creep,
  missed_target,
  velocity,
  escape_rate,
  unestimated,
  blocked,
  stale,
  score,
  ageing,
  weeks
};

// One warning or error by METRICS' table of severities.
struct Finding {
  Check check;
  bool error = false;
  int sprint = -1;  // index, or -1 for the board at the end
  std::vector<std::int32_t> issues;
  // Name and JSON value.
  std::vector<std::pair<std::string, std::string>> figures;
};

[[nodiscard]] std::string_view finding_kind(Check check);
[[nodiscard]] std::string_view finding_reason(Check check);

[[nodiscard]] std::vector<Finding> find_all(const Board& board, const BoardFigures& figures);

// Whether some figure lies so close to a threshold that a rounding could decide about it.
[[nodiscard]] bool is_on_the_edge(const Board& board, const BoardFigures& figures);

}  // namespace stint::demo
