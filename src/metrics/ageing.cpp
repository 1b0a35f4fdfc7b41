#include "metrics/ageing.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "metrics/local_days.h"

namespace stint::metrics {
namespace {

using history::EventKind;
using history::StatusCategory;

// A board's columns while they are being filled: first its own, then one for each status that it does not
// show.
struct Columns {
  std::vector<Index> of_status;  // kNone for what is not in progress
  std::vector<std::string_view> names;
  std::vector<std::vector<int>> ages;  // at which items left

  Columns(const history::Dataset& data, const history::Board& board) {
    of_status.assign(data.statuses.size(), kNone);
    names.assign(board.columns.begin(), board.columns.end());
    std::vector<Index> unshown;
    for (Index status = 0; status < data.statuses.size(); ++status) {
      const history::Status& known = data.statuses[status];
      if (known.category != StatusCategory::in_progress || known.site != board.site) continue;
      of_status[status] = board.column_of[status];
      if (of_status[status] == kNone) unshown.push_back(status);
    }
    // Their places in the dataset depend on what was read first.
    std::ranges::sort(unshown, {}, [&](Index status) {
      const history::Status& known = data.statuses[status];
      return std::pair{std::string_view{known.name}, std::string_view{known.id}};
    });
    for (const Index status : unshown) {
      of_status[status] = static_cast<Index>(names.size());
      names.push_back(data.statuses[status].name);
    }
    ages.resize(names.size());
  }
};

struct Leaving {
  Index column;
  Instant at;
};

// One board at a time, so that boards can be worked on side by side.
class BoardWalk {
 public:
  BoardWalk(const Context& context, const history::Board& board)
      : context_(context), columns_(context.data, board), days_(context.zone) {}

  void add(Index index, const FlowDates& dates) {
    const history::Issue& issue = context_.data.issues[index];
    if (!context_.counts(issue) || !dates.start || !issue.has_history) return;
    left_.clear();
    Index column = kNone;
    for (const history::Event& event : context_.data.events_of(issue)) {
      if (event.at > context_.as_of) break;
      if (event.kind != EventKind::status) continue;
      const Index now = event.to() == kNone ? kNone : columns_.of_status[event.to()];
      if (column != kNone && now != column && event.at >= *dates.start) leave(column, event.at);
      column = now;
    }
    for (const Leaving& leaving : left_) {
      columns_.ages[leaving.column].push_back(days_.days_between(*dates.start, leaving.at));
    }
    if (dates.category == StatusCategory::in_progress && column != kNone) {
      out_.items.push_back({index, days_.days_between(*dates.start, context_.as_of), column});
    }
  }

  BoardAgeing take() {
    std::vector<bool> used(columns_.names.size());
    for (const AgeingItem& item : out_.items) used[item.column] = true;
    std::vector<Index> position(columns_.names.size(), kNone);
    for (std::size_t c = 0; c < columns_.names.size(); ++c) {
      if (columns_.ages[c].empty() && !used[c]) continue;
      position[c] = static_cast<Index>(out_.columns.size());
      out_.columns.push_back(usual_ages(columns_.names[c], columns_.ages[c]));
    }
    for (AgeingItem& item : out_.items) item.column = position[item.column];
    std::ranges::stable_sort(out_.items, std::ranges::greater{}, &AgeingItem::age_days);
    return std::move(out_);
  }

 private:
  void leave(Index column, Instant at) {
    const auto known = std::ranges::find(left_, column, &Leaving::column);
    if (known == left_.end()) {
      left_.push_back({column, at});
    } else {
      known->at = at;
    }
  }

  [[nodiscard]] ColumnAges usual_ages(std::string_view name, std::vector<int>& ages) const {
    ColumnAges column;
    column.name = name;
    column.n = static_cast<int>(ages.size());
    if (ages.empty() || static_cast<double>(ages.size()) < context_.options.ageing_minimum) return column;
    // Nearest ranks, the highest first: each leaves the lower ones before it.
    auto end = ages.end();
    const std::array<std::pair<double, std::optional<double>*>, 3> wanted{
        {{95, &column.p95}, {85, &column.p85}, {50, &column.p50}}};
    for (const auto& [percent, value] : wanted) {
      const double rank = std::ceil(percent * static_cast<double>(ages.size()) / 100);
      const auto place = ages.begin() + static_cast<std::ptrdiff_t>(rank) - 1;
      if (place < end) std::nth_element(ages.begin(), place, end);
      *value = *place;
      end = std::min(end, place + 1);
    }
    return column;
  }

  const Context& context_;
  Columns columns_;
  LocalDays days_;
  std::vector<Leaving> left_;  // of the issue at hand
  BoardAgeing out_;
};

}  // namespace

BoardAgeing ageing(const Context& context, Index board, std::span<const Index> issues,
                   std::span<const FlowDates> all) {
  BoardWalk walk{context, context.data.boards[board]};
  for (const Index issue : issues) walk.add(issue, all[issue]);
  return walk.take();
}

}  // namespace stint::metrics
