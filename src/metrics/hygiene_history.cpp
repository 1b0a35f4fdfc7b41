#include "metrics/hygiene_history.h"

#include <algorithm>
#include <span>

#include "history/names.h"
#include "metrics/blocked.h"
#include "metrics/column_age_history.h"
#include "metrics/day_ends.h"

namespace stint::metrics {
namespace {

using history::Event;
using history::EventKind;
using history::StatusCategory;

// How a sprint stood at the ends of the days.
struct SprintDays {
  DaySet started = 0;
  DaySet running = 0;
  DaySet coming = 0;
  Instant start{};
  Instant last_entry{};  // who came in later was never a member
};

// What a board's days are counted from.
struct BoardDays {
  std::array<DayCounts, kHygieneChecks> applicable, violations;
  DayCounts planned, estimated;  // items of its started sprints; those with an estimate
  DayCounts stories, written;    // items other than bugs; those that have or had acceptance criteria

  void check(HygieneCheck check, DaySet applies, DaySet violates) {
    const auto i = static_cast<std::size_t>(check);
    applicable[i].add(applies);
    violations[i].add(violates & applies);
  }
};

// Work in progress in one column: whether it was too old is known once the column's ages are.
struct InColumn {
  Index board = kNone;
  ColumnAgeHistory::Slot slot = kNone;
  Day start{};
  DaySet days = 0;
};

// One issue, as sets of days.
struct IssueDays {
  DaySet estimated = 0, with_criteria = 0, ever_written = 0, assigned = 0, running = 0, coming = 0;
};

class Sweep {
 public:
  Sweep(const Context& context, const std::vector<FlowDates>& dates)
      : context_(context),
        data_(context.data),
        dates_(dates),
        ends_(context, static_cast<std::size_t>(context.options.hygiene_history_days)),
        ages_(context, ends_),
        boards_(data_.boards.size()),
        window_(static_cast<std::int64_t>(context.options.hygiene_window_days * 86'400'000)) {
    for (std::size_t k = 0; k < ends_.size(); ++k) {
      contexts_.push_back(context);
      contexts_.back().as_of = ends_[k];
    }
    read_sprints();
  }

  std::vector<std::vector<HygieneDay>> run() {
    for (Index i = 0; i < data_.issues.size(); ++i) {
      const history::Issue& issue = data_.issues[i];
      if (issue.created <= context_.as_of && context_.counts(issue)) read(i);
    }
    judge_ages();
    return results();
  }

 private:
  void read_sprints() {
    sprints_.resize(data_.sprints.size());
    for (const history::Board& board : data_.boards) {
      for (const Index index : board.sprints) {
        const history::Sprint& sprint = data_.sprints[index];
        SprintDays& days = sprints_[index];
        const auto start = sprint.activated ? sprint.activated : sprint.start;
        for (std::size_t k = 0; k < ends_.size(); ++k) {
          const DaySet day = DayEnds::range(k, k + 1);
          const auto window = sprint_window(contexts_[k], sprint);
          if (window) days.started |= day;
          if (window && !window->closed) days.running |= day;
          const bool later = start && *start > ends_[k];
          if (!window && (later || sprint.state == history::SprintState::future)) days.coming |= day;
          if (window) days.start = window->start;
          if (window) days.last_entry = window->end;
        }
        boards_[sprint.board].check(HygieneCheck::no_goal, days.running,
                                    sprint.goal.empty() ? days.running : 0);
      }
    }
  }

  void read(Index index) {
    const history::Issue& issue = data_.issues[index];
    const bool bug = data_.type_of(issue).bug;
    const IssueDays days = sweep(issue);
    BoardDays& board = boards_[issue.board];
    if (!bug) {
      board.stories.add(ends_.from(issue.created));
      board.written.add(days.ever_written);
    }
    // Nothing but its ages matters of what was done before all windows.
    const FlowDates& now = dates_[index];
    if (now.done && *now.done < ends_[0] - window_) {
      ages_.put(index, now, 0);
      return;
    }
    in_progress_ = 0;
    for (std::size_t i = 0; i < turns_.size(); ++i) {
      const std::size_t first = turns_[i];
      const std::size_t next = i + 1 < turns_.size() ? turns_[i + 1] : ends_.size();
      const FlowDates dates = i + 1 < turns_.size() ? flow_dates(contexts_[first], issue) : now;
      if (!dates.exists) continue;
      ages_.put(index, dates, first);
      read_stretch(index, dates, DayEnds::range(first, next), days, board);
    }
    if (in_progress_ != 0) read_work(index, days, board);
  }

  // The stretch of days in which an issue's status did not change.
  void read_stretch(Index index, const FlowDates& dates, DaySet stretch, const IssueDays& days,
                    BoardDays& board) {
    const history::Issue& issue = data_.issues[index];
    if (dates.category == StatusCategory::done) {
      if (!dates.done || !issue.has_history) return;
      const DaySet lately = stretch & ~ends_.after(*dates.done + window_);
      board.check(HygieneCheck::no_start, lately, dates.never_started ? lately : 0);
      if (const auto children = data_.children_of(index); !children.empty())
        board.check(HygieneCheck::open_subtasks, lately, open_days(children));
      return;
    }
    if (dates.category == StatusCategory::in_progress) {
      in_progress_ |= stretch;
      if (dates.start && issue.has_history) {
        in_columns_.push_back({issue.board, ages_.slot(issue.board, dates.status),
                               context_.zone.day_of(*dates.start), stretch});
      }
    }
    board.check(HygieneCheck::unestimated, stretch & (days.running | days.coming), ~days.estimated);
    const history::Type& type = data_.type_of(issue);
    if (!type.bug && type.story)
      board.check(HygieneCheck::no_criteria, stretch & days.running, ~days.with_criteria);
  }

  // What is asked of work in progress.
  void read_work(Index index, const IssueDays& days, BoardDays& board) {
    const history::Issue& issue = data_.issues[index];
    board.check(HygieneCheck::unassigned, in_progress_, ~days.assigned);
    if (!issue.has_history) return;
    DaySet blocked = 0;
    DaySet too_long = 0;
    for (const Interval& span : blocked_intervals(context_, issue, dates_[index])) {
      const DaySet inside = ends_.after(span.from) & ~ends_.after(span.to);
      blocked |= inside;
      for_each_day(inside, [&](std::size_t k) {
        if (to_days(ends_[k] - span.from) >= context_.options.blocked_warning_days)
          too_long |= DayEnds::range(k, k + 1);
      });
    }
    board.check(HygieneCheck::blocked, in_progress_, too_long);
    board.check(HygieneCheck::stale, in_progress_ & ~blocked, silent_days(index));
  }

  // Goes through the events of one issue; leaves the days on which its status changed in turns_.
  IssueDays sweep(const history::Issue& issue) {
    IssueDays out;
    DaySwitch estimated;
    DaySwitch with_criteria;
    DaySwitch assigned;
    turns_.assign(1, 0);
    memberships_.clear();
    joined_.clear();
    std::size_t k = 0;
    for (const Event& event : data_.events_of(issue)) {
      if (event.at > context_.as_of) break;
      if (event.at > ends_[k]) k = ends_.first(event.at);
      switch (event.kind) {
        case EventKind::status:
          if (turns_.back() != k) turns_.push_back(k);
          break;
        case EventKind::estimate:
          estimated.set(event.value() >= 0, k);
          break;
        case EventKind::criteria:
          with_criteria.set(event.value() != 0, k);
          if (event.value() > 0) out.ever_written |= DayEnds::range(k, ends_.size());
          break;
        case EventKind::assignee:
          assigned.set(event.to() != kNone, k);
          break;
        case EventKind::sprint_enter:
          enter(event.to(), event.at, k);
          break;
        case EventKind::sprint_leave:
          leave(event.from(), k, out);
          break;
        default:
          break;
      }
    }
    for (const Membership& membership : memberships_) stay(membership, ends_.size(), out);
    out.estimated = estimated.days(ends_.size());
    out.with_criteria = with_criteria.days(ends_.size());
    out.assigned = assigned.days(ends_.size());
    for (const Joined& joined : joined_) {
      boards_[joined.board].planned.add(joined.days);
      boards_[joined.board].estimated.add(joined.days & out.estimated);
    }
    return out;
  }

  struct Membership {
    Index sprint = kNone;
    std::size_t since = 0;
  };
  struct Joined {
    Index board = kNone;
    DaySet days = 0;
  };

  void enter(Index sprint, Instant at, std::size_t k) {
    memberships_.push_back({sprint, k});
    const SprintDays& days = sprints_[sprint];
    const Index board = data_.sprints[sprint].board;
    if (days.started == 0 || at > days.last_entry || board == kNone) return;
    const DaySet member = ends_.from(std::max(at, days.start)) & days.started;
    const auto known = std::ranges::find(joined_, board, &Joined::board);
    if (known == joined_.end()) {
      joined_.push_back({board, member});
    } else {
      known->days |= member;
    }
  }

  void leave(Index sprint, std::size_t k, IssueDays& out) {
    std::erase_if(memberships_, [&](const Membership& membership) {
      if (membership.sprint != sprint) return false;
      stay(membership, k, out);
      return true;
    });
  }

  void stay(const Membership& membership, std::size_t until, IssueDays& out) const {
    const DaySet days = DayEnds::range(membership.since, until);
    out.running |= days & sprints_[membership.sprint].running;
    out.coming |= days & sprints_[membership.sprint].coming;
  }

  // On which one of the sub-tasks was there and not done.
  DaySet open_days(std::span<const history::Child> children) const {
    DaySet open = 0;
    for (const history::Child& child : children) {
      const history::Issue& part = data_.issues[child.child];
      DaySwitch of_this;
      std::size_t k = 0;
      for (const Event& event : data_.events_of(part)) {
        if (event.at > context_.as_of) break;
        if (event.kind != EventKind::status) continue;
        if (event.at > ends_[k]) k = ends_.first(event.at);
        of_this.set(data_.category(event.to()) != StatusCategory::done, k);
      }
      open |= of_this.days(ends_.size()) & ends_.from(part.created);
    }
    return open;
  }

  // On which the last activity was too long ago.
  DaySet silent_days(Index index) {
    last_.assign(ends_.size(), data_.issues[index].created);
    note_activity(data_.issues[index]);
    if (!data_.children.empty()) {
      for (const history::Child& child : data_.children_of(index)) {
        const history::Issue& part = data_.issues[child.child];
        note(part.created);
        note_activity(part);
      }
    }
    DaySet silent = 0;
    for (std::size_t k = 0; k < ends_.size(); ++k) {
      if (k > 0) last_[k] = std::max(last_[k], last_[k - 1]);
      if (to_days(ends_[k] - last_[k]) >= context_.options.stalled_days) silent |= DayEnds::range(k, k + 1);
    }
    return silent;
  }

  void note_activity(const history::Issue& issue) {
    for (const Event& event : data_.events_of(issue)) {
      if (event.at > context_.as_of) break;
      if (event.human && event.kind != EventKind::passive) note(std::max(event.at, issue.created));
    }
  }

  void note(Instant at) {
    const std::size_t k = ends_.first(at);
    if (k < last_.size()) last_[k] = std::max(last_[k], at);
  }

  void judge_ages() {
    for (std::size_t k = 0; k < ends_.size(); ++k) {
      ages_.advance(k);
      const DaySet day = DayEnds::range(k, k + 1);
      for (const InColumn& item : in_columns_) {
        if ((item.days & day) == 0) continue;
        const auto usual = ages_.p85(item.slot);
        if (!usual) continue;
        const auto age = (ends_.day(k) - item.start).count() + 1;
        boards_[item.board].check(HygieneCheck::too_long, day, age > *usual ? day : 0);
      }
    }
  }

  [[nodiscard]] std::vector<std::vector<HygieneDay>> results() const {
    std::vector<std::vector<HygieneDay>> all(boards_.size());
    for (std::size_t b = 0; b < boards_.size(); ++b) {
      const BoardDays& board = boards_[b];
      std::vector<HygieneDay>& days = all[b];
      days.resize(ends_.size());
      for (std::size_t c = 0; c < kHygieneChecks; ++c) {
        const auto applicable = board.applicable[c].counts(ends_.size());
        const auto violations = board.violations[c].counts(ends_.size());
        for (std::size_t k = 0; k < ends_.size(); ++k) {
          days[k].applicable[c] = applicable[k];
          days[k].violations[c] = violations[k];
        }
      }
      drop_what_the_board_does_without(static_cast<Index>(b), days);
      for (std::size_t k = 0; k < ends_.size(); ++k) score(k, days[k]);
    }
    return all;
  }

  // Estimates where it counts issues, and acceptance criteria where hardly any are written.
  void drop_what_the_board_does_without(Index index, std::vector<HygieneDay>& days) const {
    const BoardDays& board = boards_[index];
    const auto planned = board.planned.counts(ends_.size());
    const auto estimated = board.estimated.counts(ends_.size());
    const auto stories = board.stories.counts(ends_.size());
    const auto written = board.written.counts(ends_.size());
    const auto drop = [](HygieneDay& day, HygieneCheck check) {
      day.applicable[static_cast<std::size_t>(check)] = 0;
      day.violations[static_cast<std::size_t>(check)] = 0;
    };
    for (std::size_t k = 0; k < days.size(); ++k) {
      if (data_.boards[index].unit == history::Unit::issues ||
          estimated[k] < context_.options.estimated_share * planned[k])
        drop(days[k], HygieneCheck::unestimated);
      if (written[k] == 0 || written[k] < static_cast<double>(stories[k]) / 10)
        drop(days[k], HygieneCheck::no_criteria);
    }
  }

  void score(std::size_t k, HygieneDay& day) const {
    day.day = ends_.day(k);
    day.at = ends_[k];
    double applicable = 0;
    double violations = 0;
    for (std::size_t c = 0; c < kHygieneChecks; ++c) {
      const double weight = check_weight(context_.options, static_cast<HygieneCheck>(c));
      applicable += weight * day.applicable[c];
      violations += weight * day.violations[c];
    }
    if (applicable > 0) day.score = 100 * (1 - violations / applicable);
  }

  const Context& context_;
  const history::Dataset& data_;
  const std::vector<FlowDates>& dates_;
  DayEnds ends_;
  ColumnAgeHistory ages_;
  std::vector<BoardDays> boards_;
  Milliseconds window_;
  std::vector<Context> contexts_;  // by day
  std::vector<SprintDays> sprints_;
  std::vector<InColumn> in_columns_;

  // Of the issue being read.
  std::vector<std::size_t> turns_;
  std::vector<Membership> memberships_;
  std::vector<Joined> joined_;
  std::vector<Instant> last_;
  DaySet in_progress_ = 0;
};

}  // namespace

int HygieneDay::checked() const {
  int sum = 0;
  for (const int count : applicable) sum += count;
  return sum;
}

std::vector<std::vector<HygieneDay>> hygiene_history(const Context& context,
                                                     const std::vector<FlowDates>& dates) {
  return Sweep{context, dates}.run();
}

}  // namespace stint::metrics
