// Addresses taken apart: what belongs together, and what is refused.
#include "server/target.h"

#include <gtest/gtest.h>

namespace stint::server {
namespace {

TEST(Target, IsSegmentsAndQuery) {
  const auto target = parse_target("/api/v1/insights/scope%20creep%2FX?project=PAY&q=a+b%26c&all");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/api/v1/insights/scope%20creep%2FX");
  EXPECT_EQ(target->segments, (std::vector<std::string>{"api", "v1", "insights", "scope creep/X"}));
  ASSERT_EQ(target->query.size(), 3U);
  EXPECT_EQ(target->query[1].second, "a b&c");
  EXPECT_EQ(target->query[2].first, "all");
}

TEST(Target, OfTheRootIsEmpty) {
  const auto target = parse_target("/");
  ASSERT_TRUE(target);
  EXPECT_TRUE(target->segments.empty());
}

class BadTarget : public ::testing::TestWithParam<const char*> {};

TEST_P(BadTarget, IsRefused) {
  EXPECT_FALSE(parse_target(GetParam())) << GetParam();
}

INSTANTIATE_TEST_SUITE_P(Targets, BadTarget,
                         ::testing::Values("", "*", "http://localhost/", "/a//b", "/a/../b", "/a/%2e%2e/b",
                                           "/a/./b", "/a/", "/%", "/%4", "/%zz", "/%00", "/%0d%0aX:1", "/%ff",
                                           "/a?b=%ff", "/a?b=%0a", "/a?%"));

}  // namespace
}  // namespace stint::server
