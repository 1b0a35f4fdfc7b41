// What must hold of every figure of every family, over histories as awkward as trackers have them. A failure
// prints the history as a scenario.
#include <algorithm>
#include <gtest/gtest.h>
#include <string>

#include "history/builder.h"
#include "history/update.h"
#include "metrics/awkward_history.h"
#include "metrics/every_figure.h"
#include "metrics/finding_changes.h"
#include "metrics/history_count.h"
#include "metrics/random_history.h"
#include "metrics/scenario.h"
#include "tracker/acceptance_criteria.h"
#include "tracker/changes.h"

namespace stint::test {
namespace {

// How many futures are drawn changes nothing here but the time it takes.
constexpr double kTrials = 100;

Scenario read(const std::string& text) {
  Scenario scenario = parse_scenario(text);
  scenario.options.forecast_trials = kTrials;
  return scenario;
}

EveryFigure figures(const Scenario& scenario, const history::Dataset& data, std::string_view project = {}) {
  return every_figure(metrics::analyse({data, scenario.as_of, scenario.zone, scenario.options}), project);
}

TEST(AwkwardHistories, EveryFigureIsPossibleOrUndefinedWithAReason) {
  CountHistories tried;
  for (std::uint32_t seed = 0; seed < histories(); ++seed, tried.one_more()) {
    const std::string text = awkward_scenario(seed);
    const Scenario scenario = read(text);
    ASSERT_EQ(figures(scenario, dataset_of(scenario)).complaints, "") << "seed " << seed << "\n" << text;
  }
}

// Issues in any order, changes in any order, some of them twice, as pages that overlap bring them.
TEST(AwkwardHistories, TheOrderOfTheInputDoesNotMatter) {
  CountHistories tried;
  for (std::uint32_t seed = 0; seed < histories(); ++seed, tried.one_more()) {
    const std::string text = awkward_scenario(seed);
    Scenario scenario = read(text);
    const std::string sorted = figures(scenario, dataset_of(scenario)).text;
    std::mt19937 random{seed};
    std::ranges::shuffle(scenario.issues, random);
    for (tracker::Issue& issue : scenario.issues) {
      const auto count = static_cast<std::uint32_t>(issue.changes.size());
      if (count > 0) issue.changes.push_back(issue.changes[draw(random, count)]);
      std::ranges::shuffle(issue.changes, random);
      tracker::sort_changes(issue.changes);
    }
    ASSERT_EQ(figures(scenario, dataset_of(scenario, 1 + seed % 3)).text, sorted) << "seed " << seed << "\n"
                                                                                  << text;
  }
}

// First what the tracker held at some earlier moment, then what it holds now, put into that.
TEST(AwkwardHistories, TwoImportsAreAsGoodAsOne) {
  CountHistories tried;
  std::uint32_t put_in = 0;
  for (std::uint32_t seed = 0; seed < histories(); ++seed, tried.one_more()) {
    const std::string text = awkward_scenario(seed);
    const Scenario whole = read(text);
    std::mt19937 random{seed};
    Scenario earlier = read(truncated(text, parse_time("2026-01-01") + std::chrono::days{draw(random, 90)}));
    earlier.definitions = whole.definitions;
    history::Dataset data = dataset_of(earlier);
    const history::EstimateFieldRule estimates{whole.definitions, ""};
    history::DatasetBuilder builder{whole.definitions, estimates};
    for (const tracker::Issue& issue : whole.issues)
      builder.add(whole.site, issue, tracker::count_acceptance_criteria(issue.description));
    // An issue of a project that is new is not put in: then everything is built anew.
    if (!history::update(data, builder.take(), whole.definitions)) continue;
    ++put_in;
    const EveryFigure in_two = figures(whole, data);
    ASSERT_EQ(in_two.complaints, "") << "seed " << seed << "\n" << text;
    ASSERT_EQ(in_two.text, figures(whole, dataset_of(whole)).text) << "seed " << seed << "\n" << text;
  }
  EXPECT_GT(put_in, tried.count() / 2);
}

TEST(AwkwardHistories, AnUnrelatedIssueChangesNothing) {
  CountHistories tried;
  for (std::uint32_t seed = 0; seed < histories(); ++seed, tried.one_more()) {
    const std::string text = awkward_scenario(seed);
    const std::string more = unrelated_issue(seed);
    const Scenario alone = read(text);
    const Scenario together = read(text + more);
    const history::Dataset alone_data = dataset_of(alone);
    const history::Dataset together_data = dataset_of(together);
    for (const std::string_view project : {"A", "B"}) {
      ASSERT_EQ(figures(together, together_data, project).text, figures(alone, alone_data, project).text)
          << "seed " << seed << "\n"
          << text << more;
    }
  }
}

// Followed back day by day, which is dear: only now and then.
TEST(AwkwardHistories, FindingsCanBeFollowedBack) {
  CountHistories tried;
  for (std::uint32_t seed = 0; seed < histories(); seed += 10, tried.one_more()) {
    const Scenario scenario = read(awkward_scenario(seed));
    const history::Dataset data = dataset_of(scenario);
    metrics::Context context{data, scenario.as_of, scenario.zone, scenario.options};
    context.options.look_back_days = 5;
    const auto now = metrics::find_all(metrics::analyse(context));
    metrics::Context yesterday = context;
    yesterday.as_of -= std::chrono::days{1};
    const auto before = metrics::find_all(metrics::analyse(yesterday));
    auto changes = metrics::changes(now, before);
    metrics::find_since(context, now, changes);
    for (std::size_t i = 0; i < now.size(); ++i) {
      const bool alarming = now[i].current && now[i].severity > metrics::Severity::info;
      ASSERT_EQ(changes[i].since.has_value(), alarming) << awkward_scenario(seed) << now[i].id;
      if (alarming) {
        ASSERT_LE(*changes[i].since, context.zone.day_of(context.as_of));
      }
    }
  }
}

}  // namespace
}  // namespace stint::test
