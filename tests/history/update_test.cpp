// A dataset brought up to date means what one built of everything means.
#include "history/update.h"

#include <gtest/gtest.h>
#include <random>

#include "history/builder.h"
#include "history/dataset_text.h"
#include "metrics/random_history.h"
#include "metrics/scenario.h"
#include "tracker/acceptance_criteria.h"

namespace stint::history {
namespace {

using test::dataset_of;
using test::dataset_text;
using test::parse_scenario;
using test::Scenario;

Run run_of(const Scenario& scenario, const std::vector<std::string>& keys) {
  const EstimateFieldRule estimates{scenario.definitions, ""};
  DatasetBuilder builder{scenario.definitions, estimates};
  for (const tracker::Issue& issue : scenario.issues) {
    if (std::ranges::find(keys, issue.key) == keys.end()) continue;
    builder.add(scenario.site, issue, tracker::count_acceptance_criteria(issue.description));
  }
  return builder.take();
}

void expect_same_after_update(const std::string& before, const std::string& after,
                              const std::vector<std::string>& changed) {
  const Scenario old = parse_scenario(before);
  const Scenario now = parse_scenario(after);
  Dataset data = dataset_of(old);
  ASSERT_TRUE(update(data, run_of(now, changed), now.definitions)) << after;
  // What another history said of an issue may have been newer: trackers do not take that back, tests do.
  const Dataset whole = dataset_of(now);
  EXPECT_GE(data.newest_change, whole.newest_change);
  data.newest_change = whole.newest_change;
  ASSERT_EQ(dataset_text(data), dataset_text(whole)) << before << "\n" << after;
}

TEST(Update, ReplacesAnIssueWhereItLies) {
  expect_same_after_update(
      "board 1 points\nsprint 10 start 01-05\nissue A-1 created 01-01 sprint 10 points 3\nissue A-2 created "
      "01-01\n",
      "board 1 points\nsprint 10 start 01-05\nissue A-1 created 01-01 points 3\n  01-07 status doing\n"
      "  01-08 flag on\n  01-08 comment \"waits\"\nissue A-2 created 01-01\n",
      {"A-1"});
}

TEST(Update, PutsNewIssuesWhereTheirKeysBelong) {
  expect_same_after_update(
      "board 1 points\nsprint 10 start 01-05\nissue A-2 created 01-01 sprint 10\nissue A-10 created 01-01 "
      "sprint 10 blocked-by A-2\nissue B-1 created 01-01\n",
      "board 1 points\nsprint 10 start 01-05\nissue A-1 created 01-01 sprint 10\nissue A-2 created 01-01 "
      "sprint 10\nissue A-9 created 01-02 sprint 10\nissue A-10 created 01-01 sprint 10 blocked-by "
      "A-2\nissue A-11 created 01-03 subtask parent A-10\nissue B-1 created 01-01\n",
      {"A-9", "A-1", "A-11"});
}

TEST(Update, FindsWhatWasMissing) {
  expect_same_after_update(
      "issue A-1 created 01-01 blocked-by A-3\nissue A-2 created 01-01 subtask parent A-3\nissue A-4 created "
      "01-01 link A-3\n",
      "issue A-1 created 01-01 blocked-by A-3\nissue A-2 created 01-01 subtask parent A-3\nissue A-3 created "
      "01-01\nissue A-4 created 01-01 link A-3\n",
      {"A-3"});
}

TEST(Update, DropsWhatIsNoLongerSaid) {
  expect_same_after_update(
      "issue A-1 created 01-01 link A-2 blocked-by A-9\nissue A-2 created 01-01 link A-1\nissue A-3 created "
      "01-01 link A-1 subtask parent A-1\n",
      "issue A-1 created 01-01\nissue A-2 created 01-01 link A-1\nissue A-3 created 01-01\n", {"A-1", "A-3"});
}

TEST(Update, RefusesWhatItCannotPlace) {
  const Scenario old = parse_scenario("issue A-1 created 01-01\n");
  const Scenario now = parse_scenario("issue A-1 created 01-01\nissue B-1 created 01-01\n");
  Dataset data = dataset_of(old);
  const std::string before = dataset_text(data);
  EXPECT_FALSE(update(data, run_of(now, {"B-1"}), now.definitions));
  EXPECT_EQ(dataset_text(data), before);
}

std::string keys_of(const Dataset& data, const std::vector<Index>& issues) {
  std::string out;
  for (const Index issue : issues) out += std::string{out.empty() ? "" : " "} + std::string{data.key(issue)};
  return out;
}

template <class Row>
std::string ids_of(const std::vector<Row>& rows, const std::vector<Index>& positions) {
  std::string out;
  for (const Index position : positions) out += (out.empty() ? "" : " ") + rows[position].id;
  return out;
}

constexpr std::string_view kTwoBoards =
    "board 1 points\nboard 2 points\nsprint 10 board 1 start 01-05\nsprint 20 board 2 start 01-05\n"
    "sprint 30 board 2 start 01-09\n";

TEST(Update, SaysWhatItTouched) {
  const std::string rest =
      "issue A-4 created 01-01 blocked-by A-3 sprint 20\nissue A-5 created 01-01 subtask parent A-3\n"
      "issue A-6 created 01-01 link A-3\nissue A-7 created 01-01 sprint 30\n";
  const Scenario old =
      parse_scenario(std::string{kTwoBoards} +
                     "issue A-2 created 01-01\nissue A-3 created 01-01 link A-2 sprint 10\n" + rest);
  const Scenario now = parse_scenario(std::string{kTwoBoards} +
                                      "issue A-2 created 01-01\nissue A-3 created 01-01 sprint 10\n"
                                      "  01-06 sprint 20\n" +
                                      rest);
  Dataset data = dataset_of(old);
  const auto touched = update(data, run_of(now, {"A-3"}), now.definitions);
  ASSERT_TRUE(touched);
  EXPECT_EQ(keys_of(data, touched->issues), "A-3");
  EXPECT_TRUE(touched->inserted.empty());
  EXPECT_EQ(keys_of(data, touched->related), "A-2 A-4 A-5 A-6");  // A-2 was linked before
  EXPECT_EQ(ids_of(data.sprints, touched->sprints), "10 20");
  EXPECT_EQ(ids_of(data.boards, touched->boards), "1 2");
  EXPECT_TRUE(touched->regrouped);
  EXPECT_FALSE(touched->all);
}

TEST(Update, TouchesNoBoardButItsOwn) {
  const std::string rest = "issue A-4 created 01-01 sprint 20\nissue A-5 created 01-01 sprint 10\n";
  const Scenario old = parse_scenario(std::string{kTwoBoards} + rest);
  const Scenario now = parse_scenario(std::string{kTwoBoards} +
                                      "issue A-4 created 01-01 sprint 20\n  01-06 status doing\n"
                                      "issue A-5 created 01-01 sprint 10\n");
  Dataset data = dataset_of(old);
  const auto touched = update(data, run_of(now, {"A-4"}), now.definitions);
  ASSERT_TRUE(touched);
  EXPECT_EQ(keys_of(data, touched->issues), "A-4");
  EXPECT_TRUE(touched->related.empty());
  EXPECT_EQ(ids_of(data.sprints, touched->sprints), "20");
  EXPECT_EQ(ids_of(data.boards, touched->boards), "2");
  EXPECT_FALSE(touched->regrouped);
}

TEST(Update, SaysWhereNewIssuesLie) {
  const Scenario old = parse_scenario(
      std::string{kTwoBoards} + "issue A-2 created 01-01 sprint 10\nissue A-5 created 01-01 sprint 10\n");
  const Scenario now =
      parse_scenario(std::string{kTwoBoards} +
                     "issue A-1 created 01-01\nissue A-2 created 01-01 sprint 10\nissue A-3 created "
                     "01-01 sprint 10\nissue A-5 created 01-01 sprint 10\nissue A-9 created 01-01\n");
  Dataset data = dataset_of(old);
  const auto touched = update(data, run_of(now, {"A-9", "A-1", "A-3"}), now.definitions);
  ASSERT_TRUE(touched);
  EXPECT_EQ(touched->inserted, (std::vector<Index>{0, 2, 4}));
  EXPECT_EQ(touched->issues, touched->inserted);
}

TEST(Update, KeepsNothingWhenBoardsMove) {
  // Until then the project had no board but the one that is made up for it.
  const Scenario old = parse_scenario("sprint 10 board 7 start 01-05\nissue A-1 created 01-01\n");
  const Scenario now = parse_scenario("sprint 10 board 7 start 01-05\nissue A-1 created 01-01 sprint 10\n");
  Dataset data = dataset_of(old);
  const auto touched = update(data, run_of(now, {"A-1"}), now.definitions);
  ASSERT_TRUE(touched);
  EXPECT_TRUE(touched->all);
}

// The issues of a scenario's text, and what comes before and after them.
struct Pieces {
  std::string head;
  std::vector<std::pair<std::string, std::string>> issues;  // key, text
  std::string tail;

  [[nodiscard]] std::string text() const {
    std::string out = head;
    for (const auto& [_, issue] : issues) out += issue;
    return out + tail;
  }
};

Pieces cut(const std::string& text) {
  Pieces pieces;
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("issue ")) {
      const std::string rest = line.substr(6);
      pieces.issues.emplace_back(rest.substr(0, rest.find(' ')), line + "\n");
    } else if (line.starts_with("  ") && !pieces.issues.empty()) {
      pieces.issues.back().second += line + "\n";
    } else {
      (pieces.issues.empty() ? pieces.head : pieces.tail) += line + "\n";
    }
  }
  return pieces;
}

// Old: some issues of one random history, some as another one tells them. New: all of the first.
TEST(Update, MeansTheSameAsBuildingAnewOnRandomHistories) {
  int updated = 0;
  for (std::uint32_t seed = 0; seed < 3000; ++seed) {
    const Pieces now = cut(test::random_scenario(seed));
    const Pieces other = cut(test::random_scenario(seed + 1'000'000));
    std::mt19937 random{seed};
    Pieces before = now;
    before.issues.clear();
    std::vector<std::string> changed;
    for (std::size_t i = 0; i < now.issues.size(); ++i) {
      const auto& [key, text] = now.issues[i];
      const std::uint32_t fate = test::draw(random, 4);
      const auto twin = std::ranges::find(other.issues, key, [](const auto& issue) { return issue.first; });
      if (fate == 0 && i > 0) {
        changed.push_back(key);
      } else if (fate == 1 && twin != other.issues.end()) {
        before.issues.push_back(*twin);
        changed.push_back(key);
      } else {
        before.issues.emplace_back(key, text);
      }
    }
    if (before.issues.empty() || changed.empty()) continue;
    std::ranges::shuffle(changed, random);
    ASSERT_NO_FATAL_FAILURE(expect_same_after_update(before.text(), now.text(), changed)) << seed;
    ++updated;
  }
  EXPECT_GT(updated, 2000);
}

}  // namespace
}  // namespace stint::history
