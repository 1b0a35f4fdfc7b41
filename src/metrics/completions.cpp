#include "metrics/completions.h"

#include <algorithm>
#include <tuple>

#include "history/names.h"

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
void each_completion(const Context& context, const history::Issue& issue, bool hours, const Add& add) {
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
        completion.day = context.zone.day_of(event.at);
        completion.estimate = estimate;
        resolution_when_done = resolution;
      } else {
        completion.undone = context.zone.day_of(event.at);
        add(completion, resolution_when_done);
        completion.undone = kNever;
      }
    }
  }
  if (done) add(completion, resolution_when_done);
}

}  // namespace

std::vector<BoardCompletions> completions(const Context& context, std::span<const FlowDates> dates) {
  const history::Dataset& data = context.data;
  const std::vector<bool> wont_do = wont_do_resolutions(data);
  std::vector<BoardCompletions> boards(data.boards.size());
  std::vector<Instant> first(boards.size(), Instant::max());
  for (Index i = 0; i < data.issues.size(); ++i) {
    const history::Issue& issue = data.issues[i];
    if (!dates[i].exists || issue.board == kNone) continue;
    BoardCompletions& board = boards[issue.board];
    const bool counts = context.counts(issue);
    if (counts) first[issue.board] = std::min(first[issue.board], issue.created);
    if (!issue.has_history) {
      if (counts && dates[i].category == StatusCategory::done) board.no_history.push_back(i);
      continue;
    }
    if (!dates[i].done && dates[i].reopened == 0) continue;
    const bool hours = data.boards[issue.board].unit == history::Unit::hours;
    const std::string_view kind = data.type_of(issue).epic ? "epic" : "subtask";
    each_completion(context, issue, hours, [&](const Completion& completion, Index resolution) {
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
  for (std::size_t b = 0; b < boards.size(); ++b) {
    std::ranges::sort(boards[b].counted, {}, order);
    std::ranges::sort(boards[b].left_out, {}, [&](const LeftOut& out) { return order(out.completion); });
    if (first[b] != Instant::max()) boards[b].first_day = context.zone.day_of(first[b]);
  }
  return boards;
}

Day first_unseen_day(const Context& context) {
  return context.zone.day_of(context.as_of + Milliseconds{1});
}

}  // namespace stint::metrics
