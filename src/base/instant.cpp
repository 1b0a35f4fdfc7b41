#include "base/instant.h"

#include <cstdint>
#include <fmt/format.h>

namespace stint {
namespace {

namespace chr = std::chrono;

// Reads exactly `count` digits from the front of `text`; -1 when they are not all digits.
int take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return -1;
  int value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const char c = text[i];
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

// Milliseconds of a fraction of any length; digits past the third are cut off.
int take_fraction_ms(std::string_view& text) {
  int ms = 0;
  int scale = 100;
  std::size_t digits = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    ms += scale * (text.front() - '0');
    scale /= 10;
    ++digits;
    text.remove_prefix(1);
  }
  return digits == 0 ? -1 : ms;
}

// Offset in minutes of "", "Z", "+0100", "+01:00" or "+01"; nothing when it is none of these.
std::optional<int> take_offset(std::string_view& text) {
  if (text.empty() || take(text, 'Z') || take(text, 'z')) return 0;
  const bool negative = text.front() == '-';
  if (!negative && text.front() != '+') return std::nullopt;
  text.remove_prefix(1);
  const int hours = take_digits(text, 2);
  if (hours < 0 || hours > 18) return std::nullopt;
  int minutes = 0;
  if (!text.empty()) {
    take(text, ':');
    minutes = take_digits(text, 2);
    if (minutes < 0 || minutes > 59) return std::nullopt;
  }
  const int offset = hours * 60 + minutes;
  return negative ? -offset : offset;
}

}  // namespace

std::optional<Instant> parse_iso_instant(std::string_view text) {
  const int year = take_digits(text, 4);
  if (year < 0 || !take(text, '-')) return std::nullopt;
  const int month = take_digits(text, 2);
  if (month < 0 || !take(text, '-')) return std::nullopt;
  const int day = take_digits(text, 2);
  if (day < 0) return std::nullopt;
  const chr::year_month_day date{chr::year{year}, chr::month{static_cast<unsigned>(month)},
                                 chr::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  Instant instant = chr::sys_days{date};
  if (text.empty()) return instant;

  if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return std::nullopt;
  const int hour = take_digits(text, 2);
  if (hour < 0 || hour > 23 || !take(text, ':')) return std::nullopt;
  const int minute = take_digits(text, 2);
  if (minute < 0 || minute > 59) return std::nullopt;
  int second = 0;
  int ms = 0;
  if (take(text, ':')) {
    second = take_digits(text, 2);
    if (second < 0 || second > 60) return std::nullopt;
    if (take(text, '.') || take(text, ',')) {
      ms = take_fraction_ms(text);
      if (ms < 0) return std::nullopt;
    }
  }
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  return instant + chr::hours{hour} + chr::minutes{minute - *offset} + chr::seconds{second} +
         Milliseconds{ms};
}

std::string format_iso(Instant instant) {
  const auto day = chr::floor<chr::days>(instant);
  const chr::year_month_day date{day};
  const chr::hh_mm_ss time{instant - day};
  std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                                 static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                 time.hours().count(), time.minutes().count(), time.seconds().count());
  if (time.subseconds().count() != 0) text += fmt::format(".{:03}", time.subseconds().count());
  return text + "+00:00";
}

std::string format_day(Day day) {
  const chr::year_month_day date{day};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

}  // namespace stint
