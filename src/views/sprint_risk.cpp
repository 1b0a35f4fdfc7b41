#include "views/sprint_risk.h"

#include <cmath>
#include <fmt/format.h>

#include "views/metric_family.h"

namespace stint::views {
namespace {

using metrics::SprintOutlook;
using metrics::SprintSnapshot;

std::string_view method_name(metrics::RiskMethod method) {
  return method == metrics::RiskMethod::learned ? "learned" : "pace";
}

// The value that `get` takes from it, where there is one.
template <class T, class Get>
auto part(const std::optional<T>& whole, Get get) {
  using Part = std::remove_cvref_t<decltype(get(*whole))>;
  return whole ? std::optional<Part>{get(*whole)} : std::nullopt;
}

// Less than this reads as nothing.
constexpr double kNothing = 0.05;

double rounded(double value) {
  return std::round(value * 10) / 10;
}

// "1 point", "5.4 points"
std::string amount_of(double value, const SprintOutlook& outlook) {
  std::string_view unit = history::unit_name(outlook.unit);
  if (rounded(value) == 1) unit.remove_suffix(1);
  return fmt::format("{} {}", number_text(rounded(value)), unit);
}

// "3 short", "2 over", "nothing short"
std::string difference_text(double difference) {
  if (std::abs(difference) < kNothing) return "nothing short";
  return fmt::format("{} {}", number_text(rounded(std::abs(difference))), difference < 0 ? "short" : "over");
}

std::string undefined_text(std::string_view reason) {
  if (reason == "no_planned_end") return "it has no planned end";
  if (reason == "no_history") return "its issues came without a history";
  if (reason == "nothing_to_compare") return "it has only begun, and no earlier sprint has ended";
  return std::string{reason};
}

bool has_begun(const SprintOutlook& outlook) {
  return outlook.snapshot.planned_days > 0;
}

void write_outlook(JsonWriter& json, const history::Dataset& data, const SprintOutlook& outlook) {
  const history::Sprint& sprint = data.sprints[outlook.sprint];
  const SprintSnapshot& snapshot = outlook.snapshot;
  const auto begun = [&](double value) { return has_begun(outlook) ? std::optional{value} : std::nullopt; };
  const auto range = outlook.risk ? outlook.risk->range : std::nullopt;
  const auto item = json.object();
  json.member("id", sprint.id);
  json.member("name", sprint.name);
  write_board(json, data.boards[sprint.board]);
  json.member("unit", history::unit_name(outlook.unit));
  json.member("elapsed", begun(snapshot.elapsed));
  json.member("taken_on", begun(snapshot.taken_on()));
  json.member("completed", begun(snapshot.completed));
  json.member("expected_difference", part(outlook.risk, [](const auto& risk) { return risk.expected; }));
  json.member("p15", part(range, [](const auto& r) { return r.p15; }));
  json.member("p50", part(range, [](const auto& r) { return r.p50; }));
  json.member("p85", part(range, [](const auto& r) { return r.p85; }));
  json.member("chance_of_shortfall", part(range, [](const auto& r) { return r.chance_of_shortfall; }));
  json.member("method", part(outlook.risk, [](const auto& risk) { return method_name(risk.method); }));
  json.member("undefined", outlook.undefined.empty() ? std::nullopt : std::optional{outlook.undefined});
  json.member("n", outlook.outcomes);
  json.member("mean_absolute_error", part(outlook.error, [](const auto& e) { return e.mean_absolute; }));
  json.member("mean_absolute_error_of_pace",
              part(outlook.error, [](const auto& e) { return e.mean_absolute_extrapolated; }));
}

std::vector<std::string> row_of(const history::Dataset& data, const SprintOutlook& outlook) {
  const history::Sprint& sprint = data.sprints[outlook.sprint];
  std::vector<std::string> row{data.boards[sprint.board].name, sprint.name,
                               std::string{history::unit_name(outlook.unit)}};
  row.resize(11);
  if (has_begun(outlook)) {
    row[3] = share_text(outlook.snapshot.elapsed);
    row[4] = number_text(outlook.snapshot.taken_on());
    row[5] = number_text(outlook.snapshot.completed);
  }
  if (outlook.risk) {
    row[6] = fmt::format("{:+.1f}", outlook.risk->expected);
    row[10] = method_name(outlook.risk->method);
    if (const auto& range = outlook.risk->range) {
      row[7] = fmt::format("{:+.1f}", range->p15);
      row[8] = fmt::format("{:+.1f}", range->p85);
      row[9] = share_text(range->chance_of_shortfall);
    }
  }
  row.emplace_back(outlook.undefined);
  return row;
}

}  // namespace

void write_outlooks(JsonWriter& json, const history::Dataset& data, std::span<const SprintOutlook> outlooks) {
  const auto sprints = json.array("sprints");
  for (const SprintOutlook& outlook : outlooks) write_outlook(json, data, outlook);
}

std::string outlook_text(const history::Dataset& data, const SprintOutlook& outlook) {
  const history::Sprint& sprint = data.sprints[outlook.sprint];
  std::string text = fmt::format("{} ({})", sprint.name, data.boards[sprint.board].name);
  if (has_begun(outlook)) {
    text +=
        fmt::format(", {} of its time gone: {} of {} completed", share_text(outlook.snapshot.elapsed),
                    number_text(outlook.snapshot.completed), amount_of(outlook.snapshot.taken_on(), outlook));
  }
  if (!outlook.risk)
    return text + fmt::format("\n  No expectation: {}.\n", undefined_text(outlook.undefined));
  const double expected = outlook.risk->expected;
  text += "\n  Expected to ";
  if (std::abs(expected) < kNothing) {
    text += "complete what it took on";
  } else {
    text += expected < 0 ? "fall short by " + amount_of(-expected, outlook)
                         : "complete " + amount_of(expected, outlook) + " more than that";
  }
  if (const auto& range = outlook.risk->range) {
    text += fmt::format(", in 70 of 100 cases between {} and {}.\n  Chance of falling short: {}.\n",
                        difference_text(range->p15), difference_text(range->p85),
                        share_text(range->chance_of_shortfall));
  } else {
    text += ", if the pace so far holds; too few sprints have ended to say how sure that is.\n";
  }
  if (outlook.error) {
    text += fmt::format(
        "  On {} earlier sprints such expectations were off by {} on average (by the pace alone, {}).\n",
        outlook.error->sprints, amount_of(outlook.error->mean_absolute, outlook),
        number_text(rounded(outlook.error->mean_absolute_extrapolated)));
  }
  return text;
}

void write_sprint_risk(JsonWriter& json, const metrics::Analysis& analysis, const Evidence& /*evidence*/) {
  write_outlooks(json, analysis.context.data, metrics::sprint_outlooks(analysis.context, analysis.ledgers));
}

Table sprint_risk_table(const metrics::Analysis& analysis) {
  Table table{{{"board"},
               {"sprint"},
               {"unit"},
               {"elapsed", true},
               {"taken_on", true},
               {"completed", true},
               {"expected", true},
               {"p15", true},
               {"p85", true},
               {"shortfall_chance", true},
               {"method"},
               {"undefined"}},
              {}};
  for (const SprintOutlook& outlook : metrics::sprint_outlooks(analysis.context, analysis.ledgers)) {
    table.rows.push_back(row_of(analysis.context.data, outlook));
  }
  return table;
}

}  // namespace stint::views
