// Figures: the families of `stint metrics`, and forecasts.
#include "server/handlers/handlers.h"
#include "server/services.h"
#include "views/family_list.h"
#include "views/forecast_answer.h"
#include "views/metric_family.h"
#include "workspace/family_texts.h"

namespace stint::server {

Result<Answer> get_metrics(const Call& /*call*/) {
  return json_answer({{"schema", "stint.metrics.list/1"}, {"metrics", views::family_json()}});
}

Result<Answer> get_family(const Call& call) {
  const auto families = views::metric_families();
  const auto family =
      std::ranges::find(families, std::string_view{call.parts[0]}, &views::MetricFamily::name);
  if (family == families.end()) {
    return fail(ErrorCode::not_found, "there are no figures called \"" + call.parts[0] + "\"", {},
                "GET /api/v1/metrics lists them");
  }
  if (family->about_people && !call.services.people) {
    return fail(ErrorCode::not_found, "figures about people are left out here", {},
                "the setting server.people says so");
  }
  STINT_ASSIGN(project, call.project());
  STINT_ASSIGN(figures, call.services.workspace.figures(project));
  Answer answer;
  answer.body = call.flag("evidence") ? std::make_shared<const std::string>(workspace::family_text(
                                            *family, figures->analysis(), figures->as_of(), true))
                                      : figures->family(*family);
  return answer;
}

Result<Answer> get_forecasts(const Call& call) {
  views::ForecastQuestion question;
  if (!call.query("items").empty()) {
    STINT_ASSIGN(items, call.number("items", 0, 1, 1'000'000));
    question.items = items;
  }
  question.points = call.query("points");
  question.by = call.query("by");
  question.epic = call.query("epic");
  question.board = call.query("board");
  STINT_TRY(views::check(question, {}));
  STINT_ASSIGN(project, call.project());
  STINT_ASSIGN(figures, call.services.workspace.figures(project));
  const metrics::Analysis& analysis = figures->analysis();
  STINT_ASSIGN(answer, views::answer(figures->context(),
                                     {analysis.dates, analysis.completions, analysis.ledgers}, question, {}));
  return text_answer(views::forecast_json(figures->dataset(), figures->as_of().at, figures->as_of().source,
                                          question, answer),
                     "application/json");
}

}  // namespace stint::server
