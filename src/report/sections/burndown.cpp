#include "chart/burndown.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "chart/sparkline.h"
#include "metrics/burndown.h"
#include "report/sections.h"
#include "report/wording.h"

namespace stint::report {
namespace {

namespace chr = std::chrono;
using metrics::SprintLedger;

constexpr chr::days kShaded{92};  // days off of longer sprints are no more than stripes

chart::Burndown chart_data(const Material& material, const SprintLedger& ledger) {
  const metrics::Context& context = material.context();
  chart::Burndown data;
  data.name = {material.id("burndown-chart"), "Burndown of " + material.data().sprints[ledger.sprint].name};
  data.unit = history::unit_name(ledger.unit);
  data.start = context.zone.local(ledger.window.start);
  data.end = context.zone.local(metrics::planned_end(ledger));
  data.until = context.zone.local(ledger.window.end);
  for (const metrics::BurndownReading& reading : metrics::burndown(context, ledger))
    data.readings.push_back({context.zone.local(reading.at), reading.remaining, reading.scope});
  const Day first = chart::day_of(data.start);
  const Day last = chart::day_of(std::max(data.end, data.until));
  if (last - first > kShaded) return data;
  for (Day day = first; day <= last; day += chr::days{1}) {
    if (!context.calendar.works(day)) data.days_off.push_back(day);
  }
  return data;
}

// What would remain at the window's end of what was committed, at an even pace over working time.
double even_pace(const Material& material, const SprintLedger& ledger) {
  const metrics::Context& context = material.context();
  const auto worked = [&](Instant until) {
    return static_cast<double>(
        context.calendar.working_time(context.zone, ledger.window.start, until).count());
  };
  const double all = worked(metrics::planned_end(ledger));
  if (all <= 0) return 0;
  return ledger.committed.value * std::max(0.0, 1 - worked(ledger.window.end) / all);
}

std::string running_title(const SprintLedger& ledger, const std::string& name, double pace) {
  const std::string unit{history::unit_name(ledger.unit)};
  const double remaining = ledger.remaining.value;
  if (remaining <= 0) return name + " has nothing left to do";
  if (metrics::planned_end(ledger) <= ledger.window.end) {
    return fmt::format("{} is past its planned end with {} left", name, amount(remaining, unit));
  }
  const double gap = remaining - pace;
  if (std::abs(gap) < 0.5) return name + " keeps an even pace";
  return fmt::format("{} is {} {} an even pace", name, amount(std::abs(std::round(gap)), unit),
                     gap > 0 ? "behind" : "ahead of");
}

std::string closed_title(const SprintLedger& ledger, const std::string& name) {
  const std::string unit{history::unit_name(ledger.unit)};
  if (ledger.committed.value <= 0) {
    return fmt::format("{} committed to nothing and completed {}", name,
                       amount(ledger.completed.value, unit));
  }
  if (ledger.missed.value <= 0) return name + " completed all that it committed to";
  return fmt::format("{} left {} of {} undone", name, chart::figure(ledger.missed.value),
                     amount(ledger.committed.value, unit));
}

// The ledger's identity as a sentence.
std::string ledger_sentence(const Material& material, const SprintLedger& ledger) {
  std::string text =
      fmt::format("{} committed", amount(ledger.committed.value, history::unit_name(ledger.unit)));
  const auto add = [&](double value, std::string_view words) {
    if (value > 0) text += fmt::format(", {} {}", chart::figure(value), words);
  };
  add(ledger.added.value, "added");
  add(ledger.re_estimated.value, "more by re-estimating");
  add(-ledger.re_estimated.value, "less by re-estimating");
  add(ledger.removed.value, "removed");
  const bool closed = ledger.window.closed;
  const std::string remaining = chart::figure(ledger.remaining.value);
  const std::string_view verb = closed ? "remained at its end" : remaining == "1" ? "remains" : "remain";
  text += fmt::format(", {} completed: {} {}", chart::figure(ledger.completed.value), remaining, verb);
  const auto& planned = ledger.window.planned_end;
  if (closed || !planned || *planned <= ledger.window.end) return text + ".";
  const Day end = material.context().zone.day_of(metrics::planned_end(ledger));
  return text + ", and the sprint ends on " + date_text(material, end) + ".";
}

void add_figures(const Material& material, const SprintLedger& ledger, double pace, Section& section) {
  const history::Dataset& data = material.data();
  const std::string_view unit = history::unit_name(ledger.unit);
  const bool closed = ledger.window.closed;
  const auto left_out = exclusions(data, ledger.excluded);
  const auto keys = [&](const metrics::Figure& figure) {
    return keys_of(data, figure.issues, listing("sprints"));
  };
  const std::string counted = ledger.unit == history::Unit::issues
                                  ? "Counted in issues, as too few of the board’s items are estimated. "
                                  : "";
  const std::size_t remaining = add_note(
      section,
      {"Remaining",
       fmt::format("{}Estimates of the sprint’s items that {} not done; the even pace spreads what was "
                   "committed over the working days.",
                   counted, closed ? "were" : "are"),
       ledger.remaining.issues.size(), "items", left_out, keys(ledger.remaining)});
  metrics::Figure grown = ledger.added;
  grown.value += ledger.re_estimated_up.value;
  grown.issues.insert(grown.issues.end(), ledger.re_estimated_up.issues.begin(),
                      ledger.re_estimated_up.issues.end());
  std::ranges::sort(grown.issues);
  const auto repeated = std::ranges::unique(grown.issues);
  grown.issues.erase(repeated.begin(), repeated.end());
  const std::size_t taken_on = add_note(
      section, {"Taken on since the start",
                "Estimates of items that came in after the sprint was started, and what estimates inside it "
                "grew by; its share of the commitment is the scope creep.",
                grown.issues.size(),
                "items",
                {},
                keys(grown)});
  const std::size_t completed = add_note(
      section, {"Completed",
                "Estimates, at that moment, of items that were done as members of the sprint and not "
                "closed as won’t do.",
                ledger.completed.issues.size(),
                "items",
                {},
                keys(ledger.completed)});
  Figure left{"Remaining", number(ledger.remaining.value), unit_beside(ledger.remaining.value, unit), "",
              remaining};
  if (!closed) left.comparison = "even pace " + chart::figure(std::round(pace));
  Figure more{"Taken on since the start", number(grown.value), unit_beside(grown.value, unit), "", taken_on};
  const auto creep = ledger.scope_creep();
  more.comparison = creep ? chart::percent(*creep) + " of the commitment" : "nothing was committed";
  Figure done{"Completed", number(ledger.completed.value), unit_beside(ledger.completed.value, unit), "",
              completed};
  done.comparison = chart::figure(ledger.committed.value) + " committed";
  section.figures = {left, more, done};
  if (!closed) return;
  const std::size_t missed = add_note(
      section, {"Missed target",
                "Committed items that were not completed, at their estimate at the start, as a share of the "
                "commitment.",
                ledger.committed.issues.size(),
                "committed items",
                {},
                keys(ledger.missed)});
  section.figures = {
      done, more, {"Missed target", share(ledger.missed_target(), "nothing was committed"), "", "", missed}};
}

Section without_sprint(const Material& material, Section section) {
  const bool started = !material.analysis.ledgers_of(material.board).empty();
  section.title = started ? "The sprints came without a history" : "No sprint has started yet";
  section.lede = "A burndown follows the running sprint, or the last one that closed.";
  section.missing = started
                        ? "The issues of the board’s sprints have no history (an export as CSV has none), "
                          "so nobody can tell what was in scope when."
                        : "The board has sprints, but none had started by then.";
  return section;
}

}  // namespace

const metrics::SprintLedger* sprint_to_show(const Material& material) {
  const auto ledgers = material.analysis.ledgers_of(material.board);
  const SprintLedger* running = nullptr;
  const SprintLedger* closed = nullptr;
  for (const SprintLedger& ledger : ledgers) {
    if (ledger.no_history) continue;
    if (ledger.sprint == material.sprint) return &ledger;
    // Of sprints that overlap, the one started last; ledgers are in that order.
    if (ledger.window.closed) {
      if (closed == nullptr || ledger.window.end >= closed->window.end) closed = &ledger;
    } else {
      running = &ledger;
    }
  }
  return running != nullptr ? running : closed;
}

std::optional<Section> burndown_section(const Material& material) {
  if (material.data().boards[material.board].sprints.empty()) return std::nullopt;
  Section section = begin_section(material, "burndown", "Burndown");
  const SprintLedger* const ledger = sprint_to_show(material);
  if (ledger == nullptr) return without_sprint(material, std::move(section));
  const std::string& name = material.data().sprints[ledger->sprint].name;
  const double pace = even_pace(material, *ledger);
  section.title = ledger->window.closed ? closed_title(*ledger, name) : running_title(*ledger, name, pace);
  section.lede = ledger_sentence(material, *ledger);
  add_figures(material, *ledger, pace, section);
  if (ledger->items.empty()) {
    section.missing = "No item was in the sprint’s scope.";
    return section;
  }
  const chart::Burndown data = chart_data(material, *ledger);
  section.chart = chart::draw(data);
  Table table{"After each change", {{"At"}, {"Remaining", data.unit}, {"Scope", data.unit}}};
  std::vector<std::optional<double>> line;
  for (const auto& reading : data.readings) {
    table.rows.push_back({text(minute_text(reading.at)), number(reading.remaining), number(reading.scope)});
    line.emplace_back(reading.remaining);
  }
  section.table = std::move(table);
  if (!ledger->window.closed) {
    section.figures.front().sparkline = chart::sparkline({material.id("spark-remaining"), "Remaining"}, line);
  }
  return section;
}

}  // namespace stint::report
