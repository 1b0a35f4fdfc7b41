#include "history/names.h"

#include <gtest/gtest.h>

namespace stint::history {
namespace {

TEST(Names, OfBlockedStatuses) {
  EXPECT_TRUE(means_blocked("Blocked"));
  EXPECT_TRUE(means_blocked("BLOCKED - external"));
  EXPECT_FALSE(means_blocked("Unblocked"));
  EXPECT_FALSE(means_blocked("In Progress"));
}

TEST(Names, OfReviewStatuses) {
  EXPECT_TRUE(means_review("Code Review"));
  EXPECT_TRUE(means_review("Ready for QA"));
  EXPECT_TRUE(means_review("Testing"));
  EXPECT_FALSE(means_review("In Progress"));
}

TEST(Names, OfWaitingStatuses) {
  for (const std::string_view name :
       {"Waiting for customer", "On Hold", "Awaiting deployment", "Ready for QA", "READY", "Review pending",
        "To be tested", "Release queue"}) {
    EXPECT_TRUE(means_waiting(name)) << name;
  }
  for (const std::string_view name :
       {"In Progress", "Spending", "Code Review", "Stakeholder talk", "Already shipped", "Threshold"}) {
    EXPECT_FALSE(means_waiting(name)) << name;
  }
}

TEST(Names, OfBugTypes) {
  EXPECT_TRUE(means_bug("Bug"));
  EXPECT_TRUE(means_bug("Production defect"));
  EXPECT_FALSE(means_bug("Story"));
}

TEST(Names, OfResolutionsThatAreNotDone) {
  for (const std::string_view name :
       {"Won't Do", "won't fix", "DUPLICATE", "Cannot Reproduce", "Cancelled"}) {
    EXPECT_TRUE(means_not_done(name)) << name;
  }
  for (const std::string_view name : {"Done", "Fixed", "", "Not duplicate after all"}) {
    EXPECT_FALSE(means_not_done(name)) << name;
  }
}

}  // namespace
}  // namespace stint::history
