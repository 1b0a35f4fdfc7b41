#include "metrics/options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <vector>

namespace stint::metrics {
namespace {

using O = Options;

constexpr double kMany = 1'000'000;

constexpr std::array kOptions{
    OptionInfo{"scope_creep.warning", &O::scope_creep_warning, 0, kMany, "share",
               "creep from which a sprint is a warning"},
    OptionInfo{"scope_creep.error", &O::scope_creep_error, 0, kMany, "share",
               "creep from which a sprint is an error"},
    OptionInfo{"scope_creep.grown_share", &O::grown_stories_share, 0, 1, "share",
               "alert when more than this share of a sprint's stories grew"},
    OptionInfo{"scope_creep.growth", &O::grown_story_growth, 0, kMany, "share",
               "by how much a story has to grow to count as grown"},
    OptionInfo{"scope_creep.small", &O::small_estimate, 0, kMany, "estimate",
               "an item of at most this is small"},
    OptionInfo{"scope_creep.large", &O::large_estimate, 0, kMany, "estimate",
               "alert when a small item became at least this"},
    OptionInfo{"scope_creep.grace_hours", &O::grace_hours, 0, 24 * 14, "hours",
               "after a sprint's start, in which changes still count as planning"},
    OptionInfo{"missed_target.warning", &O::missed_target_warning, 0, 1, "share",
               "missed share from which a sprint is a warning"},
    OptionInfo{"missed_target.error", &O::missed_target_error, 0, 1, "share",
               "missed share from which a sprint is an error"},
    OptionInfo{"missed_target.worse", &O::missed_target_worse, 0, 1, "share",
               "how much worse than the board's median a miss has to be to be alerted"},
    OptionInfo{"missed_target.large_item", &O::large_item, 0, kMany, "estimate",
               "an item of at least this counts as too large"},
    OptionInfo{"missed_target.carry_over_days", &O::carry_over_days, 0, 365, "days",
               "an unfinished item is carried over when the next sprint starts within these"},
    OptionInfo{"velocity.warning", &O::velocity_warning, 0, 1, "share",
               "drop under the median from which a sprint is a warning"},
    OptionInfo{"velocity.error", &O::velocity_error, 0, 1, "share",
               "drop under the median from which a sprint is an error"},
    OptionInfo{"velocity.minimum_sprints", &O::velocity_minimum, 1, 100, "sprints",
               "earlier sprints needed to judge a drop"},
    OptionInfo{"defect_leakage.warning", &O::defect_leakage_warning, 0, 1, "share",
               "escape rate from which it is a warning"},
    OptionInfo{"defect_leakage.error", &O::defect_leakage_error, 0, 1, "share",
               "escape rate from which it is an error"},
    OptionInfo{"defect_leakage.minimum", &O::defect_minimum, 1, kMany, "bugs",
               "classified bugs needed for an alert"},
    OptionInfo{"defect_leakage.window_days", &O::defect_window_days, 1, 3650, "days",
               "how far back bugs are looked at"},
    OptionInfo{"knowledge_silo.minimum", &O::silo_minimum, 1, kMany, "contributions",
               "a component with fewer is not alerted"},
    OptionInfo{"knowledge_silo.window_days", &O::silo_window_days, 1, 3650, "days",
               "how far back contributions are counted"},
    OptionInfo{"burnout_risk.enabled", &O::burnout_enabled, 0, 1, "0 or 1",
               "1: workload signals of people are worked out"},
    OptionInfo{"burnout_risk.recent_days", &O::burnout_recent_days, 7, 84, "days",
               "whole days, rounded down to weeks, compared with a person's own baseline"},
    OptionInfo{"burnout_risk.baseline_days", &O::burnout_baseline_days, 28, 364, "days",
               "days before these and a week between, rounded down to weeks, that are the baseline"},
    OptionInfo{"burnout_risk.minimum_days", &O::burnout_minimum_days, 28, 364, "days",
               "a shorter baseline judges nothing"},
    OptionInfo{"burnout_risk.minimum_events", &O::burnout_minimum_events, 10, kMany, "contributions",
               "fewer in the baseline, or lately, judge nothing"},
    OptionInfo{"burnout_risk.group", &O::burnout_group, 5, kMany, "people", "smaller groups are not shown"},
    OptionInfo{"burnout_risk.z", &O::burnout_z, 1, 100, "standard deviations",
               "a signal this far over its baseline stands out"},
    OptionInfo{"burnout_risk.off_hours_z", &O::burnout_off_hours_z, 1, 100, "standard deviations",
               "off-hours this far over their baseline are a warning by themselves"},
    OptionInfo{"burnout_risk.signals", &O::burnout_signals, 1, 5, "signals",
               "so many have to stand out for a warning"},
    OptionInfo{"hygiene.score_warning", &O::hygiene_score_warning, 0, 100, "score",
               "a lower score is a warning"},
    OptionInfo{"hygiene.score_error", &O::hygiene_score_error, 0, 100, "score", "a lower score is an error"},
    OptionInfo{"hygiene.minimum_checks", &O::hygiene_minimum_checks, 0, kMany, "checks",
               "a score of fewer is not alerted"},
    OptionInfo{"hygiene.blocked_warning_days", &O::blocked_warning_days, 0, kMany, "days",
               "blocked this long is a warning"},
    OptionInfo{"hygiene.blocked_error_days", &O::blocked_error_days, 0, kMany, "days",
               "blocked this long is an error"},
    OptionInfo{"hygiene.unestimated_warning", &O::unestimated_warning, 0, 1, "share",
               "unestimated share of committed items"},
    OptionInfo{"hygiene.unestimated_error", &O::unestimated_error, 0, 1, "share",
               "unestimated share of committed items"},
    OptionInfo{"hygiene.unestimated_minimum", &O::unestimated_minimum, 1, kMany, "items",
               "fewer are not alerted"},
    OptionInfo{"hygiene.stale_warning", &O::stale_warning, 0, 1, "share", "stale share of work in progress"},
    OptionInfo{"hygiene.stale_error", &O::stale_error, 0, 1, "share", "stale share of work in progress"},
    OptionInfo{"hygiene.stale_minimum", &O::stale_minimum, 1, kMany, "items", "fewer are not alerted"},
    OptionInfo{"hygiene.stalled_days", &O::stalled_days, 0, kMany, "days",
               "without human activity work in progress is stale"},
    OptionInfo{"hygiene.window_days", &O::hygiene_window_days, 1, 3650, "days",
               "how far back finished items are checked"},
    OptionInfo{"hygiene.history_days", &O::hygiene_history_days, 1, 64, "days",
               "days of which the score is worked out from the history"},
    OptionInfo{"hygiene.weight.stale", &O::weight_stale, 0, 100, "weight",
               "of work in progress without activity"},
    OptionInfo{"hygiene.weight.unestimated", &O::weight_unestimated, 0, 100, "weight",
               "of planned items without estimate"},
    OptionInfo{"hygiene.weight.blocked", &O::weight_blocked, 0, 100, "weight", "of items blocked too long"},
    OptionInfo{"hygiene.weight.too_long", &O::weight_too_long, 0, 100, "weight",
               "of items too long in progress"},
    OptionInfo{"hygiene.weight.unassigned", &O::weight_unassigned, 0, 100, "weight",
               "of work in progress without assignee"},
    OptionInfo{"hygiene.weight.open_subtasks", &O::weight_open_subtasks, 0, 100, "weight",
               "of done items with open sub-tasks"},
    OptionInfo{"hygiene.weight.no_start", &O::weight_no_start, 0, 100, "weight",
               "of items done without a start"},
    OptionInfo{"hygiene.weight.no_criteria", &O::weight_no_criteria, 0, 100, "weight",
               "of stories without acceptance criteria"},
    OptionInfo{"hygiene.weight.no_goal", &O::weight_no_goal, 0, 100, "weight", "of sprints without a goal"},
    OptionInfo{"insights.look_back_days", &O::look_back_days, 0, 366, "days",
               "for how long at most a finding is followed back, to say since when it stands"},
    OptionInfo{"sprints.estimated_share", &O::estimated_share, 0, 1, "share",
               "boards with fewer estimated items count issues"},
    OptionInfo{"sprints.history", &O::history_sprints, 1, 100, "sprints",
               "earlier sprints that medians are taken over"},
    OptionInfo{"sprints.include_subtasks", &O::include_subtasks, 0, 1, "0 or 1",
               "1: sub-tasks count in sprint and flow figures"},
    OptionInfo{"ageing.minimum", &O::ageing_minimum, 1, kMany, "items",
               "items that left a column, to know its usual age"},
    OptionInfo{"throughput.window_days", &O::throughput_window_days, 7, 3650, "days",
               "whole days that throughput and forecasts are taken from"},
    OptionInfo{"throughput.include_wont_do", &O::include_wont_do, 0, 1, "0 or 1",
               "1: items closed as won't do count as finished"},
    OptionInfo{"trend.weeks", &O::trend_weeks, 2, 520, "weeks", "whole weeks that trends look back"},
    OptionInfo{"trend.minimum", &O::trend_minimum, 2, kMany, "points", "fewer make no trend and no chart"},
    OptionInfo{"forecast.exact", &O::forecast_exact, 0, 1, "0 or 1",
               "1: chances are worked out where daily amounts are whole; 0: trials are always drawn"},
    OptionInfo{"forecast.trials", &O::forecast_trials, 10'000, kMany, "trials",
               "futures that a forecast draws"},
    OptionInfo{"forecast.seed", &O::forecast_seed, 0, kMany, "number",
               "another seed draws other futures; the same one draws the same"},
    OptionInfo{"forecast.minimum_active_days", &O::forecast_active_days, 1, 3650, "days",
               "days with a finish needed to forecast"},
    OptionInfo{"forecast.backtests", &O::forecast_backtests, 0, 1000, "forecasts",
               "earlier ones, at most, that are compared with what came"},
    OptionInfo{"flow.over_p85_warning", &O::flow_over_p85_warning, 0, 1, "share",
               "share of work in progress over its column's P85 from which it is a warning"},
    OptionInfo{"flow.over_p85_minimum", &O::flow_over_p85_minimum, 1, kMany, "items",
               "fewer over their P85 are not alerted"},
    OptionInfo{"flow.item_warning", &O::flow_item_warning, 1, kMany, "times",
               "an item older than so many times its column's P95 is a warning"},
    OptionInfo{"flow.item_error", &O::flow_item_error, 1, kMany, "times",
               "likewise, and blocked or stalled: an error"},
    OptionInfo{"flow.signal_weeks", &O::flow_signal_weeks, 1, 520, "weeks",
               "last weekly points in which a process-behaviour signal is alerted"},
    OptionInfo{"cumulative_flow.days", &O::cumulative_flow_days, 1, 3650, "days",
               "days of cumulative flow, that of now included"},
    OptionInfo{"flow_efficiency.days", &O::flow_efficiency_days, 1, 3650, "days",
               "whole days that flow efficiency is taken from"},
};

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

std::span<const OptionInfo> option_table() {
  return kOptions;
}

Outcome set_option(Options& options, std::string_view name, std::string_view value) {
  const OptionInfo* nearest = &kOptions[0];
  for (const OptionInfo& option : kOptions) {
    if (edit_distance(option.name, name) < edit_distance(nearest->name, name)) nearest = &option;
    if (option.name != name) continue;
    double number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc{} || end != value.data() + value.size() || !(number >= option.least) ||
        !(number <= option.most)) {
      return fail(ErrorCode::usage, fmt::format("option {} takes a number from {} to {} ({}), not \"{}\"",
                                                option.name, option.least, option.most, option.unit, value));
    }
    options.*option.value = number;
    return {};
  }
  return fail(ErrorCode::usage, fmt::format("there is no option \"{}\"", name), {},
              fmt::format("the nearest is {}; `stint metrics --options` lists all", nearest->name));
}

}  // namespace stint::metrics
