#include "metrics/hygiene.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "chart/daily_score.h"
#include "chart/sparkline.h"
#include "report/sections.h"
#include "report/wording.h"

namespace stint::report {
namespace {

using metrics::CheckResult;
using metrics::Hygiene;
using metrics::HygieneDay;

// Points of the score below which two days are alike.
constexpr double kAlike = 2;

const CheckResult* worst(const Hygiene& hygiene) {
  const auto lost = [](const CheckResult& check) { return check.weight * check.violations; };
  const auto most = std::ranges::max_element(hygiene.checks, {}, lost);
  return most == hygiene.checks.end() || most->violations == 0 ? nullptr : &*most;
}

std::string title_of(double now, const std::optional<double>& before) {
  const std::string score = chart::figure(std::round(now));
  if (!before || std::abs(now - *before) < kAlike) return "Hygiene stands at " + score;
  return fmt::format("Hygiene {} from {} to {}", now < *before ? "fell" : "rose",
                     chart::figure(std::round(*before)), score);
}

std::string lede_of(const Hygiene& hygiene) {
  const CheckResult* const check = worst(hygiene);
  if (check == nullptr) return "No item fails a check today.";
  if (check->check == metrics::HygieneCheck::no_goal)
    return "Most points are lost to sprints without a goal.";
  return fmt::format("Most points are lost to {} that {}.", amount(check->violations, "items"),
                     metrics::check_text(check->check, check->violations != 1));
}

// One note for the score and one for each check that costs points: every lost point lists its issues.
void add_notes(const Material& material, const Hygiene& hygiene, Section& section) {
  const history::Dataset& data = material.data();
  add_note(section, {"Hygiene score",
                     "100 times one minus the weighted share of failed checks among all checks of items that "
                     "apply; earlier days are worked out from the history.",
                     static_cast<std::size_t>(hygiene.applicable()),
                     "checks",
                     {},
                     {}});
  std::vector<const CheckResult*> failed;
  for (const CheckResult& check : hygiene.checks) {
    if (check.violations > 0) failed.push_back(&check);
  }
  std::ranges::stable_sort(failed, std::ranges::greater{}, &CheckResult::violations);
  for (const CheckResult* check : failed) {
    const bool sprints = check->check == metrics::HygieneCheck::no_goal;
    std::string name = capitalised(std::string{metrics::check_name(check->check)});
    std::ranges::replace(name, '_', ' ');
    std::string definition =
        sprints ? fmt::format("{} without a goal.", amount(check->violations, "running sprints"))
                : fmt::format("{} {}.", amount(check->violations, "items"),
                              metrics::check_text(check->check, check->violations != 1));
    if (check->weight != 1) definition += fmt::format(" Weighs {}.", chart::figure(check->weight));
    add_note(section, {std::move(name),
                       capitalised(std::move(definition)),
                       static_cast<std::size_t>(check->applicable),
                       sprints ? "running sprints" : "items checked",
                       {},
                       keys_of(data, check->violating, listing("hygiene"))});
  }
}

}  // namespace

std::optional<Section> hygiene_section(const Material& material) {
  const Hygiene& hygiene = material.analysis.hygiene[material.board];
  const std::vector<HygieneDay>& days = material.gathered.hygiene_days[material.board];
  const metrics::Options& options = material.context().options;
  Section section = begin_section(material, "hygiene", "Hygiene");
  if (!hygiene.score) {
    section.title = "Nothing to keep tidy";
    section.lede = "The score is the share of checks that the board’s items pass.";
    section.missing = "No check applies to any item of the board.";
    return section;
  }
  chart::DailyScore data;
  data.name = {material.id("hygiene-chart"), "Hygiene score by day"};
  data.unit = "hygiene score";
  data.warning = options.hygiene_score_warning;
  data.error = options.hygiene_score_error;
  Table table{"At the end of each day", {{"Day"}, {"Score"}, {"Checks"}, {"Failed"}}};
  std::vector<std::optional<double>> line;
  const HygieneDay* first = nullptr;
  for (const HygieneDay& day : days) {
    int failed = 0;
    for (const int violations : day.violations) failed += violations;
    data.readings.push_back({day.day, day.score});
    line.push_back(day.score);
    table.rows.push_back({text(format_day(day.day)), number(day.score, "no check applied"),
                          number(day.checked()), number(failed)});
    if (first == nullptr && day.score) first = &day;
  }
  const std::optional<double> before =
      first != nullptr && first != &days.back() ? first->score : std::nullopt;
  section.title = title_of(*hygiene.score, before);
  section.lede = lede_of(hygiene);
  add_notes(material, hygiene, section);
  Figure score{"Hygiene score", number(std::round(*hygiene.score)), "of 100", "", 0};
  if (before) {
    score.comparison =
        fmt::format("{} on {}", chart::figure(std::round(*before)), date_text(material, first->day));
  }
  score.sparkline = chart::sparkline({material.id("spark-hygiene"), "Hygiene score"}, line);
  section.figures = {std::move(score)};
  section.chart = chart::draw(data);
  if (section.chart) {
    section.table = std::move(table);
  } else {
    section.missing = "No check applied on any of these days.";
  }
  return section;
}

}  // namespace stint::report
