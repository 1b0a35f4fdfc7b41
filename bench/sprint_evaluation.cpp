#include "bench/sprint_evaluation.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <numeric>

#include "metrics/learning/random_stream.h"

namespace stint::bench {
namespace {

using metrics::SprintOutcome;
using metrics::SprintRiskModel;
using metrics::SprintSnapshot;
using metrics::learning::RandomStream;

constexpr std::size_t kParts = 10;
constexpr std::size_t kBlocks = 5;
constexpr std::uint64_t kSeed = 7;
constexpr std::size_t kTeachesOnly = static_cast<std::size_t>(-1);

double mean(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// The number of a random part for each of n.
std::vector<std::size_t> random_parts(std::size_t n) {
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  RandomStream random(kSeed);
  for (std::size_t i = n; i > 1; --i) std::swap(order[i - 1], order[random.next() % i]);
  std::vector<std::size_t> parts(n);
  for (std::size_t i = 0; i < n; ++i) parts[order[i]] = i % kParts;
  return parts;
}

std::vector<std::int64_t> sprints_of(std::span<const SprintRecord> records) {
  std::vector<std::int64_t> sprints;
  for (const auto& record : records) sprints.push_back(record.outcome.snapshot.sprint);
  std::ranges::sort(sprints);
  const auto repeated = std::ranges::unique(sprints);
  sprints.erase(repeated.begin(), repeated.end());
  return sprints;
}

// The part of each record; of time, blocks in their order.
std::vector<std::size_t> parts_of(std::span<const SprintRecord> records, Protocol protocol) {
  if (protocol == Protocol::records) return random_parts(records.size());
  const auto sprints = sprints_of(records);
  const auto part_of_sprint = random_parts(sprints.size());
  const std::size_t first = sprints.size() / 2;
  std::vector<std::size_t> parts;
  for (const auto& record : records) {
    const auto rank = static_cast<std::size_t>(
        std::ranges::lower_bound(sprints, record.outcome.snapshot.sprint) - sprints.begin());
    if (protocol == Protocol::sprints) {
      parts.push_back(part_of_sprint[rank]);
    } else {
      parts.push_back(rank < first ? kTeachesOnly : (rank - first) * kBlocks / (sprints.size() - first));
    }
  }
  return parts;
}

// What the boards did in the given records.
class Past {
 public:
  explicit Past(std::span<const SprintRecord> records) {
    for (const auto& record : records) of_board_[record.board].push_back(record.outcome);
    for (auto& [board, outcomes] : of_board_) {
      std::ranges::sort(outcomes, {}, [](const SprintOutcome& outcome) { return outcome.snapshot.sprint; });
    }
  }

  [[nodiscard]] SprintOutcome added_to(const SprintRecord& record) const {
    auto outcome = record.outcome;
    const auto board = of_board_.find(record.board);
    if (board == of_board_.end()) return outcome;
    const auto end = std::ranges::lower_bound(board->second, outcome.snapshot.sprint, {},
                                              [](const auto& one) { return one.snapshot.sprint; });
    const auto all = std::span(board->second.begin(), end);
    const auto last = all.last(std::min<std::size_t>(all.size(), 5));
    if (last.empty()) return outcome;
    SprintSnapshot::Past past;
    for (const auto& one : last) {
      past.last_completed = one.snapshot.taken_on() + one.difference;
      past.last_difference = past.last_completed - one.snapshot.committed;
      past.completed += past.last_completed;
      past.difference += past.last_difference;
    }
    past.sprints = static_cast<double>(last.size());
    past.completed /= past.sprints;
    past.difference /= past.sprints;
    outcome.snapshot.past = past;
    return outcome;
  }

 private:
  std::map<int, std::vector<SprintOutcome>> of_board_;
};

// Quantile between the two nearest ranks of n + 1, as statistics packages have it by default.
double quartile(std::span<const double> sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() + 1) - 1;
  const auto below = static_cast<std::size_t>(at);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[below + 1] - sorted[below]);
}

void measure_spread(std::span<const SprintRecord> project, Evaluation& evaluation) {
  std::vector<double> differences;
  for (const auto& record : project) differences.push_back(record.outcome.difference);
  std::ranges::sort(differences);
  evaluation.interquartile_range = quartile(differences, 0.75) - quartile(differences, 0.25);
  evaluation.range = differences.back() - differences.front();
  const double middle = mean(differences);
  for (auto& one : differences) one = (one - middle) * (one - middle);
  evaluation.standard_deviation = std::sqrt(mean(differences));
}

// Adds the errors of predicting `asked` after learning from `taught`.
void predict(std::span<const SprintRecord> taught, std::span<const SprintRecord> asked,
             const Past& past_of_asked, Protocol protocol, Evaluation& evaluation) {
  const Past past(taught);
  std::vector<SprintOutcome> outcomes;
  std::vector<double> differences;
  for (const auto& record : taught) {
    outcomes.push_back(past.added_to(record));
    // Where the records of one sprint may be on both sides, they may be so for the model's own choices, too.
    if (protocol == Protocol::records) {
      outcomes.back().snapshot.sprint = static_cast<std::int64_t>(outcomes.size());
    }
    differences.push_back(record.outcome.difference);
  }
  const auto model = SprintRiskModel::train(outcomes);
  const double usual = mean(differences);
  for (const auto& record : asked) {
    const auto [snapshot, actual] = past_of_asked.added_to(record);
    const auto risk = model.predict(snapshot);
    const std::array<double, 4> predicted{risk ? risk->expected : 0, usual, -snapshot.remaining,
                                          metrics::extrapolated_difference(snapshot).value_or(0)};
    for (std::size_t i = 0; i < predicted.size(); ++i) {
      evaluation.predictors[i].mean_absolute_error += std::abs(predicted[i] - actual);
    }
    ++evaluation.predicted;
  }
}

}  // namespace

Evaluation evaluate(std::span<const SprintRecord> project, std::span<const SprintRecord> other,
                    Protocol protocol) {
  Evaluation evaluation{.predictors = {{{"model"}, {"mean"}, {"no change"}, {"pace"}}}};
  measure_spread(project, evaluation);
  if (protocol == Protocol::other_project) {
    predict(other, project, Past(project), protocol, evaluation);
  } else {
    const auto parts = parts_of(project, protocol);
    const bool in_time = protocol == Protocol::time;
    for (std::size_t part = 0; part < (in_time ? kBlocks : kParts); ++part) {
      std::vector<SprintRecord> taught;
      std::vector<SprintRecord> asked;
      for (std::size_t i = 0; i < project.size(); ++i) {
        const bool teaches = in_time ? parts[i] == kTeachesOnly || parts[i] < part : parts[i] != part;
        if (parts[i] == part) asked.push_back(project[i]);
        if (teaches) taught.push_back(project[i]);
      }
      predict(taught, asked, Past(taught), protocol, evaluation);
    }
  }
  for (auto& predictor : evaluation.predictors) {
    predictor.mean_absolute_error /= static_cast<double>(evaluation.predicted);
  }
  return evaluation;
}

}  // namespace stint::bench
