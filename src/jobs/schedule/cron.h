// Times that come again and again, written as crontab(5) does: minute, hour, day of the month, month, day of
// the week. A value; nothing here knows a clock or a time zone.
#pragma once

#include <bitset>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "base/result.h"

namespace stint::jobs {

class CronExpression {
 public:
  // Five fields between blanks, each a list (1,15), a range (1-5), a step (*/10, 8-18/2), or "*". Months and
  // days of the week by number or by their first three letters in English; Sunday is 0 and 7; a range of days
  // may go over it (fri-mon). Or one of @hourly, @daily (@midnight), @weekly, @monthly, @yearly (@annually).
  // Where both days are restricted, one of them has to fit, as crontab(5) has it.
  // ErrorCode::usage says which field is wrong, and how; so it does for a day that never comes (30 February).
  [[nodiscard]] static Result<CronExpression> parse(std::string_view text);

  // As it was written, with single blanks.
  [[nodiscard]] const std::string& text() const { return text_; }

  [[nodiscard]] bool on_day(Day day) const;
  [[nodiscard]] bool at(int hour, int minute) const {
    return hours_[static_cast<std::size_t>(hour)] && minutes_[static_cast<std::size_t>(minute)];
  }

  [[nodiscard]] const std::bitset<60>& minutes() const { return minutes_; }
  [[nodiscard]] const std::bitset<24>& hours() const { return hours_; }
  [[nodiscard]] const std::bitset<32>& days() const { return days_; }         // from 1
  [[nodiscard]] const std::bitset<13>& months() const { return months_; }     // from 1
  [[nodiscard]] const std::bitset<7>& weekdays() const { return weekdays_; }  // Sunday is 0
  // Whether the field begins with "*", and so leaves the choice of days to the other one.
  [[nodiscard]] bool any_day() const { return any_day_; }
  [[nodiscard]] bool any_weekday() const { return any_weekday_; }

 private:
  CronExpression() = default;

  std::string text_;
  std::bitset<60> minutes_;
  std::bitset<24> hours_;
  std::bitset<32> days_;
  std::bitset<13> months_;
  std::bitset<7> weekdays_;
  bool any_day_ = false;
  bool any_weekday_ = false;
};

}  // namespace stint::jobs
