// The small parts: random numbers, working time, JSON text.
#include <gtest/gtest.h>

#include "demo/json_writer.h"
#include "demo/phrase.h"
#include "demo/random.h"
#include "demo/work_clock.h"
#include "json_check.h"

namespace stint::demo {
namespace {

TEST(Random, IsTheSameEverywhere) {
  Random random(1);
  EXPECT_EQ(mix(0), 0xe220a8397b1dcdafULL);  // the published first value of splitmix64 for seed 0
  const std::uint64_t first = random.next();
  EXPECT_EQ(Random(1).next(), first);
  EXPECT_NE(Random(2).next(), first);
}

TEST(Random, StaysInItsBounds) {
  Random random(5);
  bool low = false;
  bool high = false;
  for (int i = 0; i < 2000; ++i) {
    const std::int64_t value = random.between(-3, 3);
    ASSERT_TRUE(value >= -3 && value <= 3);
    low = low || value == -3;
    high = high || value == 3;
  }
  EXPECT_TRUE(low && high);
  EXPECT_EQ(random.between(4, 1), 4);
}

constexpr Zone kBerlin{"Europe/Berlin", 60, true};

TEST(WorkClock, CountsOfficeHoursOnly) {
  const WorkClock clock(kBerlin);
  const Instant friday = *parse_iso_instant("2026-11-20T17:00:00Z");  // 18:00 in Berlin
  const WorkMinute end = clock.floor(friday);
  EXPECT_EQ(clock.floor(friday + std::chrono::hours{30}), end);  // the weekend adds nothing
  EXPECT_EQ(clock.instant(end + 1), *parse_iso_instant("2026-11-23T07:00:00Z"));
  for (WorkMinute minute = end - 3000; minute < end; minute += 7)
    EXPECT_EQ(clock.floor(clock.instant(minute)), minute);
}

TEST(WorkClock, KnowsSummerTime) {
  const WorkClock clock(kBerlin);
  EXPECT_EQ(clock.local(20'632, 600), *parse_iso_instant("2026-06-28T08:00:00Z"));
  EXPECT_EQ(clock.local(20'777, 600), *parse_iso_instant("2026-11-20T09:00:00Z"));
}

TEST(JsonWriter, EscapesAndSeparates) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().field("a\"b", "x\\y\n\t\x01").field("n", -3).field("t", true).key("l").begin_array();
  json.number(1).null().begin_object().end_object().end_array().end_object();
  EXPECT_EQ(out, "{\"a\\\"b\":\"x\\\\y\\n\\t\\u0001\",\"n\":-3,\"t\":true,\"l\":[1,null,{}]}");
  EXPECT_EQ(testing::JsonCheck::first_error(out), std::nullopt);
}

TEST(JsonCheck, SeesWhatIsWrong) {
  for (const char* text :
       {"", "{", "[1,]", "{\"a\" 1}", "[1] 2", "\"\x01\"", "\"\\q\"", "{a:1}", "01", "nul"}) {
    EXPECT_NE(testing::JsonCheck::first_error(text), std::nullopt) << text;
  }
}

TEST(RatioText, RoundsToFourPlaces) {
  EXPECT_EQ(ratio_text(1, 3), "0.3333");
  EXPECT_EQ(ratio_text(2, 3), "0.6667");
  EXPECT_EQ(ratio_text(-1, 8), "-0.1250");
  EXPECT_EQ(ratio_text(0, 7), "0.0000");
  EXPECT_EQ(ratio_text(25, 10), "2.5000");
}

TEST(Phrase, MindsItsArticles) {
  EXPECT_EQ(with_articles("Let a insurance clerk plan a visit"), "Let an insurance clerk plan a visit");
  EXPECT_EQ(capitalised("übung"), "übung");
  EXPECT_EQ(capitalised("word"), "Word");
}

}  // namespace
}  // namespace stint::demo
