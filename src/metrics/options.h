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
  double stale_minimum = 2;  // items

  // Definitions.
  double estimated_share = 0.80;    // a board with fewer estimated items counts issues
  double history_sprints = 5;       // how many earlier sprints a median is taken over
  double velocity_minimum = 3;      // earlier sprints, below which a drop is not judged
  double grace_hours = 0;           // after a sprint's start, in which changes still count as planning
  double carry_over_days = 5;       // a spilled item carried over when the next sprint starts within these
  double stalled_days = 5;          // without human activity
  double ageing_minimum = 10;       // items that left a column, below which it has no usual age
  double hygiene_window_days = 90;  // how far back finished items are looked at
  double large_item = 8;            // an item of at least this is "too large" as a reason for a miss
  double include_subtasks = 0;      // 1: sub-tasks count in sprint and flow figures

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
