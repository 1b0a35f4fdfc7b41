// The connector of Taiga against a tracker that fights back.
#include <algorithm>
#include <gtest/gtest.h>

#include "support/trackers/taiga_handler.h"
#include "trackers/reading_bed.h"
#include "trackers/told_issues.h"

namespace stint::test {
namespace {

tracker::Issue told(Handler& handler, const SiteIssue& issue) {
  return as_taiga_tells(dynamic_cast<TaigaHandler&>(handler).words(), issue);
}

TEST(TaigaReading, WithoutFaultsItIsTheTruthAtOnce) {
  ReadingBed bed{"taiga", {}, told};
  bed.run();
  bed.expect_truth();
  const tracker::Catalogue& catalogue = bed.catalogue();
  EXPECT_EQ(catalogue.projects.size(), bed.site().projects.size());
  ASSERT_EQ(catalogue.sprints.size(), bed.site().sprints.size());
  for (const tracker::Sprint& sprint : bed.site().sprints) {
    const auto found = std::ranges::find(catalogue.sprints, sprint.name, &tracker::Sprint::name);
    ASSERT_NE(found, catalogue.sprints.end()) << sprint.name;
    EXPECT_EQ(found->state == tracker::SprintState::closed, sprint.state == tracker::SprintState::closed)
        << sprint.name;
  }
  // Attributes of each project have ids of their own.
  for (const TaigaWords::Attribute& attribute : TaigaWords::attributes())
    EXPECT_EQ(std::ranges::count(catalogue.fields, attribute.name, &tracker::Field::name),
              std::ranges::count(TaigaWords::attributes(), attribute.name, &TaigaWords::Attribute::name) *
                  std::ssize(bed.site().projects))
        << attribute.name;
  // Each kind has its own statuses.
  EXPECT_EQ(catalogue.statuses.size(), bed.site().statuses.size() * 4 * bed.site().projects.size());
}

TEST(TaigaReading, UnderAnyFaultsItIsTheTruthInTheEnd) {
  expect_truth_under_faults("taiga", told);
}

}  // namespace
}  // namespace stint::test
