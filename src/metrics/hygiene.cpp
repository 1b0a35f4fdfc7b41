#include "metrics/hygiene.h"

#include <algorithm>
#include <array>

#include "history/names.h"
#include "metrics/activity.h"
#include "metrics/blocked.h"

namespace stint::metrics {
namespace {

using history::EventKind;
using history::StatusCategory;

struct CheckInfo {
  HygieneCheck check;
  std::string_view name;
  double Options::* weight;
  std::string_view one;
  std::string_view many;
};

constexpr std::array kChecks{
    CheckInfo{HygieneCheck::stale, "stale", &Options::weight_stale, "has seen no activity lately",
              "have seen no activity lately"},
    CheckInfo{HygieneCheck::unestimated, "unestimated", &Options::weight_unestimated, "has no estimate",
              "have no estimate"},
    CheckInfo{HygieneCheck::blocked, "blocked", &Options::weight_blocked, "has been blocked for too long",
              "have been blocked for too long"},
    CheckInfo{HygieneCheck::too_long, "too_long", &Options::weight_too_long,
              "has been in progress for unusually long", "have been in progress for unusually long"},
    CheckInfo{HygieneCheck::unassigned, "unassigned", &Options::weight_unassigned,
              "is in progress without an assignee", "are in progress without an assignee"},
    CheckInfo{HygieneCheck::open_subtasks, "open_subtasks", &Options::weight_open_subtasks,
              "is done but has open sub-tasks", "are done but have open sub-tasks"},
    CheckInfo{HygieneCheck::no_start, "no_start", &Options::weight_no_start,
              "was done without ever being in progress", "were done without ever being in progress"},
    CheckInfo{HygieneCheck::no_criteria, "no_criteria", &Options::weight_no_criteria,
              "has no acceptance criteria", "have no acceptance criteria"},
    CheckInfo{HygieneCheck::no_goal, "no_goal", &Options::weight_no_goal, "running sprint has no goal",
              "running sprints have no goal"},
};

// What the checks ask of an issue, as it stood at as-of.
struct Standing {
  double estimate = history::kNoEstimate;
  double criteria = 0;
  Index assignee = kNone;
  bool in_running_sprint = false;
  bool in_coming_sprint = false;
};

class Board {
 public:
  Board(const Context& context, Index board, Hygiene& result) : context_(context), result_(result) {
    result.board = board;
    for (const CheckInfo& info : kChecks)
      result.checks.push_back({info.check, context.options.*info.weight, 0, {}, 0});
  }

  void check(HygieneCheck check, Index issue, bool violates) {
    CheckResult& result = result_.checks[static_cast<std::size_t>(check)];
    ++result.applicable;
    if (!violates) return;
    ++result.violations;
    if (issue != kNone) result.violating.push_back(issue);
  }

  void score() {
    double applicable = 0;
    double violations = 0;
    for (const CheckResult& check : result_.checks) {
      applicable += check.weight * check.applicable;
      violations += check.weight * check.violations;
    }
    if (applicable > 0) result_.score = 100 * (1 - violations / applicable);
    std::ranges::stable_sort(result_.blocked, std::ranges::greater{}, &BlockedItem::days);
  }

  void in_progress(Index index, const FlowDates& dates, const Standing& standing,
                   std::optional<bool> over_p85) {
    const history::Issue& issue = context_.data.issues[index];
    result_.in_progress.push_back(index);
    check(HygieneCheck::unassigned, index, standing.assignee == kNone);
    if (!issue.has_history) return;
    const auto since = blocked_since(context_, blocked_intervals(context_, issue, dates));
    const double days = since ? to_days(context_.as_of - *since) : 0;
    if (since) result_.blocked.push_back({index, days});
    check(HygieneCheck::blocked, index, since && days >= context_.options.blocked_warning_days);
    if (!since) {
      // As is_stalled(), which would look for blockages again.
      const double silence = to_days(context_.as_of - last_activity(context_, issue));
      const bool stale = silence >= context_.options.stalled_days;
      check(HygieneCheck::stale, index, stale);
      if (stale) result_.stale.push_back(index);
    }
    if (over_p85) check(HygieneCheck::too_long, index, *over_p85);
  }

 private:
  const Context& context_;
  Hygiene& result_;
};

// `sprints` is room for those that the issue is in.
Standing standing_of(const Context& context, const history::Issue& issue, std::vector<Index>& sprints) {
  const history::Dataset& data = context.data;
  const history::EventColumns& events = data.events;
  Standing standing;
  sprints.clear();
  const std::size_t end = std::size_t{issue.first_event} + issue.event_count;
  for (std::size_t i = issue.first_event; i < end && events.at[i] <= context.as_of; ++i) {
    switch (events.kind(i)) {
      case EventKind::estimate:
        standing.estimate = events[i].value();
        break;
      case EventKind::criteria:
        standing.criteria = events[i].value();
        break;
      case EventKind::assignee:
        standing.assignee = events[i].to();
        break;
      case EventKind::sprint_enter:
        sprints.push_back(events[i].to());
        break;
      case EventKind::sprint_leave:
        std::erase(sprints, events[i].from());
        break;
      default:
        break;
    }
  }
  for (const Index index : sprints) {
    const auto window = sprint_window(context, data.sprints[index]);
    if (window && !window->closed) standing.in_running_sprint = true;
    // Seen from as-of, a sprint that started later was still to come.
    const history::Sprint& sprint = data.sprints[index];
    const auto start = sprint.activated ? sprint.activated : sprint.start;
    const bool later = start && *start > context.as_of;
    if (!window && (later || sprint.state == history::SprintState::future)) standing.in_coming_sprint = true;
  }
  return standing;
}

bool has_open_subtask(const Context& context, Index index, std::span<const FlowDates> dates) {
  return std::ranges::any_of(context.data.children_of(index), [&](const history::Child& sub) {
    return dates[sub.child].exists && dates[sub.child].category != StatusCategory::done;
  });
}

bool has_criteria(const Context& context, const history::Issue& issue) {
  const history::EventColumns& events = context.data.events;
  const std::size_t end = std::size_t{issue.first_event} + issue.event_count;
  for (std::size_t i = issue.first_event; i < end; ++i) {
    if (events.kind(i) == EventKind::criteria && events[i].value() > 0) return events.at[i] <= context.as_of;
  }
  return false;
}

const CheckInfo& info_of(HygieneCheck check) {
  return kChecks[static_cast<std::size_t>(check)];
}

}  // namespace

int Hygiene::applicable() const {
  int sum = 0;
  for (const CheckResult& check : checks) sum += check.applicable;
  return sum;
}

std::string_view check_name(HygieneCheck check) {
  return info_of(check).name;
}
double check_weight(const Options& options, HygieneCheck check) {
  return options.*info_of(check).weight;
}
std::string_view check_text(HygieneCheck check, bool several) {
  return several ? info_of(check).many : info_of(check).one;
}

bool writes_criteria(const Context& context, std::span<const Index> issues) {
  double stories = 0;
  double written = 0;
  for (const Index index : issues) {
    const history::Issue& issue = context.data.issues[index];
    if (issue.created > context.as_of || !context.counts(issue) || context.data.type_of(issue).bug) continue;
    ++stories;
    if (has_criteria(context, issue)) ++written;
  }
  return written > 0 && written >= stories / 10;
}

Hygiene hygiene(const Context& context, Index board_index, const HygieneInput& input) {
  const history::Dataset& data = context.data;
  Hygiene result;
  Board board{context, board_index, result};
  // In the order of the issues, as they are walked through.
  std::vector<std::pair<Index, bool>> over_p85;
  for (const AgeingItem& item : input.ages.items) {
    if (input.ages.columns[item.column].p85) over_p85.emplace_back(item.issue, input.ages.over_p85(item));
  }
  std::ranges::sort(over_p85);
  auto next_over = over_p85.begin();
  const Instant recent =
      context.as_of -
      Milliseconds{static_cast<std::int64_t>(context.options.hygiene_window_days * 86'400'000)};

  std::vector<Index> room;
  for (const Index index : input.issues) {
    const FlowDates& dates = input.dates[index];
    if (!dates.exists) continue;
    const history::Issue& issue = data.issues[index];
    if (!context.counts(issue)) continue;
    if (dates.category == StatusCategory::done) {
      if (!dates.done || *dates.done < recent || !issue.has_history) continue;
      board.check(HygieneCheck::no_start, index, dates.never_started);
      if (!data.children.empty() && !data.children_of(index).empty()) {
        board.check(HygieneCheck::open_subtasks, index, has_open_subtask(context, index, input.dates));
      }
      continue;
    }
    const Standing standing = standing_of(context, issue, room);
    if (dates.category == StatusCategory::in_progress) {
      while (next_over != over_p85.end() && next_over->first < index) ++next_over;
      std::optional<bool> over;
      if (next_over != over_p85.end() && next_over->first == index) over = next_over->second;
      board.in_progress(index, dates, standing, over);
    }
    if (input.unit != history::Unit::issues && (standing.in_running_sprint || standing.in_coming_sprint)) {
      board.check(HygieneCheck::unestimated, index, !(standing.estimate >= 0));  // none, or a negative one
    }
    if (standing.in_running_sprint && input.writes_criteria && !data.type_of(issue).bug &&
        data.type_of(issue).story) {
      board.check(HygieneCheck::no_criteria, index, standing.criteria == 0);
    }
  }
  for (const SprintLedger& ledger : input.ledgers) {
    if (ledger.window.closed) continue;
    board.check(HygieneCheck::no_goal, kNone, data.sprints[ledger.sprint].goal.empty());
  }
  board.score();
  return result;
}

}  // namespace stint::metrics
