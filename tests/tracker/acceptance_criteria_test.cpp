#include "tracker/acceptance_criteria.h"

#include <gtest/gtest.h>
#include <string>

#include "golden.h"

namespace stint::tracker {
namespace {

TEST(AcceptanceCriteria, Golden) {
  test::check_golden("criteria.txt", [](const std::string& markdown) {
    return std::to_string(count_acceptance_criteria(markdown));
  });
}

TEST(AcceptanceCriteria, LineEndsOfWindowsCountNothing) {
  EXPECT_EQ(2, count_acceptance_criteria("## Acceptance criteria\r\n\r\n- one\r\n- two\r\n"));
}

TEST(AcceptanceCriteria, EmptyTextHasNone) {
  EXPECT_EQ(0, count_acceptance_criteria(""));
}

}  // namespace
}  // namespace stint::tracker
