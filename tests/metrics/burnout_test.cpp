// Workload signals: readings worked out by hand, and who is shown at all.
#include "metrics/burnout.h"

#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "metrics/finding.h"
#include "metrics/scenario.h"

namespace stint::test {
namespace {

using metrics::PersonWorkload;
using metrics::reading;
using metrics::SignalReading;
using metrics::WorkloadGroup;
using metrics::WorkloadSignal;
using Weekly = std::vector<std::optional<double>>;

TEST(Reading, IsTheDistanceFromTheBaselineInItsDeviations) {
  // Mean 4, sample deviation 2.
  const SignalReading signal = reading(Weekly{2.0, 4.0, std::nullopt, 6.0}, Weekly{9.0, 11.0}, 0.1);
  EXPECT_EQ(signal.usual, 4);
  EXPECT_EQ(signal.recent, 10);
  EXPECT_EQ(signal.z, 3);
}

TEST(Reading, ABaselineThatNeverVariedHasTheLeastDeviation) {
  EXPECT_EQ(reading(Weekly{1.0, 1.0, 1.0}, Weekly{2.0}, 0.5).z, 2);
}

TEST(Reading, TooFewWeeksSayNothing) {
  EXPECT_EQ(reading(Weekly{1.0, 1.0, std::nullopt}, Weekly{5.0}, 0.5).z, std::nullopt);
  EXPECT_EQ(reading(Weekly{1.0, 1.0, 1.0}, Weekly{std::nullopt}, 0.5).z, std::nullopt);
  EXPECT_EQ(reading(Weekly{}, Weekly{}, 0.5).recent, std::nullopt);
}

TEST(UsualHours, HoldMostOfTheWork) {
  std::array<std::int64_t, 24> hours{};
  EXPECT_EQ(metrics::usual_hours(hours), 8);
  for (std::size_t h = 8; h < 18; ++h) hours[h] = 5;
  EXPECT_EQ(metrics::usual_hours(hours), 7);  // 6 to 8 do equally well
  hours.fill(0);
  for (const std::size_t h : {22U, 23U, 0U, 5U, 9U}) hours[h] = 3;  // around midnight
  EXPECT_EQ(metrics::usual_hours(hours), 22);
}

// People who do one thing each working day at 10:00 from 2026-01-01 to 04-30; from 04-20 on, "zoe" also works
// every night and every weekend.
Scenario office(int people, bool zoe) {
  std::string out = "board 1 points\n";
  for (int i = 0; i < people; ++i) {
    const std::string name = i == 0 ? "zoe" : fmt::format("p{}", i);
    out += fmt::format("issue A-{} created 01-01 assignee {} status doing\n", i + 1, name);
    for (Day day{std::chrono::year{2026} / 1 / 1}; day < Day{std::chrono::year{2026} / 5 / 1};
         day += std::chrono::days{1}) {
      const std::chrono::weekday weekday{day};
      const bool works = weekday != std::chrono::Saturday && weekday != std::chrono::Sunday;
      const bool late = zoe && i == 0 && day >= Day{std::chrono::year{2026} / 4 / 17};
      const std::string text = format_day(day);
      if (works) out += fmt::format("  {}T10:00 comment x by {}\n", text, name);
      if (late) out += fmt::format("  {}T22:30 comment x by {}\n", text, name);
    }
  }
  return parse_scenario(out + "as-of 05-01\n");
}

std::vector<WorkloadGroup> groups_of(const Scenario& scenario, const history::Dataset& data, double enabled) {
  metrics::Options options;
  options.burnout_enabled = enabled;
  const metrics::Context context{data, scenario.as_of, {}, options};
  return metrics::workload(context, metrics::sprint_ledgers(context));
}

TEST(Workload, IsOffUntilTurnedOn) {
  const Scenario scenario = office(6, true);
  const history::Dataset data = dataset_of(scenario);
  EXPECT_TRUE(groups_of(scenario, data, 0).empty());
  const metrics::Analysis analysis = metrics::analyse({data, scenario.as_of, {}, {}});
  for (const metrics::Finding& finding : metrics::find_all(analysis)) EXPECT_NE(finding.kind, "burnout_risk");
}

TEST(Workload, SmallGroupsAreNotShown) {
  const Scenario scenario = office(4, true);
  const history::Dataset data = dataset_of(scenario);
  const auto groups = groups_of(scenario, data, 1);
  ASSERT_EQ(groups.size(), 1);
  EXPECT_TRUE(groups[0].suppressed);
  EXPECT_TRUE(groups[0].people.empty());
}

TEST(Workload, NightsAndWeekendsStandOut) {
  const Scenario scenario = office(5, true);
  const history::Dataset data = dataset_of(scenario);
  const auto groups = groups_of(scenario, data, 1);
  ASSERT_EQ(groups.size(), 1);
  ASSERT_EQ(groups[0].people.size(), 5);
  for (const PersonWorkload& person : groups[0].people) {
    EXPECT_EQ(person.not_judged, "");
    const bool zoe = data.people[person.person].id == "zoe";
    EXPECT_EQ(person.overloaded, zoe);
    EXPECT_EQ(person.pseudonym.find("zoe"), std::string::npos);
    const auto& off = person.signals[static_cast<std::size_t>(WorkloadSignal::off_hours)];
    EXPECT_EQ(off.usual, 0);
    // 7 of the 12 contributions of a week; against a deviation of at least a tenth.
    EXPECT_DOUBLE_EQ(off.recent.value_or(-1), zoe ? 7.0 / 12 : 0.0);
    EXPECT_DOUBLE_EQ(off.z.value_or(-1), zoe ? 70.0 / 12 : 0.0);
    const auto& gaps = person.signals[static_cast<std::size_t>(WorkloadSignal::weeks_without_gap)];
    EXPECT_EQ(gaps.recent, zoe ? 1 : 0);
    EXPECT_EQ(gaps.z, zoe ? 4 : 0);
    const auto& parallel = person.signals[static_cast<std::size_t>(WorkloadSignal::parallel_work)];
    EXPECT_EQ(parallel.recent, 1);
    EXPECT_EQ(parallel.z, 0);
  }
}

TEST(Workload, FindingsNameNeitherPeopleNorIssues) {
  const Scenario scenario = office(5, true);
  const history::Dataset data = dataset_of(scenario);
  metrics::Options options;
  options.burnout_enabled = 1;
  const metrics::Analysis analysis = metrics::analyse({data, scenario.as_of, {}, options});
  int seen = 0;
  for (const metrics::Finding& finding : metrics::find_all(analysis)) {
    if (finding.kind == "knowledge_silo") {
      EXPECT_EQ(finding.severity, metrics::Severity::info);
    }
    if (finding.kind != "burnout_risk") continue;
    ++seen;
    EXPECT_EQ(finding.severity, metrics::Severity::warning);
    EXPECT_TRUE(finding.evidence.empty());
    for (const metrics::Fact& fact : finding.facts) {
      EXPECT_TRUE(fact.issues.empty());
      const auto* text = std::get_if<std::string>(&fact.value);
      EXPECT_TRUE(text == nullptr || text->find("zoe") == std::string::npos);
    }
  }
  EXPECT_EQ(seen, 1);
}

TEST(Workload, AShortBaselineJudgesNobody) {
  Scenario scenario = office(5, true);
  scenario.as_of = parse_time("02-06");
  const history::Dataset data = dataset_of(scenario);
  const auto groups = groups_of(scenario, data, 1);
  ASSERT_EQ(groups.size(), 1);
  for (const PersonWorkload& person : groups[0].people) {
    EXPECT_EQ(person.not_judged, "short_baseline");
    EXPECT_FALSE(person.overloaded);
  }
}

}  // namespace
}  // namespace stint::test
