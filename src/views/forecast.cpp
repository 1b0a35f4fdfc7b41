#include "views/forecast.h"

#include <fmt/format.h>

#include "base/parallel.h"
#include "metrics/open_items.h"
#include "views/excluded.h"
#include "views/metric_family.h"

namespace stint::views {
namespace {

namespace chr = std::chrono;
using metrics::Confidence;
using metrics::Forecast;
using Kind = metrics::Question::Kind;

constexpr int kDaysAhead = 14;  // of the question how many, where nobody asks another

std::string_view kind_name(Kind kind) {
  return kind == Kind::when_done ? "when_done" : "how_many";
}

// "3 items", "1 point", "7.5 hours"
std::string amount_text(double amount, const Forecast& forecast) {
  std::string unit{forecast.question.points ? history::unit_name(forecast.unit) : "items"};
  if (amount == 1 && unit.ends_with('s')) unit.pop_back();
  return number_text(amount) + " " + unit;
}
std::string days_text(int days) {
  return fmt::format("{} working day{}", days, days == 1 ? "" : "s");
}

void write_sample(JsonWriter& json, const Forecast& forecast) {
  const auto sample = json.object("sample");
  json.member("first", format_day(forecast.window.first));
  json.member("last", format_day(forecast.window.end - chr::days{1}));
  json.member("working_days", forecast.sample.size());
  json.member("active_days", forecast.active_days);
  json.member("finished", forecast.finished.value);
  json.member("items", forecast.finished.issues.size());
}

void write_confidences(JsonWriter& json, const Forecast& forecast) {
  const auto list = json.array("confidences");
  for (const Confidence& confidence : forecast.confidences) {
    const auto item = json.object();
    json.member("percent", confidence.percent);
    if (forecast.question.kind == Kind::how_many) {
      json.member("at_least", confidence.amount);
      continue;
    }
    json.member("date", confidence.day ? std::optional{format_day(*confidence.day)} : std::nullopt);
    json.member("working_days", confidence.working_days);
    if (!confidence.day) json.member("reason", "beyond_ten_years");
  }
}

void write_backtest(JsonWriter& json, const metrics::Backtest& backtest) {
  const auto item = json.object("backtest");
  json.member("percent", metrics::kConfidences[metrics::kPromise]);
  json.member("n", backtest.n);
  json.member("came_true", backtest.came_true);
  json.member("coverage", backtest.coverage());
  if (backtest.n == 0) json.member("reason", "no_earlier_forecast");
}

std::string question_text(const Forecast& forecast, const std::string& about) {
  if (forecast.question.kind == Kind::how_many) {
    return fmt::format("by {}, in {}", format_day(forecast.question.by), days_text(forecast.working_days));
  }
  return amount_text(forecast.question.amount, forecast) + (about.empty() ? "" : ", ") + about;
}

std::string confidence_text(const Forecast& forecast, const Confidence& confidence) {
  std::string text = fmt::format("  {} % sure: ", confidence.percent);
  if (forecast.question.kind == Kind::how_many) {
    text += "at least " + amount_text(confidence.amount, forecast);
  } else if (confidence.day) {
    text += fmt::format("by {}, in {}", format_day(*confidence.day), days_text(*confidence.working_days));
  } else {
    text += "not within ten years";
  }
  return text + "\n";
}

std::string backtest_text(const metrics::Backtest& backtest) {
  const auto coverage = backtest.coverage();
  if (!coverage) return "  No earlier forecast of this kind can be checked yet.\n";
  return fmt::format("  In {} earlier forecast{} of this kind, {} ({}) came true within the P{}.\n",
                     backtest.n, backtest.n == 1 ? "" : "s", backtest.came_true, share_text(coverage),
                     metrics::kConfidences[metrics::kPromise]);
}

std::string refusal_text(const metrics::Context& context, const Forecast& forecast) {
  if (forecast.refused == "too_few_active_days") {
    return fmt::format("items were finished on {} day{} from {} to {}, and {} are needed",
                       forecast.active_days, forecast.active_days == 1 ? "" : "s",
                       format_day(forecast.window.first), format_day(forecast.window.end - chr::days{1}),
                       number_text(context.options.forecast_active_days));
  }
  if (forecast.refused == "no_whole_day") return "there is no whole day to learn from";
  if (forecast.refused == "no_history") return "its items have no history";
  if (forecast.refused == "not_estimated") return "too few of the finished items were estimated";
  if (forecast.refused == "nothing_to_do") return "there is nothing left to do";
  return std::string{forecast.refused};
}

}  // namespace

void write_asked(JsonWriter& json, const history::Dataset& data, const Evidence& evidence,
                 const AskedForecast& asked) {
  const Forecast& forecast = asked.forecast;
  const auto item = json.object();
  write_board(json, data.boards[forecast.board]);
  json.member("kind", kind_name(forecast.question.kind));
  json.member("unit", history::unit_name(forecast.unit));
  if (forecast.question.kind == Kind::when_done) {
    json.member("amount", forecast.question.amount);
  } else {
    json.member("by", format_day(forecast.question.by));
    json.member("working_days", forecast.working_days);
  }
  if (!forecast.refused.empty()) {
    json.member("confidences", nullptr);
    json.member("reason", forecast.refused);
  } else {
    write_confidences(json, forecast);
    json.member("method", forecast.trials == 0 ? "exact" : "trials");
    json.member("trials", forecast.trials == 0 ? std::nullopt : std::optional{forecast.trials});
    write_backtest(json, forecast.backtest);
  }
  write_sample(json, forecast);
  write_excluded(json, evidence, forecast.excluded);
  const auto issues = json.object("issues");
  evidence.write(json, "asked", asked.issues);
  evidence.write(json, "sample", forecast.finished.issues);
}

Table asked_table(const history::Dataset& data, const std::vector<AskedForecast>& all) {
  Table table{{{"board"},
               {"kind"},
               {"amount", true},
               {"unit"},
               {"by"},
               {"percent", true},
               {"date"},
               {"working_days", true},
               {"at_least", true},
               {"backtests", true},
               {"coverage", true},
               {"reason"}},
              {}};
  for (const AskedForecast& asked : all) {
    const Forecast& forecast = asked.forecast;
    const bool when = forecast.question.kind == Kind::when_done;
    const std::vector<std::string> head{data.boards[forecast.board].name,
                                        std::string{kind_name(forecast.question.kind)},
                                        when ? number_text(forecast.question.amount) : std::string{},
                                        std::string{history::unit_name(forecast.unit)},
                                        when ? std::string{} : format_day(forecast.question.by)};
    if (!forecast.refused.empty()) {
      std::vector<std::string> row = head;
      row.resize(table.columns.size() - 1);
      row.emplace_back(forecast.refused);
      table.rows.push_back(std::move(row));
      continue;
    }
    const auto coverage = forecast.backtest.coverage();
    for (const Confidence& confidence : forecast.confidences) {
      std::vector<std::string> row = head;
      const int days = when ? confidence.working_days.value_or(0) : forecast.working_days;
      row.push_back(std::to_string(confidence.percent));
      row.push_back(confidence.day ? format_day(*confidence.day) : std::string{});
      row.push_back(when && !confidence.working_days ? std::string{} : std::to_string(days));
      row.push_back(when ? std::string{} : number_text(confidence.amount));
      row.push_back(std::to_string(forecast.backtest.n));
      row.push_back(coverage ? number_text(*coverage) : std::string{});
      row.emplace_back(when && !confidence.day ? "beyond_ten_years" : "");
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

std::string forecast_text(const metrics::Context& context, const AskedForecast& asked) {
  const Forecast& forecast = asked.forecast;
  std::string text = context.data.boards[forecast.board].name + ": ";
  if (!forecast.refused.empty()) return text + "no forecast: " + refusal_text(context, forecast) + ".\n";
  text += question_text(forecast, asked.about) + "\n";
  for (const Confidence& confidence : forecast.confidences) text += confidence_text(forecast, confidence);
  text += backtest_text(forecast.backtest);
  text += fmt::format("  From {} finished on {} of {}, {} to {}.\n",
                      amount_text(forecast.finished.value, forecast), forecast.active_days,
                      days_text(static_cast<int>(forecast.sample.size())), format_day(forecast.window.first),
                      format_day(forecast.window.end - chr::days{1}));
  if (const std::string out = excluded_text(forecast.excluded); !out.empty()) {
    text += "  Left out: " + out + ".\n";
  }
  return text;
}

namespace {

// Of each board with items: when the running sprint's open items will be done, and how many items in two
// weeks.
std::vector<AskedForecast> usual_forecasts(const metrics::Analysis& analysis) {
  const metrics::Context& context = analysis.context;
  const auto running = metrics::open_items_of_running_sprints(context, analysis.ledgers);
  std::vector<AskedForecast> all;
  for (metrics::Index board = 0; board < analysis.completions.size(); ++board) {
    if (!analysis.completions[board].first_day) continue;
    const auto add = [&](const metrics::Question& question, std::vector<metrics::Index> issues) {
      AskedForecast& asked = all.emplace_back();
      asked.forecast.board = board;
      asked.forecast.question = question;
      asked.issues = std::move(issues);
    };
    const auto open = std::ranges::find(running, board, &metrics::BoardItems::board);
    if (open != running.end()) {
      add({Kind::when_done, false, static_cast<double>(open->issues.size()), {}}, open->issues);
    }
    add({Kind::how_many, false, 0, context.zone.day_of(context.as_of) + chr::days{kDaysAhead}}, {});
  }
  const metrics::WorkingDays days = metrics::forecast_days(context);
  for_each_part(all.size(), 1, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      Forecast& forecast = all[i].forecast;
      const metrics::BoardCompletions& completions = analysis.completions[forecast.board];
      forecast = metrics::forecast(context, days, metrics::throughput(context, forecast.board, completions),
                                   completions, forecast.question);
    }
  });
  return all;
}

}  // namespace

void write_forecast(JsonWriter& json, const metrics::Analysis& analysis, const Evidence& evidence) {
  const auto forecasts = json.array("forecasts");
  for (const AskedForecast& asked : usual_forecasts(analysis)) {
    write_asked(json, analysis.context.data, evidence, asked);
  }
}

Table forecast_table(const metrics::Analysis& analysis) {
  return asked_table(analysis.context.data, usual_forecasts(analysis));
}

}  // namespace stint::views
