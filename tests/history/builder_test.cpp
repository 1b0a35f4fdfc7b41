#include "history/builder.h"

#include <cmath>
#include <gtest/gtest.h>

#include "metrics/scenario.h"

namespace stint::history {
namespace {

using test::dataset_of;
using test::parse_scenario;

// "status doing" as one line an event of the only issue.
std::string events(const Dataset& data) {
  std::string out;
  for (const Event& event : data.events_of(data.issues[0])) {
    out += test::show(event.at) + (event.synthetic ? " *" : " ");
    switch (event.kind) {
      case EventKind::status:
        out += (event.from() == kNone ? "-" : data.statuses[event.from()].id) + ">" +
               data.statuses[event.to()].id;
        break;
      case EventKind::sprint_enter:
        out += "enter " + data.sprints[event.to()].id;
        break;
      case EventKind::sprint_leave:
        out += "leave " + data.sprints[event.from()].id;
        break;
      case EventKind::estimate:
        out += std::isnan(event.value()) ? "no estimate"
                                         : "estimate " + std::to_string(std::lround(event.value()));
        break;
      case EventKind::criteria:
        out += "criteria " + std::to_string(std::lround(event.value()));
        break;
      case EventKind::flag_on:
        out += "flag";
        break;
      case EventKind::assignee:
        out += "assignee " + (event.to() == kNone ? "-" : data.people[event.to()].id);
        break;
      default:
        out += "other";
    }
    out += "\n";
  }
  return out;
}

TEST(Builder, WorksOutWhatNoTrackerLogsAtCreation) {
  EXPECT_EQ(events(dataset_of(parse_scenario(
                "issue A-1 created 01-01 status doing points 3 sprint 1,2 assignee ann flag on "
                "criteria 2\n"))),
            "01-01 *->doing\n01-01 *assignee ann\n01-01 *estimate 3\n01-01 *criteria 2\n01-01 *flag\n01-01 "
            "*enter 1\n"
            "01-01 *enter 2\n");
}

TEST(Builder, TakesTheFirstChangesOldValueForTheCreation) {
  EXPECT_EQ(
      events(dataset_of(parse_scenario("issue A-1 created 01-01 points 3 sprint 1\n"
                                       "  01-02 points 5\n"
                                       "  01-03 sprint 2\n"
                                       "  01-04 points -\n"
                                       "  01-05 criteria 3\n"
                                       "  01-06 assignee bob\n"
                                       "  01-07 status done\n"))),
      "01-01 *->todo\n01-01 *estimate 3\n01-01 *enter 1\n01-02 estimate 5\n01-03 leave 1\n01-03 enter 2\n"
      "01-04 no estimate\n01-05 criteria 3\n01-06 assignee bob\n01-07 todo>done\n");
}

TEST(Builder, PutsTheCreationBeforeAChangeThatIsOlder) {
  EXPECT_EQ(events(dataset_of(parse_scenario("issue A-1 created 01-05\n  01-03 status doing\n"))),
            "01-03 *->todo\n01-03 todo>doing\n");
}

// Old servers give names only.
TEST(Builder, FindsStatusesAndSprintsByTheirNames) {
  test::Scenario scenario = parse_scenario(
      "sprint 1 start 01-05\nsprint 2 start 01-19\nissue A-1 created 01-01 sprint 1\n"
      "  01-03 status doing\n  01-04 sprint 2\n  01-05 points 3\n");
  for (tracker::Change& change : scenario.issues[0].changes) {
    change.field_id.clear();
    if (change.field == "Sprint") {
      change.from_text = "Sprint 1";
      change.to_text = "Sprint 2";
    }
    change.from.clear();
    change.to.clear();
  }
  const Dataset data = dataset_of(scenario);
  EXPECT_EQ(
      events(data),
      "01-01 *->todo\n01-01 *enter 1\n01-03 todo>doing\n01-04 leave 1\n01-04 enter 2\n01-05 estimate 3\n");
  EXPECT_EQ(data.category(data.events_of(data.issues[0])[2].to()), StatusCategory::in_progress);
}

TEST(Builder, TellsStatusesOfOneNameApartByTheirIds) {
  const Dataset data = dataset_of(parse_scenario(
      "status s1 Same todo\nstatus s2 Same done\nissue A-1 created 01-01 status s1\n  01-02 status s2\n"));
  EXPECT_EQ(events(data), "01-01 *->s1\n01-02 s1>s2\n");
  EXPECT_EQ(data.category(data.issues[0].status), StatusCategory::done);
}

TEST(Builder, OrdersIssuesByTheirKeysNumbers) {
  const Dataset data = dataset_of(
      parse_scenario("issue B-1 created 01-01\nissue A-10 created 01-01\nissue A-9 created 01-01\n"));
  ASSERT_EQ(data.issues.size(), 3U);
  EXPECT_EQ(data.key(0), "A-9");
  EXPECT_EQ(data.key(1), "A-10");
  EXPECT_EQ(data.key(2), "B-1");
}

TEST(Builder, GivesAnIssueTheBoardOfItsLastSprint) {
  const Dataset data = dataset_of(parse_scenario(
      "board 1 points\nboard 2 points\nsprint 1 board 1 start 01-05\nsprint 2 board 2 start 01-05\n"
      "issue A-1 created 01-01 sprint 1\nissue A-2 created 01-01 sprint 1\n  01-03 sprint 2\n"
      "issue A-3 created 01-01 sprint 2\n  01-03 sprint -\n"));
  const auto board_of = [&](std::size_t issue) { return data.boards[data.issues[issue].board].id; };
  EXPECT_EQ(board_of(0), "1");
  EXPECT_EQ(board_of(1), "2");
  EXPECT_EQ(board_of(2), "2");
}

TEST(Builder, MakesUpABoardForAProjectWithoutOne) {
  const Dataset data = dataset_of(parse_scenario("issue A-1 created 01-01\nissue B-1 created 01-01\n"));
  ASSERT_EQ(data.boards.size(), 2U);
  EXPECT_EQ(data.boards[data.issues[1].board].project_key, "B");
  EXPECT_TRUE(data.boards[0].id.empty());
}

TEST(Builder, KnowsWhichHistoriesAreIncomplete) {
  const Dataset data = dataset_of(
      parse_scenario("issue A-1 created 01-01 history-total 2\n  01-02 status doing\nissue A-2 created 01-01 "
                     "history-total 1\n"
                     "  01-02 status doing\nissue A-3 created 01-01 no-history history-total 4\n"));
  EXPECT_EQ(data.incomplete_histories, 1);
  EXPECT_FALSE(data.issues[0].complete_history);
  EXPECT_TRUE(data.issues[1].complete_history);
  EXPECT_TRUE(data.issues[2].complete_history);
}

TEST(Builder, ListsSubtasksOfTheirParentsOnly) {
  const Dataset data = dataset_of(
      parse_scenario("issue A-1 created 01-01 parent A-1\nissue A-2 created 01-01 subtask parent A-1\n"
                     "issue A-3 created 01-01 subtask parent A-99\nissue A-4 created 01-01 parent A-1\n"));
  ASSERT_EQ(data.children.size(), 1U);
  EXPECT_EQ(data.children[0].issue, 0U);
  EXPECT_EQ(data.children[0].child, 1U);
  EXPECT_EQ(data.issues[0].parent, kNone);
  EXPECT_EQ(data.issues[3].parent, 0U);
}

TEST(Builder, KeepsLinksInBothDirectionsOnce) {
  const Dataset data =
      dataset_of(parse_scenario("issue A-1 created 01-01 link A-2\nissue A-2 created 01-01 link A-1\nissue "
                                "A-3 created 01-01 link A-99\n"));
  ASSERT_EQ(data.links.size(), 2U);
  EXPECT_EQ(data.links[0].other, 1U);
  EXPECT_EQ(data.links[1].other, 0U);
}

TEST(Builder, KnowsTheNewestChange) {
  const Dataset data =
      dataset_of(parse_scenario("issue A-1 created 01-01\n  01-05 comment x\nissue A-2 created 01-03\n"));
  EXPECT_EQ(data.newest_change, test::parse_time("01-05"));
}

TEST(Builder, MakesNothingOfNothing) {
  const Dataset data = dataset_of(parse_scenario(""));
  EXPECT_TRUE(data.issues.empty());
  EXPECT_FALSE(data.newest_change);
}

}  // namespace
}  // namespace stint::history
