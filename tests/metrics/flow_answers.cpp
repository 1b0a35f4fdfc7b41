#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "metrics/activity.h"
#include "metrics/answers.h"
#include "metrics/blocked.h"
#include "metrics/cumulative_flow.h"
#include "metrics/flow_efficiency.h"

namespace stint::test {
namespace {

using history::EventKind;
using history::Index;

std::string show_instant(const std::optional<Instant>& instant) {
  return instant ? show(*instant) : "-";
}

std::string_view event_name(EventKind kind) {
  constexpr std::array<std::string_view, 12> kNames{"status",   "enter",    "leave",      "estimate",
                                                    "flag on",  "flag off", "resolution", "assignee",
                                                    "criteria", "comment",  "passive",    "other"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string event_value(const history::Dataset& data, const history::Event& event) {
  const auto name = [](const auto& table, Index index) {
    return index == history::kNone ? "-" : table[index].id;
  };
  switch (event.kind) {
    case EventKind::status:
      return fmt::format(" {} > {}", name(data.statuses, event.from()), name(data.statuses, event.to()));
    case EventKind::sprint_enter:
      return " " + data.sprints[event.to()].id;
    case EventKind::sprint_leave:
      return " " + data.sprints[event.from()].id;
    case EventKind::assignee:
      return fmt::format(" {} > {}", name(data.people, event.from()), name(data.people, event.to()));
    case EventKind::resolution:
      return " " + (event.to() == history::kNone ? std::string{"-"} : data.resolutions[event.to()]);
    case EventKind::estimate:
    case EventKind::criteria:
      return " " + (event.value() == event.value() ? show_number(event.value()) : std::string{"-"});
    default:
      return {};
  }
}

}  // namespace

std::string answer_flow(const metrics::Analysis& analysis, const std::vector<std::string>& words) {
  const Index issue = find_issue(analysis.context.data, words.at(1));
  const metrics::FlowDates& dates = analysis.dates[issue];
  if (!dates.exists) return "does not exist yet\n";
  std::string out = fmt::format("start {}, done {}", show_instant(dates.start), show_instant(dates.done));
  if (auto days = metrics::cycle_days(analysis.context, dates)) out += fmt::format(", cycle {}", *days);
  if (auto days = metrics::lead_days(analysis.context, analysis.context.data.issues[issue], dates)) {
    out += fmt::format(", lead {}", *days);
  }
  if (dates.reopened > 0) out += fmt::format(", reopened {}", dates.reopened);
  if (dates.never_started) out += ", never started";
  if (dates.started_when_done) out += ", started when done";
  if (dates.same_instant) out += ", same instant";
  return out + "\n";
}

std::string answer_blocked(const metrics::Analysis& analysis, const std::vector<std::string>& words) {
  const Index index = find_issue(analysis.context.data, words.at(1));
  const history::Issue& issue = analysis.context.data.issues[index];
  const auto intervals = metrics::blocked_intervals(analysis.context, issue, analysis.dates[index]);
  std::string out = show_number(metrics::blocked_days(intervals)) + " days";
  for (const metrics::Interval& interval : intervals)
    out += fmt::format(", {} to {}", show(interval.from), show(interval.to));
  out += '\n';
  if (auto since = metrics::blocked_since(analysis.context, intervals)) out += "since " + show(*since) + "\n";
  if (auto reason = metrics::blocked_reason(analysis.context, issue)) out += "because: " + *reason + "\n";
  return out;
}

std::string answer_stalled(const metrics::Analysis& analysis, const std::vector<std::string>& words) {
  const Index index = find_issue(analysis.context.data, words.at(1));
  const history::Issue& issue = analysis.context.data.issues[index];
  return fmt::format(
      "{}, last activity {}\n",
      metrics::is_stalled(analysis.context, issue, analysis.dates[index]) ? "stalled" : "not stalled",
      show(metrics::last_activity(analysis.context, issue)));
}

std::string answer_ageing(const metrics::Analysis& analysis, const std::vector<std::string>& words) {
  const history::Dataset& data = analysis.context.data;
  std::string out;
  for (std::size_t board = 0; board < data.boards.size(); ++board) {
    if (data.boards[board].id != words.at(1)) continue;
    const metrics::BoardAgeing& ages = analysis.ages[board];
    for (const metrics::ColumnAges& column : ages.columns) {
      out += fmt::format("{}: n {}, p50 {}, p85 {}, p95 {}\n", column.name, column.n, show_number(column.p50),
                         show_number(column.p85), show_number(column.p95));
    }
    for (const metrics::AgeingItem& item : ages.items) {
      out += fmt::format("{} in {}: {} days{}\n", data.key(item.issue), ages.columns[item.column].name,
                         item.age_days, ages.over_p85(item) ? ", too long" : "");
    }
  }
  return out;
}

std::string answer_stages(const metrics::Analysis& analysis, const std::vector<std::string>& words) {
  const history::Dataset& data = analysis.context.data;
  const history::Issue& issue = data.issues[find_issue(data, words.at(1))];
  const metrics::BoardStages stages = metrics::board_stages(data, data.boards[issue.board]);
  metrics::StageDates dates;
  metrics::find_stage_dates(analysis.context, stages, issue, dates);
  std::string out;
  for (std::size_t i = 0; i < dates.entered.size(); ++i) {
    out += fmt::format("{}{} {}", i == 0 ? "" : ", ", stages.names[i], show(dates.entered[i]));
  }
  out += out.empty() ? "not on the board\n" : "\n";
  for (const metrics::CorrectionWindow& correction : dates.corrections) {
    out += fmt::format("behind {}: {} to {}\n", stages.names[correction.stage], show(correction.from),
                       show_instant(correction.to));
  }
  return out;
}

std::string answer_cumulative(const metrics::Analysis& analysis, const std::vector<std::string>& words) {
  const history::Dataset& data = analysis.context.data;
  std::string out;
  for (const metrics::CumulativeFlow& flow : metrics::cumulative_flow(analysis.context)) {
    if (data.boards[flow.board].id != words.at(1)) continue;
    out += fmt::format("{}\n", fmt::join(flow.columns, ", "));
    for (std::size_t day = 0; day < static_cast<std::size_t>(flow.window.days()); ++day) {
      out += format_day(flow.window.first + std::chrono::days{day}).substr(5);
      for (std::size_t column = 0; column < flow.columns.size(); ++column) {
        out += fmt::format(" {}", flow.count(day, column));
      }
      out += '\n';
    }
    for (const metrics::CorrectionWindow& correction : flow.corrections) {
      out += fmt::format("{} behind {}: {} to {}\n", data.key(correction.issue),
                         flow.columns[correction.stage], show(correction.from), show_instant(correction.to));
    }
    for (const metrics::Excluded& excluded : flow.excluded) {
      out += fmt::format("without {}: {}\n", data.key(excluded.issue), excluded.reason);
    }
  }
  return out;
}

std::string answer_efficiency(const metrics::Analysis& analysis, const std::vector<std::string>& words) {
  const history::Dataset& data = analysis.context.data;
  std::string out;
  for (Index board = 0; board < data.boards.size(); ++board) {
    if (data.boards[board].id != words.at(1)) continue;
    const metrics::FlowEfficiency efficiency =
        metrics::flow_efficiency(analysis.context, board, analysis.completions[board], analysis.dates);
    for (const metrics::ItemEfficiency& item : efficiency.items) {
      out +=
          fmt::format("{}: {} of {} days\n", data.key(item.issue), show_number(metrics::to_days(item.active)),
                      show_number(metrics::to_days(item.elapsed)));
    }
    out += fmt::format("efficiency {}, median {}, n {}\n", show_number(efficiency.total),
                       show_number(efficiency.median), efficiency.items.size());
    for (const metrics::Excluded& excluded : efficiency.excluded) {
      out += fmt::format("without {}: {}\n", data.key(excluded.issue), excluded.reason);
    }
  }
  return out;
}

std::string answer_events(const metrics::Analysis& analysis, const std::vector<std::string>& words) {
  const history::Dataset& data = analysis.context.data;
  std::string out;
  for (const history::Event& event : data.events_of(data.issues[find_issue(data, words.at(1))])) {
    out += fmt::format("{} {}{}{}\n", show(event.at), event_name(event.kind), event_value(data, event),
                       event.synthetic ? " (worked out)" : (event.human ? "" : " (bot)"));
  }
  return out;
}

}  // namespace stint::test
