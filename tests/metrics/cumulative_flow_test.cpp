// Cumulative flow, stages and flow efficiency of random histories, against slow replays of each moment.
#include "metrics/cumulative_flow.h"

#include <gtest/gtest.h>
#include <set>

#include "metrics/analysis.h"
#include "metrics/blocked.h"
#include "metrics/flow_efficiency.h"
#include "metrics/local_days.h"
#include "metrics/random_history.h"
#include "metrics/scenario.h"

namespace stint::test {
namespace {

using history::Index;
using history::kNone;

constexpr std::uint32_t kHistories = 400;

// The issue's status as it was at `at`.
Index status_at(const history::Dataset& data, const history::Issue& issue, Instant at) {
  Index status = kNone;
  for (const history::Event& event : data.events_of(issue)) {
    if (event.at <= at && event.kind == history::EventKind::status) status = event.to();
  }
  return status;
}

// The furthest stage up to `at`; -1 before any.
int furthest(const history::Dataset& data, const metrics::BoardStages& stages, const history::Issue& issue,
             Instant at) {
  int most = -1;
  for (const history::Event& event : data.events_of(issue)) {
    if (event.at > at || event.kind != history::EventKind::status || event.to() == kNone) continue;
    const Index stage = stages.of_status[event.to()];
    if (stage != kNone) most = std::max(most, static_cast<int>(stage));
  }
  return most;
}

template <class Check>
void for_histories(const Check& check) {
  for (std::uint32_t seed = 0; seed < kHistories; ++seed) {
    std::string text = random_scenario(seed);
    if (seed % 2 == 1) {
      const std::string plain = "board 1 points\n";
      const std::size_t at = text.find(plain);
      if (at != std::string::npos) {
        text.replace(at, plain.size(),
                     "board 1 points column Next todo,next column Build doing,blocked column Done done\n");
      }
    }
    const Scenario scenario = parse_scenario(text);
    const history::Dataset data = dataset_of(scenario);
    const metrics::Context context{data, scenario.as_of, scenario.zone, scenario.options};
    SCOPED_TRACE(text);
    check(context);
    if (testing::Test::HasFailure()) return;
  }
}

TEST(CumulativeFlow, CountsWhatAReplayOfEachDayCounts) {
  for_histories([](const metrics::Context& context) {
    const history::Dataset& data = context.data;
    for (const metrics::CumulativeFlow& flow : metrics::cumulative_flow(context)) {
      const metrics::BoardStages stages = metrics::board_stages(data, data.boards[flow.board]);
      for (std::size_t day = 0; day < static_cast<std::size_t>(flow.window.days()); ++day) {
        const Day next = flow.window.first + std::chrono::days{day + 1};
        const Instant end =
            std::min(context.as_of,
                     context.zone.instant_of(std::chrono::local_time<Milliseconds>{next}) - Milliseconds{1});
        std::vector<std::uint32_t> expected(flow.columns.size());
        for (const history::Issue& issue : data.issues) {
          if (issue.board != flow.board || !context.counts(issue) || !issue.has_history) continue;
          const int stage = furthest(data, stages, issue, end);
          if (stage >= 0) ++expected[static_cast<std::size_t>(stage)];
        }
        for (std::size_t column = 0; column < flow.columns.size(); ++column) {
          ASSERT_EQ(flow.count(day, column), expected[column])
              << "day " << day << ", " << flow.columns[column];
        }
      }
    }
  });
}

TEST(StageDates, AreBehindExactlyInTheCorrectionWindows) {
  for_histories([](const metrics::Context& context) {
    const history::Dataset& data = context.data;
    metrics::StageDates dates;
    for (const history::Issue& issue : data.issues) {
      const metrics::BoardStages stages = metrics::board_stages(data, data.boards[issue.board]);
      metrics::find_stage_dates(context, stages, issue, dates);
      for (std::size_t i = 1; i < dates.entered.size(); ++i)
        ASSERT_LE(dates.entered[i - 1], dates.entered[i]);
      Index stage = kNone;  // unshown statuses leave it where it was
      const history::EventView events = data.events_of(issue);
      for (std::size_t i = 0; i < events.size(); ++i) {
        const history::Event event = events[i];
        if (event.at > context.as_of) break;
        if (event.kind == history::EventKind::status && event.to() != kNone &&
            stages.of_status[event.to()] != kNone) {
          stage = stages.of_status[event.to()];
        }
        if (i + 1 < events.size() && events[i + 1].at == event.at) continue;  // what holds is what came last
        const bool behind =
            stage != kNone && static_cast<int>(stage) < furthest(data, stages, issue, event.at);
        const bool listed =
            std::ranges::any_of(dates.corrections, [&](const metrics::CorrectionWindow& window) {
              return window.from <= event.at && (!window.to || event.at < *window.to);
            });
        ASSERT_EQ(behind, listed);
      }
    }
  });
}

TEST(FlowEfficiency, AddsUpWhatHoldsBetweenChanges) {
  for_histories([](const metrics::Context& context) {
    const history::Dataset& data = context.data;
    for (const history::Issue& issue : data.issues) {
      const metrics::FlowDates dates = metrics::flow_dates(context, issue);
      const auto item = metrics::item_efficiency(context, issue, dates);
      if (!item) {
        ASSERT_TRUE(!dates.start || !dates.done || *dates.start >= *dates.done);
        continue;
      }
      const auto blocked = metrics::blocked_intervals(context, issue, dates);
      std::set<Instant> cuts{*dates.start, *dates.done};
      for (const history::Event& event : data.events_of(issue)) cuts.insert(event.at);
      for (const metrics::Interval& interval : blocked) cuts.insert({interval.from, interval.to});
      Milliseconds active{0};
      for (auto cut = cuts.find(*dates.start); *cut != *dates.done; ++cut) {
        const Index status = status_at(data, issue, *cut);
        const bool stopped = std::ranges::any_of(blocked, [&](const metrics::Interval& interval) {
          return interval.from <= *cut && *cut < interval.to;
        });
        if (stopped || data.category(status) != history::StatusCategory::in_progress) continue;
        if (!data.statuses[status].waiting) active += *std::next(cut) - *cut;
      }
      ASSERT_EQ(item->active.count(), active.count()) << data.key(item->issue);
      ASSERT_EQ(item->elapsed, *dates.done - *dates.start);
    }
  });
}

TEST(LocalDays, AreThoseOfTheZone) {
  for (const char* name : {"UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia", "Asia/Kathmandu"}) {
    const auto zone = TimeZone::find(name);
    ASSERT_TRUE(zone);
    metrics::LocalDays days{*zone};
    std::uint64_t state = 1;
    for (int i = 0; i < 20'000; ++i) {
      state = state * 6364136223846793005U + 1442695040888963407U;
      // Within 80 years from 1970.
      const Instant instant{Milliseconds{static_cast<std::int64_t>((state >> 20U) % 2'524'608'000'000U)}};
      ASSERT_EQ(days.day_of(instant), zone->day_of(instant)) << name << " " << format_iso(instant);
    }
  }
}

}  // namespace
}  // namespace stint::test
