#include "chart/svg.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>

namespace stint::chart {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Coordinate, HasOneDecimalAtMost) {
  EXPECT_EQ(coordinate(12), "12");
  EXPECT_EQ(coordinate(12.34), "12.3");
  EXPECT_EQ(coordinate(12.96), "13");
  EXPECT_EQ(coordinate(-0.04), "0");
  EXPECT_EQ(coordinate(-0.5), "-0.5");
  EXPECT_EQ(coordinate(-3), "-3");
}

TEST(Coordinate, IsAlwaysFinite) {
  EXPECT_EQ(coordinate(std::numeric_limits<double>::quiet_NaN()), "0");
  EXPECT_EQ(coordinate(std::numeric_limits<double>::infinity()), "1000000");
  EXPECT_EQ(coordinate(-1e300), "-1000000");
}

TEST(Path, StepsAlongThenUp) {
  Path path;
  path.move({0, 10}).step({5, 10}).step({9, 2}).line({1, 1}).close();
  EXPECT_EQ(path.text(), "M0 10H5H9V2L1 1Z");
}

TEST(Svg, SaysWhatItShows) {
  const std::string svg = Svg{600, 330, "b", "Title & more", "Words"}.finish();
  EXPECT_THAT(svg, HasSubstr(R"(viewBox="0 0 600 330" role="img" aria-labelledby="b-t b-d")"));
  EXPECT_THAT(svg, HasSubstr(R"(<title id="b-t">Title &amp; more</title><desc id="b-d">Words</desc>)"));
}

TEST(Svg, EscapesTextsAndTips) {
  Svg svg{10, 10, "x\"><script>", "</title>", "</desc>"};
  svg.text({1, 2}, "<script>", "words", Anchor::end);
  svg.circle({1, 2}, 3, "main-dot", "</title><a>");
  const std::string out = std::move(svg).finish();
  EXPECT_THAT(out, HasSubstr(R"(<text class="words" x="1" y="2" text-anchor="end">&lt;script&gt;</text>)"));
  EXPECT_THAT(out, HasSubstr("<title>&lt;/title&gt;&lt;a&gt;</title>"));
  EXPECT_THAT(out, Not(HasSubstr("<script>")));
}

TEST(Svg, HasNoNegativeLengths) {
  Svg svg{10, 10, "x", "", ""};
  svg.rect(1, 2, -5, -0.1, "range");
  EXPECT_THAT(std::move(svg).finish(), HasSubstr(R"(width="0" height="0")"));
}

}  // namespace
}  // namespace stint::chart
