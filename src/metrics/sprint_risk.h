// A running sprint at risk: how far what it delivers will lie from what it has taken on.
//
// Velocity difference = delivered at the end − taken on so far (committed + added + re-estimated − removed);
// below 0 the sprint falls short, above 0 it delivers work that came in later as well (Choetkiertikul et al.,
// "Predicting delivery capability in iterative software development", IEEE TSE 44(6), 2018). Learned from
// snapshots of earlier sprints; what is learned, and how well it does, is in docs/sprint-risk.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "metrics/learning/boosted_trees.h"

namespace stint::metrics {

// A sprint at one moment while it runs, from what was known then and nothing later. Sums are in the board's
// unit.
struct SprintSnapshot {
  std::int64_t sprint = 0;  // the same for all snapshots of one sprint, on whatever board

  double elapsed = 0;       // share of the planned time, 0…1
  double planned_days = 0;  // planned length
  double people = 0;        // who worked on its issues so far

  double committed = 0, added = 0, removed = 0, re_estimated = 0, completed = 0;  // as in SprintLedger
  double remaining = 0;                                                           // in scope and not done
  double in_progress = 0;  // the part of `remaining` that is in progress

  double issues_committed = 0, issues_added = 0, issues_removed = 0;
  double issues_to_do = 0, issues_in_progress = 0, issues_done = 0;
  // Nothing where nobody knows.
  std::optional<double> issues_blocked, issues_reopened, mean_age_days;

  // Of the board's last five sprints that had ended before this one began, or fewer; nothing without any.
  struct Past {
    double sprints = 0;          // how many
    double completed = 0;        // mean
    double difference = 0;       // mean of completed − committed at the start
    double last_completed = 0;   // of the latest one
    double last_difference = 0;  // of the latest one
  };
  std::optional<Past> past;

  [[nodiscard]] double taken_on() const { return completed + remaining; }
};

// A snapshot of a sprint that has ended since.
struct SprintOutcome {
  SprintSnapshot snapshot;
  double difference = 0;  // completed at the end − snapshot.taken_on()
};

enum class RiskMethod {
  learned,       // boosted trees over earlier sprints
  extrapolated,  // the pace so far; also chosen where the trees did no better on earlier sprints
};

// Differences, in the board's unit. A shortfall is a difference below 0.
struct SprintRisk {
  double expected = 0;
  // The difference stays at or below p15 in 15 of 100 cases, and so on: the expected one moved by how far the
  // predictions of earlier sprints were off. Nothing where fewer than SprintRiskModel::kLeastSprints are
  // known.
  struct Range {
    double p15 = 0, p50 = 0, p85 = 0;
    double chance_of_shortfall = 0;  // 0…1
  };
  std::optional<Range> range;
  RiskMethod method = RiskMethod::extrapolated;
};

// How far predictions were off on the team's own earlier sprints, each predicted from other sprints only.
struct SprintRiskError {
  std::size_t sprints = 0;
  double mean_absolute = 0;  // of the method chosen; the choice was made on it, so slightly flattering
  double mean_absolute_extrapolated = 0;  // of the pace so far, for comparison
  double mean_absolute_unchanged = 0;     // of expecting that nothing more gets done or added
};

// Deterministic: the same outcomes, in whatever order, give the same model. Safe to share between threads.
class SprintRiskModel {
 public:
  static constexpr std::size_t kLeastSprints = 8;  // fewer teach nothing
  static constexpr std::size_t kMostOutcomes = 1000;

  // Learns from the last kMostOutcomes, the latest at the end. Snapshots taken at about the same share of the
  // planned time as the one to predict teach best. Under kLeastSprints different sprints nothing is learned,
  // and predictions extrapolate.
  [[nodiscard]] static SprintRiskModel train(std::span<const SprintOutcome> outcomes);

  // Nothing for a sprint that has only begun, on a board without earlier sprints: nothing is known.
  [[nodiscard]] std::optional<SprintRisk> predict(const SprintSnapshot& snapshot) const;

  [[nodiscard]] RiskMethod method() const { return method_; }
  // Nothing under kLeastSprints.
  [[nodiscard]] const std::optional<SprintRiskError>& error() const { return error_; }

 private:
  RiskMethod method_ = RiskMethod::extrapolated;
  std::vector<learning::BoostedTrees>
      trees_;                   // each learned without one part of the sprints; they vote by mean
  std::vector<double> misses_;  // actual − predicted, in multiples of the snapshot's scale, ascending
  std::optional<SprintRiskError> error_;
};

// The difference if the pace holds: what is completed so far is stretched to the whole time, or what the
// board usually completes is added for the time left; never more than was taken on. Nothing for a sprint that
// has only begun, on a board without earlier sprints.
[[nodiscard]] std::optional<double> extrapolated_difference(const SprintSnapshot& snapshot);

}  // namespace stint::metrics
