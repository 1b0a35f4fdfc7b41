#include "chart/number.h"

#include <array>
#include <cmath>
#include <fmt/format.h>
#include <string_view>

namespace stint::chart {
namespace {

namespace chr = std::chrono;

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// Without the zeros that say nothing: "4.50" is "4.5".
std::string trimmed(double value, int decimals) {
  std::string text = fmt::format("{:.{}f}", value, decimals);
  if (decimals > 0) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

std::string with_thousands(std::string digits) {
  const std::size_t begin = digits.starts_with('-') ? 1 : 0;
  const std::size_t end = std::min(digits.find('.'), digits.size());
  for (std::size_t i = end; i > begin + 3;) {
    i -= 3;
    digits.insert(i, ",");
  }
  return digits;
}

// U+2212, as wide as the plus.
std::string with_minus(std::string text) {
  if (text.starts_with('-')) text.replace(0, 1, "\u2212");
  return text;
}

}  // namespace

std::string figure(double value) {
  if (!std::isfinite(value)) return "–";
  const double size = std::abs(value);
  if (size >= 1e15) return with_minus(fmt::format("{:.1e}", value));
  const int decimals = size >= 999.5 ? 0 : size >= 9.995 ? 1 : 2;
  return with_minus(with_thousands(trimmed(value, decimals)));
}

std::string short_figure(double value) {
  if (!std::isfinite(value)) return "–";
  const double size = std::abs(value);
  if (size >= 1e15) return with_minus(fmt::format("{:.0e}", value));
  if (size >= 1e9) return with_minus(with_thousands(trimmed(value / 1e9, 1))) + "bn";
  if (size >= 1e6) return with_minus(trimmed(value / 1e6, 1)) + "M";
  if (size >= 1e4) return with_minus(trimmed(value / 1e3, 1)) + "k";
  return figure(value);
}

std::string percent(double share) {
  return figure(std::round(share * 100)) + "\u00A0%";
}

std::string short_date(Day day) {
  const chr::year_month_day date{day};
  return fmt::format("{} {}", static_cast<unsigned>(date.day()),
                     kMonths[static_cast<unsigned>(date.month()) - 1]);
}

std::string long_date(Day day) {
  const chr::year_month_day date{day};
  return fmt::format("{} {}", short_date(day), static_cast<int>(date.year()));
}

Day day_of(Moment moment) {
  return chr::floor<chr::days>(moment);
}

double days_since_epoch(Moment moment) {
  return static_cast<double>(moment.time_since_epoch().count()) / 86'400'000.0;
}

}  // namespace stint::chart
