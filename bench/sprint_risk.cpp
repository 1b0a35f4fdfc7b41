// Prints how well sprints at risk are told: stint_sprint_risk_bench FOLDER, which holds
// PROJECT_iteration_PERCENT.csv.
#include <array>
#include <ctime>
#include <filesystem>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "bench/sprint_evaluation.h"

namespace {

using stint::bench::Evaluation;
using stint::bench::Protocol;
using stint::bench::SprintRecord;

constexpr std::array<std::string_view, 2> kProjects{"apache", "spring"};
constexpr std::array<int, 4> kPercents{0, 30, 50, 80};

struct NamedProtocol {
  Protocol protocol;
  std::string_view name;
};
constexpr std::array<NamedProtocol, 4> kProtocols{{{Protocol::records, "records, 10 parts"},
                                                   {Protocol::sprints, "sprints, 10 parts"},
                                                   {Protocol::time, "later from earlier"},
                                                   {Protocol::other_project, "other project"}}};

using Divisor = double Evaluation::*;
struct NamedDivisor {
  Divisor divisor;
  std::string_view name;
};
constexpr std::array<NamedDivisor, 3> kDivisors{{{&Evaluation::interquartile_range, "interquartile range"},
                                                 {&Evaluation::standard_deviation, "standard deviation"},
                                                 {&Evaluation::range, "range"}}};

using Cells = std::array<std::array<Evaluation, kPercents.size()>, kProjects.size()>;

// One line for each predictor: each project at each share of the time, its mean, and the mean of both.
void print(std::string_view name, const Cells& cells, Divisor divisor, std::size_t predictors) {
  for (std::size_t predictor = 0; predictor < predictors; ++predictor) {
    std::string line = fmt::format("| {} | {} |", name, cells[0][0].predictors[predictor].name);
    double both = 0;
    for (const auto& project : cells) {
      double sum = 0;
      for (const auto& evaluation : project) {
        const double error = evaluation.predictors[predictor].mean_absolute_error / (evaluation.*divisor);
        line += fmt::format(" {:.3f} |", error);
        sum += error;
      }
      sum /= static_cast<double>(project.size());
      line += fmt::format(" {:.3f} |", sum);
      both += sum / static_cast<double>(cells.size());
    }
    fmt::print("{} {:.3f} |\n", line, both);
  }
}

// Learning from as many outcomes as are ever learned from.
void time_training(const std::vector<SprintRecord>& records) {
  std::vector<stint::metrics::SprintOutcome> outcomes;
  while (outcomes.size() < stint::metrics::SprintRiskModel::kMostOutcomes) {
    auto outcome = records[outcomes.size() % records.size()].outcome;
    outcome.snapshot.sprint = static_cast<std::int64_t>(outcomes.size());
    outcomes.push_back(outcome);
  }
  const auto start = std::clock();
  const auto model = stint::metrics::SprintRiskModel::train(outcomes);
  const double taken = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  fmt::print("\nLearning from {} outcomes: {:.2f} s of processor time ({})\n", outcomes.size(), taken,
             model.method() == stint::metrics::RiskMethod::learned ? "learned" : "extrapolated");
}

int run(const std::filesystem::path& folder) {
  std::array<std::array<std::vector<SprintRecord>, kPercents.size()>, kProjects.size()> records;
  for (std::size_t i = 0; i < kProjects.size(); ++i) {
    for (std::size_t j = 0; j < kPercents.size(); ++j) {
      auto read = stint::bench::read_sprint_records(
          folder / fmt::format("{}_iteration_{}.csv", kProjects[i], kPercents[j]), kPercents[j] / 100.0);
      if (!read) {
        fmt::print(stderr, "{}\n", read.error().to_string());
        return 1;
      }
      records[i][j] = std::move(*read);
    }
  }
  std::array<Cells, kProtocols.size()> all;
  for (std::size_t p = 0; p < kProtocols.size(); ++p) {
    for (std::size_t i = 0; i < kProjects.size(); ++i) {
      for (std::size_t j = 0; j < kPercents.size(); ++j) {
        all[p][i][j] = stint::bench::evaluate(records[i][j], records[1 - i][j], kProtocols[p].protocol);
      }
    }
  }
  for (const auto& [divisor, name] : kDivisors) {
    fmt::print("\nMean absolute error / {}\n\n", name);
    fmt::print(
        "| learned from | predictor | Apache 0 % | 30 % | 50 % | 80 % | mean | Spring 0 % | 30 % | 50 % | 80 "
        "% | mean "
        "| both |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
    const bool first = divisor == kDivisors[0].divisor;
    for (std::size_t p = 0; p < kProtocols.size(); ++p) {
      print(kProtocols[p].name, all[p], divisor, first ? all[p][0][0].predictors.size() : 1);
    }
  }
  time_training(records[1][2]);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    fmt::print(stderr, "usage: stint_sprint_risk_bench FOLDER\n");
    return 2;
  }
  return run(arguments[1]);
}
