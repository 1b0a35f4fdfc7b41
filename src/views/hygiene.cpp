#include "metrics/hygiene.h"

#include "views/metric_family.h"

namespace stint::views {

void write_hygiene(JsonWriter& json, const metrics::Analysis& analysis, const Evidence& evidence) {
  const auto boards = json.array("boards");
  for (const metrics::Hygiene& hygiene : analysis.hygiene) {
    const auto item = json.object();
    write_board(json, analysis.context.data.boards[hygiene.board]);
    json.member("score", hygiene.score);
    if (!hygiene.score) json.member("reason", "no check applies");
    const auto checks = json.array("checks");
    for (const metrics::CheckResult& check : hygiene.checks) {
      const auto one = json.object();
      json.member("check", metrics::check_name(check.check));
      json.member("weight", check.weight);
      json.member("applicable", check.applicable);
      json.member("violations", check.violations);
      evidence.write(json, "issues", check.violating);
    }
  }
}

Table hygiene_table(const metrics::Analysis& analysis) {
  const history::Dataset& data = analysis.context.data;
  Table table{{{"board"},
               {"score", true},
               {"check"},
               {"applicable", true},
               {"violations", true},
               {"weight", true},
               {"issues"}},
              {}};
  for (const metrics::Hygiene& hygiene : analysis.hygiene) {
    for (const metrics::CheckResult& check : hygiene.checks) {
      std::string keys;
      for (const metrics::Index issue : check.violating) (keys += keys.empty() ? "" : "|") += data.key(issue);
      table.rows.push_back({data.boards[hygiene.board].name, optional_text(hygiene.score),
                            std::string{metrics::check_name(check.check)}, std::to_string(check.applicable),
                            std::to_string(check.violations), number_text(check.weight), std::move(keys)});
    }
  }
  return table;
}

}  // namespace stint::views
