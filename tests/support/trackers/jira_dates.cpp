#include "support/trackers/jira_dates.h"

#include <charconv>
#include <cstdint>

namespace stint::test {

std::optional<std::chrono::local_time<Milliseconds>> local_date(std::string_view text) {
  const auto number = [&](std::size_t at, std::size_t length) -> int {
    int value = -1;
    if (at + length > text.size()) return -1;
    const auto [end, fault] = std::from_chars(text.data() + at, text.data() + at + length, value);
    return fault == std::errc{} && end == text.data() + at + length ? value : -1;
  };
  if (text.size() != 10 && text.size() != 16) return std::nullopt;
  const bool dashes = text[4] == '-' && text[7] == '-';
  const bool slashes = text[4] == '/' && text[7] == '/';
  if (!dashes && !slashes) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{number(0, 4)},
                                         std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                         std::chrono::day{static_cast<unsigned>(number(8, 2))}};
  if (!date.ok()) return std::nullopt;
  std::chrono::local_time<Milliseconds> local{std::chrono::local_days{date}};
  if (text.size() == 10) return local;
  const int hours = number(11, 2);
  const int minutes = number(14, 2);
  if (text[10] != ' ' || text[13] != ':' || hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
    return std::nullopt;
  return local + std::chrono::hours{hours} + std::chrono::minutes{minutes};
}

std::optional<Milliseconds> relative_time(std::string_view text) {
  if (text.size() < 3 || text.front() != '-') return std::nullopt;
  std::int64_t count = 0;
  const auto [end, fault] = std::from_chars(text.data() + 1, text.data() + text.size() - 1, count);
  if (fault != std::errc{} || end != text.data() + text.size() - 1) return std::nullopt;
  switch (text.back()) {
    case 'm':
      return std::chrono::minutes{count};
    case 'h':
      return std::chrono::hours{count};
    case 'd':
      return std::chrono::days{count};
    case 'w':
      return std::chrono::weeks{count};
    default:
      return std::nullopt;
  }
}

}  // namespace stint::test
