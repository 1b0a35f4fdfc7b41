// The promises of the generator over many seeds: healthy boards stay inside every limit, plants show, and
// nothing shows that is not planted or follows from it.
#include <algorithm>
#include <gtest/gtest.h>

#include "demo/board_builder.h"

namespace stint::demo {
namespace {

constexpr std::uint64_t kSeeds = 60;
constexpr std::int64_t kHour = 3'600'000;

std::vector<BuiltBoard> build_all(const DemoOptions& options) {
  const OrganisationPlan plan(options);
  std::vector<BuiltBoard> boards;
  for (std::int64_t i = 0; i < plan.boards(); ++i) {
    auto built = build_board(options, plan, i);
    EXPECT_TRUE(built) << built.error().to_string();
    if (built) boards.push_back(std::move(*built));
  }
  return boards;
}

double share(std::int64_t part, std::int64_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

TEST(Health, HealthySprintsStayInsideTheLimits) {
  double missed = 0;
  double crept = 0;
  int sprints = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    for (const BuiltBoard& built : build_all({.seed = seed, .issues = 280, .plants = {}})) {
      EXPECT_TRUE(built.findings.empty());
      for (int i = 0; i < built.board.started_sprints(); ++i) {
        const Ledger& ledger = built.figures.ledgers[at(i)];
        ASSERT_GT(ledger.committed, 0);
        EXPECT_LT(share(ledger.creep(), ledger.committed), 0.192);
        EXPECT_LE(ledger.unestimated_issues.size(), 1U);
        EXPECT_TRUE(ledger.small_to_large.empty());
        EXPECT_LE(share(static_cast<std::int64_t>(ledger.grown_stories.size()), ledger.stories), 0.17);
        if (built.board.sprints[at(i)].state != SprintState::closed) continue;
        EXPECT_LT(share(ledger.missed(), ledger.committed), 0.192);
        missed += share(ledger.missed(), ledger.committed);
        crept += share(ledger.creep(), ledger.committed);
        ++sprints;
      }
    }
  }
  EXPECT_GT(missed / sprints, 0.05);
  EXPECT_LT(missed / sprints, 0.15);
  EXPECT_GT(crept / sprints, 0.05);
  EXPECT_LT(crept / sprints, 0.11);
}

TEST(Health, HealthyBoardsStayInsideTheLimitsAtTheEnd) {
  std::size_t stale = 0;
  std::size_t near_misses = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    for (const BuiltBoard& built : build_all({.seed = seed, .issues = 280, .plants = {}})) {
      const BoardFigures& figures = built.figures;
      EXPECT_GE(figures.lowest_score(), 860);
      EXPECT_LE(figures.stale.size(), 1U);
      EXPECT_GE(figures.in_progress.size(), 3U);
      EXPECT_TRUE(figures.far_too_long.empty());
      EXPECT_GE(share(figures.estimated_items, figures.counted_items), 0.86);
      for (const Blocked& blocked : figures.blocked) EXPECT_LT(blocked.milliseconds, 70 * kHour);
      const auto bugs = figures.production.size() + figures.pre_release.size();
      if (bugs >= 5) {
        EXPECT_LT(
            share(static_cast<std::int64_t>(figures.production.size()), static_cast<std::int64_t>(bugs)),
            0.2);
      }
      for (const std::int32_t index : figures.in_progress)
        EXPECT_NE(built.board.issues[at(index)].assignee, kNobody);
      stale += figures.stale.size();
      near_misses += built.near_misses.size();
    }
  }
  EXPECT_GT(stale, 0U);  // not flawless
  EXPECT_GT(near_misses, kSeeds);
}

TEST(Health, EveryPlantShowsAndNothingUnexplained) {
  std::size_t errors = 0;
  std::size_t warnings = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const DemoOptions options{.seed = seed, .issues = seed % 2 == 0 ? 140 : 420};
    std::size_t shown = 0;
    for (const BuiltBoard& built : build_all(options)) {
      for (const Planted& planted : built.plants) {
        const auto found =
            std::find_if(built.findings.begin(), built.findings.end(), [&](const Finding& finding) {
              return plant_check(planted.plant) == finding.check &&
                     (planted.sprint < 0 || planted.sprint == finding.sprint);
            });
        ASSERT_NE(found, built.findings.end()) << seed << " " << plant_name(planted.plant);
        EXPECT_FALSE(found->issues.empty()) << plant_name(planted.plant);
        ++(found->error ? errors : warnings);
        ++shown;
      }
      // Only the two sprints at the end are ever in trouble.
      for (const Finding& finding : built.findings) {
        EXPECT_TRUE(finding.sprint == -1 || finding.sprint >= built.board.started_sprints() - 2);
      }
    }
    EXPECT_EQ(shown, 7U);
  }
  EXPECT_GT(errors, kSeeds);
  EXPECT_GT(warnings, kSeeds);
}

TEST(Health, TheLedgerAddsUpForEverySprint) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    for (const BuiltBoard& built : build_all({.seed = seed})) {
      for (const Ledger& ledger : built.figures.ledgers) {
        EXPECT_EQ(ledger.committed + ledger.added + ledger.re_estimated - ledger.removed - ledger.completed,
                  ledger.remaining);
        EXPECT_EQ(ledger.remaining, ledger.spillover);
      }
    }
  }
}

TEST(Health, HistoriesAreConsistent) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    for (const BuiltBoard& built : build_all({.seed = seed, .plants = all_plants()})) {
      for (const Issue& issue : built.board.issues) {
        Instant last = issue.created;
        StatusId status = StatusId::to_do;
        std::int32_t points = issue.first_points;
        for (const Event& event : issue.events) {
          EXPECT_GE(event.at, last);
          EXPECT_LE(event.at, built.board.end);
          last = event.at;
          if (event.field == Field::status) {
            EXPECT_EQ(static_cast<StatusId>(event.from), status);
            status = static_cast<StatusId>(event.to);
          }
          if (event.field == Field::points) {
            EXPECT_EQ(event.from, points);
            points = event.to;
          }
        }
        EXPECT_EQ(status, issue.status);
        EXPECT_EQ(points, issue.points);
        for (const Comment& comment : issue.comments) EXPECT_GE(comment.at, issue.created);
      }
    }
  }
}

TEST(Health, ASiloAndAnOverloadedPersonCanBeCounted) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    for (const BuiltBoard& built :
         build_all({.seed = seed, .issues = 300, .plants = {Plant::knowledge_silo, Plant::burnout_risk}})) {
      const Board& board = built.board;
      const Instant since = board.end - std::chrono::hours{24 * 90};
      std::vector<std::int64_t> by_person(board.people.size());
      std::int64_t late = 0;
      for (const Issue& issue : board.issues) {
        for (const Event& event : issue.events) {
          if (event.at > since && issue.component == 0 && !board.is_bot(event.actor))
            ++by_person[at(event.actor)];
        }
        for (const Comment& comment : issue.comments) late += comment.kind == CommentKind::late ? 1 : 0;
      }
      std::int64_t total = 0;
      for (const std::int64_t count : by_person) total += count;
      EXPECT_GE(total, 20);
      const bool silo = std::any_of(built.plants.begin(), built.plants.end(),
                                    [](const Planted& p) { return p.plant == Plant::knowledge_silo; });
      const bool burnout = std::any_of(built.plants.begin(), built.plants.end(),
                                       [](const Planted& p) { return p.plant == Plant::burnout_risk; });
      const std::int64_t top = *std::max_element(by_person.begin(), by_person.end());
      EXPECT_EQ(top * 2 >= total, silo) << seed << ": " << top << " of " << total;
      EXPECT_EQ(late >= 10, burnout);
    }
  }
}

}  // namespace
}  // namespace stint::demo
