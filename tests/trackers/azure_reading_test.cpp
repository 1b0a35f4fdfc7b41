// The connector of Azure DevOps against a tracker that fights back.
#include <algorithm>
#include <gtest/gtest.h>

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

TEST(AzureReading, UnderAnyFaultsItIsTheTruthInTheEnd) {
  expect_truth_under_faults("azure-devops", told);
}

}  // namespace
}  // namespace stint::test
