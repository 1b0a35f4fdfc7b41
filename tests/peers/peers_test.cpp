// Start and done of rule 1 against two peers: equal on every row of their common definition, and on the
// others what ours.tsv says. With STINT_REWRITE set, ours.tsv is rewritten; what changed is then to be read
// against rule 1.
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>

#include "peers/dates.h"

namespace stint::test {
namespace {

namespace fs = std::filesystem;

const fs::path kHere{STINT_PEERS};
const fs::path kExports{STINT_REAL_EXPORTS};

// How many rows were compared.
int compare_common(const std::map<std::string, Days>& ours, const std::vector<PeerRow>& rows) {
  int compared = 0;
  for (const PeerRow& row : rows) {
    const auto found = ours.find(row.key);
    if (found == ours.end()) {
      ADD_FAILURE() << row.key << " was not read";
      continue;
    }
    const Days& days = found->second;
    // Where the peers agree on the end, it is ours too, common row or not.
    if (row.jirametrics.done == row.jira_agile_metrics.done) {
      EXPECT_EQ(days.done, row.jirametrics.done) << row.key << ": " << row.note;
    }
    if (!row.common) continue;
    ++compared;
    EXPECT_EQ(row.jirametrics.start, row.jira_agile_metrics.start) << row.key;
    EXPECT_EQ(days.start, row.jirametrics.start) << row.key << ": " << row.note;
    EXPECT_EQ(days.done, row.jirametrics.done) << row.key << ": " << row.note;
    EXPECT_EQ(days.done, row.jira_agile_metrics.done) << row.key << ": " << row.note;
  }
  return compared;
}

std::map<std::string, Days> made_up() {
  return days_of({kHere / "histories.jira.json", kHere / "statuses.json", kHere / "board.json"});
}

TEST(Peers, AgreeOnTheirCommonDefinition) {
  EXPECT_EQ(compare_common(made_up(), read_peers(kHere / "expected.tsv")), 52);
}

TEST(Peers, ElsewhereTheDaysAreThoseOfRuleOne) {
  const auto ours = made_up();
  if (std::getenv("STINT_REWRITE") != nullptr) {
    std::ofstream out{kHere / "ours.tsv"};
    out << "key\tstart\tdone\tflags\n";
    for (const PeerRow& row : read_peers(kHere / "expected.tsv")) {
      const Days& days = ours.at(row.key);
      if (!row.common)
        out << row.key << '\t' << days.start << '\t' << days.done << '\t' << days.flags << '\n';
    }
  }
  std::size_t others = 0;
  for (const PeerRow& row : read_peers(kHere / "expected.tsv")) others += row.common ? 0 : 1;
  const auto rows = read_table(kHere / "ours.tsv");
  EXPECT_EQ(rows.size(), others);
  for (const auto& cells : rows) {
    const Days expected{cells.at(1), cells.at(2), cells.size() > 3 ? cells[3] : std::string{}};
    const Days& days = ours.at(cells.at(0));
    EXPECT_TRUE(days == expected) << cells[0] << ": start " << days.start << ", done " << days.done << ", "
                                  << days.flags;
  }
}

TEST(Peers, AgreeOnARealBoardExport) {
  if (!fs::exists(kExports)) GTEST_SKIP() << "no optional data folder " << kExports;
  EXPECT_EQ(compare_common(days_of({kExports / "board-export"}), read_peers(kHere / "board-export.tsv")), 6);
}

TEST(Peers, AgreeOnARealIssuesExport) {
  if (!fs::exists(kExports)) GTEST_SKIP() << "no optional data folder " << kExports;
  EXPECT_EQ(compare_common(days_of({kExports / "issues"}), read_peers(kHere / "issues-export.tsv")), 6);
}

}  // namespace
}  // namespace stint::test
