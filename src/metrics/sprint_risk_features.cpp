#include "metrics/sprint_risk_features.h"

#include <algorithm>
#include <cmath>

namespace stint::metrics {
namespace {

constexpr double kUnknown = -1;

double at_least_one(double value) {
  return std::max(1.0, value);
}

}  // namespace

double sprint_scale(const SprintSnapshot& snapshot) {
  const double usual = snapshot.past ? snapshot.past->completed : 0;
  return std::max({1.0, snapshot.taken_on(), snapshot.committed, usual});
}

std::array<double, kSprintRiskFeatures> sprint_risk_features(const SprintSnapshot& sprint) {
  const double scale = sprint_scale(sprint);
  const double taken_on = sprint.taken_on();
  const double to_do = sprint.remaining - sprint.in_progress;
  const double issues = sprint.issues_to_do + sprint.issues_in_progress + sprint.issues_done;
  const double stretched = sprint.elapsed > 0 ? sprint.completed / sprint.elapsed : taken_on;
  const auto past = sprint.past.value_or(SprintSnapshot::Past{0, kUnknown, 0, kUnknown, 0});
  const double known = sprint.past ? 1 : 0;
  return {
      // time and people
      sprint.elapsed,
      sprint.planned_days,
      sprint.planned_days * (1 - sprint.elapsed),
      sprint.people,
      // issues
      sprint.issues_committed,
      sprint.issues_added,
      sprint.issues_removed,
      sprint.issues_to_do,
      sprint.issues_in_progress,
      sprint.issues_done,
      sprint.issues_blocked.value_or(kUnknown),
      sprint.issues_reopened.value_or(kUnknown),
      sprint.mean_age_days.value_or(kUnknown),
      taken_on / at_least_one(issues),
      // sums as they are
      sprint.committed,
      sprint.added,
      sprint.removed,
      to_do,
      sprint.in_progress,
      sprint.completed,
      taken_on,
      sprint.remaining,
      // sums for the sprint's size
      sprint.committed / scale,
      sprint.added / scale,
      sprint.removed / scale,
      sprint.re_estimated / scale,
      to_do / scale,
      sprint.in_progress / scale,
      sprint.completed / scale,
      taken_on / scale,
      sprint.remaining / scale,
      // shares and pace
      sprint.completed / at_least_one(taken_on),
      sprint.remaining / at_least_one(taken_on),
      sprint.added / at_least_one(sprint.committed),
      sprint.removed / at_least_one(sprint.committed + sprint.added),
      (stretched - taken_on) / scale,
      sprint.elapsed > 0 ? sprint.added / sprint.elapsed / scale : 0,
      std::log(scale),
      // the board's earlier sprints
      past.sprints,
      known > 0 ? past.completed / scale : kUnknown,
      past.difference / scale,
      known > 0 ? past.last_completed / scale : kUnknown,
      past.last_difference / scale,
      known * (past.completed - taken_on) / scale,
      known * (past.completed - sprint.completed) / scale,
  };
}

}  // namespace stint::metrics
