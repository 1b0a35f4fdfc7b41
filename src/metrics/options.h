// Every threshold and choice of the metrics, with its default. kOptions in options.cpp is the table that the
// command line, the configuration file and the documentation are made from.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stint::metrics {

struct Options {
  // Severities. Shares are fractions of 1.
  double scope_creep_warning = 0.20;
  double scope_creep_error = 0.40;
  double grown_stories_share = 0.20;  // growth alert: more than this share of the sprint's stories …
  double grown_story_growth = 0.30;   // … grew by more than this
  double small_estimate = 3;          // growth alert: an item of at most this …
  double large_estimate = 8;          // … became at least this
  double missed_target_warning = 0.20;
  double missed_target_error = 0.40;
  double missed_target_worse = 0.10;  // than the board's median, in shares of the commitment
  double velocity_warning = 0.20;     // under the median
  double velocity_error = 0.40;
  double defect_leakage_warning = 0.20;
  double defect_leakage_error = 0.40;
  double defect_minimum = 5;  // bugs that say where they were found, below which nothing is alerted
  double defect_window_days = 90;
  double silo_minimum = 20;      // contributions, below which a component is not alerted
  double silo_window_days = 90;  // how far back contributions are counted
  double hygiene_score_warning = 80;
  double hygiene_score_error = 60;
  double hygiene_minimum_checks = 10;  // of items, below which a score is not alerted
  double blocked_warning_days = 3;
  double blocked_error_days = 10;
  double unestimated_warning = 0.10;
  double unestimated_error = 0.30;
  double unestimated_minimum = 2;  // items
  double stale_warning = 0.10;
  double stale_error = 0.30;
  double stale_minimum = 2;             // items
  double flow_over_p85_warning = 0.30;  // of the work in progress
  double flow_over_p85_minimum = 3;     // items
  double flow_item_warning = 2;         // an item over so many times its column's P95
  double flow_item_error = 3;           // likewise, and blocked or stalled
  double flow_signal_weeks = 5;         // weekly points in which a signal is alerted

  // Definitions.
  double estimated_share = 0.80;       // a board with fewer estimated items counts issues
  double history_sprints = 5;          // how many earlier sprints a median is taken over
  double velocity_minimum = 3;         // earlier sprints, below which a drop is not judged
  double grace_hours = 0;              // after a sprint's start, in which changes still count as planning
  double carry_over_days = 5;          // a spilled item carried over when the next sprint starts within these
  double stalled_days = 5;             // without human activity
  double ageing_minimum = 10;          // items that left a column, below which it has no usual age
  double hygiene_window_days = 90;     // how far back finished items are looked at
  double large_item = 8;               // an item of at least this is "too large" as a reason for a miss
  double include_subtasks = 0;         // 1: sub-tasks count in sprint and flow figures
  double throughput_window_days = 90;  // whole days that throughput and forecasts are taken from
  double include_wont_do = 0;          // 1: items closed as won't do count as finished
  double trend_weeks = 26;             // whole weeks that trends look back
  double trend_minimum = 10;           // points, below which no trend or chart is made
  double forecast_exact = 1;           // 1: chances are worked out where amounts are whole; 0: always trials
  double forecast_trials = 10'000;     // of a forecast
  double forecast_seed = 1;            // of its random numbers
  double forecast_active_days = 5;     // days with a finish, below which nothing is forecast
  double forecast_backtests = 40;      // earlier forecasts, at most, that are compared with what came
  double cumulative_flow_days = 90;    // days that a cumulative flow shows
  double flow_efficiency_days = 90;    // whole days that flow efficiency is taken from

  double hygiene_history_days = 60;  // days of which the score is worked out from the history, at most 64

  // Workload signals, off until an administrator turns them on.
  double burnout_enabled = 0;         // 1: on
  double burnout_recent_days = 14;    // whole days, rounded down to weeks, that are compared …
  double burnout_baseline_days = 91;  // … with as many before
  double burnout_minimum_days = 30;   // of the baseline, from the person's first contribution in it on
  double burnout_minimum_events =
      10;                          // contributions in the baseline, and lately, below which nothing is judged
  double burnout_group = 5;        // people; smaller groups are not shown
  double burnout_z = 2;            // standard deviations from which a signal stands out
  double burnout_off_hours_z = 3;  // from which off-hours alone are a warning
  double burnout_signals = 2;      // how many have to stand out for a warning

  double look_back_days = 30;  // for how long at most a finding is followed back

  // Hygiene weights, by check.
  double weight_stale = 1;
  double weight_unestimated = 1;
  double weight_blocked = 1;
  double weight_too_long = 1;
  double weight_unassigned = 1;
  double weight_open_subtasks = 1;
  double weight_no_start = 1;
  double weight_no_criteria = 1;
  double weight_no_goal = 1;
};

struct OptionInfo {
  std::string_view name;
  double Options::* value;
  double least;
  double most;
  std::string_view unit;
  std::string_view meaning;
};

[[nodiscard]] std::span<const OptionInfo> option_table();

// Sets one option by its name. ErrorCode::usage for an unknown name (the nearest one is named) or a value
// that is no number or out of bounds.
[[nodiscard]] Outcome set_option(Options& options, std::string_view name, std::string_view value);

}  // namespace stint::metrics
