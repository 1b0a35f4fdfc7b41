// The ledger on histories made by hand: the vectors of the metrics' definition.
#include "demo/ledger.h"

#include <gtest/gtest.h>

namespace stint::demo {
namespace {

constexpr Instant kStart = from_epoch_ms(1'000'000'000);
Instant hour(int hours) {
  return kStart + std::chrono::hours{hours};
}

// One sprint from hour 0 to hour 100, and another one after it.
Board one_sprint() {
  Board board;
  board.end = hour(500);
  Sprint sprint;
  sprint.activated = sprint.start = kStart;
  sprint.complete = sprint.window_end = hour(100);
  board.sprints = {sprint, Sprint{}};
  return board;
}

Issue member(std::int32_t points) {
  Issue issue;
  issue.created = hour(-50);
  issue.first_points = issue.points = points;
  issue.first_sprint = 0;
  return issue;
}

void add(Issue& issue, Field field, int when, std::int32_t from, std::int32_t to,
         Resolution resolution = Resolution::none) {
  issue.events.push_back(
      {.at = hour(when), .field = field, .from = from, .to = to, .actor = 0, .resolution = resolution});
}
void done(Issue& issue, int when, Resolution resolution = Resolution::done) {
  add(issue, Field::status, when, 0, static_cast<std::int32_t>(StatusId::done), resolution);
}
void reopened(Issue& issue, int when) {
  add(issue, Field::status, when, 4, static_cast<std::int32_t>(StatusId::in_progress));
}

Ledger ledger_of(std::initializer_list<Issue> issues) {
  Board board = one_sprint();
  board.issues = issues;
  const Ledger ledger = compute_ledger(board, 0);
  EXPECT_EQ(ledger.committed + ledger.added + ledger.re_estimated - ledger.removed - ledger.completed,
            ledger.remaining);
  return ledger;
}

TEST(Ledger, RemovedAndRemaining) {
  Issue a = member(5);
  add(a, Field::sprint_out, 10, 0, kNone);
  const Ledger ledger = ledger_of({a, member(7)});
  EXPECT_EQ(ledger.committed, 12);
  EXPECT_EQ(ledger.removed, 5);
  EXPECT_EQ(ledger.remaining, 7);
  EXPECT_EQ(ledger.missed(), 12);
}

TEST(Ledger, EnteringExactlyAtTheStartIsAdded) {
  Issue a = member(5);
  a.first_sprint = kNone;
  add(a, Field::sprint_in, 0, kNone, 0);
  const Ledger ledger = ledger_of({a});
  EXPECT_EQ(ledger.committed, 0);
  EXPECT_EQ(ledger.added, 5);
}

TEST(Ledger, CompletedCountsTheEstimateAtThatMoment) {
  Issue a = member(2);
  add(a, Field::points, 10, 2, 4);
  done(a, 20);
  add(a, Field::points, 30, 4, 6);
  const Ledger ledger = ledger_of({a});
  EXPECT_EQ(ledger.completed, 4);
  EXPECT_EQ(ledger.re_estimated, 2);
  EXPECT_EQ(ledger.kept, 2);
  EXPECT_EQ(ledger.missed(), 0);
}

TEST(Ledger, CreatedInsideIsAMemberFromCreation) {
  Issue a = member(3);
  a.created = hour(30);
  EXPECT_EQ(ledger_of({a}).added, 3);
}

TEST(Ledger, LeftOrDoneBeforeTheStartIsNotCommitted) {
  Issue left = member(3);
  add(left, Field::sprint_out, -2, 0, kNone);
  Issue finished = member(8);
  done(finished, -2);
  const Ledger ledger = ledger_of({left, finished});
  EXPECT_EQ(ledger.committed, 0);
  EXPECT_EQ(ledger.removed, 0);
  EXPECT_EQ(ledger.completed, 0);
}

TEST(Ledger, RemovedThenFinishedElsewhere) {
  Issue a = member(5);
  add(a, Field::sprint_out, 10, 0, kNone);
  done(a, 20);
  const Ledger ledger = ledger_of({a});
  EXPECT_EQ(ledger.removed, 5);
  EXPECT_EQ(ledger.completed, 0);
  EXPECT_EQ(ledger.completed_outside, 5);
  EXPECT_EQ(ledger.remaining, 0);
}

TEST(Ledger, ReopenedTakesItsPointsBack) {
  Issue a = member(5);
  done(a, 10);
  reopened(a, 20);
  const Ledger open = ledger_of({a});
  EXPECT_EQ(open.completed, 0);
  EXPECT_EQ(open.remaining, 5);
  done(a, 30);
  const Ledger closed = ledger_of({a});
  EXPECT_EQ(closed.completed, 5);
  EXPECT_EQ(closed.missed(), 0);
}

TEST(Ledger, WontDoIsRemovedAndMissed) {
  Issue a = member(5);
  done(a, 10, Resolution::wont_do);
  const Ledger ledger = ledger_of({a});
  EXPECT_EQ(ledger.removed, 5);
  EXPECT_EQ(ledger.completed, 0);
  EXPECT_EQ(ledger.missed(), 5);
}

TEST(Ledger, NothingAfterTheCloseCounts) {
  Issue a = member(5);
  done(a, 101);
  const Ledger ledger = ledger_of({a});
  EXPECT_EQ(ledger.completed, 0);
  EXPECT_EQ(ledger.spillover, 5);
}

TEST(Ledger, GrowthIsSeenInEstimatesAndCriteria) {
  Issue larger = member(3);
  add(larger, Field::points, 10, 3, 8);
  Issue clearer = member(5);
  clearer.first_criteria = 3;
  add(clearer, Field::criteria, 10, 3, 4);
  Issue barely = member(5);
  barely.first_criteria = 4;
  add(barely, Field::criteria, 10, 4, 5);
  const Ledger ledger = ledger_of({larger, clearer, barely});
  EXPECT_EQ(ledger.grown_stories, (std::vector<std::int32_t>{0, 1}));
  EXPECT_EQ(ledger.small_to_large, (std::vector<std::int32_t>{0}));
  EXPECT_EQ(ledger.creep(), 5);
}

TEST(Ledger, EpicsAndSubtasksAreLeftOut) {
  Issue epic = member(13);
  epic.type = IssueType::epic;
  Issue subtask = member(2);
  subtask.type = IssueType::subtask;
  EXPECT_EQ(ledger_of({epic, subtask}).committed, 0);
}

}  // namespace
}  // namespace stint::demo
