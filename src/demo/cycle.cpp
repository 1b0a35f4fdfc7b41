#include "demo/cycle.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace stint::demo {

namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::weeks;

constexpr std::size_t kLeastPoints = 10;
constexpr std::size_t kRecent = 5;
constexpr auto kWindow = weeks{26};

sys_days day_of(Instant instant) {
  return std::chrono::floor<days>(instant);
}

sys_days monday_of(sys_days day) {
  return day - (std::chrono::weekday{day} - std::chrono::Monday);
}

// The resolution with which the issue came into the done category for the last time.
Resolution resolution_of(const Issue& issue) {
  Resolution resolution = Resolution::none;
  for (const Event& event : issue.events) {
    if (event.field == Field::status && is_done(static_cast<StatusId>(event.to)) &&
        !is_done(static_cast<StatusId>(event.from))) {
      resolution = event.resolution;
    }
  }
  return resolution;
}

// Points of a weekly figure; `week` counts from the first whole week.
struct Weekly {
  std::vector<double> values;
  std::vector<std::size_t> week;
};

double median(std::vector<std::int64_t> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  const auto upper = static_cast<double>(values[middle]);
  return values.size() % 2 == 1 ? upper : (static_cast<double>(values[middle - 1]) + upper) / 2;
}

// `window` points in a row of which `needed` lie further than `distance` beyond the centre, on one side, and
// of which the last on that side is no older than the week `since`.
bool fires(const Weekly& weekly, double centre, double sign, double distance, std::size_t window,
           std::size_t needed, std::size_t since) {
  const auto beyond = [&](std::size_t i, double by) {
    return sign * (weekly.values[i] - centre) > by + 1e-9 * std::max(1.0, centre);
  };
  for (std::size_t begin = 0; begin + window <= weekly.values.size(); ++begin) {
    std::size_t count = 0;
    std::size_t last = 0;
    for (std::size_t i = begin; i < begin + window; ++i) {
      if (beyond(i, distance)) ++count;
      if (beyond(i, 0)) last = weekly.week[i];
    }
    if (count >= needed && last >= since) return true;
  }
  return false;
}

// A signal on the side of `sign`, in the weeks from `since` on.
bool has_signal(const Weekly& weekly, double sign, std::size_t since) {
  if (weekly.values.size() < kLeastPoints) return false;
  const auto n = static_cast<double>(weekly.values.size());
  double centre = 0;
  double range = 0;
  for (std::size_t i = 0; i < weekly.values.size(); ++i) {
    centre += weekly.values[i];
    if (i > 0) range += std::abs(weekly.values[i] - weekly.values[i - 1]);
  }
  centre /= n;
  range /= n - 1;
  const double sigma = range / 1.128;
  struct Rule {
    double distance;
    std::size_t window;
    std::size_t needed;
  };
  const std::array<Rule, 4> rules{{{2.66 * range, 1, 1}, {2 * sigma, 3, 2}, {sigma, 5, 4}, {0, 8, 8}}};
  return std::any_of(rules.begin(), rules.end(), [&](const Rule& rule) {
    // Nothing can fall under zero.
    if (sign < 0 && centre <= rule.distance) return false;
    return fires(weekly, centre, sign, rule.distance, rule.window, rule.needed, since);
  });
}

}  // namespace

Cycle cycle_of(const Issue& issue) {
  Cycle cycle;
  StatusId status = StatusId::to_do;
  bool lost = false;      // back in To Do since the start
  bool straight = false;  // and from there straight to done
  for (const Event& event : issue.events) {
    if (event.field != Field::status) continue;
    const auto now = static_cast<StatusId>(event.to);
    if (is_in_progress(now) && status == StatusId::to_do) {
      cycle.start = event.at;
      lost = straight = false;
    }
    if (now == StatusId::to_do && cycle.start) lost = true;
    if (is_done(now) && !is_done(status)) {
      cycle.done = event.at;
      if (lost) {
        cycle.start = event.at;
        straight = true;
        lost = false;
      }
    }
    status = now;
  }
  if (status == StatusId::to_do) return {};
  if (!is_done(status)) cycle.done.reset();
  if (cycle.done && cycle.start == cycle.done && !straight) cycle.start.reset();
  return cycle;
}

std::int64_t days_from_to(Instant from, Instant to) {
  return (day_of(to) - day_of(from)).count() + 1;
}

bool weeks_got_worse(const Board& board) {
  const sys_days end = monday_of(day_of(board.end + Milliseconds{1}));
  Instant first_created = board.end;
  for (const Issue& issue : board.issues) {
    if (is_counted(issue.type)) first_created = std::min(first_created, issue.created);
  }
  const sys_days begin = std::max(end - kWindow, monday_of(day_of(first_created) + days{6}));
  if (begin >= end) return false;
  const auto count = static_cast<std::size_t>((end - begin).count() / 7);
  Weekly finished{.values = std::vector<double>(count), .week = {}};
  std::vector<std::vector<std::int64_t>> cycles(count);
  for (const Issue& issue : board.issues) {
    const Cycle cycle = cycle_of(issue);
    if (!is_counted(issue.type) || !cycle.done || resolution_of(issue) != Resolution::done) continue;
    const sys_days day = day_of(*cycle.done);
    if (day < begin || day >= end) continue;
    const auto week = static_cast<std::size_t>((day - begin).count() / 7);
    ++finished.values[week];
    if (cycle.start) cycles[week].push_back(days_from_to(*cycle.start, *cycle.done));
  }
  Weekly typical;
  for (std::size_t week = 0; week < count; ++week) {
    finished.week.push_back(week);
    if (cycles[week].empty()) continue;
    typical.values.push_back(median(std::move(cycles[week])));
    typical.week.push_back(week);
  }
  const std::size_t since = count > kRecent ? count - kRecent : 0;
  return has_signal(finished, -1, since) || has_signal(typical, 1, since);
}

}  // namespace stint::demo
