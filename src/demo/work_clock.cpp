#include "demo/work_clock.h"

namespace stint::demo {

namespace {

using std::chrono::days;
using std::chrono::last;
using std::chrono::minutes;
using std::chrono::Sunday;
using std::chrono::sys_days;

constexpr std::int64_t kFirstMonday = 4;  // 1970-01-05
constexpr std::int64_t kOpens = std::int64_t{8} * 60;
constexpr std::int64_t kDay = std::int64_t{24} * 60;

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

}  // namespace

Milliseconds WorkClock::offset_on(std::int64_t day) const {
  minutes offset{zone_->offset_minutes};
  if (zone_->european_summer) {
    const sys_days date{days{day}};
    const auto year = std::chrono::year_month_day{date}.year();
    if (date >= sys_days{year / std::chrono::March / Sunday[last]} &&
        date < sys_days{year / std::chrono::October / Sunday[last]}) {
      offset += minutes{60};
    }
  }
  return offset;
}

std::int64_t WorkClock::local_day(Instant instant) const {
  const auto utc_day = std::chrono::floor<days>(instant).time_since_epoch().count();
  return std::chrono::floor<days>(instant + offset_on(utc_day)).time_since_epoch().count();
}

WorkMinute WorkClock::floor(Instant instant) const {
  const std::int64_t day = local_day(instant);
  const auto local = instant.time_since_epoch() + offset_on(day);
  const std::int64_t minute =
      std::chrono::floor<minutes>(local).count() - day * kDay - kOpens;  // since the office opened
  const std::int64_t since = day - kFirstMonday;
  const std::int64_t weekday = weekday_of(day);
  const std::int64_t workday = floor_div(since, 7) * 5 + (weekday < 5 ? weekday : 5);
  if (weekday >= 5 || minute < 0) return workday * kMinutesPerDay - 1;
  return workday * kMinutesPerDay + (minute < kMinutesPerDay ? minute : kMinutesPerDay - 1);
}

Instant WorkClock::local(std::int64_t day, int minute_of_day) const {
  return Instant{days{day} + minutes{minute_of_day} - offset_on(day)};
}

Instant WorkClock::instant(WorkMinute minute) const {
  const std::int64_t workday = floor_div(minute, kMinutesPerDay);
  const std::int64_t week = floor_div(workday, 5);
  const std::int64_t day = kFirstMonday + week * 7 + (workday - week * 5);
  return local(day, static_cast<int>(kOpens + minute - workday * kMinutesPerDay));
}

}  // namespace stint::demo
