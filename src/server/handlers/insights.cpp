// What is going wrong, in words, with what people made of it.
#include "views/insights.h"

#include <algorithm>

#include "access/reactions.h"
#include "metrics/about_people.h"
#include "metrics/severity.h"
#include "server/handlers/handlers.h"
#include "server/handlers/reactions.h"
#include "server/services.h"

namespace stint::server {
namespace {

using metrics::Severity;

constexpr std::int64_t kMostDays = 90;

bool sees(const access::ProjectFilter& visible, const std::vector<std::string>& projects) {
  return visible.all || (!projects.empty() && std::ranges::all_of(projects, [&](const std::string& project) {
           return visible.contains(project);
         }));
}

Result<Severity> least_severity(const Call& call) {
  const std::string_view wanted = call.query("severity");
  if (wanted.empty()) return Severity::info;
  if (const auto severity = metrics::parse_severity(wanted)) return *severity;
  return fail(ErrorCode::usage, "severity takes info, warning or error");
}

// A told insight as the API shows it.
JsonDocument shown(const history::Dataset& data, const insight::Told& told,
                   const std::vector<std::string>& projects, const Reactions& reactions) {
  JsonDocument item = views::insight_json(data, told);
  item["type"] = item["kind"];
  item["projects"] = projects;
  item["reaction"] = reactions.of(told.insight);
  return item;
}

struct Found {
  std::shared_ptr<const workspace::Snapshot> snapshot;
  const insight::Told* told = nullptr;
  std::vector<std::string> projects;
};

Result<Found> find(const Call& call) {
  Found found{call.services.workspace.current(), nullptr, {}};
  const auto& told = found.snapshot->standing.told;
  const auto at = std::ranges::find_if(
      told, [&](const insight::Told& one) { return one.insight.finding.id == call.parts[0]; });
  if (at != told.end()) {
    found.told = &*at;
    found.projects = views::projects_of(found.snapshot->figures->dataset(), at->insight.finding);
    const bool hidden = !call.services.people && metrics::is_about_people(at->insight.finding);
    if (!hidden && sees(access::visible_projects(call.caller), found.projects)) return found;
  }
  return fail(ErrorCode::not_found, "there is no insight \"" + call.parts[0] + "\" now", {},
              "it may have been put right; GET /api/v1/insights lists those there are");
}

}  // namespace

Result<Answer> get_insights(const Call& call) {
  STINT_ASSIGN(least, least_severity(call));
  STINT_ASSIGN(limit, call.number("limit", 1000, 1, 10'000));
  const std::string_view kind = call.query("kind");
  const std::string_view project = call.query("project");
  const auto snapshot = call.services.workspace.current();
  const history::Dataset& data = snapshot->figures->dataset();
  const access::ProjectFilter visible = access::visible_projects(call.caller);
  STINT_ASSIGN(reactions, Reactions::of_caller(call));
  JsonDocument list = JsonDocument::array();
  std::size_t total = 0;
  for (const insight::Told& told : snapshot->standing.told) {
    const metrics::Finding& finding = told.insight.finding;
    if (finding.severity < least || (!kind.empty() && finding.kind != kind)) continue;
    if (!finding.current && !call.flag("all")) continue;
    if (!call.services.people && metrics::is_about_people(finding)) continue;
    // Finding out whom it concerns takes a moment, and there can be many beyond the limit.
    if (total >= static_cast<std::size_t>(limit) && visible.all && project.empty()) {
      ++total;
      continue;
    }
    const std::vector<std::string> projects = views::projects_of(data, finding);
    if (!sees(visible, projects)) continue;
    if (!project.empty() && std::ranges::find(projects, project) == projects.end()) continue;
    if (++total <= static_cast<std::size_t>(limit)) list.push_back(shown(data, told, projects, reactions));
  }
  return json_answer(
      {{"schema", "stint.insights/1"},
       {"as_of", format_iso(snapshot->figures->as_of().at)},
       {"as_of_source", snapshot->figures->as_of().source},
       {"incomplete_histories", data.incomplete_histories},
       {"compared_with", format_iso(snapshot->standing.compared_with)},
       {"gone", visible.all ? views::gone_json(snapshot->standing.gone) : JsonDocument::array()},
       {"total", total},
       {"insights", std::move(list)}});
}

Result<Answer> get_insight(const Call& call) {
  STINT_ASSIGN(found, find(call));
  STINT_ASSIGN(reactions, Reactions::of_caller(call));
  const history::Dataset& data = found.snapshot->figures->dataset();
  JsonDocument item = shown(data, *found.told, found.projects, reactions);
  for (const metrics::Detector& detector : metrics::detectors()) {
    if (detector.kind == found.told->insight.finding.kind) item["definition"] = detector.summary;
  }
  return json_answer(
      {{"as_of", format_iso(found.snapshot->figures->as_of().at)}, {"insight", std::move(item)}});
}

// Earlier days are looked at again, one after another, from what is known now.
Result<Answer> get_insight_history(const Call& call) {
  STINT_ASSIGN(days, call.number("days", 14, 1, kMostDays));
  STINT_ASSIGN(found, find(call));
  const workspace::Figures& figures = *found.snapshot->figures;
  const std::string& id = found.told->insight.finding.id;
  metrics::Context then = figures.context();
  std::optional<metrics::Assessment> assessment = figures.assessment();
  JsonDocument list = JsonDocument::array();
  for (std::int64_t back = 0; back < days; ++back) {
    const Day day = figures.context().zone.day_of(figures.context().as_of) - std::chrono::days{back};
    if (back > 0) {
      then.as_of = then.zone.instant_of(day + std::chrono::days{1}) - Milliseconds{1};
      assessment.emplace(metrics::reassess(std::move(*assessment), then, {}));
    }
    const auto at = std::ranges::find(assessment->findings, id, &metrics::Finding::id);
    JsonDocument item{{"day", format_day(day)}, {"present", at != assessment->findings.end()}};
    if (at != assessment->findings.end()) {
      item["severity"] = metrics::severity_name(at->severity);
      item["cost"] = at->cost;
      JsonDocument facts = JsonDocument::object();
      for (const metrics::Fact& fact : at->facts)
        std::visit([&](const auto& value) { facts[fact.name] = value; }, fact.value);
      item["facts"] = std::move(facts);
    }
    list.push_back(std::move(item));
  }
  std::ranges::reverse(list);
  return json_answer({{"id", id}, {"days", std::move(list)}});
}

Result<Answer> mark_seen(const Call& call) {
  STINT_ASSIGN(found, find(call));
  return Reactions::mark_seen(call, found.told->insight);
}

Result<Answer> snooze(const Call& call) {
  STINT_ASSIGN(found, find(call));
  return Reactions::snooze(call, found.told->insight);
}

Result<Answer> rate(const Call& call) {
  STINT_ASSIGN(found, find(call));
  return Reactions::rate(call, found.told->insight);
}

}  // namespace stint::server
