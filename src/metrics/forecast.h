// When so much will be done, and how much will be done by a day: as a distribution, from what a board
// finished per working day, with how often such forecasts came true before.
//
// The sample is each working day of throughput's window. The first day to come is the one after as-of's; days
// without work are skipped, and what was finished on one counts for the working day before it.
// Percentiles are of confidence: in 85 of 100 trials it was done by that day, or at least so much was done.
//
// Backtest: the same question asked at the start of each day a whole number of weeks ago, with what could be
// known then; it came true when it was done by its P85, or at least so much was. Only questions whose P85 has
// passed are counted, whatever came of them, so that early successes do not flatter.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "metrics/throughput.h"
#include "metrics/working_days.h"

namespace stint::metrics {

// Furthest ahead that a forecast looks, in calendar days.
inline constexpr int kForecastHorizonDays = 3650;
// Percentiles of confidence that a forecast names; the third is the promise.
inline constexpr std::array kConfidences{50, 70, 85, 95};
inline constexpr std::size_t kPromise = 2;

struct Question {
  enum class Kind : std::uint8_t { when_done, how_many };
  Kind kind = Kind::when_done;
  bool points = false;  // rather than items
  double amount = 0;    // when_done: how much
  Day by{};             // how_many: by the end of this day, no later than the horizon
};

struct Confidence {
  int percent = 0;
  std::optional<int> working_days;  // when_done: from the day after as-of; nothing beyond the horizon
  std::optional<Day> day;           // likewise
  double amount = 0;                // how_many: at least

  bool operator==(const Confidence&) const = default;
};

struct Backtest {
  int n = 0;  // earlier forecasts of this kind whose time has come
  int came_true = 0;

  [[nodiscard]] std::optional<double> coverage() const;  // nothing without any
};

struct Forecast {
  Index board = kNone;
  Question question;
  history::Unit unit = history::Unit::issues;  // of amounts
  // Why there is none: "too_few_active_days", "no_whole_day", "no_history", "not_estimated", "nothing_to_do".
  std::string_view refused;

  DayWindow window;            // that the sample is from
  std::vector<double> sample;  // finished per working day, the first first
  int active_days = 0;         // of them, on which anything was
  Figure finished;             // their sum
  std::vector<Excluded> excluded;

  std::size_t trials = 0;  // drawn; 0: the chances were worked out exactly
  int working_days = 0;    // how_many: until then
  std::array<Confidence, kConfidences.size()> confidences;
  Backtest backtest;
};

// The working days that forecasts look at, back and ahead: the same for all boards.
[[nodiscard]] WorkingDays forecast_days(const Context& context);

// `days`: forecast_days() of the context. `throughput`: the board's, of which the window and what was left
// out are taken.
[[nodiscard]] Forecast forecast(const Context& context, const WorkingDays& days, const Throughput& throughput,
                                const BoardCompletions& completions, const Question& question);

}  // namespace stint::metrics
