// Contributor absence factors: the vector, what counts as a contribution, and an oracle that tries every
// group.
#include <algorithm>
#include <bit>
#include <gtest/gtest.h>

#include "metrics/finding.h"
#include "metrics/knowledge_silo.h"
#include "metrics/random_history.h"
#include "metrics/scenario.h"

namespace stint::test {
namespace {

using metrics::absence_factor;
using metrics::KnowledgeSilo;

TEST(AbsenceFactor, OfChaoss) {
  EXPECT_EQ(absence_factor({1000, 202, 90, 33, 332, 343, 42, 433}), 2);
}

TEST(AbsenceFactor, Edges) {
  EXPECT_EQ(absence_factor({}), std::nullopt);
  EXPECT_EQ(absence_factor({0, 0}), std::nullopt);
  EXPECT_EQ(absence_factor({7}), 1);
  EXPECT_EQ(absence_factor({5, 5}), 1);  // one of two gives exactly half
  EXPECT_EQ(absence_factor({5, 5, 1}), 2);
  EXPECT_EQ(absence_factor({3, 3, 3, 3}), 2);
}

TEST(AbsenceFactor, IsTheSmallestGroupThatGivesHalf) {
  std::mt19937 random{18};
  for (int round = 0; round < 500; ++round) {
    std::vector<std::int64_t> counts(1 + draw(random, 8));
    for (std::int64_t& count : counts) count = draw(random, 20);
    std::int64_t all = 0;
    for (const std::int64_t count : counts) all += count;
    if (all == 0) continue;
    int least = static_cast<int>(counts.size());
    for (unsigned group = 1; group < 1U << counts.size(); ++group) {
      std::int64_t sum = 0;
      for (std::size_t i = 0; i < counts.size(); ++i) sum += (group >> i & 1U) != 0 ? counts[i] : 0;
      if (2 * sum >= all) least = std::min(least, std::popcount(group));
    }
    ASSERT_EQ(absence_factor(counts), least);
  }
}

// Issues of project A get the component, those of project B none.
history::Dataset with_component(Scenario& scenario) {
  for (tracker::Issue& issue : scenario.issues) {
    if (issue.key.starts_with("A-") && issue.key != "A-9") issue.components = {"Billing"};
  }
  return dataset_of(scenario);
}

metrics::Options options_of(double minimum) {
  metrics::Options options;
  options.silo_minimum = minimum;
  return options;
}

constexpr std::string_view kStory =
    "board 1 points\n"
    "issue A-1 created 01-01\n"
    "  01-02 status doing by ann\n"
    "  01-02 assignee ann by ann\n"  // the same instant: one contribution
    "  01-03 rank 1 by bob\n"        // nobody works by these
    "  01-03T11:00 remote-link 1 by bob\n"
    "  01-03T12:00 points 3 by bot\n"
    "  01-04 comment \"x\" by ann\n"
    "  01-05 status done by bob\n"
    "issue A-2 created 01-01\n"
    "  01-06 points 5 by ann\n"
    "  01-07 points 8 by ann\n"
    "  01-08 points 3 by ann\n"
    "  02-08 points 3 by bob\n"  // later than as-of
    "issue A-3 created 2025-08-01\n"
    "  2025-09-01 points 3 by bob\n"  // before the window
    "issue A-9 created 01-01\n"
    "  01-06 points 5 by cid\n"  // of no component
    "issue B-1 created 01-01\n"
    "  01-06 points 5 by cid\n"
    "as-of 01-30\n";

TEST(KnowledgeSilos, WhatCounts) {
  Scenario scenario = parse_scenario(kStory);
  const history::Dataset data = with_component(scenario);
  const metrics::KnowledgeSilos silos = metrics::knowledge_silos({data, scenario.as_of, {}, options_of(6)});
  ASSERT_EQ(silos.components.size(), 2);
  const KnowledgeSilo& billing = silos.components[0];
  EXPECT_EQ(data.components[billing.component].name, "Billing");
  EXPECT_EQ(billing.contributions, 6);
  ASSERT_EQ(billing.people.size(), 2);
  EXPECT_EQ(data.people[billing.people[0].person].id, "ann");
  EXPECT_EQ(billing.people[0].contributions, 5);
  EXPECT_EQ(data.people[billing.people[1].person].id, "bob");
  EXPECT_EQ(billing.absence_factor, 1);
  EXPECT_DOUBLE_EQ(billing.top_share.value_or(0), 5.0 / 6);
  ASSERT_EQ(billing.top_issues.size(), 2);
  EXPECT_EQ(data.key(billing.top_issues[0]), "A-2");  // three of ann's, against two
  // A project that has no components is one by itself; an issue that is in none of those that there are is
  // left out.
  EXPECT_EQ(silos.components[1].component, metrics::kNone);
  EXPECT_EQ(silos.components[1].contributions, 1);
  EXPECT_EQ(silos.components[1].absence_factor, std::nullopt);
  std::size_t without = 0;
  for (const auto& issues : silos.no_component) without += issues.size();
  EXPECT_EQ(without, 1);
}

TEST(KnowledgeSilos, FindingNamesThePersonOnlyInAlerts) {
  Scenario scenario = parse_scenario(kStory);
  const history::Dataset data = with_component(scenario);
  for (const double minimum : {6.0, 7.0}) {
    const metrics::Analysis analysis = metrics::analyse({data, scenario.as_of, {}, options_of(minimum)});
    const auto findings = metrics::find_all(analysis);
    const auto found = std::ranges::find(findings, "knowledge_silo:A/Billing", &metrics::Finding::id);
    ASSERT_EQ(found != findings.end(), minimum == 6);
    if (found == findings.end()) continue;
    EXPECT_EQ(found->severity, metrics::Severity::warning);
    EXPECT_EQ(std::get<std::string>(found->find("person")->value), "ann");
    EXPECT_EQ(found->number("absence_factor"), 1);
  }
}

}  // namespace
}  // namespace stint::test
