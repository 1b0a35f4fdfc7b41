#include "metrics/working_time.h"

#include <gtest/gtest.h>

#include "base/instant.h"

namespace stint::metrics {
namespace {

Instant at(const char* text) {
  return parse_iso_instant(text).value();
}

double hours(const TimeZone& zone, const char* from, const char* to) {
  return static_cast<double>(working_time(zone, at(from), at(to)).count()) / 3'600'000;
}

TEST(WorkingTime, LeavesWeekendsOut) {
  const TimeZone utc;
  EXPECT_EQ(hours(utc, "2026-11-20T12:00Z", "2026-11-23T12:00Z"), 24);  // Friday noon to Monday noon
  EXPECT_EQ(hours(utc, "2026-11-21T00:00Z", "2026-11-23T00:00Z"), 0);
  EXPECT_EQ(hours(utc, "2026-11-18T09:00Z", "2026-11-18T10:30Z"), 1.5);
  EXPECT_EQ(hours(utc, "2026-11-02T00:00Z", "2026-11-16T00:00Z"), 240);
}

TEST(WorkingTime, IsNothingBackwards) {
  EXPECT_EQ(hours({}, "2026-11-19T10:00Z", "2026-11-19T09:00Z"), 0);
}

TEST(WorkingTime, DaysBeginInTheZone) {
  const TimeZone berlin = TimeZone::find("Europe/Berlin").value();
  // Saturday begins there an hour before it does in UTC.
  EXPECT_EQ(hours(berlin, "2026-11-20T22:00Z", "2026-11-20T23:30Z"), 1);
  // The Sunday on which clocks are set back has 25 hours, and none of them counts.
  EXPECT_EQ(hours(berlin, "2026-10-23T22:00Z", "2026-10-25T23:00Z"), 0);
}

}  // namespace
}  // namespace stint::metrics
