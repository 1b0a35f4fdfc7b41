// The CSV of stages, as flow-metrics tools import it.
#include <gtest/gtest.h>

#include "metrics/scenario.h"
#include "views/metric_family.h"

namespace stint::app {
namespace {

using views::stage_dates_table;

std::string csv_of(std::string_view text) {
  const test::Scenario scenario = test::parse_scenario(text);
  const history::Dataset data = test::dataset_of(scenario);
  const metrics::Analysis analysis =
      metrics::analyse({data, scenario.as_of, scenario.zone, scenario.options});
  return stage_dates_table(analysis).to_csv();
}

TEST(StageDates, LeavesNoGapsAndNothingFalls) {
  EXPECT_EQ(
      csv_of(R"(board 1 points column Next next column Build doing column Test review column Done done
issue A-1 created 01-01
  01-02 status next
  01-04 status done
issue A-2 created 01-02 status review
  01-04 status doing
  01-05 flag on
issue A-3 created 01-03
issue A-4 created 01-03 status doing no-history
issue A-5 created 01-03 status doing epic
as-of 01-06
)"),
      "ID,Link,Title,Next,Build,Test,Done,Type,Project,Board,Components,Sprint,Resolution,Blocked,Blocked "
      "Days\n"
      "A-1,,,2026-01-02,2026-01-04,2026-01-04,2026-01-04,Story,A,Board 1,,,,no,0\n"
      "A-2,,,2026-01-02,2026-01-02,2026-01-02,,Story,A,Board 1,,,,yes,1\n");
}

TEST(StageDates, PutsBoardsWithOtherColumnsInOneRow) {
  const std::string csv = csv_of(R"(board 1 points column Build doing column Done done
board 2 points project B column Build doing column Test review column Done done
board 3 points project C column Test review column Build doing column Done done
issue A-1 created 01-01 status doing
  01-03 status done
issue B-1 created 01-01 status doing
  01-02 status review
issue C-1 created 01-01 status review
  01-02 status doing
as-of 01-06
)");
  EXPECT_TRUE(csv.starts_with("ID,Link,Title,Build,Test,Build (Board 3),Done,Type,")) << csv;
  EXPECT_NE(csv.find("\nA-1,,,2026-01-01,2026-01-03,2026-01-03,2026-01-03,"), std::string::npos) << csv;
  EXPECT_NE(csv.find("\nB-1,,,2026-01-01,2026-01-02,,,"), std::string::npos) << csv;
  EXPECT_NE(csv.find("\nC-1,,,2026-01-01,2026-01-01,2026-01-02,,"), std::string::npos) << csv;
}

}  // namespace
}  // namespace stint::app
