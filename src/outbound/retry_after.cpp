#include "outbound/retry_after.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <vector>

#include "base/text.h"

namespace stint::outbound {
namespace {

namespace chr = std::chrono;

constexpr std::string_view kBlank = " \t";
constexpr Milliseconds kLongest = chr::days{366};
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kWeekdays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                    "Friday", "Saturday", "Sunday"};

std::optional<int> number(std::string_view text, std::size_t fewest, std::size_t most) {
  int value = 0;
  if (text.size() < fewest || text.size() > most ||
      !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) {
    return std::nullopt;
  }
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::vector<std::string_view> words_of(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(separators), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

std::optional<Milliseconds> time_of_day(std::string_view text) {
  if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  const auto hour = number(text.substr(0, 2), 2, 2);
  const auto minute = number(text.substr(3, 2), 2, 2);
  const auto second = number(text.substr(6, 2), 2, 2);
  // 60 is a leap second.
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return chr::hours{*hour} + chr::minutes{*minute} + chr::seconds{*second};
}

std::optional<Instant> instant(std::optional<int> year, std::string_view month, std::optional<int> day,
                               std::string_view time) {
  const auto name = std::ranges::find(kMonths, month);
  const auto within = time_of_day(time);
  if (!year || !day || name == kMonths.end() || !within) return std::nullopt;
  const chr::year_month_day date{chr::year{*year},
                                 chr::month{static_cast<unsigned>(name - kMonths.begin()) + 1U},
                                 chr::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return Instant{chr::sys_days{date}} + *within;
}

// RFC 9110: what seems to be more than 50 years ahead lies in the past.
std::optional<int> full_year(std::optional<int> two_digits, Instant now) {
  if (!two_digits) return std::nullopt;
  const int this_year = static_cast<int>(chr::year_month_day{chr::floor<chr::days>(now)}.year());
  int year = this_year - this_year % 100 + *two_digits;
  if (year > this_year + 50) year -= 100;
  if (year <= this_year - 50) year += 100;
  return year;
}

std::optional<double> seconds(std::string_view text) {
  double value = 0;
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  // More than a double holds is long enough in any case.
  if (error == std::errc::result_out_of_range) return 1e12;
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Milliseconds rounded_up(double milliseconds) {
  if (milliseconds >= static_cast<double>(kLongest.count())) return kLongest;
  return Milliseconds{static_cast<std::int64_t>(std::ceil(milliseconds))};
}

}  // namespace

std::optional<Instant> parse_http_date(std::string_view text, Instant now) {
  text = trimmed(text, kBlank);
  const auto words = words_of(text, " ,");
  if (words.empty()) return std::nullopt;
  const bool weekday = std::ranges::any_of(
      kWeekdays, [&](auto name) { return words[0] == name || words[0] == name.substr(0, 3); });
  if (!weekday) return std::nullopt;
  const bool comma = text.substr(words[0].size()).starts_with(',');
  if (comma && words.size() == 6 && words[5] == "GMT") {
    return instant(number(words[3], 4, 4), words[2], number(words[1], 2, 2), words[4]);
  }
  if (comma && words.size() == 4 && words[3] == "GMT") {
    const auto date = words_of(words[1], "-");
    if (date.size() != 3) return std::nullopt;
    return instant(full_year(number(date[2], 2, 2), now), date[1], number(date[0], 2, 2), words[2]);
  }
  if (!comma && words.size() == 5) {
    return instant(number(words[4], 4, 4), words[1], number(words[2], 1, 2), words[3]);
  }
  return std::nullopt;
}

std::optional<Milliseconds> parse_retry_after(std::string_view text, Instant now) {
  text = trimmed(text, kBlank);
  if (const auto value = seconds(text)) return rounded_up(*value * 1000);
  const auto date = parse_http_date(text, now);
  if (!date) return std::nullopt;
  return std::clamp(*date - now, Milliseconds::zero(), kLongest);
}

std::optional<Milliseconds> wait_asked_for(const curl::Headers& headers, Instant now) {
  // A date means the server's clock, which may be hours from ours.
  if (const auto value = curl::find_header(headers, "Date")) now = parse_http_date(*value, now).value_or(now);
  std::optional<Milliseconds> longest;
  const auto take = [&](std::optional<Milliseconds> wait) {
    if (wait && (!longest || *wait > *longest)) longest = wait;
  };
  if (const auto value = curl::find_header(headers, "Retry-After-Ms")) {
    if (const auto milliseconds = seconds(trimmed(*value, kBlank))) take(rounded_up(*milliseconds));
  }
  if (const auto value = curl::find_header(headers, "Retry-After")) take(parse_retry_after(*value, now));
  if (const auto value = curl::find_header(headers, "X-Throttle-Wait-Seconds"))
    take(parse_retry_after(*value, now));
  return longest;
}

}  // namespace stint::outbound
