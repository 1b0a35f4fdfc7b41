#include "server/reports.h"

#include "report/build.h"
#include "views/choices.h"

namespace stint::server {

Result<RenderedReport> render_report(workspace::Workspace& workspace, const ReportWanted& wanted,
                                     std::string_view program_version) {
  const report::Format* format = report::find_format(wanted.format);
  if (format == nullptr) {
    return fail(ErrorCode::not_found, "there is no report format \"" + wanted.format + "\"", {},
                "GET /api/v1/reports lists them");
  }
  STINT_ASSIGN(figures, workspace.figures(wanted.project));
  const history::Dataset& data = figures->dataset();
  report::Choice choice;
  if (!wanted.board.empty()) {
    STINT_ASSIGN(found, views::find_board(data, wanted.board));
    choice.board = found;
  }
  if (!wanted.sprint.empty()) {
    STINT_ASSIGN(found, views::find_sprint(data, wanted.sprint, choice.board));
    choice.sprint = found;
    choice.board = data.sprints[found].board;
  }
  choice.people = wanted.people;
  choice.project = wanted.project;
  choice.as_of_source = figures->as_of().source;
  choice.generator = "Stint " + std::string{program_version};
  return RenderedReport{format, format->write(report::build(figures->analysis(), choice))};
}

}  // namespace stint::server
