#include "metrics/knowledge_silo.h"
#include "views/metric_family.h"

namespace stint::views {
namespace {

using metrics::KnowledgeSilo;

// Empty for work without a component.
std::string_view component_of(const history::Dataset& data, const KnowledgeSilo& silo) {
  return silo.component == metrics::kNone ? std::string_view{} : data.components[silo.component].name;
}

void write_component(JsonWriter& json, const history::Dataset& data, const Evidence& evidence,
                     const KnowledgeSilo& silo) {
  const std::string_view component = component_of(data, silo);
  const auto item = json.object();
  json.member("project", data.projects[silo.project]);
  json.member("component", component.empty() ? std::nullopt : std::optional{component});
  json.member("contributions", silo.contributions);
  json.member("absence_factor", silo.absence_factor);
  json.member("top_share", silo.top_share);
  if (!silo.absence_factor) json.member("reason", "too_few_contributions");
  {
    const auto people = json.array("people");
    for (const metrics::Contributor& one : silo.people) {
      const auto person = json.object();
      json.member("person", data.people[one.person].name);
      json.member("id", data.people[one.person].id);
      json.member("contributions", one.contributions);
    }
  }
  const auto issues = json.object("issues");
  evidence.write(json, "contributed_to", silo.issues);
  evidence.write(json, "by_the_first_person", silo.top_issues);
}

}  // namespace

void write_silo(JsonWriter& json, const metrics::Analysis& analysis, const Evidence& evidence) {
  const history::Dataset& data = analysis.context.data;
  const metrics::KnowledgeSilos& silos = analysis.silos;
  json.member("window_days", analysis.context.options.silo_window_days);
  json.member("minimum", analysis.context.options.silo_minimum);
  {
    const auto components = json.array("components");
    for (const KnowledgeSilo& silo : silos.components) write_component(json, data, evidence, silo);
  }
  const auto excluded = json.array("excluded");
  for (std::size_t p = 0; p < silos.no_component.size(); ++p) {
    if (silos.no_component[p].empty()) continue;
    const auto one = json.object();
    json.member("project", data.projects[p]);
    json.member("reason", "no_component");
    json.member("n", silos.no_component[p].size());
    evidence.write(json, "issues", silos.no_component[p]);
  }
}

Table silo_table(const metrics::Analysis& analysis) {
  const history::Dataset& data = analysis.context.data;
  Table table{{{"project"},
               {"component"},
               {"contributions", true},
               {"people", true},
               {"absence_factor", true},
               {"top_share", true},
               {"top_person"}},
              {}};
  for (const KnowledgeSilo& silo : analysis.silos.components) {
    table.rows.push_back({data.projects[silo.project], std::string{component_of(data, silo)},
                          std::to_string(silo.contributions), std::to_string(silo.people.size()),
                          silo.absence_factor ? std::to_string(*silo.absence_factor) : "",
                          optional_text(silo.top_share), data.people[silo.people.front().person].name});
  }
  return table;
}

}  // namespace stint::views
