// The connector of Azure DevOps against a tracker that fights back.
#include <algorithm>
#include <gtest/gtest.h>

#include "support/trackers/azure_boards.h"
#include "support/trackers/azure_handler.h"
#include "tracker/text/html.h"
#include "trackers/reading_bed.h"
#include "trackers/told_issues.h"

namespace stint::test {
namespace {

tracker::Issue told(Handler& handler, const SiteIssue& issue) {
  static const HtmlOf kHtml = tracker::text::html_of_markdown;
  static const std::map<std::string, std::vector<tracker::Comment>, std::less<>> kNone;
  const AzureView view{dynamic_cast<AzureHandler&>(handler).words(), "https://fake.example/contoso", kHtml,
                       kNone};
  return as_azure_tells(view, issue);
}

TEST(AzureReading, WithoutFaultsItIsTheTruthAtOnce) {
  ReadingBed bed{"azure-devops", {}, told};
  bed.run();
  bed.expect_truth();
  const tracker::Catalogue& catalogue = bed.catalogue();
  EXPECT_EQ(catalogue.projects.size(), bed.site().projects.size());
  EXPECT_EQ(catalogue.boards.size(), bed.site().boards.size());
  ASSERT_EQ(catalogue.sprints.size(), bed.site().sprints.size());
  EXPECT_EQ(catalogue.statuses.size(), bed.site().statuses.size());
  for (const tracker::Sprint& sprint : bed.site().sprints) {
    const auto found =
        std::ranges::find(catalogue.sprints, AzureWords::node_name(sprint.name), &tracker::Sprint::name);
    ASSERT_NE(found, catalogue.sprints.end()) << sprint.name;
    EXPECT_EQ(found->state, sprint.state) << sprint.name;
    if (sprint.start) {
      EXPECT_EQ(found->start, std::chrono::floor<std::chrono::days>(*sprint.start));
    }
  }
}

TEST(AzureReading, CapacitiesAreThoseOfEachTeamInEachOfItsSprints) {
  ReadingBed bed{"azure-devops", {}, told};
  bed.run();
  const AzureWords words{bed.site(), {}};
  const HtmlOf html = tracker::text::html_of_markdown;
  const std::map<std::string, std::vector<tracker::Comment>, std::less<>> none;
  const AzureView view{words, "https://fake.example/contoso", html, none};
  std::size_t days_off = 0;
  std::size_t expected = 0;
  for (const tracker::Board& board : bed.site().boards) {
    for (const tracker::Sprint& sprint : bed.site().sprints) {
      if (sprint.board_id != board.id) continue;
      const tracker::SprintCapacity truth = capacity_of(view, board, sprint);
      ++expected;
      EXPECT_EQ(std::ranges::count(bed.catalogue().capacities, truth), 1) << sprint.name;
      days_off += truth.days_off.size() + truth.members.front().days_off.size();
    }
  }
  EXPECT_EQ(bed.catalogue().capacities.size(), expected);
  EXPECT_TRUE(bed.catalogue().capacities_whole);
  // Otherwise it was no test of them.
  EXPECT_GT(days_off, 0U);
}

TEST(AzureReading, UnderAnyFaultsItIsTheTruthInTheEnd) {
  expect_truth_under_faults("azure-devops", told);
}

}  // namespace
}  // namespace stint::test
