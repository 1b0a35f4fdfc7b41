#include <string>

#include "app/views/metric_view.h"
#include "metrics/burnout.h"

namespace stint::app {
namespace {

using metrics::kWorkloadSignals;
using metrics::WorkloadSignal;

std::string name_of(std::size_t signal) {
  return std::string{metrics::signal_name(static_cast<WorkloadSignal>(signal))};
}

JsonDocument person_json(const metrics::PersonWorkload& person) {
  JsonDocument signals = JsonDocument::object();
  for (std::size_t i = 0; i < kWorkloadSignals; ++i) {
    const metrics::SignalReading& reading = person.signals[i];
    signals[name_of(i)] = {
        {"recent", or_null(reading.recent)}, {"usual", or_null(reading.usual)}, {"z", or_null(reading.z)}};
  }
  JsonDocument item{{"person", person.pseudonym},
                    {"recent_contributions", person.recent},
                    {"baseline_contributions", person.baseline},
                    {"standing_out", person.standing_out},
                    {"signals", std::move(signals)}};
  if (!person.not_judged.empty()) item["reason"] = person.not_judged;
  return item;
}

}  // namespace

MetricView view_workload(const metrics::Analysis& analysis, const Evidence& /*evidence*/) {
  MetricView view;
  view.json["enabled"] = analysis.context.options.burnout_enabled > 0;
  if (analysis.context.options.burnout_enabled <= 0) view.json["reason"] = "not_enabled";
  view.json["groups"] = JsonDocument::array();
  view.table.columns = {{"project"}, {"person"}, {"signal"}, {"recent", true}, {"usual", true}, {"z", true}};
  const auto text = [](const std::optional<double>& value) {
    return value ? number_text(*value) : std::string{};
  };
  for (const metrics::WorkloadGroup& group : metrics::workload(analysis.context, analysis.ledgers)) {
    const std::string& project = analysis.context.data.projects[group.project];
    JsonDocument people = JsonDocument::array();
    for (const metrics::PersonWorkload& person : group.people) {
      people.push_back(person_json(person));
      for (std::size_t i = 0; i < kWorkloadSignals; ++i) {
        const metrics::SignalReading& reading = person.signals[i];
        view.table.rows.push_back({project, person.pseudonym, name_of(i), text(reading.recent),
                                   text(reading.usual), text(reading.z)});
      }
    }
    JsonDocument item{{"project", project}, {"people", std::move(people)}};
    if (group.suppressed) item["reason"] = "too_few_people";
    view.json["groups"].push_back(std::move(item));
  }
  return view;
}

}  // namespace stint::app
