#include "metrics/cumulative_flow.h"

#include <algorithm>
#include <tuple>

#include "base/parallel.h"
#include "metrics/board_issues.h"

namespace stint::metrics {
namespace {

namespace chr = std::chrono;

// When each day of the window ends; as-of for the last.
std::vector<Instant> day_ends(const Context& context, const DayWindow& window) {
  std::vector<Instant> ends;
  for (Day day = window.first; day < window.end; day += chr::days{1}) {
    ends.push_back(context.zone.instant_of(chr::local_time<Milliseconds>{day + chr::days{1}}));
  }
  return ends;
}

class BoardFlow {
 public:
  BoardFlow(const Context& context, Index board, const DayWindow& window, const std::vector<Instant>& ends)
      : context_(context), ends_(ends), stages_(board_stages(context.data, context.data.boards[board])) {
    flow_.board = board;
    flow_.window = window;
    flow_.columns = stages_.names;
    flow_.entered.resize(ends.size() * flow_.columns.size());
    window_from_ = context.zone.instant_of(chr::local_time<Milliseconds>{window.first});
  }

  void add(Index index) {
    const history::Issue& issue = context_.data.issues[index];
    if (!context_.counts(issue) || issue.created > context_.as_of) return;
    if (!issue.has_history) {
      flow_.excluded.push_back({index, "no_history"});
      return;
    }
    find_stage_dates(context_, stages_, issue, dates_);
    if (dates_.entered.empty()) flow_.excluded.push_back({index, "not_on_board"});
    for (std::size_t column = 0; column < dates_.entered.size(); ++column) {
      ++flow_.entered[day_index(dates_.entered[column]) * flow_.columns.size() + column];
    }
    for (const CorrectionWindow& correction : dates_.corrections) {
      if (!correction.to || *correction.to > window_from_) flow_.corrections.push_back(correction);
    }
  }

  CumulativeFlow take() {
    // So far each entry stands on its own day.
    const std::size_t columns = flow_.columns.size();
    for (std::size_t i = columns; i < flow_.entered.size(); ++i)
      flow_.entered[i] += flow_.entered[i - columns];
    std::ranges::sort(flow_.corrections, {}, [](const CorrectionWindow& correction) {
      return std::tuple{correction.from, correction.issue};
    });
    return std::move(flow_);
  }

 private:
  // What came before the window stands on its first day.
  [[nodiscard]] std::size_t day_index(Instant instant) const {
    if (instant < ends_.front()) return 0;
    return static_cast<std::size_t>(std::ranges::upper_bound(ends_, instant) - ends_.begin());
  }

  const Context& context_;
  const std::vector<Instant>& ends_;
  BoardStages stages_;
  StageDates dates_;
  Instant window_from_{};
  CumulativeFlow flow_;
};

}  // namespace

std::vector<CumulativeFlow> cumulative_flow(const Context& context) {
  const Day today = context.zone.day_of(context.as_of);
  const auto days = static_cast<int>(context.options.cumulative_flow_days);
  const DayWindow window{today - chr::days{days - 1}, today + chr::days{1}};
  const std::vector<Instant> ends = day_ends(context, window);
  const BoardIssues issues{context.data};
  std::vector<CumulativeFlow> boards(context.data.boards.size());
  for_each_part(boards.size(), 1, [&](std::size_t first, std::size_t last) {
    for (std::size_t b = first; b < last; ++b) {
      const auto board = static_cast<Index>(b);
      BoardFlow flow{context, board, window, ends};
      for (const Index issue : issues.of(board)) flow.add(issue);
      boards[b] = flow.take();
    }
  });
  return boards;
}

}  // namespace stint::metrics
