#include <fmt/format.h>

#include "report/build.h"
#include "report/format.h"
#include "server/handlers/handlers.h"
#include "server/services.h"
#include "views/choices.h"

namespace stint::server {

Result<Answer> get_reports(const Call& /*call*/) {
  JsonDocument list = JsonDocument::array();
  for (const report::Format& format : report::formats())
    list.push_back({{"name", format.name}, {"media_type", format.media_type}, {"summary", format.summary}});
  return json_answer({{"formats", std::move(list)}});
}

Result<Answer> get_report(const Call& call) {
  const report::Format* format = report::find_format(call.parts[0]);
  if (format == nullptr) {
    return fail(ErrorCode::not_found, "there is no report format \"" + call.parts[0] + "\"", {},
                "GET /api/v1/reports lists them");
  }
  STINT_ASSIGN(project, call.project());
  STINT_ASSIGN(figures, call.services.workspace.figures(project));
  const history::Dataset& data = figures->dataset();
  report::Choice choice;
  if (const std::string board{call.query("board")}; !board.empty()) {
    STINT_ASSIGN(found, views::find_board(data, board));
    choice.board = found;
  }
  if (const std::string sprint{call.query("sprint")}; !sprint.empty()) {
    STINT_ASSIGN(found, views::find_sprint(data, sprint, choice.board));
    choice.sprint = found;
    choice.board = data.sprints[found].board;
  }
  choice.project = project;
  choice.as_of_source = figures->as_of().source;
  choice.generator = "Stint " + call.services.program_version;
  Answer answer =
      text_answer(format->write(report::build(figures->analysis(), choice)), std::string{format->media_type});
  if (call.flag("download")) {
    answer.headers.emplace_back("Content-Disposition",
                                fmt::format("attachment; filename=\"stint-report.{}\"", format->name));
  }
  // It is a page of its own: styles inside it, and nothing else.
  answer.headers.emplace_back(
      "Content-Security-Policy",
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
      "sandbox");
  return answer;
}

}  // namespace stint::server
