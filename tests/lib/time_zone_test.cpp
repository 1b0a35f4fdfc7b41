#include "lib/tz/time_zone.h"

#include <gtest/gtest.h>

namespace stint {
namespace {

TEST(TimeZone, DaysBeginWhereItSays) {
  const auto zone = TimeZone::find("Europe/Berlin");
  ASSERT_TRUE(zone);
  EXPECT_EQ(format_day(zone->day_of(*parse_iso_instant("2026-06-30T22:30:00Z"))), "2026-07-01");
  EXPECT_EQ(format_day(TimeZone{}.day_of(*parse_iso_instant("2026-06-30T22:30:00Z"))), "2026-06-30");
  EXPECT_EQ(TimeZone::find("UTC")->name(), "UTC");
}

TEST(TimeZone, OffsetsLastUntilClocksChange) {
  const TimeZone berlin = TimeZone::find("Europe/Berlin").value();
  const Instant change = *parse_iso_instant("2026-10-25T01:00:00Z");
  const TimeZone::Offset summer = berlin.offset(change - Milliseconds{1});
  EXPECT_EQ(summer.ahead, std::chrono::hours{2});
  EXPECT_EQ(summer.until, change);
  EXPECT_EQ(berlin.offset(change).ahead, std::chrono::hours{1});
  EXPECT_EQ(TimeZone{}.offset(change).ahead, Milliseconds{0});
  EXPECT_EQ(TimeZone{}.offset(change).until, Instant::max());
  EXPECT_GT(TimeZone::find("Asia/Tokyo")->offset(change).until, change);
}

TEST(TimeZone, UnknownIsAUsageError) {
  for (const char* name : {"Mars/Olympus", "", "../../etc/passwd", "/etc/passwd"}) {
    const auto zone = TimeZone::find(name);
    ASSERT_FALSE(zone) << name;
    EXPECT_EQ(zone.error().code, ErrorCode::usage);
  }
}

}  // namespace
}  // namespace stint
