#include "views/insights.h"

#include <algorithm>
#include <utility>

#include "report/build.h"

namespace stint::views {
namespace {

JsonDocument key_list(const history::Dataset& data, const std::vector<metrics::Index>& issues) {
  JsonDocument keys = JsonDocument::array();
  for (const metrics::Index issue : issues) keys.push_back(data.key(issue));
  return keys;
}

void add(std::vector<std::string>& keys, const history::Dataset& data, metrics::Index project) {
  if (project == metrics::kNone || std::ranges::find(keys, data.projects[project]) != keys.end()) return;
  keys.push_back(data.projects[project]);
}

}  // namespace

JsonDocument insight_json(const history::Dataset& data, const insight::Told& told) {
  const insight::Insight& insight = told.insight;
  const metrics::Finding& finding = insight.finding;
  JsonDocument facts = JsonDocument::array();
  for (const metrics::Fact& fact : finding.facts) {
    JsonDocument item{{"name", fact.name}};
    std::visit([&](const auto& value) { item["value"] = value; }, fact.value);
    item["unit"] = metrics::fact_unit_name(fact.unit);
    if (!fact.issues.empty()) item["issues"] = key_list(data, fact.issues);
    facts.push_back(std::move(item));
  }
  return {{"id", finding.id},
          {"kind", finding.kind},
          {"topic", finding.topic},
          {"severity", metrics::severity_name(finding.severity)},
          {"current", finding.current},
          {"change", metrics::change_name(told.change.kind)},
          {"since", told.change.since ? JsonDocument(format_day(*told.change.since)) : JsonDocument(nullptr)},
          {"since_or_earlier", told.change.since_or_earlier},
          {"cost", finding.cost},
          {"title", insight.title},
          {"message", insight.message},
          {"facts", std::move(facts)},
          {"evidence", key_list(data, finding.evidence)},
          {"source", insight.source},
          {"prompt", insight.prompt.empty() ? JsonDocument(nullptr) : JsonDocument(insight.prompt)}};
}

JsonDocument gone_json(const std::vector<metrics::Gone>& gone) {
  JsonDocument list = JsonDocument::array();
  for (const metrics::Gone& finding : gone) {
    list.push_back(
        {{"id", finding.id}, {"kind", finding.kind}, {"severity", metrics::severity_name(finding.severity)}});
  }
  return list;
}

std::vector<std::string> projects_of(const history::Dataset& data, const metrics::Finding& finding) {
  std::vector<std::string> keys;
  add(keys, data, finding.project);
  if (finding.board != metrics::kNone) add(keys, data, report::project_of(data, finding.board));
  const auto add_issues = [&](const std::vector<metrics::Index>& issues) {
    for (const metrics::Index issue : issues) add(keys, data, data.issues[issue].project);
  };
  add_issues(finding.evidence);
  for (const metrics::Fact& fact : finding.facts) add_issues(fact.issues);
  for (const metrics::Cause& cause : finding.causes) add_issues(cause.issues);
  return keys;
}

Table insight_table(const history::Dataset& data, const insight::Standing& standing) {
  Table table{{{"id"}, {"kind"}, {"severity"}, {"title"}, {"message"}, {"evidence"}, {"change"}}, {}};
  for (const insight::Told& told : standing.told) {
    const insight::Insight& insight = told.insight;
    std::string keys;
    for (const metrics::Index issue : insight.finding.evidence) {
      (keys += keys.empty() ? "" : "|") += data.key(issue);
    }
    table.rows.push_back({insight.finding.id, insight.finding.kind,
                          std::string{metrics::severity_name(insight.finding.severity)}, insight.title,
                          insight.message, std::move(keys),
                          std::string{metrics::change_name(told.change.kind)}});
  }
  return table;
}

}  // namespace stint::views
