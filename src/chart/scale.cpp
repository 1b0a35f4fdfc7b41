#include "chart/scale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace stint::chart {
namespace {

namespace chr = std::chrono;

// The smallest of 1, 2, 5 times a power of ten that is at least `least`.
double round_step(double least) {
  const double power = std::pow(10.0, std::floor(std::log10(least)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    // A hair's breadth of tolerance: 0.2 / 0.1 is not quite 2.
    if (factor * power >= least * (1 - 1e-9)) return factor * power;
  }
  return 10 * power;
}

constexpr int kMostMultiples = 1000;

std::vector<double> multiples(double low, double high, double step) {
  std::vector<double> values;
  const double first = std::ceil(low / step - 1e-9);
  const double last = std::floor(high / step + 1e-9);
  // Counted: where values are so large that neighbours are one number, adding one would lead nowhere.
  for (int i = 0; i <= kMostMultiples && first + i <= last; ++i) {
    const double multiple = first + i;
    values.push_back(multiple == 0 ? 0 : multiple * step);
  }
  return values;
}

int months_since_epoch(Day day) {
  const chr::year_month_day date{day};
  return static_cast<int>(date.year()) * 12 + static_cast<int>(static_cast<unsigned>(date.month())) - 1;
}

Day first_of_month(int months) {
  const chr::year year{months / 12};
  const chr::month month{static_cast<unsigned>(months % 12) + 1};
  return Day{chr::local_days{year / month / chr::day{1}}};
}

std::vector<DayTick> month_ticks(Day first, Day last, int every) {
  std::vector<DayTick> marks;
  int year = -1;
  for (int months = (months_since_epoch(first) + every - 1) / every * every;; months += every) {
    const Day day = first_of_month(months);
    if (day > last) break;
    if (day < first) continue;
    std::string label = short_date(day).substr(2);
    if (every % 12 == 0) {
      label = fmt::format("{}", months / 12);
    } else if (months / 12 != year) {
      label += fmt::format(" {}", months / 12);
    }
    year = months / 12;
    marks.push_back({day, std::move(label)});
  }
  return marks;
}

std::vector<DayTick> ticks_every(Day first, Day last, int days) {
  // Weeks count from Monday 1969-12-29, so that their ticks are Mondays whatever the first day is.
  const Day origin = days >= 7 ? Day{chr::days{-3}} : first;
  const auto offset = (first - origin).count();
  Day day = origin + chr::days{(offset + days - 1) / days * days};
  std::vector<DayTick> marks;
  int month = -1;
  for (; day <= last; day += chr::days{days}) {
    const int now = months_since_epoch(day);
    const unsigned number = static_cast<unsigned>(chr::year_month_day{day}.day());
    marks.push_back({day, now == month ? fmt::format("{}", number) : short_date(day)});
    month = now;
  }
  return marks;
}

}  // namespace

Scale::Scale(double low, double high, double from, double to, bool log)
    : low_(log ? std::log(low) : low), high_(log ? std::log(high) : high), from_(from), to_(to), log_(log) {}

Scale Scale::linear(double low, double high, double from, double to) {
  return {low, high, from, to, false};
}

Scale Scale::logarithmic(double low, double high, double from, double to) {
  return {low, std::max(high, low), from, to, true};
}

double Scale::operator()(double value) const {
  if (log_) value = value > 0 ? std::max(std::log(value), low_) : low_;
  if (!(high_ > low_)) return std::midpoint(from_, to_);
  const double share = (value - low_) / (high_ - low_);
  if (!std::isfinite(share)) return from_;
  return from_ + std::clamp(share, -1.0, 2.0) * (to_ - from_);
}

std::vector<double> ticks(double low, double high, int most) {
  if (!std::isfinite(low) || !std::isfinite(high) || !(high > low)) return {low};
  double step = round_step((high - low) / most);
  if (!std::isfinite(step) || step <= 0) return {low};
  // One more than `most` can fall inside; then the next rounder step is the right one.
  std::vector<double> values = multiples(low, high, step);
  while (static_cast<int>(values.size()) > most) {
    step = round_step(step * 1.5);
    values = multiples(low, high, step);
  }
  return values;
}

std::vector<double> logarithmic_ticks(double low, double high, int most) {
  std::vector<double> values;
  if (!(low > 0) || !std::isfinite(high)) return values;
  const int lowest = static_cast<int>(std::floor(std::log10(low)));
  const int highest = static_cast<int>(std::ceil(std::log10(high)));
  for (int exponent = lowest; exponent <= highest; ++exponent) {
    for (const double factor : {1.0, 2.0, 5.0}) {
      const double value = factor * std::pow(10.0, exponent);
      if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) values.push_back(value);
    }
  }
  if (static_cast<int>(values.size()) > most) {
    std::erase_if(values, [](double value) {
      const double exponent = std::log10(value);
      return std::abs(exponent - std::round(exponent)) > 1e-6;
    });
  }
  return values;
}

double headroom(double highest) {
  return highest > 0 && std::isfinite(highest) ? highest * 1.06 : 1;
}

std::vector<DayTick> day_ticks(Day first, Day last, int most) {
  if (last < first) std::swap(first, last);
  const auto days = (last - first).count();
  const auto fits = [&](const std::vector<DayTick>& marks) {
    return marks.size() >= 2 && marks.size() <= static_cast<std::size_t>(most);
  };
  for (const int step : {1, 2, 3, 7, 14}) {
    // Every third day is for a sprint or two; what is longer is read in weeks.
    if ((step == 3 && days > 16) || days / step > most) continue;
    if (auto marks = ticks_every(first, last, step); fits(marks)) return marks;
  }
  const int months = months_since_epoch(last) - months_since_epoch(first);
  constexpr std::array kMonthSteps{1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200};
  for (const int step : kMonthSteps) {
    if (months / step > most) continue;
    if (auto marks = month_ticks(first, last, step); fits(marks)) return marks;
  }
  if (first == last) return {{first, short_date(first)}};
  return {{first, long_date(first)}, {last, long_date(last)}};
}

}  // namespace stint::chart
