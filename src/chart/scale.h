// From values to positions, and the round values that an axis names.
#pragma once

#include <string>
#include <vector>

#include "chart/number.h"

namespace stint::chart {

// Maps [low, high] onto [from, to], which may run backwards. Values outside go beyond the ends, though never
// further than one length of the range.
class Scale {
 public:
  [[nodiscard]] static Scale linear(double low, double high, double from, double to);
  // Equal ratios take equal room. `low` > 0; smaller values stand at `from`.
  [[nodiscard]] static Scale logarithmic(double low, double high, double from, double to);

  [[nodiscard]] double operator()(double value) const;
  [[nodiscard]] double from() const { return from_; }
  [[nodiscard]] double to() const { return to_; }

 private:
  Scale(double low, double high, double from, double to, bool log);
  double low_, high_, from_, to_;
  bool log_;
};

// Multiples of 1, 2 or 5 times a power of ten that lie in [low, high], at most `most` of them (≥ 2). Only
// {low} where low = high or one of them is not finite.
[[nodiscard]] std::vector<double> ticks(double low, double high, int most);

// 1, 2 and 5 times the powers of ten in [low, high], or the powers alone where those are more than `most`.
[[nodiscard]] std::vector<double> logarithmic_ticks(double low, double high, int most);

// Where an axis ends whose highest value is `highest`: a little above it; 1 for `highest` ≤ 0.
[[nodiscard]] double headroom(double highest);

struct DayTick {
  Day day;
  std::string label;
};

// Days, Mondays, firsts of months or of years between `first` and `last`, at most `most` (≥ 2). A label names
// the month, or the year, only where it differs from the one before: "26 Oct", "2 Nov", "9", "16".
[[nodiscard]] std::vector<DayTick> day_ticks(Day first, Day last, int most);

}  // namespace stint::chart
