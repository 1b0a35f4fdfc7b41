#include "metrics/sprint_ledger.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "base/parallel.h"
#include "history/names.h"
#include "history/touched.h"
#include "metrics/statistics.h"

namespace stint::metrics {
namespace {

using history::Event;
using history::EventKind;
using history::StatusCategory;
using history::Unit;

// Walks one issue's events through one sprint and books them.
class Walk {
 public:
  Walk(const Context& context, const history::Issue& issue, SprintLedger& ledger)
      : context_(context),
        data_(context.data),
        issue_(issue),
        index_(context.data.index_of(issue)),
        ledger_(ledger),
        baseline_(ledger.window.start +
                  Milliseconds{static_cast<std::int64_t>(context.options.grace_hours * 3'600'000)}) {
    item_.issue = index_;
  }

  void run() {
    const auto events = data_.events_of(issue_);
    std::size_t next = 0;
    // Strictly before S, and who leaves exactly at S.
    for (; next < events.size() && events[next].at < baseline_; ++next) apply(events[next]);
    for (std::size_t i = next; i < events.size() && events[i].at == baseline_; ++i) {
      if (is_leave(events[i])) member_ = false;
    }
    commit();
    for (; next < events.size() && events[next].at <= ledger_.window.end; ++next) book(events, next);
    finish();
  }

 private:
  [[nodiscard]] bool is_leave(const Event& event) const {
    return event.kind == EventKind::sprint_leave && event.from() == ledger_.sprint;
  }
  [[nodiscard]] bool is_enter(const Event& event) const {
    return event.kind == EventKind::sprint_enter && event.to() == ledger_.sprint;
  }
  [[nodiscard]] bool is_done(const Event& event) const {
    return data_.category(event.to()) == StatusCategory::done;
  }
  // In the sprint's unit; what has no estimate weighs nothing.
  [[nodiscard]] double weight() const {
    if (ledger_.unit == Unit::issues) return 1;
    return has_estimate() ? estimate_ : 0;
  }
  [[nodiscard]] bool has_estimate() const { return !std::isnan(estimate_); }
  [[nodiscard]] bool in_scope() const { return member_ && !done_; }

  void set_estimate(double value) {
    if (value < 0) {
      negative_ = true;
      value = history::kNoEstimate;
    }
    if (ledger_.unit == Unit::hours) value /= 3600;
    estimate_ = value;
  }

  void apply(const Event& event) {
    if (is_enter(event)) member_ = true;
    if (is_leave(event)) member_ = false;
    if (event.kind == EventKind::status) done_ = is_done(event);
    if (event.kind == EventKind::estimate) {
      negative_ = false;  // what had been put right before the start is nobody's concern
      set_estimate(event.value());
    }
    if (event.kind == EventKind::criteria) criteria_ = event.value();
  }

  void commit() {
    if (!in_scope()) {
      was_member_ = member_;
      return;
    }
    was_member_ = true;
    seen_ = true;
    item_.committed = true;
    item_.unestimated_at_start = !has_estimate();
    item_.estimate_at_start = weight();
    item_.criteria_at_start = criteria_;
    ledger_.committed.add(weight(), index_);
    if (!has_estimate()) ledger_.unestimated.add(1, index_);
  }

  void book(const history::EventView& events, std::size_t at) {
    const Event event = events[at];
    if (is_enter(event)) return enter(event.at);
    if (is_leave(event)) return leave();
    switch (event.kind) {
      case EventKind::status:
        if (is_done(event) == done_) return;
        return is_done(event) ? complete(events, at) : reopen(event.at);
      case EventKind::estimate:
        return re_estimate(event.value());
      case EventKind::criteria:
        criteria_ = event.value();
        return;
      default:
        return;
    }
  }

  void enter(Instant at) {
    if (member_) return;
    member_ = true;
    was_member_ = true;
    if (done_) return;
    seen_ = true;
    item_.entered = at;
    ledger_.added.add(weight(), index_);
  }

  void leave() {
    // Nobody who left exactly at S was ever in it: commit() has seen to that.
    if (!member_) return;
    member_ = false;
    if (!done_) ledger_.removed.add(weight(), index_);
  }

  void re_estimate(double value) {
    const double before = weight();
    set_estimate(value);
    if (!in_scope()) return;
    change_estimate(weight() - before);
  }

  void change_estimate(double difference) {
    if (difference == 0) return;
    ledger_.re_estimated.add(difference, index_);
    if (difference > 0) {
      ledger_.re_estimated_up.add(difference, index_);
      item_.re_estimated_up += difference;
    }
  }

  // The resolution once everything of the same instant has been applied: it is logged before or after the
  // status.
  [[nodiscard]] bool is_wont_do(const history::EventView& events, std::size_t at) const {
    Index resolution = kNone;
    for (const Event& event : events) {
      if (event.at > events[at].at) break;
      if (event.kind == EventKind::resolution) resolution = event.to();
    }
    return resolution != kNone && history::means_not_done(data_.resolutions[resolution]);
  }

  void complete(const history::EventView& events, std::size_t at) {
    done_ = true;
    const bool wont_do = is_wont_do(events, at);
    if (member_) {
      counted_ = wont_do ? &ledger_.removed : &ledger_.completed;
    } else if (was_member_ && !wont_do) {
      counted_ = &ledger_.completed_outside;
    } else {
      return;
    }
    counted_value_ = weight();
    counted_first_ = counted_->issues.empty() || counted_->issues.back() != index_;
    counted_->add(counted_value_, index_);
  }

  void reopen(Instant at) {
    done_ = false;
    ++item_.reopened;
    Figure* const counted = std::exchange(counted_, nullptr);
    if (counted != nullptr) counted->take_back(counted_value_, counted_first_);
    if (counted == nullptr || counted == &ledger_.completed_outside) {
      // Nothing of it was in the sprint's sum.
      if (!member_) return;
      seen_ = true;
      item_.entered = at;
      ledger_.added.add(weight(), index_);
    } else if (member_) {
      change_estimate(weight() - counted_value_);
    } else {
      ledger_.removed.add(counted_value_, index_);
    }
  }

  void finish() {
    item_.member_at_end = member_;
    item_.done_at_end = done_;
    item_.completed = counted_ == &ledger_.completed;
    item_.criteria_at_end = criteria_;
    item_.estimate_at_end = weight();
    if (in_scope()) ledger_.remaining.add(weight(), index_);
    if (member_ && !done_) ledger_.spillover.add(weight(), index_);
    if (item_.committed) grow();
    if (item_.committed && !item_.completed) ledger_.missed.add(item_.estimate_at_start, index_);
    if (seen_ || (member_ && !done_)) ledger_.items.push_back(item_);
    if (negative_ && (seen_ || was_member_)) ledger_.excluded.push_back({index_, "negative_estimate"});
    if (!issue_.complete_history && (seen_ || was_member_)) ledger_.incomplete.push_back(index_);
  }

  void grow() {
    const Options& options = context_.options;
    if (ledger_.unit != Unit::issues && item_.estimate_at_start > 0) {
      item_.growth = item_.estimate_at_end / item_.estimate_at_start - 1;
    }
    if (item_.criteria_at_start > 0)
      item_.criteria_growth = item_.criteria_at_end / item_.criteria_at_start - 1;
    const double growth = std::max(item_.growth.value_or(0), item_.criteria_growth.value_or(0));
    // From 10 to 13 is 30 %, whatever the fractions say.
    constexpr double kEpsilon = 1e-9;
    if (growth > options.grown_story_growth + kEpsilon) ledger_.grown.add(1, index_);
    if (item_.growth && item_.estimate_at_start <= options.small_estimate &&
        item_.estimate_at_end >= options.large_estimate) {
      ledger_.small_to_large.add(1, index_);
    }
  }

  const Context& context_;
  const history::Dataset& data_;
  const history::Issue& issue_;
  const Index index_;
  SprintLedger& ledger_;
  const Instant baseline_;
  SprintItem item_;
  bool member_ = false;
  bool was_member_ = false;  // at S or later
  bool done_ = false;
  bool seen_ = false;      // was in scope
  bool negative_ = false;  // at S or later
  double estimate_ = history::kNoEstimate;
  double criteria_ = 0;
  Figure* counted_ = nullptr;  // where the last completion was booked
  double counted_value_ = 0;
  bool counted_first_ = false;  // nothing of this issue had been booked there before
};

bool ever_member_in(const Context& context, const history::Issue& issue, Index sprint,
                    const SprintWindow& window) {
  const history::EventColumns& events = context.data.events;
  const std::size_t end = std::size_t{issue.first_event} + issue.event_count;
  for (std::size_t i = issue.first_event; i < end; ++i) {
    if (events.kind(i) != EventKind::sprint_enter || events[i].to() != sprint) continue;
    return events.at[i] <= window.end;
  }
  return false;
}

// A started sprint and the issues that were ever in it, as far as its window goes.
struct Started {
  Index sprint = kNone;
  SprintWindow window;
  std::vector<Index> members;
};

std::optional<Started> started(const Context& context, Index index) {
  const history::Sprint& sprint = context.data.sprints[index];
  const auto window = sprint_window(context, sprint);
  if (!window) return std::nullopt;
  Started out{index, *window, {}};
  out.members.reserve(sprint.issues.size());
  for (const Index issue : sprint.issues) {
    if (ever_member_in(context, context.data.issues[issue], index, *window)) out.members.push_back(issue);
  }
  return out;
}

std::vector<Started> started(const Context& context, const history::Board& board) {
  std::vector<Started> all;
  all.reserve(board.sprints.size());
  for (const Index sprint : board.sprints) {
    if (auto one = started(context, sprint)) all.push_back(std::move(*one));
  }
  return all;
}

SprintLedger ledger_of(const Context& context, const Started& sprint, Unit unit) {
  SprintLedger ledger;
  ledger.sprint = sprint.sprint;
  ledger.window = sprint.window;
  ledger.unit = unit;
  ledger.items.reserve(sprint.members.size());
  bool any = false;
  bool any_history = false;
  for (const Index index : sprint.members) {
    const history::Issue& issue = context.data.issues[index];
    if (issue.created > sprint.window.end) continue;
    if (!context.counts(issue)) {
      ledger.excluded.push_back({index, context.data.type_of(issue).epic ? "epic" : "subtask"});
      continue;
    }
    any = true;
    if (!issue.has_history) {
      ledger.excluded.push_back({index, "no_history"});
      continue;
    }
    any_history = true;
    Walk{context, issue, ledger}.run();
  }
  ledger.no_history = any && !any_history;
  return ledger;
}

// NaN for none.
double estimate_at(const history::EventColumns& events, const history::Issue& issue, Instant at) {
  for (std::size_t i = std::size_t{issue.first_event} + issue.event_count; i > issue.first_event; --i) {
    if (events.kind(i - 1) == EventKind::estimate && events.at[i - 1] <= at) return events[i - 1].value();
  }
  return history::kNoEstimate;
}

Unit unit_of(const Context& context, const history::Board& board, std::span<const Started> sprints) {
  if (board.unit == Unit::issues) return Unit::issues;
  std::vector<Index> items;
  for (const Started& sprint : sprints) {
    items.insert(items.end(), sprint.members.begin(), sprint.members.end());
  }
  history::unite(items);
  double all = 0;
  double estimated = 0;
  for (const Index index : items) {
    const history::Issue& issue = context.data.issues[index];
    if (!context.counts(issue) || issue.created > context.as_of) continue;
    ++all;
    // False for none (NaN) and for negative ones.
    if (estimate_at(context.data.events, issue, context.as_of) >= 0) ++estimated;
  }
  return estimated < context.options.estimated_share * all ? Unit::issues : board.unit;
}

}  // namespace

void Figure::add(double amount, Index issue) {
  value += amount;
  if (issues.empty() || issues.back() != issue) issues.push_back(issue);
}

void Figure::take_back(double amount, bool with_issue) {
  value -= amount;
  if (with_issue) issues.pop_back();
}

std::optional<double> SprintLedger::missed_target() const {
  if (no_history || !window.closed) return std::nullopt;
  return ratio(missed.value, committed.value);
}
std::optional<double> SprintLedger::scope_creep() const {
  if (no_history) return std::nullopt;
  return ratio(added.value + re_estimated_up.value, committed.value);
}
std::optional<double> SprintLedger::churn() const {
  if (no_history) return std::nullopt;
  return ratio(added.value + removed.value, committed.value);
}
std::optional<double> SprintLedger::stories_grown_share() const {
  if (no_history) return std::nullopt;
  return ratio(grown.value, static_cast<double>(committed.issues.size()));
}

std::optional<SprintLedger> sprint_ledger(const Context& context, Index sprint, Unit unit) {
  const auto one = started(context, sprint);
  if (!one) return std::nullopt;
  return ledger_of(context, *one, unit);
}

Unit board_unit(const Context& context, const history::Board& board) {
  if (board.unit == Unit::issues) return Unit::issues;
  return unit_of(context, board, started(context, board));
}

BoardSprints board_sprints(const Context& context, const history::Board& board) {
  const std::vector<Started> sprints = started(context, board);
  BoardSprints out{unit_of(context, board, sprints), {}};
  out.ledgers.reserve(sprints.size());
  for (const Started& sprint : sprints) out.ledgers.push_back(ledger_of(context, sprint, out.unit));
  return out;
}

std::vector<SprintLedger> sprint_ledgers(const Context& context) {
  const std::vector<history::Board>& boards = context.data.boards;
  std::vector<BoardSprints> by_board(boards.size());
  for_each_part(boards.size(), 1, [&](std::size_t first, std::size_t last) {
    for (std::size_t b = first; b < last; ++b) by_board[b] = board_sprints(context, boards[b]);
  });
  std::vector<SprintLedger> all;
  for (BoardSprints& board : by_board) std::ranges::move(board.ledgers, std::back_inserter(all));
  return all;
}

}  // namespace stint::metrics
