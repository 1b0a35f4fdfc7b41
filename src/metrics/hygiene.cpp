#include "metrics/hygiene.h"

#include <algorithm>
#include <array>

#include "history/names.h"
#include "metrics/activity.h"
#include "metrics/blocked.h"

namespace stint::metrics {
namespace {

using history::Event;
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
    const bool stale = is_stalled(context_, issue, dates);
    if (!since) check(HygieneCheck::stale, index, stale);
    if (stale) result_.stale.push_back(index);
    if (over_p85) check(HygieneCheck::too_long, index, *over_p85);
  }

 private:
  const Context& context_;
  Hygiene& result_;
};

Standing standing_of(const Context& context, const history::Issue& issue) {
  const history::Dataset& data = context.data;
  Standing standing;
  std::vector<Index> sprints;
  for (const Event& event : data.events_of(issue)) {
    if (event.at > context.as_of) break;
    switch (event.kind) {
      case EventKind::estimate:
        standing.estimate = event.value();
        break;
      case EventKind::criteria:
        standing.criteria = event.value();
        break;
      case EventKind::assignee:
        standing.assignee = event.to();
        break;
      case EventKind::sprint_enter:
        sprints.push_back(event.to());
        break;
      case EventKind::sprint_leave:
        std::erase(sprints, event.from());
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

bool has_open_subtask(const Context& context, Index index, const std::vector<FlowDates>& dates) {
  return std::ranges::any_of(context.data.children_of(index), [&](const history::Child& sub) {
    return dates[sub.child].exists && dates[sub.child].category != StatusCategory::done;
  });
}

// Boards on which at least a tenth of the stories have acceptance criteria: the others do not work with them.
std::vector<bool> boards_with_criteria(const Context& context) {
  std::vector<double> stories(context.data.boards.size());
  std::vector<double> written(context.data.boards.size());
  for (const history::Issue& issue : context.data.issues) {
    if (issue.created > context.as_of) continue;
    if (!context.counts(issue) || context.data.type_of(issue).bug) continue;
    ++stories[issue.board];
    const bool any = std::ranges::any_of(context.data.events_of(issue), [&](const Event& event) {
      return event.at <= context.as_of && event.kind == EventKind::criteria && event.value() > 0;
    });
    if (any) ++written[issue.board];
  }
  std::vector<bool> uses(stories.size());
  for (std::size_t i = 0; i < stories.size(); ++i) uses[i] = written[i] > 0 && written[i] >= stories[i] / 10;
  return uses;
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

std::vector<Hygiene> hygiene(const Context& context, const std::vector<FlowDates>& dates,
                             const std::vector<BoardAgeing>& ages, const std::vector<SprintLedger>& ledgers) {
  const history::Dataset& data = context.data;
  std::vector<Hygiene> all(data.boards.size());
  std::vector<Board> boards;
  for (std::size_t b = 0; b < all.size(); ++b) boards.emplace_back(context, static_cast<Index>(b), all[b]);

  std::vector<std::optional<bool>> over_p85(data.issues.size());
  for (const BoardAgeing& board : ages) {
    for (const AgeingItem& item : board.items) {
      if (board.columns[item.column].p85) over_p85[item.issue] = board.over_p85(item);
    }
  }
  std::vector<history::Unit> units;
  for (const history::Board& board : data.boards) units.push_back(board_unit(context, board));
  const std::vector<bool> with_criteria = boards_with_criteria(context);
  const Instant recent =
      context.as_of -
      Milliseconds{static_cast<std::int64_t>(context.options.hygiene_window_days * 86'400'000)};

  for (std::size_t i = 0; i < data.issues.size(); ++i) {
    const history::Issue& issue = data.issues[i];
    const auto index = static_cast<Index>(i);
    if (!dates[i].exists || !context.counts(issue)) continue;
    Board& board = boards[issue.board];
    if (dates[i].category == StatusCategory::done) {
      const auto done = dates[i].done;
      if (!done || *done < recent || !issue.has_history) continue;
      board.check(HygieneCheck::no_start, index, dates[i].never_started);
      if (!data.children.empty() && !data.children_of(index).empty()) {
        board.check(HygieneCheck::open_subtasks, index, has_open_subtask(context, index, dates));
      }
      continue;
    }
    const Standing standing = standing_of(context, issue);
    if (dates[i].category == StatusCategory::in_progress)
      board.in_progress(index, dates[i], standing, over_p85[i]);
    if (units[issue.board] != history::Unit::issues &&
        (standing.in_running_sprint || standing.in_coming_sprint)) {
      board.check(HygieneCheck::unestimated, index, !(standing.estimate >= 0));  // none, or a negative one
    }
    if (standing.in_running_sprint && !data.type_of(issue).bug && with_criteria[issue.board] &&
        data.type_of(issue).story) {
      board.check(HygieneCheck::no_criteria, index, standing.criteria == 0);
    }
  }
  for (const SprintLedger& ledger : ledgers) {
    const history::Sprint& sprint = data.sprints[ledger.sprint];
    if (!ledger.window.closed) boards[sprint.board].check(HygieneCheck::no_goal, kNone, sprint.goal.empty());
  }
  for (Board& board : boards) board.score();
  return all;
}

}  // namespace stint::metrics
