// The section "calendar" of the configuration file.
#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "app/configuration.h"
#include "history/names.h"

namespace stint::app {
namespace {

// As std::chrono::weekday::c_encoding() counts.
constexpr std::array<std::string_view, 7> kDays{"sunday",   "monday", "tuesday", "wednesday",
                                                "thursday", "friday", "saturday"};

// "mon" and "monday", in any case.
std::optional<std::size_t> day_number(std::string_view text) {
  constexpr std::size_t kShort = 3;
  for (std::size_t i = 0; i < kDays.size(); ++i) {
    if (history::equal_names(text, kDays[i]) || history::equal_names(text, kDays[i].substr(0, kShort)))
      return i;
  }
  return std::nullopt;
}

// A day, or a range such as "mon-fri" or "sun-thu".
bool add_days(std::string_view text, metrics::Weekdays& week) {
  const std::size_t dash = text.find('-');
  const auto first = day_number(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : day_number(text.substr(dash + 1));
  if (!first || !last) return false;
  for (std::size_t day = *first;; day = (day + 1) % week.size()) {
    week[day] = true;
    if (day == *last) return true;
  }
}

}  // namespace

Outcome set_calendar(const FileSetting& setting, CalendarSettings& calendar) {
  if (setting.name == "calendar.weekdays") {
    // The first one of a list takes the place of the default, its fellows are added.
    if (!calendar.weekdays_given) calendar.week = {};
    calendar.weekdays_given = true;
    if (add_days(setting.value, calendar.week)) return {};
    return fail(ErrorCode::usage, "\"" + setting.value + "\" is no day of the week", {},
                "use days such as mon and tue, or a range such as mon-fri");
  }
  if (setting.name == "calendar.holidays") {
    if (setting.listed) return fail(ErrorCode::usage, "calendar.holidays takes one file");
    calendar.holidays = setting.value;
    return {};
  }
  return fail(ErrorCode::usage, "unknown setting \"" + setting.name + "\"", {},
              "a calendar has weekdays and holidays");
}

}  // namespace stint::app
