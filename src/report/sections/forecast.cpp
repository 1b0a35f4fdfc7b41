#include "chart/forecast.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "metrics/exact_resampling.h"
#include "metrics/forecast.h"
#include "metrics/open_items.h"
#include "metrics/resampling.h"
#include "metrics/working_days.h"
#include "report/sections.h"
#include "report/wording.h"

namespace stint::report {
namespace {

namespace chr = std::chrono;
using metrics::Index;

constexpr std::size_t kNextItems = 10;  // that are asked about where nothing is open
constexpr double kNearlySure = 0.995;   // where the drawing ends
constexpr std::size_t kMostDays = 260;  // working days that are drawn

struct Asked {
  std::vector<Index> issues;
  double amount = 0;
  std::string what;  // "the 12 items open in the running sprint"
};

Asked asked_of(const Material& material) {
  Asked asked;
  const auto ledgers = material.analysis.ledgers_of(material.board);
  for (metrics::BoardItems& open : metrics::open_items_of_running_sprints(material.context(), ledgers)) {
    if (open.board == material.board) asked.issues = std::move(open.issues);
  }
  std::string_view where = "open in the running sprint";
  if (asked.issues.empty()) {
    for (const metrics::AgeingItem& item : material.analysis.ages[material.board].items) {
      asked.issues.push_back(item.issue);
    }
    std::ranges::sort(asked.issues);
    where = "in progress";
  }
  asked.amount = static_cast<double>(asked.issues.empty() ? kNextItems : asked.issues.size());
  asked.what = asked.issues.empty() ? "the next " + amount(asked.amount, "items")
               : asked.amount == 1  ? fmt::format("the one item {}", where)
                                    : fmt::format("the {} {}", amount(asked.amount, "items"), where);
  return asked;
}

std::string refusal_text(const Material& material, const metrics::Forecast& forecast) {
  if (forecast.refused == "too_few_active_days") {
    return fmt::format("Something was finished on {} of the last {}; a forecast needs {}.",
                       amount(forecast.active_days, "days"),
                       amount(static_cast<double>(forecast.sample.size()), "working days"),
                       chart::figure(material.context().options.forecast_active_days));
  }
  if (forecast.refused == "no_history") return "The finished items came without a history.";
  if (forecast.refused == "no_whole_day") return "There is no whole day yet to learn from.";
  return "There is nothing to forecast from.";
}

// By day of the trials that the forecast was read from.
std::vector<double> drawn_chances(const Material& material, const metrics::Forecast& forecast,
                                  std::size_t horizon) {
  std::vector<double> outcomes = metrics::days_to_finish(
      forecast.sample, forecast.question.amount, horizon,
      {forecast.trials, static_cast<std::uint64_t>(material.context().options.forecast_seed)});
  std::ranges::sort(outcomes);
  std::vector<double> chances;
  for (std::size_t day = 0; day < std::min(horizon, kMostDays); ++day) {
    const auto done = std::ranges::upper_bound(outcomes, static_cast<double>(day + 1)) - outcomes.begin();
    chances.push_back(static_cast<double>(done) / static_cast<double>(outcomes.size()));
  }
  return chances;
}

// The chance by each working day to come, up to a day that is nearly sure.
std::vector<chart::Forecast::Chance> chances_of(const Material& material, const metrics::Forecast& forecast) {
  const Day tomorrow = material.context().zone.day_of(material.context().as_of) + chr::days{1};
  const metrics::WorkingDays days{tomorrow, tomorrow + chr::days{metrics::kForecastHorizonDays},
                                  material.context().calendar};
  std::optional<std::vector<double>> exact;
  if (forecast.trials == 0) {
    exact = metrics::chances_by_day(forecast.sample, forecast.question.amount, days.size(), kNearlySure);
  }
  const std::vector<double> by_day = exact ? *exact : drawn_chances(material, forecast, days.size());
  std::vector<chart::Forecast::Chance> chances;
  for (std::size_t day = 0; day < std::min(by_day.size(), kMostDays); ++day) {
    chances.push_back({days[day], by_day[day]});
    if (by_day[day] >= kNearlySure) break;
  }
  return chances;
}

std::string futures_text(const metrics::Forecast& forecast) {
  if (forecast.trials == 0) return "all possible futures, counted exactly";
  return chart::figure(static_cast<double>(forecast.trials)) + " made-up futures";
}

std::string day_text(const Material& material, const metrics::Confidence& confidence) {
  return confidence.day ? date_text(material, *confidence.day) : "not within ten years";
}

void add_figures(const Material& material, const metrics::Forecast& forecast, const Asked& asked,
                 Section& section) {
  const history::Dataset& data = material.data();
  const std::size_t note = add_note(
      section,
      {"Forecast",
       fmt::format(
           "How long {} takes in {}, each of whose working days is drawn from those of {} to {}; days "
           "off are skipped. The issues are those that it is about.",
           asked.what, futures_text(forecast), chart::long_date(forecast.window.first),
           chart::long_date(forecast.window.end - chr::days{1})),
       forecast.sample.size(), "working days", exclusions(data, forecast.excluded),
       keys_of(data, asked.issues, "stint forecast --json")});
  const std::size_t kept = add_note(
      section,
      {"Kept before",
       "The same question asked at the start of earlier weeks with what was known then: how often it was "
       "done by the day that 85 of 100 futures gave.",
       static_cast<std::size_t>(forecast.backtest.n),
       "earlier forecasts",
       {},
       {}});
  const metrics::Confidence& half = forecast.confidences[0];
  const metrics::Confidence& promise = forecast.confidences[metrics::kPromise];
  Figure by{"Done in 85 of 100 cases by", text(day_text(material, promise)), "", "", note};
  if (!promise.day) by.value = undefined("not within ten years");
  by.comparison = "in half of the cases by " + day_text(material, half);
  const auto coverage = forecast.backtest.coverage();
  section.figures = {std::move(by),
                     {"Such promises kept", share(coverage, "no earlier forecast can be checked yet"), "",
                      coverage ? fmt::format("of {}", amount(forecast.backtest.n, "backtests")) : "", kept}};
}

}  // namespace

std::optional<Section> forecast_section(const Material& material) {
  const metrics::BoardCompletions& completions = material.analysis.completions[material.board];
  Section section = begin_section(material, "forecast", "Forecast");
  const Asked asked = asked_of(material);
  const metrics::Throughput throughput = metrics::throughput(material.context(), material.board, completions);
  metrics::Question question;
  question.amount = asked.amount;
  const metrics::Forecast forecast = metrics::forecast(
      material.context(), metrics::forecast_days(material.context()), throughput, completions, question);
  if (!forecast.refused.empty()) {
    section.title = "Too little was finished to forecast from";
    section.lede = "A forecast draws the days to come from what was finished on earlier ones.";
    section.missing = refusal_text(material, forecast);
    add_note(section, {"Forecast",
                       "Each day to come is drawn from the board’s last working days.",
                       forecast.sample.size(),
                       "working days",
                       exclusions(material.data(), forecast.excluded),
                       {}});
    return section;
  }
  const metrics::Confidence& promise = forecast.confidences[metrics::kPromise];
  section.title = promise.day ? fmt::format("{} by {}, in 85 of 100 cases", amount(asked.amount, "items"),
                                            date_text(material, *promise.day))
                              : fmt::format("No end in sight for {}", amount(asked.amount, "items"));
  section.lede = fmt::format("When {} will be done, if days go on as they went: {} finished on {}.",
                             asked.what, amount(forecast.finished.value, "items"),
                             amount(static_cast<double>(forecast.sample.size()), "working days"));
  add_figures(material, forecast, asked, section);
  chart::Forecast data;
  data.name = {material.id("forecast-chart"), "When " + asked.what + " will be done"};
  data.question = fmt::format("{} done by", amount(asked.amount, "items"));
  data.today = material.context().zone.day_of(material.context().as_of);
  data.chances = chances_of(material, forecast);
  for (const metrics::Confidence& confidence : forecast.confidences) {
    const bool named = confidence.percent == 50 || confidence.percent == 85;
    if (named && confidence.day && *confidence.day <= data.chances.back().day) {
      data.promises.push_back({confidence.percent, *confidence.day});
    }
  }
  Table table{"Chance by day", {{"Day"}, {"Chance", "", true}}};
  for (const auto& chance : data.chances)
    table.rows.push_back({text(format_day(chance.day)), share(chance.share)});
  section.chart = chart::draw(data);
  section.table = std::move(table);
  return section;
}

}  // namespace stint::report
