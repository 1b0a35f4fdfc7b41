// What must hold of any history, over many made-up ones. A failure prints the history as a scenario.
#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

#include "metrics/answers.h"
#include "metrics/every_figure.h"
#include "metrics/history_count.h"
#include "metrics/random_history.h"
#include "tracker/changes.h"

namespace stint::test {
namespace {

metrics::Analysis analyse(const Scenario& scenario, const history::Dataset& data) {
  return metrics::analyse({data, scenario.as_of, scenario.zone, scenario.options});
}

// Everything about the sprints and about issues of that project.
std::string figures(const metrics::Analysis& analysis, std::string_view project = "A-") {
  std::string out;
  for (const std::string sprint : {"1", "2", "3"}) out += answer(analysis, "sprint " + sprint);
  for (const history::Issue& issue : analysis.context.data.issues) {
    const std::string key{analysis.context.data.text(issue.key)};
    if (!key.starts_with(project) || issue.created > analysis.context.as_of) continue;
    out += key + "\n";
    for (const std::string question : {"flow ", "blocked ", "stalled "})
      out += answer(analysis, question + key);
  }
  return out;
}

std::string figures(const Scenario& scenario, std::size_t runs = 1) {
  const history::Dataset data = dataset_of(scenario, runs);
  return figures(analyse(scenario, data));
}

TEST(Properties, TheLedgerAddsUp) {
  for (std::uint32_t seed = 0; seed < histories(); ++seed) {
    const std::string text = random_scenario(seed);
    const Scenario scenario = parse_scenario(text);
    const history::Dataset data = dataset_of(scenario);
    for (const metrics::SprintLedger& ledger : metrics::sprint_ledgers({data, scenario.as_of, {}, {}})) {
      ASSERT_NEAR(ledger.committed.value + ledger.added.value + ledger.re_estimated.value -
                      ledger.removed.value - ledger.completed.value,
                  ledger.remaining.value, 1e-9)
          << text;
      ASSERT_EQ(ledger.spillover.issues, ledger.remaining.issues) << text;
      for (const auto figure : {&metrics::SprintLedger::committed, &metrics::SprintLedger::added,
                                &metrics::SprintLedger::removed, &metrics::SprintLedger::completed,
                                &metrics::SprintLedger::completed_outside, &metrics::SprintLedger::remaining,
                                &metrics::SprintLedger::missed, &metrics::SprintLedger::re_estimated_up}) {
        const metrics::Figure& one = ledger.*figure;
        ASSERT_GE(one.value, -1e-9) << text;
        ASSERT_TRUE(std::ranges::is_sorted(one.issues)) << text;
        ASSERT_EQ(std::ranges::adjacent_find(one.issues), one.issues.end()) << text;
        ASSERT_FALSE(one.value > 1e-9 && one.issues.empty()) << text;
      }
    }
  }
}

// A second reading of scope, from the tracker's changes alone: what is a member and not done.
struct Scope {
  double sum = 0;
  std::vector<std::string> keys;
};

bool lists(const std::string& sprints, std::string_view sprint) {
  return ("," + sprints + ",").find("," + std::string{sprint} + ",") != std::string::npos;
}

Scope scope_at(const Scenario& scenario, std::string_view sprint, Instant at, bool at_start,
               history::Unit unit) {
  Scope scope;
  for (const tracker::Issue& issue : scenario.issues) {
    if (at_start ? issue.created >= at : issue.created > at) continue;
    const auto value_of = [&](std::string_view field, std::string now) {
      bool any = false;
      for (const tracker::Change& change : issue.changes) {
        if (change.field != field) continue;
        const bool by_text = field == "Story Points";
        if (!std::exchange(any, true)) now = by_text ? change.from_text : change.from;
        const bool leaves = field == "Sprint" && !lists(change.to, sprint);
        if (at_start ? change.at < at || (change.at == at && leaves) : change.at <= at) {
          now = by_text ? change.to_text : change.to;
        }
      }
      return now;
    };
    std::string current_sprints;
    for (const std::string& id : issue.sprint_ids) current_sprints += id + ",";
    if (!lists(value_of("Sprint", current_sprints), sprint)) continue;
    const std::string now = value_of("status", issue.status.id);
    if (now == "done" || now == "resolved" || now == "closed") continue;
    const std::string estimate =
        value_of("Story Points", issue.numbers.empty() ? "" : std::to_string(issue.numbers.front().value));
    scope.keys.push_back(issue.key);
    scope.sum +=
        unit == history::Unit::issues ? 1 : (estimate.empty() ? 0 : std::max(0.0, std::stod(estimate)));
  }
  return scope;
}

TEST(Properties, CommittedAndRemainingAreWhatASecondReadingFinds) {
  for (std::uint32_t seed = 0; seed < histories(); ++seed) {
    const std::string text = random_scenario(seed);
    const Scenario scenario = parse_scenario(text);
    const history::Dataset data = dataset_of(scenario);
    for (const metrics::SprintLedger& ledger : metrics::sprint_ledgers({data, scenario.as_of, {}, {}})) {
      const std::string& sprint = data.sprints[ledger.sprint].id;
      const Scope committed = scope_at(scenario, sprint, ledger.window.start, true, ledger.unit);
      const Scope remaining = scope_at(scenario, sprint, ledger.window.end, false, ledger.unit);
      ASSERT_NEAR(ledger.committed.value, committed.sum, 1e-9) << text << "sprint " << sprint;
      ASSERT_EQ(ledger.committed.issues.size(), committed.keys.size()) << text << "sprint " << sprint;
      ASSERT_NEAR(ledger.remaining.value, remaining.sum, 1e-9) << text << "sprint " << sprint;
      ASSERT_EQ(ledger.remaining.issues.size(), remaining.keys.size()) << text << "sprint " << sprint;
    }
  }
}

TEST(Properties, TheOrderOfTheInputDoesNotMatter) {
  for (std::uint32_t seed = 0; seed < histories(); ++seed) {
    const std::string text = random_scenario(seed);
    Scenario scenario = parse_scenario(text);
    const std::string sorted = figures(scenario);
    std::mt19937 random{seed};
    std::ranges::shuffle(scenario.issues, random);
    for (tracker::Issue& issue : scenario.issues) {
      // Some arrive twice, as pages of a changelog that overlap do.
      if (!issue.changes.empty())
        issue.changes.push_back(
            issue.changes[draw(random, static_cast<std::uint32_t>(issue.changes.size()))]);
      std::ranges::shuffle(issue.changes, random);
      tracker::sort_changes(issue.changes);
    }
    ASSERT_EQ(figures(scenario), sorted) << text;
  }
}

TEST(Properties, AnUnrelatedIssueChangesNothing) {
  for (std::uint32_t seed = 0; seed < histories(); ++seed) {
    const std::string text = random_scenario(seed);
    const std::string alone = figures(parse_scenario(text));
    for (const std::string other :
         {"issue B-1 created 01-01\n  01-10 status doing\n  01-11 flag on\n",
          "board 2 points project B\nsprint 9 board 2 start 01-05 end 01-15 active\n"
          "issue B-1 created 01-01 sprint 9\n  01-12 status done\n"}) {
      ASSERT_EQ(figures(parse_scenario(text + other)), alone) << text << other;
    }
  }
}

TEST(Properties, NothingLaterThanAsOfIsSeen) {
  for (std::uint32_t seed = 0; seed < histories(); ++seed) {
    const std::string text = random_scenario(seed);
    Scenario whole = parse_scenario(text);
    Scenario cut = parse_scenario(truncated(text, whole.as_of));
    whole.options.forecast_trials = cut.options.forecast_trials = 100;  // enough to tell one from the other
    const history::Dataset whole_data = dataset_of(whole);
    const history::Dataset cut_data = dataset_of(cut);
    const metrics::Analysis of_whole = analyse(whole, whole_data);
    const metrics::Analysis of_cut = analyse(cut, cut_data);
    ASSERT_EQ(figures(of_whole), figures(of_cut)) << text;
    ASSERT_EQ(every_figure(of_whole).text, every_figure(of_cut).text) << text;
    for (const std::string question : {"hygiene 1", "velocity 1", "ageing 1", "findings"}) {
      ASSERT_EQ(answer(of_whole, question), answer(of_cut, question)) << question << "\n" << text;
    }
  }
}

bool same_event(const history::Event& a, const history::Event& b) {
  return a.at == b.at && a.author == b.author && a.kind == b.kind && a.human == b.human &&
         a.synthetic == b.synthetic && a.payload == b.payload;
}

TEST(Properties, WhereRunsAreCutDoesNotMatter) {
  for (std::uint32_t seed = 0; seed < histories(); ++seed) {
    const std::string text = random_scenario(seed);
    const Scenario scenario = parse_scenario(text);
    const history::Dataset one = dataset_of(scenario);
    for (const std::size_t runs : {2U, 3U, 7U}) {
      const history::Dataset many = dataset_of(scenario, runs);
      ASSERT_EQ(one.events.size(), many.events.size());
      for (std::size_t i = 0; i < one.events.size(); ++i) {
        ASSERT_TRUE(same_event(one.events[i], many.events[i])) << text;
      }
      const auto key_in = [](const history::Dataset& data) {
        return [&data](const history::Issue& issue) { return data.text(issue.key); };
      };
      ASSERT_TRUE(std::ranges::equal(one.issues, many.issues, {}, key_in(one), key_in(many)));
      ASSERT_TRUE(
          std::ranges::equal(one.issues, many.issues, {}, &history::Issue::status, &history::Issue::status));
      ASSERT_TRUE(
          std::ranges::equal(one.statuses, many.statuses, {}, &history::Status::id, &history::Status::id));
      ASSERT_TRUE(
          std::ranges::equal(one.sprints, many.sprints, {}, &history::Sprint::id, &history::Sprint::id));
      ASSERT_TRUE(std::ranges::equal(one.blocked_by, many.blocked_by, {}, &history::BlockedBy::blocker,
                                     &history::BlockedBy::blocker));
      ASSERT_EQ(one.flag_reasons.size(), many.flag_reasons.size());
      ASSERT_EQ(one.newest_change, many.newest_change);
      ASSERT_EQ(figures(scenario, runs), figures(scenario)) << text;
    }
  }
}

}  // namespace
}  // namespace stint::test
