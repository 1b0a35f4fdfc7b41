#include "metrics/forecast.h"

#include <algorithm>
#include <cmath>

#include "metrics/exact_resampling.h"
#include "metrics/resampling.h"
#include "metrics/statistics.h"

namespace stint::metrics {
namespace {

namespace chr = std::chrono;
using Kind = Question::Kind;

// Where the promise cannot be worked out exactly; one percentile's rank is then known to about 2 %.
constexpr std::size_t kBacktestTrials = 250;
constexpr chr::days kFurthestBack{5 * 365};  // of an earlier forecast

double amount_of(const Completion& completion, bool points) {
  if (!points) return 1;
  return std::isnan(completion.estimate) ? 0 : completion.estimate;
}

// What the days to come may bring.
struct Outcomes {
  Kind kind = Kind::when_done;
  std::vector<double> chances;   // by day or amount, worked out; or …
  std::optional<Ranking> drawn;  // … trials: days, or amounts turned negative, so that more confidence is the
                                 // higher percentile of either
  std::size_t trials = 0;        // as many as were drawn

  // The day, or the amount, of so much confidence.
  [[nodiscard]] double sure(int percent) const {
    if (drawn) {
      const double value = drawn->percentile(percent);
      return kind == Kind::when_done || value == 0 ? value : -value;
    }
    const double chance = percent / 100.0;
    return kind == Kind::when_done ? sure_day(chances, chance) : sure_amount(chances, chance);
  }
};

// Answers one question from one day on.
class Forecaster {
 public:
  Forecaster(const Context& context, const BoardCompletions& completions, const Question& question,
             const WorkingDays& days)
      : context_(context), completions_(completions), question_(question), days_(days) {}

  // What each working day of the window finished, as seen at the start of `seen_from`.
  [[nodiscard]] std::vector<double> sample(const DayWindow& window, Day seen_from) const {
    const std::size_t first = days_.before(window.first);
    std::vector<double> amounts(days_.before(window.end) - first, 0.0);
    if (amounts.empty()) return amounts;
    each_day(window, [&](const Completion& completion) {
      if (!completion.stands(seen_from)) return;
      // What was finished on days off before the first working day counts for that one.
      const std::size_t number = std::max(days_.at_or_before(completion.day), first);
      amounts[number - first] += amount_of(completion, question_.points);
    });
    return amounts;
  }

  // Exactly where that is asked for and can be worked out, by trials otherwise; no further than `percent`.
  [[nodiscard]] Outcomes outcomes(std::span<const double> sample, std::size_t start, std::size_t working_days,
                                  Trials trials, int percent) const {
    Outcomes result;
    result.kind = question_.kind;
    const std::size_t horizon = days_.size() - start;
    if (context_.options.forecast_exact > 0) {
      const auto chances = question_.kind == Kind::when_done
                               ? chances_by_day(sample, question_.amount, horizon, percent / 100.0)
                               : chances_by_amount(sample, working_days);
      if (chances) {
        result.chances = *chances;
        return result;
      }
    }
    result.trials = trials.count;
    std::vector<double> drawn;
    if (question_.kind == Kind::when_done) {
      drawn = days_to_finish(sample, question_.amount, horizon, trials);
    } else {
      drawn = finished_within(sample, working_days, trials);
      for (double& amount : drawn) amount = -amount;
    }
    result.drawn.emplace(std::move(drawn));
    return result;
  }

  // Asked at the start of `day`, as far back as that: whether its P85 came true, or nothing where that cannot
  // be told.
  [[nodiscard]] std::optional<bool> came_true(Day day, Day end, std::size_t working_days,
                                              Trials trials) const {
    const auto past = chr::days{static_cast<int>(context_.options.throughput_window_days)};
    const DayWindow window{std::max(day - past, *completions_.first_day), day};
    const std::vector<double> amounts = sample(window, day);
    if (active_days(amounts) < context_.options.forecast_active_days) return std::nullopt;
    const std::size_t start = days_.before(day);
    if (question_.kind == Kind::how_many && !has_passed(start, working_days, end)) return std::nullopt;
    const int percent = kConfidences[kPromise];
    const double promised = outcomes(amounts, start, working_days, trials, percent).sure(percent);
    std::size_t promised_days = working_days;
    if (question_.kind == Kind::when_done) {
      if (std::isinf(promised)) return std::nullopt;
      promised_days = static_cast<std::size_t>(promised);
      if (!has_passed(start, promised_days, end)) return std::nullopt;
    }
    double actual = 0;
    each_day({day, end}, [&](const Completion& completion) {
      if (!completion.stands(kNever)) return;
      const std::size_t number = std::max(days_.at_or_before(completion.day), start);
      if (number < start + promised_days) actual += amount_of(completion, question_.points);
    });
    constexpr double kRounding = 1e-9;
    return actual >= (question_.kind == Kind::when_done ? question_.amount : promised) - kRounding;
  }

  [[nodiscard]] static int active_days(std::span<const double> amounts) {
    return static_cast<int>(std::ranges::count_if(amounts, [](double amount) { return amount > 0; }));
  }

 private:
  // Whether that many working days from `start` on lie wholly before `end`.
  [[nodiscard]] bool has_passed(std::size_t start, std::size_t working_days, Day end) const {
    return start + working_days <= days_.before(end);
  }

  template <class Visit>
  void each_day(const DayWindow& window, const Visit& visit) const {
    const auto& all = completions_.counted;
    auto it = std::ranges::lower_bound(all, window.first, {}, &Completion::day);
    for (; it != all.end() && it->day < window.end; ++it) visit(*it);
  }

  const Context& context_;
  const BoardCompletions& completions_;
  const Question& question_;
  const WorkingDays& days_;
};

void fill_confidences(const Outcomes& outcomes, const WorkingDays& days, std::size_t start,
                      Forecast& result) {
  for (std::size_t i = 0; i < kConfidences.size(); ++i) {
    Confidence& confidence = result.confidences[i];
    confidence.percent = kConfidences[i];
    const double value = outcomes.sure(confidence.percent);
    if (outcomes.kind == Kind::how_many) {
      confidence.amount = value;
    } else if (std::isfinite(value)) {
      confidence.working_days = static_cast<int>(value);
      confidence.day = days[start + static_cast<std::size_t>(value) - 1];
    }
  }
}

std::string_view refusal(const Context& context, const Throughput& throughput,
                         const BoardCompletions& completions, const Forecast& result) {
  const Question& question = result.question;
  if (question.kind == Kind::when_done && question.amount <= 0) return "nothing_to_do";
  if (completions.counted.empty() && !completions.no_history.empty()) return "no_history";
  if (result.sample.empty()) return "no_whole_day";
  if (question.points && !throughput.points) return "not_estimated";
  if (result.active_days < context.options.forecast_active_days) return "too_few_active_days";
  return {};
}

}  // namespace

std::optional<double> Backtest::coverage() const {
  return ratio(came_true, n);
}

WorkingDays forecast_days(const Context& context) {
  const Day today = context.zone.day_of(context.as_of);
  const auto past = chr::days{static_cast<int>(context.options.throughput_window_days)};
  return {today - past - kFurthestBack, today + chr::days{1} + chr::days{kForecastHorizonDays},
          context.calendar};
}

Forecast forecast(const Context& context, const WorkingDays& days, const Throughput& throughput,
                  const BoardCompletions& completions, const Question& question) {
  const Options& options = context.options;
  Forecast result;
  result.board = throughput.board;
  result.question = question;
  if (question.points) result.unit = throughput.unit;
  result.window = throughput.window;
  result.excluded = throughput.excluded;
  result.finished = throughput.items;
  if (question.points) result.finished.value = throughput.points.value_or(0);

  const Day end = throughput.window.end;
  const Day tomorrow = context.zone.day_of(context.as_of) + chr::days{1};
  const auto past = chr::days{static_cast<int>(options.throughput_window_days)};
  const Day oldest = std::max(completions.first_day.value_or(end), end - past - kFurthestBack);
  const Forecaster forecaster{context, completions, result.question, days};
  result.sample = forecaster.sample(throughput.window, kNever);
  result.active_days = Forecaster::active_days(result.sample);
  result.refused = refusal(context, throughput, completions, result);
  if (!result.refused.empty()) return result;

  const std::size_t start = days.before(tomorrow);
  std::size_t working_days = 0;
  if (question.kind == Kind::how_many) working_days = days.before(question.by + chr::days{1}) - start;
  result.working_days = static_cast<int>(working_days);
  const Trials trials{static_cast<std::size_t>(options.forecast_trials),
                      static_cast<std::uint64_t>(options.forecast_seed)};
  const Outcomes outcomes =
      forecaster.outcomes(result.sample, start, working_days, trials, kConfidences.back());
  result.trials = outcomes.trials;
  fill_confidences(outcomes, days, start, result);

  if (question.kind == Kind::how_many && working_days == 0) return result;
  Trials earlier{kBacktestTrials, trials.seed};
  for (Day day = end - chr::weeks{1}; day > oldest && result.backtest.n < options.forecast_backtests;
       day -= chr::weeks{1}) {
    ++earlier.seed;
    const auto kept = forecaster.came_true(day, end, working_days, earlier);
    if (!kept) continue;
    ++result.backtest.n;
    if (*kept) ++result.backtest.came_true;
  }
  return result;
}

}  // namespace stint::metrics
