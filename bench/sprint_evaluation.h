// How well sprints at risk are told, on sprints whose end is known.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "bench/sprint_records.h"

namespace stint::bench {

// Who teaches and who is predicted.
enum class Protocol {
  records,       // ten random parts of the records, each predicted from the other nine
  sprints,       // likewise, but the records of one sprint stay together
  time,          // the later half of the sprints in five blocks, each predicted from all before it
  other_project  // one project predicted from the other
};

struct Predictor {
  std::string_view name;
  double mean_absolute_error = 0;  // in points
};

struct Evaluation {
  // The model; the mean of the sprints learned from; nothing more happens; the pace goes on.
  std::array<Predictor, 4> predictors;
  std::size_t predicted = 0;
  // Of the differences of all records: what errors are divided by.
  double interquartile_range = 0, standard_deviation = 0, range = 0;

  [[nodiscard]] const Predictor& model() const { return predictors[0]; }
};

// Both projects at the same share of the planned time. What is known of a board's earlier sprints is taken
// from the records learned from, and in another project from its own earlier sprints.
[[nodiscard]] Evaluation evaluate(std::span<const SprintRecord> project, std::span<const SprintRecord> other,
                                  Protocol protocol);

}  // namespace stint::bench
