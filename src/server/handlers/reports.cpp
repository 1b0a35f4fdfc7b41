// The report as of now, and reports that are kept.
#include "server/reports.h"

#include <algorithm>
#include <fmt/format.h>

#include "report/archive.h"
#include "server/handlers/handlers.h"
#include "server/services.h"

namespace stint::server {
namespace {

using report::KeptReport;

Answer file_answer(std::string text, const report::Format& format, const std::string& download_as) {
  Answer answer = text_answer(std::move(text), std::string{format.media_type});
  if (!download_as.empty()) {
    answer.headers.emplace_back("Content-Disposition",
                                fmt::format("attachment; filename=\"{}\"", download_as));
  }
  // It is a page of its own: styles inside it, and nothing else.
  answer.headers.emplace_back(
      "Content-Security-Policy",
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
      "sandbox");
  return answer;
}

JsonDocument to_json(const KeptReport& report) {
  const auto or_nothing = [](const std::string& text) {
    return text.empty() ? JsonDocument(nullptr) : JsonDocument(text);
  };
  return {{"name", report.name},
          {"format", report.format},
          {"project", or_nothing(report.project)},
          {"board", or_nothing(report.board)},
          {"sprint", or_nothing(report.sprint)},
          {"made_by", or_nothing(report.made_by)},
          {"made_at", format_iso(report.made_at)},
          {"size", report.bytes}};
}

// One about everything exists for those for whom everything does.
bool exists_for(const Call& call, const KeptReport& report) {
  const access::ProjectFilter visible = access::visible_projects(call.caller);
  return report.project.empty() ? visible.all : visible.contains(report.project);
}

std::string_view owner_of(const std::string& project) {
  return project.empty() ? access::kEveryProject : std::string_view{project};
}

bool has_role(const Call& call, access::Role role, const std::string& project) {
  return access::may(call.caller, role, owner_of(project), access::Scope::write);
}

Answer lacks_role(access::Role role, const std::string& project) {
  return refusal(403, "forbidden",
                 fmt::format("this takes the role {} {}", access::role_name(role),
                             project.empty() ? "for all projects" : "in " + project),
                 "ask an admin for it");
}

// What is not there and what is not for the caller get the same answer.
Result<KeptReport> kept_report(const Call& call) {
  STINT_ASSIGN(report, call.services.reports.find(call.parts[0]));
  if (exists_for(call, report)) return report;
  return call.services.reports.find({});
}

}  // namespace

Result<Answer> get_reports(const Call& call) {
  JsonDocument formats = JsonDocument::array();
  for (const report::Format& format : report::formats())
    formats.push_back(
        {{"name", format.name}, {"media_type", format.media_type}, {"summary", format.summary}});
  STINT_ASSIGN(reports, call.services.reports.list());
  JsonDocument kept = JsonDocument::array();
  for (const KeptReport& report : reports) {
    if (exists_for(call, report)) kept.push_back(to_json(report));
  }
  return json_answer({{"formats", std::move(formats)}, {"kept", std::move(kept)}});
}

Result<Answer> get_report(const Call& call) {
  STINT_ASSIGN(project, call.project());
  STINT_ASSIGN(rendered, render_report(call.services.workspace,
                                       {.format = call.parts[0],
                                        .project = project,
                                        .board = std::string{call.query("board")},
                                        .sprint = std::string{call.query("sprint")},
                                        .people = call.services.people},
                                       call.services.program_version));
  const std::string name =
      call.flag("download") ? fmt::format("stint-report.{}", rendered.format->name) : std::string{};
  return file_answer(std::move(rendered.text), *rendered.format, name);
}

Result<Answer> keep_report(const Call& call) {
  const auto member = [&](const char* name) { return call.body.value(name, std::string{}); };
  STINT_ASSIGN(project, call.project(member("project")));
  if (!has_role(call, access::Role::member, project)) return lacks_role(access::Role::member, project);
  const ReportWanted wanted{.format = call.body.value("format", std::string{"html"}),
                            .project = project,
                            .board = member("board"),
                            .sprint = member("sprint"),
                            .people = call.services.people};
  STINT_ASSIGN(rendered, render_report(call.services.workspace, wanted, call.services.program_version));
  const Instant now = call.services.now();
  const TimeZone& zone = call.services.workspace.choices().zone;
  STINT_ASSIGN(kept, call.services.reports.keep({.format = wanted.format,
                                                 .project = project,
                                                 .board = wanted.board,
                                                 .sprint = wanted.sprint,
                                                 .made_by = call.caller.name,
                                                 .made_at = now},
                                                zone.day_of(now), rendered.text));
  STINT_TRY(call.audited("report.keep", kept.name));
  return json_answer({{"report", to_json(kept)}}, 201);
}

Result<Answer> get_kept_report(const Call& call) {
  STINT_ASSIGN(report, kept_report(call));
  STINT_ASSIGN(text, call.services.reports.read(report.name));
  return file_answer(std::move(text), *report::find_format(report.format),
                     call.flag("download") ? "stint-" + report.name : std::string{});
}

Result<Answer> remove_kept_report(const Call& call) {
  STINT_ASSIGN(report, kept_report(call));
  if (!has_role(call, access::Role::lead, report.project))
    return lacks_role(access::Role::lead, report.project);
  STINT_TRY(call.services.reports.remove(report.name));
  STINT_TRY(call.audited("report.remove", report.name));
  return no_content();
}

}  // namespace stint::server
