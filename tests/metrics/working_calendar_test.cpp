#include "metrics/working_calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>
#include <set>

#include "base/instant.h"

namespace stint::metrics {
namespace {

using namespace std::chrono_literals;
namespace chr = std::chrono;

Instant at(const char* text) {
  return parse_iso_instant(text).value();
}

Day day(const char* text) {
  return Day{at(text).time_since_epoch() / chr::days{1} * chr::days{1}};
}

TimeZone zone(const char* name) {
  return TimeZone::find(name).value();
}

double hours(const TimeZone& where, const char* from, const char* to, const WorkingCalendar& calendar = {}) {
  return static_cast<double>(calendar.working_time(where, at(from), at(to)).count()) / 3'600'000;
}

TEST(WorkingCalendar, LeavesWeekendsOut) {
  const TimeZone utc;
  EXPECT_EQ(hours(utc, "2026-11-20T12:00Z", "2026-11-23T12:00Z"), 24);  // Friday noon to Monday noon
  EXPECT_EQ(hours(utc, "2026-11-21T00:00Z", "2026-11-23T00:00Z"), 0);
  EXPECT_EQ(hours(utc, "2026-11-18T09:00Z", "2026-11-18T10:30Z"), 1.5);
  EXPECT_EQ(hours(utc, "2026-11-02T00:00Z", "2026-11-16T00:00Z"), 240);
}

TEST(WorkingCalendar, LeavesHolidaysOut) {
  const WorkingCalendar calendar{kMondayToFriday, {day("2026-12-26"), day("2026-12-25"), day("2026-12-25")}};
  EXPECT_FALSE(calendar.works(day("2026-12-25")));  // a Friday
  EXPECT_TRUE(calendar.works(day("2026-12-24")));
  EXPECT_THAT(calendar.holidays(), ::testing::ElementsAre(day("2026-12-25")));  // the 26th is a Saturday
  EXPECT_EQ(calendar.working_days(day("2026-12-21"), day("2026-12-28")), 4);
  EXPECT_EQ(calendar.working_days(day("2026-12-25"), day("2026-12-26")), 0);
  EXPECT_EQ(calendar.working_days(day("2026-12-26"), day("2026-12-25")), 0);
  EXPECT_EQ(hours({}, "2026-12-24T12:00Z", "2026-12-28T12:00Z", calendar), 24);
  EXPECT_EQ(hours({}, "2026-12-25T06:00Z", "2026-12-25T18:00Z", calendar), 0);
}

TEST(WorkingCalendar, OtherWeeks) {
  const WorkingCalendar sunday_to_thursday{{true, true, true, true, true, false, false}};
  EXPECT_TRUE(sunday_to_thursday.works(day("2026-11-22")));
  EXPECT_FALSE(sunday_to_thursday.works(day("2026-11-20")));
  const WorkingCalendar never{Weekdays{}, {day("2026-11-20")}};
  EXPECT_EQ(never.working_days(day("2020-01-01"), day("2030-01-01")), 0);
  EXPECT_EQ(hours({}, "2020-01-01", "2030-01-01", never), 0);
}

TEST(WorkingCalendar, IsNothingBackwards) {
  EXPECT_EQ(hours({}, "2026-11-19T10:00Z", "2026-11-19T09:00Z"), 0);
  EXPECT_EQ(hours({}, "2026-11-19T10:00Z", "2026-11-19T10:00Z"), 0);
}

TEST(WorkingCalendar, DaysBeginInTheZone) {
  const TimeZone berlin = zone("Europe/Berlin");
  // Saturday begins there an hour before it does in UTC.
  EXPECT_EQ(hours(berlin, "2026-11-20T22:00Z", "2026-11-20T23:30Z"), 1);
  // The Sunday on which clocks are set back has 25 hours, and none of them counts …
  EXPECT_EQ(hours(berlin, "2026-10-23T22:00Z", "2026-10-25T23:00Z"), 0);
  // … unless it is worked on; in spring it has 23.
  const WorkingCalendar always{{true, true, true, true, true, true, true}};
  EXPECT_EQ(hours(berlin, "2026-10-24T22:00Z", "2026-10-25T23:00Z", always), 25);
  EXPECT_EQ(hours(berlin, "2026-03-28T23:00Z", "2026-03-29T22:00Z", always), 23);
  const WorkingCalendar sundays{{true, false, false, false, false, false, false}};
  EXPECT_EQ(hours(berlin, "2026-03-20T00:00Z", "2026-04-03T00:00Z", sundays), 47);
}

// Days, then minutes, one after another.
class Walk {
 public:
  explicit Walk(std::uint64_t seed) : random_(seed) {
    for (bool& works : week_) works = random_() % 3 != 0;
    const Day first = day("2025-12-25");
    for (int i = 0; i < 60; ++i) holidays_.insert(first + chr::days{random_() % 400});
    for (const Day one : holidays_) list_.push_back(one);
    std::ranges::shuffle(list_, random_);
  }

  [[nodiscard]] bool works(Day one) const {
    const chr::weekday of{one};
    return week_[of.c_encoding()] && !holidays_.contains(one);
  }
  [[nodiscard]] Milliseconds time(const TimeZone& where, Instant from, Instant to) const {
    Milliseconds sum{0};
    for (Instant now = from; now < to; now += 1min) {
      if (works(where.day_of(now))) sum += 1min;
    }
    return sum;
  }
  [[nodiscard]] WorkingCalendar calendar() const { return WorkingCalendar{week_, list_}; }

  // A minute around a change of the clocks as often as not.
  Instant some_minute() {
    static const std::vector<Instant> changes{at("2026-03-08T07:00Z"), at("2026-03-29T01:00Z"),
                                              at("2026-10-25T01:00Z"), at("2026-11-01T06:00Z")};
    if (random_() % 2 == 0) {
      return changes[random_() % changes.size()] + chr::minutes{static_cast<int>(random_() % 4320) - 2160};
    }
    return at("2026-01-01") + chr::minutes{random_() % (365 * 1440)};
  }
  Day some_day() { return day("2026-01-01") + chr::days{random_() % 365}; }

 private:
  std::mt19937_64 random_;
  Weekdays week_{};
  std::set<Day> holidays_;
  std::vector<Day> list_;
};

TEST(WorkingCalendar, AgreesWithAWalk) {
  // Beside the usual: clocks changed at midnight, by half an hour, and on a working day.
  for (const char* name : {"UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata",
                           "Australia/Lord_Howe", "Africa/Cairo", "Asia/Tehran"}) {
    const TimeZone where = zone(name);
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
      Walk walk{seed};
      const WorkingCalendar calendar = walk.calendar();
      for (int i = 0; i < 3; ++i) {
        const Instant from = walk.some_minute();
        const Instant to = walk.some_minute();
        EXPECT_EQ(calendar.working_time(where, from, to), walk.time(where, from, to))
            << name << ", seed " << seed << ": " << format_iso(from) << " to " << format_iso(to);
      }
      const Day first = walk.some_day();
      const Day last = walk.some_day();
      std::int64_t days = 0;
      for (Day one = first; one < last; one += chr::days{1}) days += walk.works(one);
      EXPECT_EQ(calendar.working_days(first, last), days) << format_day(first) << " to " << format_day(last);
    }
  }
}

TEST(WorkingCalendar, SpansAddUp) {
  for (const char* name : {"Europe/Berlin", "America/New_York", "America/Sao_Paulo"}) {
    const TimeZone where = zone(name);
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
      Walk walk{seed};
      const WorkingCalendar calendar = walk.calendar();
      std::array points{walk.some_minute(), walk.some_minute(), walk.some_minute()};
      std::ranges::sort(points);
      const auto time = [&](Instant from, Instant to) { return calendar.working_time(where, from, to); };
      EXPECT_EQ(time(points[0], points[1]) + time(points[1], points[2]), time(points[0], points[2])) << seed;
      EXPECT_LE(time(points[0], points[2]), points[2] - points[0]) << seed;
    }
  }
}

}  // namespace
}  // namespace stint::metrics
