// The score by day against the score worked out anew with as-of at each day's end.
#include "metrics/hygiene_history.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "metrics/analysis.h"
#include "metrics/random_history.h"
#include "metrics/scenario.h"

namespace stint::test {
namespace {

using metrics::HygieneDay;

// Sub-tasks, people, goals, a second board and a planned sprint, which random_scenario() does without.
std::string richer_scenario(std::uint32_t seed) {
  std::mt19937 random{seed};
  std::string out = random_scenario(seed);
  const auto day = [&] {
    std::string text = "02-";
    text += static_cast<char>('0' + draw(random, 3));
    text += static_cast<char>('1' + draw(random, 8));
    return text;
  };
  out += "board 2 points project B\nsprint 4 board 1 start 02-20 end 03-02 active\n";
  out += "sprint 5 board 2 goal - start 01-20 end 02-10 completed 02-11 closed\n";
  out += "sprint 6 board 1 future\n";
  for (const std::string parent : {"A-1", "A-2", "A-4"}) {
    out += "issue S-" + parent.substr(2) + " created 01-20 subtask parent " + parent + "\n";
    out += "  " + day() + " comment \"on it\"\n";
    if (draw(random, 2) == 0) out += "  03-01 status done\n";
  }
  for (int i = 1; i <= 6; ++i) {
    out += "issue B-" + std::to_string(i) + " created 01-" + std::to_string(10 + draw(random, 20));
    out += " sprint " + std::string{draw(random, 2) == 0 ? "5" : "4,6"};
    out += " assignee " + std::string{draw(random, 2) == 0 ? "ann" : "-"};
    out += " points " + std::string{draw(random, 3) == 0 ? "-" : "3"};
    if (draw(random, 3) == 0) out += " criteria 2";
    if (draw(random, 4) == 0) out += " type Bug";
    if (draw(random, 6) == 0) out += " no-history";
    const std::string start = day();
    out += fmt::format("\n  01-31 status doing\n  {0} status review\n  {0} assignee bob\n", start);
    out += fmt::format("  02-28 status {}\n", draw(random, 2) == 0 ? "todo" : "done");
    if (draw(random, 2) == 0) out += "  03-03 status doing\n  03-04 criteria 0\n  03-05 points -\n";
  }
  return out + "as-of 03-0" + std::to_string(1 + draw(random, 8)) + "\n";
}

void expect_same(const Scenario& scenario, const metrics::Options& options, const std::string& text) {
  const history::Dataset data = dataset_of(scenario);
  const metrics::Context context{data, scenario.as_of, scenario.zone, options};
  const auto history = metrics::hygiene_history(context, metrics::flow_dates(context));
  ASSERT_EQ(history.size(), data.boards.size());
  for (std::size_t k = 0; k < history[0].size(); ++k) {
    metrics::Context then = context;
    then.as_of = history[0][k].at;
    const metrics::Analysis analysis = metrics::analyse(then);
    for (std::size_t b = 0; b < history.size(); ++b) {
      const HygieneDay& day = history[b][k];
      const metrics::Hygiene& hygiene = analysis.hygiene[b];
      ASSERT_EQ(day.checked(), hygiene.applicable()) << show(day.at) << "\n" << text;
      for (std::size_t c = 0; c < metrics::kHygieneChecks; ++c) {
        const auto where = [&] {
          return testing::Message() << show(day.at) << " board " << data.boards[b].name << " "
                                    << metrics::check_name(hygiene.checks[c].check) << "\n"
                                    << text;
        };
        ASSERT_EQ(day.applicable[c], hygiene.checks[c].applicable) << where();
        ASSERT_EQ(day.violations[c], hygiene.checks[c].violations) << where();
      }
      ASSERT_EQ(day.score, hygiene.score) << show(day.at) << "\n" << text;
    }
  }
}

metrics::Options eager_options() {
  metrics::Options options;
  options.hygiene_history_days = 64;
  options.ageing_minimum = 2;
  options.hygiene_window_days = 20;
  options.stalled_days = 2;
  options.weight_stale = 3;
  return options;
}

TEST(HygieneHistory, IsTheScoreOfEachDay) {
  for (std::uint32_t seed = 0; seed < 150; ++seed) {
    const std::string text = random_scenario(seed);
    expect_same(parse_scenario(text), eager_options(), text);
  }
}

TEST(HygieneHistory, IsTheScoreOfEachDayWithEverythingThatIsChecked) {
  for (std::uint32_t seed = 0; seed < 150; ++seed) {
    const std::string text = richer_scenario(seed);
    metrics::Options options = eager_options();
    if (seed % 3 == 0) options.include_subtasks = 1;
    if (seed % 3 == 1) options.estimated_share = 0.3;
    expect_same(parse_scenario(text), options, text);
  }
}

TEST(HygieneHistory, DaysEndAtMidnightOfTheZone) {
  const Scenario scenario = parse_scenario(
      "board 1 points\n"
      "zone America/New_York\n"
      "issue A-1 created 01-01 assignee ann\n"
      "  01-03T03:30 status doing\n"  // half past ten in the evening of the 2nd
      "as-of 01-04T20:00\n");
  const history::Dataset data = dataset_of(scenario);
  metrics::Options options;
  options.hygiene_history_days = 4;
  const metrics::Context context{data, scenario.as_of, scenario.zone, options};
  const auto days = metrics::hygiene_history(context, metrics::flow_dates(context)).at(0);
  ASSERT_EQ(days.size(), 4);
  EXPECT_EQ(format_day(days[0].day), "2026-01-01");
  EXPECT_EQ(days[0].checked(), 0);
  EXPECT_EQ(days[0].score, std::nullopt);
  EXPECT_EQ(show(days[1].at), "01-03T04:59:59.999");
  EXPECT_EQ(days[1].checked(), 3);  // assigned, not blocked, not stale
  EXPECT_EQ(days[1].score, 100);
  EXPECT_EQ(days[3].at, scenario.as_of);
}

TEST(HygieneHistory, NothingToCheck) {
  const Scenario scenario = parse_scenario("board 1 points\nissue A-1 created 01-05\nas-of 01-04\n");
  const history::Dataset data = dataset_of(scenario);
  const metrics::Context context{data, scenario.as_of, {}, {}};
  const auto history = metrics::hygiene_history(context, metrics::flow_dates(context));
  ASSERT_EQ(history.size(), 1);
  ASSERT_EQ(history[0].size(), 60);
  for (const HygieneDay& day : history[0]) EXPECT_EQ(day.score, std::nullopt);
}

}  // namespace
}  // namespace stint::test
