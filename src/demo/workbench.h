// The board under construction, with what the steps of its making need to know of one another.
#pragma once

#include <cstdint>
#include <vector>

#include "demo/goal.h"
#include "demo/ledger.h"
#include "demo/model.h"
#include "demo/random.h"
#include "demo/work_clock.h"

namespace stint::demo {

struct NearMiss {
  std::string_view kind;
  int sprint = -1;
  std::vector<std::int32_t> issues;
};

struct Workbench {
  Board board;
  WorkClock clock;
  Random random;
  Intent intent;
  WorkMinute end = 0;                        // of the export
  std::vector<std::int32_t> carried{};       // members of the next sprint that came from the last one
  std::vector<std::int32_t> returned{};      // taken out of a sprint; may come back
  std::vector<std::int64_t> velocities{};    // completed points of the closed sprints so far
  std::vector<std::int32_t> long_blocked{};  // flagged for good
  std::vector<std::int32_t> link_blocked{};  // to be given an open blocker
  std::vector<std::int32_t> rotation{};      // per component: whose turn it is
  std::vector<NearMiss> near_misses{};

  [[nodiscard]] Issue& issue(std::int32_t index) { return board.issues[at(index)]; }
  // `minute` on the clock, with seconds to it.
  [[nodiscard]] Instant moment(WorkMinute minute) {
    return clock.instant(minute) + Milliseconds{random.below(59'000)};
  }
  [[nodiscard]] std::int32_t developer() {
    return board.first_developer() + static_cast<std::int32_t>(random.below(board.developers));
  }
};

// Appends an issue to the board and gives its index. `estimate` is its value now; it is told by a change
// between `created` and `planned`, or held since creation.
struct NewIssue {
  IssueType type = IssueType::story;
  WorkMinute created = 0;
  WorkMinute planned = 0;
  std::int32_t estimate = kNoEstimate;
  bool estimated_at_creation = false;
};
std::int32_t add_issue(Workbench& bench, const NewIssue& request);

// Appends a change and brings the issue's present values up to date.
void change(Issue& issue, Field field, Instant at, std::int32_t from, std::int32_t to, std::int32_t actor);
void change_status(Issue& issue, Instant at, StatusId to, std::int32_t actor,
                   Resolution resolution = Resolution::none);
void change_points(Workbench& bench, Issue& issue, WorkMinute minute, std::int32_t to);

// Orders every issue's changes by time.
void sort_events(Board& board);

// Plans, plays and closes one sprint. False when the outcome misses the goal; the caller then restores the
// bench and tries again.
[[nodiscard]] bool play_closed_sprint(Workbench& bench, int sprint);
[[nodiscard]] bool play_active_sprint(Workbench& bench, int sprint);

// Epics, sub-tasks, the future sprint and the backlog, so that the board ends with `total` issues. False when
// the sprints have used up too many.
[[nodiscard]] bool add_surroundings(Workbench& bench, std::int64_t total);
// Releases, where bugs were found, and links. False when the escape rate cannot meet its goal.
[[nodiscard]] bool add_defects(Workbench& bench);
void add_links(Workbench& bench);
// Comments, ranks, labels, bots: what makes a history look lived in.
void add_colour(Workbench& bench);
// Signs of life on work in progress that is not planted as stale.
void keep_alive(Workbench& bench);
// Where planted: one person does most of what is done in the first component, and another one works at night.
void concentrate_knowledge(Workbench& bench);
void add_off_hours(Workbench& bench);

// Numbers the issues by creation.
void order_by_creation(Workbench& bench);

}  // namespace stint::demo
