#include <string>

#include "metrics/burnout.h"
#include "views/metric_family.h"

namespace stint::views {
namespace {

using metrics::kWorkloadSignals;

std::string_view name_of(std::size_t signal) {
  return metrics::signal_name(static_cast<metrics::WorkloadSignal>(signal));
}

void write_person(JsonWriter& json, const metrics::PersonWorkload& person) {
  const auto item = json.object();
  json.member("person", person.pseudonym);
  json.member("recent_contributions", person.recent);
  json.member("baseline_contributions", person.baseline);
  json.member("standing_out", person.standing_out);
  {
    const auto signals = json.object("signals");
    for (std::size_t i = 0; i < kWorkloadSignals; ++i) {
      const metrics::SignalReading& reading = person.signals[i];
      const auto signal = json.object(name_of(i));
      json.member("recent", reading.recent);
      json.member("usual", reading.usual);
      json.member("z", reading.z);
    }
  }
  if (!person.not_judged.empty()) json.member("reason", person.not_judged);
}

}  // namespace

void write_workload(JsonWriter& json, const metrics::Analysis& analysis, const Evidence& /*evidence*/) {
  const bool enabled = analysis.context.options.burnout_enabled > 0;
  json.member("enabled", enabled);
  if (!enabled) json.member("reason", "not_enabled");
  const auto groups = json.array("groups");
  for (const metrics::WorkloadGroup& group : analysis.workload) {
    const auto item = json.object();
    json.member("project", analysis.context.data.projects[group.project]);
    {
      const auto people = json.array("people");
      for (const metrics::PersonWorkload& person : group.people) write_person(json, person);
    }
    if (group.suppressed) json.member("reason", "too_few_people");
  }
}

Table workload_table(const metrics::Analysis& analysis) {
  Table table{{{"project"}, {"person"}, {"signal"}, {"recent", true}, {"usual", true}, {"z", true}}, {}};
  for (const metrics::WorkloadGroup& group : analysis.workload) {
    for (const metrics::PersonWorkload& person : group.people) {
      for (std::size_t i = 0; i < kWorkloadSignals; ++i) {
        const metrics::SignalReading& reading = person.signals[i];
        table.rows.push_back({analysis.context.data.projects[group.project], person.pseudonym,
                              std::string{name_of(i)}, optional_text(reading.recent),
                              optional_text(reading.usual), optional_text(reading.z)});
      }
    }
  }
  return table;
}

}  // namespace stint::views
