// One project's part is what reading only that project would have given, but for blockers elsewhere.
#include "history/select.h"

#include <gtest/gtest.h>

#include "history/dataset_text.h"
#include "metrics/finding.h"
#include "metrics/random_history.h"
#include "metrics/scenario.h"

namespace stint::history {
namespace {

using test::dataset_of;
using test::dataset_text;
using test::parse_scenario;
using test::Scenario;

// The same organisation twice: project A's issues, and a copy of them in project B, on the same sprints.
Scenario with_neighbour(const std::string& text, std::uint32_t seed) {
  Scenario both = parse_scenario(text);
  const Scenario neighbour = parse_scenario(test::random_scenario(seed));
  for (tracker::Issue issue : neighbour.issues) {
    issue.key[0] = 'B';
    issue.id += "-b";
    issue.project_key = "B";
    issue.components = {"Engine"};
    issue.links.clear();
    both.issues.push_back(std::move(issue));
  }
  return both;
}

std::string without_dangling(const std::string& text) {
  std::string out;
  std::size_t from = 0;
  for (std::size_t end = 0; (end = text.find('\n', from)) != std::string::npos; from = end + 1) {
    if (!text.substr(from).starts_with("dangling ")) out += text.substr(from, end + 1 - from);
  }
  return out;
}

TEST(Select, GivesWhatReadingOneProjectWouldHave) {
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    const std::string text = test::random_scenario(seed);
    Scenario alone = parse_scenario(text);
    Scenario both = with_neighbour(text, seed + 500'000);
    for (std::size_t i = 0; i < alone.issues.size(); ++i) {
      alone.issues[i].components = {"Hull", i % 2 == 0 ? "Mast" : "Keel"};
      both.issues[i].components = alone.issues[i].components;
    }
    const Dataset part = select_project(dataset_of(both), "A", both.definitions);
    ASSERT_EQ(without_dangling(dataset_text(part)), without_dangling(dataset_text(dataset_of(alone))))
        << text;
    const metrics::Context context{part, both.as_of, both.zone, both.options, {}};
    ASSERT_NO_FATAL_FAILURE(static_cast<void>(metrics::find_all(metrics::analyse(context))));
  }
}

TEST(Select, KeepsABlockerElsewhereForAsLongAsItWasNotDone) {
  const Scenario both = parse_scenario(
      "issue A-1 created 01-01 blocked-by B-1\nissue B-1 created 01-02\n  01-05 status done\n  01-09 status "
      "doing\n  01-12 status done\n");
  const Dataset part = select_project(dataset_of(both), "A", both.definitions);
  ASSERT_EQ(part.blocked_by.size(), 2U);
  EXPECT_EQ(test::show(part.blocked_by[0].from), "01-02");
  EXPECT_EQ(test::show(part.blocked_by[0].until), "01-05");
  EXPECT_EQ(test::show(part.blocked_by[1].from), "01-09");
  EXPECT_EQ(test::show(part.blocked_by[1].until), "01-12");
  EXPECT_EQ(part.blocked_by[0].blocker, kNone);
}

TEST(Select, OfAProjectWithoutIssuesIsEmpty) {
  const Scenario some = parse_scenario("issue A-1 created 01-01\n");
  const Dataset part = select_project(dataset_of(some), "C", some.definitions);
  EXPECT_TRUE(part.issues.empty());
  EXPECT_TRUE(metrics::find_all(metrics::analyse({part, some.as_of, {}, {}, {}})).empty());
}

}  // namespace
}  // namespace stint::history
