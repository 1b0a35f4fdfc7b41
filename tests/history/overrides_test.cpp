#include "history/overrides.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "history/estimate_field.h"

namespace stint::history {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A story, and a spike under it.
Dataset dataset() {
  Dataset data;
  data.types = {{"Story"}, {"Spike"}, {"Bug", false, false, true}};
  data.statuses = {{0, "1", "To Do", StatusCategory::todo},
                   {0, "2", "In Progress", StatusCategory::in_progress},
                   {0, "3", "In Review", StatusCategory::in_progress, false, true},
                   {1, "3", "Parked", StatusCategory::todo},
                   {1, "9", "in review", StatusCategory::in_progress, false, true}};
  Board& board = data.boards.emplace_back();
  board.id = "12";
  board.name = "Shop board";
  board.columns = {"Open", "Doing"};
  board.column_of = {0, 1, 1, kNone, kNone};
  Issue story;
  story.type = 0;
  Issue spike;
  spike.type = 1;
  spike.parent = 0;
  data.issues = std::vector<Issue>{story, spike};
  return data;
}

Overrides of_status(StatusOverride status) {
  return {{std::move(status)}, {}, {}};
}

Overrides of_board(BoardOverride board) {
  return {{}, {}, {std::move(board)}};
}

TEST(Overrides, NothingChangesNothing) {
  Dataset data = dataset();
  EXPECT_THAT(apply({}, data), IsEmpty());
  EXPECT_EQ(data.statuses[2].category, StatusCategory::in_progress);
  EXPECT_TRUE(data.statuses[2].review);
  EXPECT_TRUE(Overrides{}.empty());
}

TEST(Overrides, StatusesByNameInAnyCase) {
  Dataset data = dataset();
  const StatusOverride done{"IN REVIEW", StatusCategory::done, true, std::nullopt, std::nullopt};
  EXPECT_THAT(apply(of_status(done), data), IsEmpty());
  for (const std::size_t i : {2U, 4U}) {
    EXPECT_EQ(data.statuses[i].category, StatusCategory::done);
    EXPECT_TRUE(data.statuses[i].blocked);
    EXPECT_FALSE(data.statuses[i].review) << "what is done waits for no review";
  }
  EXPECT_EQ(data.statuses[1].category, StatusCategory::in_progress);
}

TEST(Overrides, StatusesById) {
  Dataset data = dataset();
  const StatusOverride third{"3", StatusCategory::in_progress, std::nullopt, std::nullopt, std::nullopt};
  EXPECT_THAT(apply(of_status(third), data), IsEmpty());
  EXPECT_EQ(data.statuses[3].category, StatusCategory::in_progress);
  EXPECT_TRUE(data.statuses[3].waiting) << "it is called Parked, and is in progress now";
  EXPECT_TRUE(data.statuses[2].review) << "in progress before and after";
}

TEST(Overrides, WhatIsSaidWinsOverNames) {
  Dataset data = dataset();
  const StatusOverride plain{"In Review", std::nullopt, false, false, true};
  EXPECT_THAT(apply(of_status(plain), data), IsEmpty());
  EXPECT_FALSE(data.statuses[2].review);
  EXPECT_TRUE(data.statuses[2].waiting);
  EXPECT_EQ(data.statuses[2].category, StatusCategory::in_progress);
}

TEST(Overrides, Types) {
  Dataset data = dataset();
  EXPECT_THAT(apply({{}, {{"spike", TypeKind::bug}, {"Bug", TypeKind::epic}}, {}}, data), IsEmpty());
  EXPECT_TRUE(data.types[1].bug);
  EXPECT_TRUE(data.types[2].epic);
  EXPECT_FALSE(data.types[2].bug);
  EXPECT_TRUE(data.children.empty());
}

TEST(Overrides, SubtasksBecomeChildren) {
  Dataset data = dataset();
  EXPECT_THAT(apply({{}, {{"Spike", TypeKind::subtask}}, {}}, data), IsEmpty());
  EXPECT_TRUE(data.types[1].subtask);
  ASSERT_EQ(data.children.size(), 1U);
  EXPECT_EQ(data.children[0].issue, 0U);
  EXPECT_EQ(data.children[0].child, 1U);
  EXPECT_THAT(apply({{}, {{"Spike", TypeKind::task}}, {}}, data), IsEmpty());
  EXPECT_TRUE(data.children.empty());
}

TEST(Overrides, ColumnsTakeThePlaceOfAll) {
  Dataset data = dataset();
  const BoardOverride board{"shop BOARD", {{"Work", {"In Progress", "In Review"}}, {"Later", {"To Do"}}}, {}};
  EXPECT_THAT(apply(of_board(board), data), IsEmpty());
  EXPECT_THAT(data.boards[0].columns, ElementsAre("Work", "Later"));
  EXPECT_THAT(data.boards[0].column_of, ElementsAre(1, 0, 0, kNone, 0));
  EXPECT_EQ(data.boards[0].unit, Unit::points);
}

TEST(Overrides, Units) {
  Dataset data = dataset();
  const auto unit = [&](const std::string& estimation) {
    EXPECT_THAT(apply(of_board({"12", {}, estimation}), data), IsEmpty());
    return data.boards[0].unit;
  };
  EXPECT_EQ(unit("hours"), Unit::hours);
  EXPECT_EQ(unit("Issues"), Unit::issues);
  EXPECT_EQ(unit("points"), Unit::points);
  EXPECT_EQ(unit("timeoriginalestimate"), Unit::hours);
  EXPECT_EQ(unit("Effort"), Unit::points);
  EXPECT_THAT(data.boards[0].columns, ElementsAre("Open", "Doing")) << "columns stay";
}

TEST(Overrides, NamesThatMeetNothing) {
  Dataset data = dataset();
  const Overrides overrides{{{"In Reviw", StatusCategory::done, {}, {}, {}}},
                            {{"Incident", TypeKind::bug}},
                            {{"99", {}, "hours"}, {"12", {{"Doing", {"Coding", "In Reviw"}}}, {}}}};
  const std::vector<Unmatched> unmatched = apply(overrides, data);
  ASSERT_EQ(unmatched.size(), 4U) << "each name once";
  EXPECT_EQ(unmatched[0].what, "status");
  EXPECT_EQ(unmatched[0].name, "In Reviw");
  EXPECT_THAT(unmatched[0].known, ElementsAre("In Progress", "In Review", "Parked", "To Do", "in review"));
  EXPECT_EQ(unmatched[1].what, "type");
  EXPECT_THAT(unmatched[1].known, ElementsAre("Bug", "Spike", "Story"));
  EXPECT_EQ(unmatched[2].what, "board");
  EXPECT_EQ(unmatched[2].name, "99");
  EXPECT_EQ(unmatched[3].name, "Coding");
}

TEST(Overrides, TwiceIsOnce) {
  const Overrides overrides{{{"3", StatusCategory::done, true, {}, true}, {"Parked", {}, {}, true, {}}},
                            {{"Spike", TypeKind::subtask}},
                            {{"12", {{"All", {"To Do", "3"}}}, "hours"}}};
  Dataset once = dataset();
  static_cast<void>(apply(overrides, once));
  Dataset twice = once;
  EXPECT_THAT(apply(overrides, twice), IsEmpty());
  for (std::size_t i = 0; i < once.statuses.size(); ++i) {
    EXPECT_EQ(once.statuses[i].category, twice.statuses[i].category) << i;
    EXPECT_EQ(once.statuses[i].blocked, twice.statuses[i].blocked) << i;
    EXPECT_EQ(once.statuses[i].review, twice.statuses[i].review) << i;
    EXPECT_EQ(once.statuses[i].waiting, twice.statuses[i].waiting) << i;
  }
  EXPECT_EQ(once.children.size(), twice.children.size());
  EXPECT_EQ(once.boards[0].column_of, twice.boards[0].column_of);
  EXPECT_EQ(once.boards[0].unit, twice.boards[0].unit);
}

TEST(Overrides, FingerprintTellsWhatIsReadOtherwise) {
  const auto print = [](std::vector<TypeOverride> types, std::vector<BoardOverride> boards) {
    return Overrides{{}, std::move(types), std::move(boards)}.estimation_fingerprint();
  };
  EXPECT_EQ(print({}, {}), "");
  EXPECT_EQ(print({{"Spike", TypeKind::epic}}, {{"12", {{"Doing", {"1"}}}, {}}}), "");
  EXPECT_EQ(of_status({"Done", StatusCategory::todo, true, true, true}).estimation_fingerprint(), "");
  const std::string hours = print({}, {{"12", {}, "hours"}});
  EXPECT_NE(hours, "");
  EXPECT_EQ(hours, print({}, {{"12", {{"Doing", {"1"}}}, "hours"}}));
  EXPECT_NE(hours, print({}, {{"12", {}, "issues"}}));
  EXPECT_NE(hours, print({}, {{"13", {}, "hours"}}));
  EXPECT_NE(print({}, {{"1", {}, "2hours"}}), print({}, {{"12", {}, "hours"}}));
  EXPECT_NE(print({{"Spike", TypeKind::bug}}, {}), "");
}

TEST(Overrides, KindsOfTypes) {
  EXPECT_EQ(parse_type_kind("Bug"), TypeKind::bug);
  EXPECT_EQ(parse_type_kind("subtask"), TypeKind::subtask);
  EXPECT_EQ(parse_type_kind("feature"), std::nullopt);
  const Overrides overrides{{}, {{"Incident", TypeKind::bug}, {"Bug", TypeKind::task}}, {}};
  EXPECT_TRUE(overrides.makes_bug("INCIDENT"));
  EXPECT_FALSE(overrides.makes_bug("Bug"));
}

}  // namespace
}  // namespace stint::history
