#include "app/views/forecast.h"

#include <fmt/format.h>

#include "app/views/excluded.h"
#include "app/views/metric_view.h"
#include "metrics/open_items.h"

namespace stint::app {
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

JsonDocument sample_json(const Forecast& forecast) {
  return {
      {"first", format_day(forecast.window.first)}, {"last", format_day(forecast.window.end - chr::days{1})},
      {"working_days", forecast.sample.size()},     {"active_days", forecast.active_days},
      {"finished", forecast.finished.value},        {"items", forecast.finished.issues.size()}};
}

JsonDocument confidences_json(const Forecast& forecast) {
  JsonDocument list = JsonDocument::array();
  for (const Confidence& confidence : forecast.confidences) {
    if (forecast.question.kind == Kind::how_many) {
      list.push_back({{"percent", confidence.percent}, {"at_least", confidence.amount}});
      continue;
    }
    JsonDocument item{{"percent", confidence.percent},
                      {"date", nullptr},
                      {"working_days", or_null(confidence.working_days)}};
    if (confidence.day) {
      item["date"] = format_day(*confidence.day);
    } else {
      item["reason"] = "beyond_ten_years";
    }
    list.push_back(std::move(item));
  }
  return list;
}

JsonDocument backtest_json(const metrics::Backtest& backtest) {
  JsonDocument item{{"percent", metrics::kConfidences[metrics::kPromise]},
                    {"n", backtest.n},
                    {"came_true", backtest.came_true},
                    {"coverage", or_null(backtest.coverage())},
                    {"trials", backtest.trials}};
  if (backtest.n == 0) item["reason"] = "no_earlier_forecast";
  return item;
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

JsonDocument forecast_json(const history::Dataset& data, const Evidence& evidence,
                           const AskedForecast& asked) {
  const Forecast& forecast = asked.forecast;
  const bool when = forecast.question.kind == Kind::when_done;
  JsonDocument item{{"board", board_json(data.boards[forecast.board])},
                    {"kind", kind_name(forecast.question.kind)},
                    {"unit", history::unit_name(forecast.unit)}};
  if (when) {
    item["amount"] = forecast.question.amount;
  } else {
    item["by"] = format_day(forecast.question.by);
    item["working_days"] = forecast.working_days;
  }
  if (!forecast.refused.empty()) {
    item["confidences"] = nullptr;
    item["reason"] = forecast.refused;
  } else {
    item["confidences"] = confidences_json(forecast);
    item["trials"] = forecast.trials;
    item["backtest"] = backtest_json(forecast.backtest);
  }
  item["sample"] = sample_json(forecast);
  item["excluded"] = excluded_json(evidence, forecast.excluded);
  item["issues"] = {{"asked", evidence(asked.issues)}, {"sample", evidence(forecast.finished.issues)}};
  return item;
}

Table forecast_table(const history::Dataset& data, const std::vector<AskedForecast>& all) {
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

MetricView view_forecast(const metrics::Analysis& analysis, const Evidence& evidence) {
  const metrics::Context& context = analysis.context;
  const history::Dataset& data = context.data;
  const std::vector<metrics::BoardCompletions>& completions = analysis.completions;
  const auto running = metrics::open_items_of_running_sprints(context, analysis.ledgers);
  std::vector<AskedForecast> all;
  for (metrics::Index board = 0; board < data.boards.size(); ++board) {
    if (!completions[board].first_day) continue;
    const metrics::Throughput throughput = metrics::throughput(context, board, completions[board]);
    const auto ask = [&](const metrics::Question& question, std::vector<metrics::Index> issues) {
      all.push_back(
          {metrics::forecast(context, throughput, completions[board], question), std::move(issues), {}});
    };
    const auto open = std::ranges::find(running, board, &metrics::BoardItems::board);
    if (open != running.end()) {
      ask({Kind::when_done, false, static_cast<double>(open->issues.size()), {}}, open->issues);
    }
    ask({Kind::how_many, false, 0, context.zone.day_of(context.as_of) + chr::days{kDaysAhead}}, {});
  }
  MetricView view;
  view.json["forecasts"] = JsonDocument::array();
  for (const AskedForecast& asked : all)
    view.json["forecasts"].push_back(forecast_json(data, evidence, asked));
  view.table = forecast_table(data, all);
  return view;
}

}  // namespace stint::app
