#include <fmt/format.h>
#include <limits>
#include <ostream>

#include "app/verb.h"
#include "views/forecast_answer.h"
#include "views/sprint_risk.h"

namespace stint::app {
namespace {

constexpr std::int64_t kNotGiven = std::numeric_limits<std::int64_t>::min();
constexpr std::string_view kMark = "--";

class ForecastVerb : public Verb {
 public:
  void declare(CommandLine::Verb& line) override {
    line.option("--items", items_, "When this many items will be done", "N")
        .option("--points", question_.points, "When this many points (or hours) will be done", "N")
        .option("--epic", question_.epic, "When the open items of this epic will be done", "KEY")
        .option("--by", question_.by, "How many items will be done by the end of this day", "DATE")
        .option("--board", question_.board, "Only this board, by id or name", "ID");
  }

  Result<int> run(const Session& session, const CommandLine& /*line*/) override {
    if (items_ != kNotGiven) question_.items = items_;
    STINT_TRY(views::check(question_, kMark));
    STINT_ASSIGN(data, session.load());
    const metrics::Context context = session.context(data);
    const std::vector<metrics::FlowDates> dates = metrics::flow_dates(context);
    const std::vector<metrics::BoardCompletions> completions = metrics::completions(context, dates);
    const std::vector<metrics::SprintLedger> ledgers = question_.of_running_sprints()
                                                           ? metrics::sprint_ledgers(context)
                                                           : std::vector<metrics::SprintLedger>{};
    STINT_ASSIGN(answer, views::answer(context, {dates, completions, ledgers}, question_, kMark));
    return write(session, data, context, answer);
  }

 private:
  [[nodiscard]] std::string nothing_asked() const {
    if (!question_.epic.empty()) return "Nothing below " + question_.epic + " is open.\n";
    if (question_.of_running_sprints()) {
      return "No running sprint has open items. Ask with --items, --points, --epic or --by.\n";
    }
    return "There is no board with items.\n";
  }

  Result<int> write(const Session& session, const Session::Data& data, const metrics::Context& context,
                    const views::ForecastAnswer& answer) const {
    if (session.given().json) {
      STINT_TRY(session.write(
          views::forecast_json(data.dataset, data.as_of, data.as_of_source, question_, answer)));
      return 0;
    }
    if (session.given().csv) {
      STINT_TRY(session.write(views::asked_table(context.data, answer.forecasts).to_csv()));
      return 0;
    }
    std::string text;
    for (const views::AskedForecast& asked : answer.forecasts) {
      if (!text.empty()) text += "\n";
      text += views::forecast_text(context, asked);
    }
    if (answer.forecasts.empty()) text = nothing_asked();
    for (const metrics::SprintOutlook& outlook : answer.outlooks)
      text += "\n" + views::outlook_text(context.data, outlook);
    STINT_TRY(session.write(text));
    if (!session.given().quiet) {
      session.err() << "As of " << format_iso(data.as_of) << " (" << data.as_of_source << ")\n";
    }
    return 0;
  }

  std::int64_t items_ = kNotGiven;
  views::ForecastQuestion question_;
};

}  // namespace

std::unique_ptr<Verb> make_forecast_verb() {
  return std::make_unique<ForecastVerb>();
}

}  // namespace stint::app
