#include "metrics/flow_efficiency.h"

#include <algorithm>

#include "metrics/blocked.h"
#include "metrics/statistics.h"

namespace stint::metrics {
namespace {

using history::StatusCategory;

// In progress and not in a waiting status, from `start` to `done`.
std::vector<Interval> worked_intervals(const Context& context, const history::Issue& issue, Instant start,
                                       Instant done) {
  std::vector<Interval> out;
  std::optional<Instant> since;
  const auto close = [&](Instant at) {
    if (since && std::max(*since, start) < at) out.push_back({std::max(*since, start), at});
    since.reset();
  };
  for (const history::Event& event : context.data.events_of(issue)) {
    if (event.at >= done) break;
    if (event.kind != history::EventKind::status) continue;
    const bool works = event.to() != kNone && !context.data.statuses[event.to()].waiting &&
                       context.data.category(event.to()) == StatusCategory::in_progress;
    if (!works) close(event.at);
    if (works && !since) since = event.at;
  }
  close(done);
  return out;
}

}  // namespace

std::optional<ItemEfficiency> item_efficiency(const Context& context, const history::Issue& issue,
                                              const FlowDates& dates) {
  if (!dates.start || !dates.done || *dates.done <= *dates.start) return std::nullopt;
  const std::vector<Interval> worked = worked_intervals(context, issue, *dates.start, *dates.done);
  const std::vector<Interval> blocked = blocked_intervals(context, issue, dates);
  Milliseconds active = total(worked);
  if (!blocked.empty()) active -= total(intersected(worked, blocked));
  return ItemEfficiency{context.data.index_of(issue), active, *dates.done - *dates.start};
}

FlowEfficiency flow_efficiency(const Context& context, Index board, const BoardCompletions& completions,
                               std::span<const FlowDates> dates) {
  FlowEfficiency result;
  result.board = board;
  result.window = whole_days(context, completions, static_cast<int>(context.options.flow_efficiency_days));
  Milliseconds active{0};
  Milliseconds elapsed{0};
  std::vector<double> ratios;
  const auto low = std::ranges::lower_bound(completions.counted, result.window.first, {}, &Completion::day);
  for (auto it = low; it != completions.counted.end() && it->day < result.window.end; ++it) {
    if (!it->stands(kNever)) continue;
    const FlowDates& own = dates[it->issue];
    const auto item = item_efficiency(context, context.data.issues[it->issue], own);
    if (!item) {
      result.excluded.push_back({it->issue, own.start || own.same_instant ? "zero_elapsed" : "no_start"});
      continue;
    }
    active += item->active;
    elapsed += item->elapsed;
    ratios.push_back(item->ratio());
    result.items.push_back(*item);
  }
  if (!result.items.empty()) {
    result.total = static_cast<double>(active.count()) / static_cast<double>(elapsed.count());
  }
  result.median = median(std::move(ratios));
  for (const LeftOut& out : completions.left_out) {
    if (out.completion.stands(kNever) && result.window.holds(out.completion.day)) {
      result.excluded.push_back({out.completion.issue, out.reason});
    }
  }
  for (const Index issue : completions.no_history) result.excluded.push_back({issue, "no_history"});
  return result;
}

}  // namespace stint::metrics
