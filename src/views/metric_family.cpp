#include "views/metric_family.h"

#include <array>
#include <fmt/format.h>

namespace stint::views {
namespace {

constexpr std::array kFamilies{
    MetricFamily{
        "sprints",
        "what each sprint committed to, took on, dropped and completed",
        {"points", "hours", "issues", "share"},
        {"sprints", "sprint history", "status history", "estimate history"},
        {"scope_creep.growth", "scope_creep.grace_hours", "sprints.estimated_share",
         "sprints.include_subtasks"},
        "ledger and missed target by Stint; churn after KnowHOW",
        write_sprints,
        sprints_table,
    },
    MetricFamily{
        "velocity",
        "what each board completes per sprint, and what to expect of the next",
        {"points", "hours", "issues", "share"},
        {"sprints", "sprint history", "status history", "estimate history"},
        {"sprints.history", "sprints.estimated_share", "sprints.include_subtasks", "scope_creep.grace_hours"},
        "completed by Stint's ledger; predictability after KnowHOW",
        write_velocity,
        velocity_table,
    },
    MetricFamily{
        "sprint_risk",
        "how far running sprints are likely to end from what they took on",
        {"points", "hours", "issues", "share"},
        {"sprints", "sprint history", "status history", "estimate history"},
        {"sprints.estimated_share", "sprints.include_subtasks"},
        "features after Choetkiertikul et al. 2018; docs/sprint-risk.md",
        write_sprint_risk,
        sprint_risk_table,
    },
    MetricFamily{
        "flow",
        "cycle and lead times, and the age of work in progress by column",
        {"days", "issues"},
        {"status history", "board columns"},
        {"ageing.minimum", "sprints.include_subtasks"},
        "start and done after Lighthouse; ageing and nearest-rank percentiles after jirametrics",
        write_flow,
        flow_table,
    },
    MetricFamily{
        "cumulative_flow",
        "how many items were in each column of a board, day by day",
        {"issues"},
        {"status history", "board columns"},
        {"cumulative_flow.days", "sprints.include_subtasks"},
        "high-water columns and correction windows after jirametrics",
        write_cumulative_flow,
        cumulative_flow_table,
    },
    MetricFamily{
        "flow_efficiency",
        "which part of the time from start to done somebody could work",
        {"share", "days"},
        {"status history", "flags", "links"},
        {"flow_efficiency.days", "throughput.include_wont_do", "sprints.include_subtasks"},
        "active / elapsed time by Stint; blocked time after jirametrics",
        write_flow_efficiency,
        flow_efficiency_table,
    },
    MetricFamily{
        "stages",
        "when each issue came into each column, as CSV for flow-metrics tools",
        {"days"},
        {"status history", "board columns"},
        {"sprints.include_subtasks"},
        "layout as ActionableAgile reads it; dates of cumulative_flow",
        write_stage_dates,
        stage_dates_table,
    },
    MetricFamily{
        "defects",
        "bugs that escaped to production, by project",
        {"bugs", "share"},
        {"issue types", "environments, labels or affected versions", "links", "status history"},
        {"defect_leakage.window_days", "sprints.include_subtasks"},
        "escape rate and leakage by Stint; reopen rate and defects per item after KnowHOW",
        write_defects,
        defects_table,
    },
    MetricFamily{
        "hygiene",
        "how well items are kept, by board, with every lost point",
        {"score", "issues", "sprints"},
        {"status history", "sprint history", "estimates", "flags", "links", "acceptance criteria"},
        {"hygiene.stalled_days", "hygiene.blocked_warning_days", "hygiene.window_days", "ageing.minimum",
         "hygiene.weight.stale", "hygiene.weight.unestimated", "hygiene.weight.blocked",
         "hygiene.weight.too_long", "hygiene.weight.unassigned", "hygiene.weight.open_subtasks",
         "hygiene.weight.no_start", "hygiene.weight.no_criteria", "hygiene.weight.no_goal",
         "sprints.estimated_share", "sprints.include_subtasks"},
        "checks and score by Stint; stalled after jirametrics",
        write_hygiene,
        hygiene_table,
    },
    MetricFamily{
        "hygiene_history",
        "the hygiene score of each board at the end of each of the last days, worked out from the history",
        {"score", "issues", "sprints"},
        {"status history", "sprint history", "estimates", "flags", "links", "acceptance criteria"},
        {"hygiene.history_days", "hygiene.stalled_days", "hygiene.blocked_warning_days",
         "hygiene.window_days", "ageing.minimum", "hygiene.weight.stale", "hygiene.weight.unestimated",
         "hygiene.weight.blocked", "hygiene.weight.too_long", "hygiene.weight.unassigned",
         "hygiene.weight.open_subtasks", "hygiene.weight.no_start", "hygiene.weight.no_criteria",
         "hygiene.weight.no_goal", "sprints.estimated_share", "sprints.include_subtasks"},
        "as hygiene",
        write_hygiene_history,
        hygiene_history_table,
    },
    MetricFamily{
        "knowledge_silo",
        "how few people give half of the contributions to each component",
        {"people", "contributions", "share"},
        {"authors of changes and comments", "components"},
        {"knowledge_silo.window_days", "knowledge_silo.minimum"},
        "contributor absence factor after CHAOSS; what a contribution is by Stint",
        write_silo,
        silo_table,
        true,
    },
    MetricFamily{
        "workload",
        "workload signals of people against their own baseline; off unless burnout_risk.enabled is 1",
        {"share", "issues", "points", "hours", "deviations"},
        {"authors of changes and comments", "status history", "assignees", "sprint history"},
        {"burnout_risk.enabled", "burnout_risk.recent_days", "burnout_risk.baseline_days",
         "burnout_risk.minimum_days", "burnout_risk.minimum_events", "burnout_risk.group", "burnout_risk.z",
         "burnout_risk.off_hours_z", "burnout_risk.signals", "sprints.include_subtasks",
         "missed_target.carry_over_days"},
        "signals by Stint; there is no validated formula for burnout",
        write_workload,
        workload_table,
        true,
    },
    MetricFamily{
        "throughput",
        "what each board finishes per day and ISO week",
        {"issues", "points", "hours"},
        {"status history", "resolution history", "estimate history"},
        {"throughput.window_days", "throughput.include_wont_do", "sprints.estimated_share",
         "sprints.include_subtasks"},
        "finishes by Lighthouse's done date",
        write_throughput,
        throughput_table,
    },
    MetricFamily{
        "trend",
        "how cycle times and weekly figures move, and what is out of the usual",
        {"days", "issues"},
        {"status history", "resolution history"},
        {"trend.weeks", "trend.minimum", "throughput.include_wont_do", "sprints.include_subtasks"},
        "slope by Theil and Sen; XmR limits by Wheeler, with the four rules that Lighthouse applies",
        write_trend,
        trend_table,
    },
    MetricFamily{
        "forecast",
        "when the running sprint will be done, and how many items in two weeks",
        {"issues", "days", "share"},
        {"status history", "resolution history", "sprints"},
        {"forecast.exact", "forecast.trials", "forecast.seed", "forecast.minimum_active_days",
         "forecast.backtests", "throughput.window_days", "throughput.include_wont_do",
         "sprints.include_subtasks"},
        "bootstrap of daily throughput; backtest by Stint",
        write_forecast,
        forecast_table,
    },
};

}  // namespace

std::span<const MetricFamily> metric_families() {
  return kFamilies;
}

std::string share_text(const std::optional<double>& share) {
  return share ? fmt::format("{:.0f} %", *share * 100) : "–";
}

std::string optional_text(const std::optional<double>& value) {
  return value ? number_text(*value) : std::string{};
}

void write_board(JsonWriter& json, const history::Board& board) {
  const auto object = json.object("board");
  json.member("id", board.id.empty() ? std::nullopt : std::optional<std::string_view>{board.id});
  json.member("name", board.name);
  json.member("project", board.project_key);
}

}  // namespace stint::views
