#include "metrics/completions.h"

#include <algorithm>
#include <tuple>

#include "base/parallel.h"
#include "history/names.h"
#include "metrics/board_issues.h"
#include "metrics/local_days.h"

namespace stint::metrics {
namespace {

using history::EventKind;
using history::StatusCategory;

// Resolutions that mean closed without having been done.
std::vector<bool> wont_do_resolutions(const history::Dataset& data) {
  std::vector<bool> wont_do;
  for (const std::string& name : data.resolutions) wont_do.push_back(history::means_not_done(name));
  return wont_do;
}

// Calls `add(completion, resolution)` for each time the issue came into done.
template <class Add>
void each_completion(const Context& context, LocalDays& days, const history::Issue& issue, bool hours,
                     const Add& add) {
  const history::Dataset& data = context.data;
  Completion completion;
  completion.issue = data.index_of(issue);
  bool done = false;
  Index resolution = kNone;
  Index resolution_when_done = kNone;
  double estimate = history::kNoEstimate;
  for (const history::Event& event : data.events_of(issue)) {
    if (event.at > context.as_of) break;
    if (event.kind == EventKind::resolution) {
      resolution = event.to();
      // It is logged before or after the status.
      if (done && event.at == completion.done) resolution_when_done = resolution;
    } else if (event.kind == EventKind::estimate) {
      estimate = event.value() >= 0 ? event.value() : history::kNoEstimate;
      if (hours) estimate /= 3600;
    } else if (event.kind == EventKind::status) {
      const bool now = data.category(event.to()) == StatusCategory::done;
      if (now == done) continue;
      done = now;
      if (now) {
        completion.done = event.at;
        completion.day = days.day_of(event.at);
        completion.estimate = estimate;
        resolution_when_done = resolution;
      } else {
        completion.undone = days.day_of(event.at);
        add(completion, resolution_when_done);
        completion.undone = kNever;
      }
    }
  }
  if (done) add(completion, resolution_when_done);
}

}  // namespace

BoardCompletions completions(const Context& context, Index board_index, std::span<const Index> issues,
                             std::span<const FlowDates> dates) {
  const history::Dataset& data = context.data;
  const std::vector<bool> wont_do = wont_do_resolutions(data);
  const bool hours = data.boards[board_index].unit == history::Unit::hours;
  LocalDays days{context.zone};
  BoardCompletions board;
  Instant first = Instant::max();
  for (const Index i : issues) {
    if (!dates[i].exists) continue;
    const history::Issue& issue = data.issues[i];
    const bool counts = context.counts(issue);
    if (counts) first = std::min(first, issue.created);
    if (!issue.has_history) {
      if (counts && dates[i].category == StatusCategory::done) board.no_history.push_back(i);
      continue;
    }
    if (!dates[i].done && dates[i].reopened == 0) continue;
    const std::string_view kind = data.type_of(issue).epic ? "epic" : "subtask";
    each_completion(context, days, issue, hours, [&](const Completion& completion, Index resolution) {
      if (!counts) {
        board.left_out.push_back({completion, kind});
      } else if (resolution != kNone && wont_do[resolution] && context.options.include_wont_do <= 0) {
        board.left_out.push_back({completion, "wont_do"});
      } else {
        board.counted.push_back(completion);
      }
    });
  }
  const auto order = [](const Completion& completion) {
    return std::tuple{completion.done, completion.issue};
  };
  std::ranges::sort(board.counted, {}, order);
  std::ranges::sort(board.left_out, {}, [&](const LeftOut& out) { return order(out.completion); });
  if (first != Instant::max()) board.first_day = days.day_of(first);
  return board;
}

std::vector<BoardCompletions> completions(const Context& context, std::span<const FlowDates> dates) {
  const BoardIssues issues{context.data};
  std::vector<BoardCompletions> boards(context.data.boards.size());
  for_each_part(boards.size(), 16, [&](std::size_t first, std::size_t last) {
    for (std::size_t b = first; b < last; ++b) {
      const auto board = static_cast<Index>(b);
      boards[b] = completions(context, board, issues.of(board), dates);
    }
  });
  return boards;
}

Day first_unseen_day(const Context& context) {
  return context.zone.day_of(context.as_of + Milliseconds{1});
}

}  // namespace stint::metrics
