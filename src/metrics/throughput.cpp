#include "metrics/throughput.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>
#include <span>

#include "metrics/statistics.h"

namespace stint::metrics {
namespace {

namespace chr = std::chrono;

double points_of(const Completion& completion) {
  return std::isnan(completion.estimate) ? 0 : completion.estimate;
}

std::span<const Completion> within(const BoardCompletions& board, const DayWindow& window) {
  const auto low = std::ranges::lower_bound(board.counted, window.first, {}, &Completion::day);
  const auto high = std::ranges::lower_bound(low, board.counted.end(), window.end, {}, &Completion::day);
  return {low, high};
}

std::optional<double> mean(const std::vector<double>& values) {
  return ratio(std::accumulate(values.begin(), values.end(), 0.0), static_cast<double>(values.size()));
}

void sum_up_weeks(Throughput& result) {
  std::vector<double> items;
  std::vector<double> points;
  for (const Week& week : result.weeks) {
    if (!week.whole) continue;
    items.push_back(week.finished.items);
    points.push_back(week.finished.points);
  }
  result.mean_items = mean(items);
  result.median_items = median(items);
  if (!result.points) return;
  result.mean_points = mean(points);
  result.median_points = median(points);
}

}  // namespace

Day monday_of(Day day) {
  return day - (chr::weekday{day} - chr::Monday);
}

std::string iso_week(Day day) {
  // The year of a week is that of its Thursday.
  const Day thursday = monday_of(day) + chr::days{3};
  const chr::year year = chr::year_month_day{thursday}.year();
  const Day new_year{chr::local_days{year / chr::January / 1}};
  return fmt::format("{:04}-W{:02}", static_cast<int>(year), (thursday - new_year).count() / 7 + 1);
}

DayWindow whole_days(const Context& context, const BoardCompletions& board, int days) {
  const Day end = first_unseen_day(context);
  return {std::min(end, std::max(end - chr::days{days}, board.first_day.value_or(end))), end};
}

std::vector<Week> weeks_of(const BoardCompletions& board, const DayWindow& window) {
  std::vector<Week> weeks;
  if (window.days() == 0) return weeks;
  for (Day monday = monday_of(window.first); monday < window.end; monday += chr::weeks{1}) {
    weeks.push_back({monday, monday >= window.first && monday + chr::weeks{1} <= window.end, {}});
  }
  for (const Completion& completion : within(board, window)) {
    if (!completion.stands(kNever)) continue;
    const auto week = (completion.day - weeks.front().monday).count() / 7;
    Finished& finished = weeks[static_cast<std::size_t>(week)].finished;
    ++finished.items;
    finished.points += points_of(completion);
  }
  return weeks;
}

Throughput throughput(const Context& context, Index board, const BoardCompletions& completions) {
  Throughput result;
  result.board = board;
  result.window = whole_days(context, completions, static_cast<int>(context.options.throughput_window_days));
  result.unit = context.data.boards[board].unit;
  result.days.resize(static_cast<std::size_t>(result.window.days()));
  double points = 0;
  for (const Completion& completion : within(completions, result.window)) {
    if (!completion.stands(kNever)) continue;
    Finished& day = result.days[static_cast<std::size_t>((completion.day - result.window.first).count())];
    ++day.items;
    day.points += points_of(completion);
    points += points_of(completion);
    if (!std::isnan(completion.estimate)) ++result.estimated;
    result.items.add(1, completion.issue);
  }
  std::ranges::sort(result.items.issues);
  const bool estimated = result.unit != history::Unit::issues && result.items.value > 0 &&
                         result.estimated >= context.options.estimated_share * result.items.value;
  if (estimated) result.points = points;
  result.weeks = weeks_of(completions, result.window);
  sum_up_weeks(result);
  for (const LeftOut& out : completions.left_out) {
    if (out.completion.stands(kNever) && result.window.holds(out.completion.day)) {
      result.excluded.push_back({out.completion.issue, out.reason});
    }
  }
  for (const Index issue : completions.no_history) result.excluded.push_back({issue, "no_history"});
  return result;
}

}  // namespace stint::metrics
