#include "jobs/schedule/cron.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <optional>
#include <span>
#include <vector>

#include "base/text.h"

namespace stint::jobs {
namespace {

namespace chr = std::chrono;

constexpr std::size_t kLongest = 200;

constexpr std::array<std::string_view, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                                   "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> kWeekdays{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

struct Field {
  std::string_view name;
  int least;
  int most;
  std::span<const std::string_view> names;  // of the values from `least`
};

const std::array<Field, 5> kFields{Field{"minute", 0, 59, {}}, Field{"hour", 0, 23, {}},
                                   Field{"day of the month", 1, 31, {}}, Field{"month", 1, 12, kMonths},
                                   Field{"day of the week", 0, 7, kWeekdays}};

struct Short {
  std::string_view name;
  std::string_view fields;
};
constexpr std::array kShorts{Short{"@hourly", "0 * * * *"},   Short{"@daily", "0 0 * * *"},
                             Short{"@midnight", "0 0 * * *"}, Short{"@weekly", "0 0 * * 0"},
                             Short{"@monthly", "0 0 1 * *"},  Short{"@yearly", "0 0 1 1 *"},
                             Short{"@annually", "0 0 1 1 *"}};

constexpr std::string_view kExample = "for example \"0 8 * * mon-fri\": every weekday at 08:00";

std::unexpected<Error> wrong(const Field& field, std::string_view text, std::string_view what) {
  return fail(ErrorCode::usage, fmt::format("the {} \"{}\" {}", field.name, text.substr(0, 40), what),
              "schedule", std::string{kExample});
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find_first_of(separators);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || code != std::errc{} || end != text.data() + text.size() || text[0] == '-')
    return std::nullopt;
  return value;
}

Result<int> value_of(const Field& field, std::string_view text, std::string_view whole) {
  for (std::size_t i = 0; i < field.names.size(); ++i) {
    if (equal_ignoring_case(field.names[i], text)) return field.least + static_cast<int>(i);
  }
  const auto value = number(text);
  if (!value) {
    return wrong(field, whole, field.names.empty() ? "is no number, range, list or step" : "is not known");
  }
  if (*value < field.least || *value > field.most)
    return wrong(field, whole, fmt::format("is not between {} and {}", field.least, field.most));
  return *value;
}

// One item of a list: "*", "*/5", "3", "1-5", "8-18/2".
Outcome add_item(const Field& field, std::string_view item, std::bitset<64>& into) {
  const bool is_weekday = field.most == 7;
  std::string_view range = item;
  int step = 1;
  if (const std::size_t slash = item.find('/'); slash != std::string_view::npos) {
    range = item.substr(0, slash);
    const auto every = number(item.substr(slash + 1));
    if (!every || *every < 1 || *every > field.most)
      return wrong(field, item, fmt::format("has a step that is not between 1 and {}", field.most));
    if (range != "*" && !range.contains('-')) {
      return wrong(
          field, item,
          fmt::format("has a step without a range: write {}-{}/{}", range.substr(0, 10), field.most, *every));
    }
    step = *every;
  }
  int first = field.least;
  int last = is_weekday ? 6 : field.most;
  if (range != "*") {
    const std::size_t dash = range.find('-');
    STINT_ASSIGN(from, value_of(field, range.substr(0, dash), item));
    first = from;
    last = from;
    if (dash != std::string_view::npos) {
      STINT_ASSIGN(to, value_of(field, range.substr(dash + 1), item));
      last = to;
    }
    if (is_weekday && last < first) last += 7;
    if (last < first) return wrong(field, item, "is a range that ends before it begins");
  }
  for (int i = first; i <= last; i += step) into.set(static_cast<std::size_t>(is_weekday ? i % 7 : i));
  return {};
}

Result<std::bitset<64>> read_field(const Field& field, std::string_view text) {
  std::bitset<64> values;
  for (const std::string_view item : split(text, ",")) STINT_TRY(add_item(field, item, values));
  return values;
}

template <std::size_t Size>
std::bitset<Size> first_of(const std::bitset<64>& values) {
  return std::bitset<Size>{values.to_ullong()};
}

// February has a 29th day now and then.
constexpr std::array<std::size_t, 13> kLongestMonths{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

}  // namespace

Result<CronExpression> CronExpression::parse(std::string_view text) {
  if (text.size() > kLongest)
    return fail(ErrorCode::usage, "the schedule is too long", "schedule", std::string{kExample});
  std::vector<std::string_view> fields;
  for (const std::string_view part : split(trimmed(text), " \t")) {
    if (!part.empty()) fields.push_back(part);
  }
  CronExpression cron;
  cron.text_ = fmt::format("{}", fmt::join(fields, " "));
  if (fields.size() == 1 && fields[0].starts_with('@')) {
    const auto* found = std::ranges::find_if(
        kShorts, [&](const Short& row) { return equal_ignoring_case(row.name, fields[0]); });
    if (found == kShorts.end()) {
      return fail(ErrorCode::usage, fmt::format("the schedule \"{}\" is not known", fields[0].substr(0, 40)),
                  "schedule", "use @hourly, @daily, @weekly, @monthly, @yearly, or five fields");
    }
    fields = split(found->fields, " ");
  }
  if (fields.size() != kFields.size()) {
    return fail(ErrorCode::usage, fmt::format("the schedule has {} fields instead of five", fields.size()),
                "schedule",
                fmt::format("minute, hour, day of the month, month, day of the week; {}", kExample));
  }
  std::array<std::bitset<64>, 5> values;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    STINT_ASSIGN(field, read_field(kFields.at(i), fields[i]));
    values.at(i) = field;
  }
  cron.minutes_ = first_of<60>(values[0]);
  cron.hours_ = first_of<24>(values[1]);
  cron.days_ = first_of<32>(values[2]);
  cron.months_ = first_of<13>(values[3]);
  cron.weekdays_ = first_of<7>(values[4]);
  cron.any_day_ = fields[2].starts_with('*');
  cron.any_weekday_ = fields[4].starts_with('*');
  // With a day of the week to choose from, some day always comes.
  bool comes = !cron.any_weekday_ && !cron.any_day_;
  for (std::size_t month = 1; month <= 12; ++month) {
    for (std::size_t day = 1; day <= kLongestMonths.at(month); ++day)
      comes = comes || (cron.months_[month] && cron.days_[day]);
  }
  if (!comes) {
    return fail(ErrorCode::usage, fmt::format("the schedule \"{}\" names a day that never comes", cron.text_),
                "schedule", "look at its day of the month and its month");
  }
  return cron;
}

bool CronExpression::on_day(Day day) const {
  const chr::year_month_day date{day};
  if (!months_[static_cast<unsigned>(date.month())]) return false;
  const bool fits_day = days_[static_cast<unsigned>(date.day())];
  const bool fits_weekday = weekdays_[chr::weekday{day}.c_encoding()];
  if (any_day_ || any_weekday_) return fits_day && fits_weekday;
  return fits_day || fits_weekday;
}

}  // namespace stint::jobs
