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
    const EstimateFieldRule rule{definitions_, wanted};
    const EstimateFields& fields = rule.of(site_, project, board);
    return (fields.fields.empty() ? "-" : fields.fields.front().id) + " " +
           std::string{unit_name(fields.unit)};
  }

  store::Definitions definitions_;
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

}  // namespace
}  // namespace stint::history
