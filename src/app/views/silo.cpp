#include "app/views/metric_view.h"
#include "metrics/knowledge_silo.h"

namespace stint::app {
namespace {

JsonDocument people_json(const history::Dataset& data, const metrics::KnowledgeSilo& silo) {
  JsonDocument people = JsonDocument::array();
  for (const metrics::Contributor& one : silo.people) {
    people.push_back({{"person", data.people[one.person].name},
                      {"id", data.people[one.person].id},
                      {"contributions", one.contributions}});
  }
  return people;
}

}  // namespace

MetricView view_silo(const metrics::Analysis& analysis, const Evidence& evidence) {
  const history::Dataset& data = analysis.context.data;
  const metrics::KnowledgeSilos silos = metrics::knowledge_silos(analysis.context);
  MetricView view;
  view.json["window_days"] = analysis.context.options.silo_window_days;
  view.json["minimum"] = analysis.context.options.silo_minimum;
  view.json["components"] = JsonDocument::array();
  view.table.columns = {
      {"project"},         {"component"}, {"contributions", true}, {"people", true}, {"absence_factor", true},
      {"top_share", true}, {"top_person"}};
  for (const metrics::KnowledgeSilo& silo : silos.components) {
    const std::string& project = data.projects[silo.project];
    const std::string component =
        silo.component == metrics::kNone ? "" : data.components[silo.component].name;
    JsonDocument item{{"project", project},
                      {"component", component.empty() ? JsonDocument(nullptr) : JsonDocument(component)},
                      {"contributions", silo.contributions},
                      {"absence_factor", or_null(silo.absence_factor)},
                      {"top_share", or_null(silo.top_share)}};
    if (!silo.absence_factor) item["reason"] = "too_few_contributions";
    item["people"] = people_json(data, silo);
    item["issues"] = {{"contributed_to", evidence(silo.issues)},
                      {"by_the_first_person", evidence(silo.top_issues)}};
    view.json["components"].push_back(std::move(item));
    view.table.rows.push_back(
        {project, component, std::to_string(silo.contributions), std::to_string(silo.people.size()),
         silo.absence_factor ? std::to_string(*silo.absence_factor) : "",
         silo.top_share ? number_text(*silo.top_share) : "", data.people[silo.people.front().person].name});
  }
  JsonDocument excluded = JsonDocument::array();
  for (std::size_t p = 0; p < silos.no_component.size(); ++p) {
    if (silos.no_component[p].empty()) continue;
    excluded.push_back({{"project", data.projects[p]},
                        {"reason", "no_component"},
                        {"issues", evidence(silos.no_component[p])}});
  }
  view.json["excluded"] = std::move(excluded);
  return view;
}

}  // namespace stint::app
