#include "jobs/schedule/words.h"

#include <array>
#include <fmt/format.h>
#include <optional>
#include <string_view>
#include <vector>

namespace stint::jobs {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                    "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 13> kMonths{"",        "January",  "February", "March",  "April",
                                                   "May",     "June",     "July",     "August", "September",
                                                   "October", "November", "December"};
// More times of day than these are told by their rule.
constexpr std::size_t kMostTimes = 4;

template <std::size_t Size>
std::vector<int> set_in(const std::bitset<Size>& values) {
  std::vector<int> found;
  for (std::size_t i = 0; i < Size; ++i) {
    if (values[i]) found.push_back(static_cast<int>(i));
  }
  return found;
}

// "a", "a and b", "a, b and c"
std::string listed(const std::vector<std::string>& items, std::string_view before_last = " and ") {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? before_last : ", ";
    text += items[i];
  }
  return text;
}

template <class Name>
std::string named(const std::vector<int>& values, const Name& name) {
  std::vector<std::string> items;
  items.reserve(values.size());
  for (const int value : values) items.push_back(name(value));
  return listed(items);
}

std::string plain(int value) {
  return std::to_string(value);
}

std::string time_of_day(int hour, int minute) {
  return fmt::format("{:02}:{:02}", hour, minute);
}

bool in_a_row(const std::vector<int>& values) {
  return values.back() - values.front() + 1 == static_cast<int>(values.size());
}

// The distance of values that begin at 0 and fill `size` evenly; nothing else is "every n minutes".
std::optional<int> even_step(const std::vector<int>& values, int size) {
  if (values.size() < 2 || values[0] != 0) return std::nullopt;
  const int step = values[1];
  if (size % step != 0 || static_cast<int>(values.size()) != size / step) return std::nullopt;
  for (std::size_t i = 1; i < values.size(); ++i) {
    if (values[i] - values[i - 1] != step) return std::nullopt;
  }
  return step;
}

std::string times(const CronExpression& cron) {
  const std::vector<int> minutes = set_in(cron.minutes());
  const std::vector<int> hours = set_in(cron.hours());
  if (minutes.size() * hours.size() <= kMostTimes) {
    std::vector<std::string> items;
    for (const int hour : hours) {
      for (const int minute : minutes) items.push_back(time_of_day(hour, minute));
    }
    return "at " + listed(items);
  }
  const auto every = even_step(minutes, 60);
  std::string text;
  if (every) {
    text = *every == 1 ? "every minute" : fmt::format("every {} minutes", *every);
  } else if (minutes.size() == 1) {
    const auto step = even_step(hours, 24);
    const std::string past = minutes[0] == 0 ? "" : fmt::format(", at minute {}", minutes[0]);
    if (hours.size() == 24) return "every hour" + past;
    if (step) return fmt::format("every {} hours{}", *step, past);
    if (in_a_row(hours)) {
      return fmt::format("every hour from {} to {}", time_of_day(hours.front(), minutes[0]),
                         time_of_day(hours.back(), minutes[0]));
    }
    return "at " + named(hours, [&](int hour) { return time_of_day(hour, minutes[0]); });
  } else {
    text = fmt::format("at minutes {} of the hour", named(minutes, plain));
  }
  if (hours.size() == 24) return text;
  if (in_a_row(hours)) {
    return fmt::format("{} from {} to {}", text, time_of_day(hours.front(), minutes.front()),
                       time_of_day(hours.back(), minutes.back()));
  }
  return fmt::format("{} in the hours {}", text, named(hours, plain));
}

// From Monday on, as people count the week.
std::vector<std::string> weekday_names(const CronExpression& cron) {
  std::vector<std::string> names;
  for (std::size_t i = 1; i <= 7; ++i) {
    if (cron.weekdays()[i % 7]) names.emplace_back(kWeekdays.at(i % 7));
  }
  return names;
}

std::string weekdays(const CronExpression& cron) {
  constexpr unsigned long kWorking = 0b0111110;
  constexpr unsigned long kWeekend = 0b1000001;
  const unsigned long set = cron.weekdays().to_ulong();
  if (set == kWorking) return "every weekday";
  if (set == kWeekend) return "every Saturday and Sunday";
  return "every " + listed(weekday_names(cron));
}

std::string days(const CronExpression& cron) {
  const std::vector<int> set = set_in(cron.days());
  return fmt::format("on day{} {}", set.size() == 1 ? "" : "s", named(set, plain));
}

}  // namespace

std::string in_words(const CronExpression& cron) {
  const bool all_days = cron.days().count() == 31;
  const bool all_weekdays = cron.weekdays().all();
  const bool all_months = cron.months().count() == 12;
  // Where both are restricted, one of them is enough; where one begins with "*", both have to fit.
  const bool either = !cron.any_day() && !cron.any_weekday();
  const std::string month =
      all_months ? "of every month" : "of " + named(set_in(cron.months()), [](int value) {
                                        return std::string{kMonths.at(static_cast<std::size_t>(value))};
                                      });
  const std::string in_month = all_months ? "" : " in" + month.substr(2);
  std::string text;
  if ((all_days && all_weekdays) || (either && (all_days || all_weekdays))) {
    const std::string when = times(cron);
    text = when.starts_with("every") ? when : "every day " + when;
    return text + in_month;
  }
  if (all_days) {
    text = weekdays(cron) + in_month;
  } else if (all_weekdays) {
    text = days(cron) + " " + month;
  } else {
    text =
        fmt::format("{} {}{}", days(cron), month,
                    either ? " and " + weekdays(cron) : ", only on a " + listed(weekday_names(cron), " or "));
  }
  return text + (times(cron).starts_with("every") ? ", " : " ") + times(cron);
}

}  // namespace stint::jobs
