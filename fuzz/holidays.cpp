// Calendars of holidays: sorted days within bounds, or an error that names a line.
#include "lib/ical/holidays.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string_view>

#include "check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace chr = std::chrono;
  using stint::fuzz::check;
  const auto holidays = stint::parse_holidays({reinterpret_cast<const char*>(data), size});
  if (!holidays) {
    check(holidays.error().where.starts_with("line "), "an error names a line");
    return 0;
  }
  const auto& days = holidays->days;
  check(std::ranges::adjacent_find(days, std::greater_equal{}) == days.end(), "days are sorted, each once");
  check(days.empty() || (days.front() >= stint::Day{chr::year{1970} / 1 / 1} &&
                         days.back() < stint::Day{chr::year{2101} / 1 / 1}),
        "days lie from 1970 to 2100");
  return 0;
}
