// What is kept of an earlier assessment must be what a new one would say, to the letter.
#include "metrics/reanalysis.h"

#include <array>
#include <gtest/gtest.h>
#include <optional>
#include <random>
#include <sstream>

#include "history/builder.h"
#include "history/update.h"
#include "metrics/assessment_text.h"
#include "metrics/awkward_history.h"
#include "metrics/history_count.h"
#include "metrics/many_boards.h"
#include "metrics/random_history.h"
#include "metrics/scenario.h"
#include "tracker/acceptance_criteria.h"

namespace stint::test {
namespace {

using metrics::Assessment;
using metrics::Context;

// A scenario's lines as they were before some of its issues changed.
struct Earlier {
  std::string text;
  std::vector<std::string> changed;  // keys
};

// "issue A-1 created 01-01 points 3 …" with what another issue's line says after the creation.
std::string with_the_rest_of(const std::string& line, const std::string& other) {
  const auto rest = [](const std::string& text) {
    const std::size_t created = text.find(" created ");
    return std::min(text.find(' ', created + 9), text.size());
  };
  return line.substr(0, rest(line)) + other.substr(rest(other));
}

// Of each issue all, all but the last changes, or nothing. Some were also born as something else: in another
// sprint, with other links, or of another type.
Earlier earlier(const std::string& text, std::mt19937& random, std::uint32_t chance) {
  Earlier out;
  std::vector<std::vector<std::string>> issues;
  std::vector<std::string> born_as;
  std::string tail;
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("issue ")) {
      born_as.push_back(line);
      issues.push_back({line});
    } else if (line.starts_with("  ") && !issues.empty()) {
      issues.back().push_back(line);
    } else {
      (issues.empty() ? out.text : tail) += line + "\n";
    }
  }
  for (std::size_t i = 0; i < issues.size(); ++i) {
    std::vector<std::string>& issue = issues[i];
    const std::string rest = issue.front().substr(6);
    const std::string key = rest.substr(0, rest.find(' '));
    if (draw(random, chance) == 0) {
      out.changed.push_back(key);
      if (draw(random, 3) == 0 && i > 0) continue;
      const auto known = static_cast<std::size_t>(draw(random, static_cast<std::uint32_t>(issue.size())));
      issue.resize(1 + known);
      const std::string& other = born_as[draw(random, static_cast<std::uint32_t>(born_as.size()))];
      if (draw(random, 3) == 0) issue.front() = with_the_rest_of(issue.front(), other);
    }
    for (const std::string& line : issue) out.text += line + "\n";
  }
  out.text += tail;
  return out;
}

history::Run run_of(const Scenario& scenario, const std::vector<std::string>& keys) {
  const history::EstimateFieldRule estimates{scenario.definitions, ""};
  history::DatasetBuilder builder{scenario.definitions, estimates};
  for (const tracker::Issue& issue : scenario.issues) {
    if (std::ranges::find(keys, issue.key) == keys.end()) continue;
    builder.add(scenario.site, issue, tracker::count_acceptance_criteria(issue.description));
  }
  return builder.take();
}

// How far as-of lay behind, or ahead of, the scenario's when it was assessed before.
Instant as_of_before(const Scenario& scenario, std::mt19937& random) {
  using std::chrono::days;
  using std::chrono::hours;
  static constexpr std::array<Milliseconds, 12> kBefore{
      Milliseconds{0}, Milliseconds{0}, Milliseconds{0}, Milliseconds{0}, hours{3},  hours{15},
      days{1},         days{7},         days{20},        days{100},       -hours{9}, -days{3}};
  const Milliseconds back = kBefore.at(draw(random, kBefore.size()));
  if (draw(random, 6) > 0) return scenario.as_of - back;
  // The last moment of a local day.
  const Day day = scenario.zone.day_of(scenario.as_of - back);
  return scenario.zone.instant_of(day + days{1}) - Milliseconds{1};
}

struct Tried {
  int kept = 0;  // updates in which not everything had to be worked out anew
  int grown = 0;
  int moved = 0;
};

// One in `chance` issues changes between.
void try_one(const std::string& text, std::uint32_t seed, std::uint32_t chance, Tried& tried,
             const std::optional<metrics::Options>& other = std::nullopt) {
  std::mt19937 random{seed};
  const Earlier before = earlier(text, random, chance);
  Scenario now = parse_scenario(text);
  if (other) now.options = *other;
  const Scenario then = parse_scenario(before.text);
  if (then.issues.empty()) return;
  metrics::Options options = now.options;
  if (draw(random, 2) == 0) options.burnout_enabled = 1;
  history::Dataset data = dataset_of(then);
  const Context first{data, as_of_before(now, random), now.zone, options};
  std::optional<Assessment> assessment{metrics::assess(first)};
  // As-of alone, to and fro, before anything changes.
  if (draw(random, 3) == 0) {
    Context between = first;
    between.as_of = as_of_before(now, random);
    assessment.emplace(metrics::reassess(std::move(*assessment), between, {}));
    ASSERT_EQ(assessment_text(*assessment), assessment_text(metrics::assess(between))) << seed << "\n"
                                                                                       << text;
  }
  const auto touched = history::update(data, run_of(now, before.changed), now.definitions);
  if (!touched) return;
  if (!touched->all) ++tried.kept;
  if (!touched->all && !touched->inserted.empty()) ++tried.grown;
  if (!touched->all && first.as_of != now.as_of) ++tried.moved;
  const Context last{data, now.as_of, now.zone, options};
  assessment.emplace(metrics::reassess(std::move(*assessment), last, *touched));
  ASSERT_EQ(assessment_text(*assessment), assessment_text(metrics::assess(last))) << seed << "\nbefore:\n"
                                                                                  << before.text << "\nnow:\n"
                                                                                  << text;
}

TEST(Reanalysis, SaysWhatAWholeAnalysisSaysOfRandomHistories) {
  Tried tried;
  CountHistories count;
  for (std::uint32_t seed = 0; seed < histories(); ++seed, count.one_more()) {
    ASSERT_NO_FATAL_FAILURE(try_one(random_scenario(seed), seed, 2 + seed % 5, tried));
  }
  EXPECT_GT(tried.kept, 1500);
  EXPECT_GT(tried.grown, 500);
  EXPECT_GT(tried.moved, 800);
}

TEST(Reanalysis, SaysWhatAWholeAnalysisSaysOfAwkwardHistories) {
  Tried tried;
  CountHistories count;
  for (std::uint32_t seed = 0; seed < histories(); ++seed, count.one_more()) {
    ASSERT_NO_FATAL_FAILURE(try_one(awkward_scenario(seed), seed, 2 + seed % 9, tried));
  }
  EXPECT_GT(tried.kept, 800);
  EXPECT_GT(tried.grown, 200);
  EXPECT_GT(tried.moved, 400);
}

// Where few of many boards have changes, but what others find depends on these.
TEST(Reanalysis, SaysWhatAWholeAnalysisSaysOfManyBoards) {
  Tried tried;
  CountHistories count;
  for (std::uint32_t seed = 0; seed < histories() / 4; ++seed, count.one_more()) {
    ASSERT_NO_FATAL_FAILURE(
        try_one(many_boards_scenario(seed), seed, 10 + seed % 30, tried, sensitive_options()));
  }
  EXPECT_GT(tried.kept, 400);
  EXPECT_GT(tried.grown, 100);
  EXPECT_GT(tried.moved, 200);
}

// One issue changes, and something is to be said anew of a board or project that it does not belong to.
struct Distant {
  std::string before;
  std::string now;
  std::string changed;
  std::string finding;  // which another one is made by the change
};

std::string text_of(const Assessment& assessment, std::string_view id) {
  const std::string all = assessment_text(assessment);
  const std::size_t at = all.find("\nfinding\"" + std::string{id} + "\"");
  return at == std::string::npos ? std::string{} : all.substr(at, all.find('\n', at + 1) - at);
}

void expect_reached(const Distant& distant) {
  const std::string head =
      "board 1 points project A\nboard 2 points project B\n"
      "sprint 10 board 1 start 01-05 end 01-15 completed 01-15 closed\n"
      "sprint 20 board 2 start 01-05 end 01-15 completed 01-15 closed\n";
  const Scenario then = parse_scenario(head + distant.before + "as-of 01-20\n");
  const Scenario now = parse_scenario(head + distant.now + "as-of 01-20\n");
  history::Dataset data = dataset_of(then);
  const Context context{data, now.as_of, now.zone, sensitive_options()};
  std::optional<Assessment> assessment{metrics::assess(context)};
  const std::string first = text_of(*assessment, distant.finding);
  const auto touched = history::update(data, run_of(now, {distant.changed}), now.definitions);
  ASSERT_TRUE(touched && !touched->all);
  assessment.emplace(metrics::reassess(std::move(*assessment), context, *touched));
  EXPECT_NE(text_of(*assessment, distant.finding), first);
  EXPECT_EQ(assessment_text(*assessment), assessment_text(metrics::assess(context)));
}

TEST(Reanalysis, ReachesSprintsOfWhatAChangedIssueBlocks) {
  const std::string item =
      "issue A-1 created 01-01 points 3 sprint 10 blocked-by B-1\n  01-05 status doing\n";
  expect_reached({item + "issue B-1 created 01-01\n  01-02 status done\n", item + "issue B-1 created 01-01\n",
                  "B-1", "missed_target:A/board-1/sprint-10"});
}

TEST(Reanalysis, ReachesProjectsWithABugThatChanged) {
  const std::string item = "issue A-1 created 01-01\n  01-08 status doing\n  01-10 status done\n";
  const std::string bug = "issue B-1 created 01-12 type Bug link A-1\n";
  expect_reached({item + bug + "  01-13 resolution Duplicate\n", item + bug, "B-1", "defect_leakage:A"});
}

TEST(Reanalysis, ReachesProjectsWithABugThatIsNoLongerLinked) {
  const std::string item = "issue A-1 created 01-01\n  01-08 status doing\n  01-10 status done\n";
  const std::string bug = "issue B-1 created 01-12 type Bug";
  expect_reached({item + bug + " link A-1\n", item + bug + "\n", "B-1", "defect_leakage:A"});
}

TEST(Reanalysis, ReachesSprintsOfOtherBoards) {
  const std::string items =
      "issue B-1 created 01-01 points 2 sprint 20\nissue B-2 created 01-01 points 2 sprint 20\n"
      "issue B-3 created 01-01 points 2 sprint 20\nissue B-4 created 01-01 points 2 sprint 20\n"
      "issue B-5 created 01-01 points 2 sprint 20\n";
  // It belongs to the board of its last sprint.
  const std::string guest = "issue A-1 created 01-01 points 2 sprint 20\n";
  const std::string moves = "  01-16 sprint 20,10\n";
  expect_reached({items + guest + "  01-02 points 3\n" + moves,
                  items + guest + "  01-02 points -\n  01-06 points 3\n" + moves, "A-1",
                  "hygiene.unestimated:B/board-2/sprint-20"});
}

TEST(Reanalysis, StartsOverWithOtherOptions) {
  const Scenario scenario = parse_scenario(random_scenario(1));
  const history::Dataset data = dataset_of(scenario);
  const Context first{data, scenario.as_of, scenario.zone, scenario.options};
  Context other = first;
  other.options.stalled_days = 1;
  other.options.history_sprints = 1;
  EXPECT_EQ(assessment_text(metrics::reassess(metrics::assess(first), other, {})),
            assessment_text(metrics::assess(other)));
}

}  // namespace
}  // namespace stint::test
