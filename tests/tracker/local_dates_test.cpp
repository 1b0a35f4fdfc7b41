#include "tracker/csv/local_dates.h"

#include <gtest/gtest.h>
#include <optional>
#include <sstream>
#include <string>

#include "golden.h"

namespace stint::tracker {
namespace {

std::string show(const std::optional<Instant>& instant) {
  return instant ? format_iso(*instant) : "none";
}

// Each line is a date of one file.
std::string read_dates(const std::string& input) {
  LocalDates dates;
  std::istringstream lines(input);
  for (std::string line; std::getline(lines, line);) dates.learn(line);
  std::string out;
  lines = std::istringstream(input);
  for (std::string line; std::getline(lines, line);) {
    if (!out.empty()) out += '\n';
    out += show(dates.parse(line));
  }
  return out;
}

TEST(LocalDates, Golden) {
  test::check_golden("dates.txt", read_dates);
}

TEST(LocalDates, LocalTimesGoThroughTheZone) {
  const LocalDates dates(
      [](LocalTime local) { return Instant{local.time_since_epoch()} - std::chrono::hours(2); });
  EXPECT_EQ("2026-11-17T13:04:00+00:00", show(dates.parse("17/Nov/26 3:04 PM")));
  EXPECT_EQ("2026-11-17T13:04:00+00:00", show(dates.parse("2026-11-17 15:04")));
  EXPECT_EQ("2026-11-16T22:00:00+00:00", show(dates.parse("2026-11-17")));
  // An offset of its own wins.
  EXPECT_EQ("2026-11-17T14:04:00+00:00", show(dates.parse("2026-11-17T15:04:00+01:00")));
}

TEST(LocalDates, SaysWhenAFileContradictsItself) {
  LocalDates dates;
  dates.learn("13/01/2026");
  EXPECT_FALSE(dates.contradictory());
  dates.learn("01/13/2026");
  EXPECT_TRUE(dates.contradictory());
}

TEST(LocalDates, WhatIsNoDateTeachesNothing) {
  LocalDates dates;
  dates.learn("12/31/2026 25:00");
  dates.learn("31.12.2026 3:04 PM");
  EXPECT_EQ(LocalDates::Order::day_first, dates.order());
}

}  // namespace
}  // namespace stint::tracker
