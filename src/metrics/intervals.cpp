#include "metrics/intervals.h"

#include <algorithm>

namespace stint::metrics {

std::vector<Interval> united(std::vector<Interval> intervals) {
  std::ranges::sort(intervals, {}, &Interval::from);
  std::vector<Interval> out;
  for (const Interval& interval : intervals) {
    if (interval.to <= interval.from) continue;
    if (!out.empty() && interval.from <= out.back().to) {
      out.back().to = std::max(out.back().to, interval.to);
    } else {
      out.push_back(interval);
    }
  }
  return out;
}

std::vector<Interval> intersected(const std::vector<Interval>& a, const std::vector<Interval>& b) {
  std::vector<Interval> out;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    const Interval both{std::max(x->from, y->from), std::min(x->to, y->to)};
    if (both.from < both.to) out.push_back(both);
    if (x->to < y->to) {
      ++x;
    } else {
      ++y;
    }
  }
  return out;
}

Milliseconds total(const std::vector<Interval>& intervals) {
  Milliseconds sum{0};
  for (const Interval& interval : intervals) sum += interval.to - interval.from;
  return sum;
}

}  // namespace stint::metrics
