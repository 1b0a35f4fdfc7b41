#include "history/estimate_field.h"

#include <gtest/gtest.h>

namespace stint::history {
namespace {

class EstimateField : public testing::Test {
 protected:
  EstimateField() : site_(definitions_.site("")) {
    definitions_.put(site_, tracker::Field{"f1", "Story Points", "number"});
    definitions_.put(site_, tracker::Field{"f2", "Story point estimate", "number"});
    definitions_.put(site_, tracker::Field{"f3", "Effort", "number"});
  }

  void add_board(const std::string& id, const std::string& project, const std::string& field,
                 const std::string& type = "scrum") {
    tracker::Board board;
    board.id = id;
    board.project_key = project;
    board.estimation_field = field;
    board.type = type;
    definitions_.put(site_, board);
  }

  // The first field and the unit.
  [[nodiscard]] std::string chosen(const std::string& project, const std::string& board,
                                   std::string_view wanted = {}) {
    const EstimateFieldRule rule{definitions_, wanted, overrides_};
    const EstimateFields& fields = rule.of(site_, project, board);
    return (fields.fields.empty() ? "-" : fields.fields.front().id) + " " +
           std::string{unit_name(fields.unit)};
  }

  void override_board(const std::string& board, const std::string& estimation) {
    overrides_ = {{board, {}, estimation}};
  }

  store::Definitions definitions_;
  std::vector<BoardOverride> overrides_;
  store::SiteId site_;
};

TEST_F(EstimateField, IsTheOneTheBoardEstimatesIn) {
  add_board("1", "A", "f3");
  add_board("2", "B", "issueCount");
  add_board("3", "C", "timeoriginalestimate");
  EXPECT_EQ(chosen("A", "1"), "f3 points");
  EXPECT_EQ(chosen("B", "2"), "- issues");
  EXPECT_EQ(chosen("C", "3"), "timeoriginalestimate hours");
}

TEST_F(EstimateField, OfNoSprintIsTheProjectsBoards) {
  add_board("1", "A", "f2", "kanban");
  EXPECT_EQ(chosen("A", ""), "f2 points");
  add_board("2", "A", "f3");
  EXPECT_EQ(chosen("A", ""), "f3 points");
  EXPECT_EQ(chosen("A", "99"), "f3 points");
}

TEST_F(EstimateField, IsFoundByNameWhereNoBoardSays) {
  EXPECT_EQ(chosen("A", ""), "f1 points");
  add_board("1", "A", "");
  EXPECT_EQ(chosen("A", "1"), "f1 points");
}

TEST_F(EstimateField, IsTheOneTheUserChose) {
  add_board("1", "A", "f1");
  EXPECT_EQ(chosen("A", "1", "effort"), "f3 points");
  EXPECT_EQ(chosen("A", "1", "f2"), "f2 points");
  EXPECT_EQ(chosen("A", "1", "timeoriginalestimate"), "timeoriginalestimate hours");
}

TEST_F(EstimateField, IsTheOneTheConfigurationSaysOfTheBoard) {
  add_board("1", "A", "f1");
  add_board("2", "B", "issueCount");
  override_board("1", "effort");
  EXPECT_EQ(chosen("A", "1"), "f3 points");
  EXPECT_EQ(chosen("A", ""), "f3 points") << "the project has its board's";
  EXPECT_EQ(chosen("B", "2"), "- issues");
  EXPECT_EQ(chosen("A", "1", "f2"), "f3 points") << "said of one board, it is meant more than said of all";
  EXPECT_EQ(chosen("B", "2", "f2"), "f2 points");
  override_board("1", "hours");
  EXPECT_EQ(chosen("A", "1"), "timeoriginalestimate hours");
  override_board("1", "issues");
  EXPECT_EQ(chosen("A", "1"), "- issues");
  override_board("2", "points");
  EXPECT_EQ(chosen("B", "2"), "f1 points") << "the usual field, as the board names none of points";
  add_board("3", "C", "f3");
  override_board("3", "points");
  EXPECT_EQ(chosen("C", "3"), "f3 points") << "the board's own";
}

TEST_F(EstimateField, OverridesAreFoundByNameAndWithoutDefinition) {
  tracker::Board board;
  board.id = "7";
  board.name = "Shop";
  board.project_key = "A";
  definitions_.put(site_, board);
  override_board("SHOP", "f2");
  EXPECT_EQ(chosen("A", "7"), "f2 points");
  override_board("8", "f2");
  EXPECT_EQ(chosen("A", "8"), "f2 points") << "a board that only sprints name";
  EXPECT_EQ(chosen("A", "7"), "f1 points");
  override_board("B", "hours");
  EXPECT_EQ(chosen("B", ""), "timeoriginalestimate hours") << "the board made up for a project";
  EXPECT_EQ(chosen("A", ""), "f1 points");
  definitions_.put_project(site_, "C", "Chairs");
  override_board("c", "hours");
  EXPECT_EQ(chosen("C", ""), "timeoriginalestimate hours") << "in any case";
}

}  // namespace
}  // namespace stint::history
