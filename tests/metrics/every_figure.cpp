#include "metrics/every_figure.h"

#include <cmath>
#include <fmt/format.h>
#include <optional>
#include <span>
#include <vector>

#include "metrics/activity.h"
#include "metrics/blocked.h"
#include "metrics/burnout.h"
#include "metrics/cumulative_flow.h"
#include "metrics/finding.h"
#include "metrics/flow_efficiency.h"
#include "metrics/forecast.h"
#include "metrics/hygiene_history.h"
#include "metrics/knowledge_silo.h"
#include "metrics/miss_reasons.h"
#include "metrics/open_items.h"
#include "metrics/sprint_outlook.h"
#include "metrics/throughput.h"
#include "metrics/velocity.h"

namespace stint::test {
namespace {

using history::Index;
using history::kNone;
using metrics::Excluded;
using metrics::Figure;

// Sums of estimates that came and went leave what the fractions cannot hold.
constexpr double kRounding = 1e-6;
constexpr int kDaysAhead = 14;

class Teller {
 public:
  Teller(const metrics::Analysis& analysis, std::string_view project)
      : analysis_(analysis), context_(analysis.context), data_(analysis.context.data), project_(project) {}

  EveryFigure tell() {
    issues();
    sprints();
    for (Index board = 0; board < data_.boards.size(); ++board) {
      if (!mine(data_.boards[board].project_key)) continue;
      place_ = "board " + data_.boards[board].id + " of " + data_.boards[board].project_key;
      out_.text += place_ + "\n";
      velocity(board);
      ageing(analysis_.ages[board]);
      hygiene(analysis_.hygiene[board]);
      trend(analysis_.trends[board]);
      throughput_and_forecast(board);
      flow_efficiency(board);
    }
    outlooks();
    cumulative_flow();
    hygiene_history();
    defects();
    silos();
    workload();
    findings();
    return std::move(out_);
  }

 private:
  using Maybe = std::optional<double>;

  [[nodiscard]] bool mine(std::string_view project) const { return project_.empty() || project == project_; }
  [[nodiscard]] bool mine(Index issue) const { return mine(data_.projects[data_.issues[issue].project]); }

  void complain(std::string_view name, std::string_view what) {
    out_.complaints += fmt::format("{}: {} {}\n", place_, name, what);
  }
  void must(bool holds, std::string_view name, std::string_view what) {
    if (!holds) complain(name, what);
  }
  void number(std::string_view name, double value) {
    must(std::isfinite(value), name, fmt::format("is {}", value));
    out_.text += fmt::format(" {} {}\n", name, value);
  }
  void number(std::string_view name, const Maybe& value) {
    if (value) return number(name, *value);
    out_.text += fmt::format(" {} -\n", name);
  }
  void amount(std::string_view name, const Maybe& value, double scale = 1) {
    number(name, value);
    if (value) must(*value >= -kRounding * scale, name, fmt::format("is below zero: {}", *value));
  }
  void share(std::string_view name, const Maybe& value) {
    number(name, value);
    if (value) must(*value >= 0 && *value <= 1, name, fmt::format("is no share: {}", *value));
  }
  // Undefined when, and only when, there is a reason for it.
  void reasoned(std::string_view name, bool defined, bool reason) {
    must(defined != reason, name,
         reason ? "is defined in spite of a reason" : "is undefined without a reason");
  }
  void keys(std::string_view name, std::span<const Index> issues) {
    out_.text += fmt::format(" {}:", name);
    for (const Index issue : issues) out_.text += fmt::format(" {}", data_.key(issue));
    out_.text += '\n';
  }
  void figure(std::string_view name, const Figure& figure, double scale) {
    amount(name, figure.value, scale);
    keys(name, figure.issues);
    must(figure.value <= kRounding * scale || !figure.issues.empty(), name, "comes from no issue");
  }
  void excluded(std::span<const Excluded> all) {
    for (const Excluded& one : all) {
      out_.text += fmt::format(" without {} {}\n", data_.key(one.issue), one.reason);
      must(!one.reason.empty(), data_.key(one.issue), "is left out without a reason");
    }
  }
  void instant(std::string_view name, const std::optional<Instant>& at) {
    out_.text += fmt::format(" {} {}\n", name, at ? std::to_string(to_epoch_ms(*at)) : "-");
  }

  void issues() {
    for (Index i = 0; i < data_.issues.size(); ++i) {
      const history::Issue& issue = data_.issues[i];
      const metrics::FlowDates& dates = analysis_.dates[i];
      if (!mine(i) || !dates.exists) continue;
      place_ = std::string{data_.key(i)};
      out_.text += place_ + "\n";
      instant("start", dates.start);
      instant("done", dates.done);
      out_.text += fmt::format(" {}{}{} reopened {}\n", dates.never_started, dates.started_when_done,
                               dates.same_instant, dates.reopened);
      const auto cycle = metrics::cycle_days(context_, dates);
      const auto lead = metrics::lead_days(context_, issue, dates);
      number("cycle", cycle ? Maybe{*cycle} : std::nullopt);
      number("lead", lead ? Maybe{*lead} : std::nullopt);
      if (dates.start && dates.done) must(*cycle >= 1, "cycle", "is shorter than a day");
      const auto intervals = metrics::blocked_intervals(context_, issue, dates);
      amount("blocked", metrics::blocked_days(intervals));
      instant("blocked since", metrics::blocked_since(context_, intervals));
      out_.text += " because " + metrics::blocked_reason(context_, issue).value_or("-") + "\n";
      instant("last activity", metrics::last_activity(context_, issue));
      must(metrics::last_activity(context_, issue) <= context_.as_of, "last activity", "is to come");
    }
  }

  void sprints() {
    for (const metrics::SprintLedger& ledger : analysis_.ledgers) {
      const history::Sprint& sprint = data_.sprints[ledger.sprint];
      if (!mine(data_.boards[sprint.board].project_key)) continue;
      place_ = "sprint " + sprint.id;
      out_.text += fmt::format("{} in {}\n", place_, history::unit_name(ledger.unit));
      instant("from", ledger.window.start);
      instant("to", ledger.window.end);
      must(ledger.window.start <= ledger.window.end, "window", "ends before it begins");
      // What sums are made of: what they may be off by grows with it.
      const double scale = 1 + ledger.committed.value + ledger.added.value + ledger.removed.value +
                           ledger.completed.value + ledger.completed_outside.value;
      must(std::abs(ledger.committed.value + ledger.added.value + ledger.re_estimated.value -
                    ledger.removed.value - ledger.completed.value - ledger.remaining.value) <=
               kRounding * scale,
           "the ledger", "does not add up");
      figure("committed", ledger.committed, scale);
      figure("added", ledger.added, scale);
      figure("removed", ledger.removed, scale);
      number("re_estimated", ledger.re_estimated.value);
      keys("re_estimated", ledger.re_estimated.issues);
      figure("re_estimated_up", ledger.re_estimated_up, scale);
      figure("completed", ledger.completed, scale);
      figure("completed_outside", ledger.completed_outside, scale);
      figure("remaining", ledger.remaining, scale);
      figure("spillover", ledger.spillover, scale);
      figure("missed", ledger.missed, scale);
      figure("grown", ledger.grown, scale);
      figure("small_to_large", ledger.small_to_large, scale);
      figure("unestimated", ledger.unestimated, scale);
      const bool nothing = ledger.no_history || ledger.committed.value == 0;
      share("missed_target", ledger.missed_target());
      reasoned("missed_target", ledger.missed_target().has_value(), nothing || !ledger.window.closed);
      amount("scope_creep", ledger.scope_creep());
      reasoned("scope_creep", ledger.scope_creep().has_value(), nothing);
      amount("churn", ledger.churn());
      share("grown share", ledger.stories_grown_share());
      for (const metrics::SprintItem& item : ledger.items) {
        amount("at start", item.estimate_at_start);
        amount("at end", item.estimate_at_end);
        amount("criteria", item.criteria_at_end);
        number("growth", item.growth);
        number("criteria growth", item.criteria_growth);
      }
      excluded(ledger.excluded);
      keys("incomplete", ledger.incomplete);
      for (const metrics::ReasonCount& reason : metrics::miss_reasons(context_, ledger))
        keys(metrics::reason_name(reason.reason), reason.issues);
    }
  }

  void velocity(Index board) {
    const auto ledgers = analysis_.ledgers_of(board);
    const metrics::Velocity velocity = metrics::velocity(context_, ledgers);
    out_.text += fmt::format(" velocity of {}\n", velocity.sprints.size());
    amount("median", velocity.median);
    amount("least", velocity.least);
    amount("most", velocity.most);
    amount("p15", velocity.p15);
    amount("p50", velocity.p50);
    amount("p85", velocity.p85);
    amount("backtest error", velocity.backtest_error);
    reasoned("velocity", velocity.median.has_value(), velocity.sprints.empty());
    if (velocity.median) {
      must(*velocity.p15 <= *velocity.p50 && *velocity.p50 <= *velocity.p85, "velocity", "percentiles fall");
    }
    for (std::size_t i = 0; i < ledgers.size(); ++i) {
      amount("predictability",
             metrics::predictability(ledgers[i], metrics::earlier_sprints(context_, ledgers, i)));
    }
  }

  void ageing(const metrics::BoardAgeing& ages) {
    for (const metrics::ColumnAges& column : ages.columns) {
      out_.text += fmt::format(" column {} of {}\n", column.name, column.n);
      number("p50", column.p50);
      number("p85", column.p85);
      number("p95", column.p95);
      reasoned("ages of a column", column.p85.has_value(),
               column.n == 0 || column.n < context_.options.ageing_minimum);
    }
    for (const metrics::AgeingItem& item : ages.items) {
      number(data_.key(item.issue), item.age_days);
      must(item.age_days >= 1, data_.key(item.issue), "is younger than a day");
      amount("times p95", ages.times_p95(item));
    }
  }

  void score(const Maybe& score, bool applies) {
    number("score", score);
    if (score) must(*score >= -kRounding && *score <= 100 + kRounding, "score", "is out of bounds");
    reasoned("score", score.has_value(), !applies);
  }

  void hygiene(const metrics::Hygiene& hygiene) {
    double weight = 0;
    for (const metrics::CheckResult& check : hygiene.checks) {
      out_.text +=
          fmt::format(" {} {} of {}\n", metrics::check_name(check.check), check.violations, check.applicable);
      keys("violating", check.violating);
      must(check.violations >= 0 && check.violations <= check.applicable, metrics::check_name(check.check),
           "is violated more often than it applies");
      weight += check.weight * check.applicable;
    }
    score(hygiene.score, weight > 0);
    keys("in progress", hygiene.in_progress);
    keys("stale", hygiene.stale);
    for (const metrics::BlockedItem& item : hygiene.blocked) amount(data_.key(item.issue), item.days);
  }

  void chart(std::string_view name, const metrics::ChartedSeries& series) {
    for (const double value : series.values) amount(name, value);
    reasoned(name, series.chart.has_value(), !series.reason.empty());
    if (!series.chart) return;
    number("centre", series.chart->centre);
    amount("range", series.chart->mean_moving_range);
    number("upper", series.chart->upper);
    number("lower", series.chart->lower);
    for (const metrics::Signal& signal : series.chart->signals) {
      out_.text += fmt::format(" {} {} {} to {}\n", metrics::signal_rule_name(signal.rule), signal.high,
                               signal.points.front(), signal.last());
      must(signal.last() < series.values.size(), name, "has a signal outside of it");
    }
  }

  void trend(const metrics::CycleTrend& trend) {
    for (const metrics::FinishedItem& item : trend.items) {
      number(data_.key(item.issue), item.cycle_days);
      must(item.cycle_days >= 1, data_.key(item.issue), "took less than a day");
    }
    reasoned("slope", trend.slope.has_value(), !trend.slope_reason.empty());
    if (trend.slope) {
      number("slope", trend.slope->slope);
      number("low", trend.slope->low);
      number("high", trend.slope->high);
      must(trend.slope->low <= trend.slope->slope && trend.slope->slope <= trend.slope->high, "slope",
           "lies outside of its interval");
    }
    chart("cycle times", trend.cycle_times);
    chart("weekly items", trend.weekly_items);
    chart("weekly median", trend.weekly_median_cycle);
    excluded(trend.excluded);
    for (const metrics::WeeklySignal& signal : metrics::recent_signals(trend)) {
      out_.text += fmt::format(" recent {} {}\n", signal.figure, signal.mondays.size());
    }
  }

  void throughput_and_forecast(Index board) {
    const metrics::BoardCompletions& completions = analysis_.completions[board];
    const metrics::Throughput throughput = metrics::throughput(context_, board, completions);
    figure("finished", throughput.items, 1);
    amount("points", throughput.points);
    double items = 0;
    for (const metrics::Finished& day : throughput.days) {
      items += day.items;
      amount("points of a day", day.points);
    }
    must(items == throughput.items.value, "finished", "is not the sum of its days");
    items = 0;
    for (const metrics::Week& week : throughput.weeks) items += week.finished.items;
    must(items == throughput.items.value, "finished", "is not the sum of its weeks");
    amount("mean items", throughput.mean_items);
    amount("median items", throughput.median_items);
    amount("mean points", throughput.mean_points);
    amount("median points", throughput.median_points);
    excluded(throughput.excluded);
    const auto ask = [&](metrics::Question::Kind kind, bool points, double wanted) {
      const Day by = context_.zone.day_of(context_.as_of) + std::chrono::days{kDaysAhead};
      const metrics::Forecast forecast = metrics::forecast(
          context_, metrics::forecast_days(context_), throughput, completions, {kind, points, wanted, by});
      out_.text += fmt::format(" forecast refused: {}\n", forecast.refused);
      share("coverage", forecast.backtest.coverage());
      for (const double day : forecast.sample) amount("sample", day);
      if (!forecast.refused.empty()) return;
      for (const metrics::Confidence& confidence : forecast.confidences) {
        amount("at least", confidence.amount);
        out_.text += fmt::format(" {} % in {}\n", confidence.percent, confidence.working_days.value_or(-1));
        must(confidence.working_days.has_value() == confidence.day.has_value(), "forecast", "has half a day");
        if (confidence.working_days) must(*confidence.working_days > 0, "forecast", "lies in the past");
      }
    };
    ask(metrics::Question::Kind::when_done, false, 5);
    ask(metrics::Question::Kind::when_done, true, 8);
    ask(metrics::Question::Kind::how_many, false, 0);
    ask(metrics::Question::Kind::how_many, true, 0);
  }

  void flow_efficiency(Index board) {
    const metrics::FlowEfficiency efficiency =
        metrics::flow_efficiency(context_, board, analysis_.completions[board], analysis_.dates);
    for (const metrics::ItemEfficiency& item : efficiency.items) share(data_.key(item.issue), item.ratio());
    share("efficiency", efficiency.total);
    share("median efficiency", efficiency.median);
    reasoned("efficiency", efficiency.total.has_value(), efficiency.items.empty());
    excluded(efficiency.excluded);
  }

  void outlooks() {
    for (const metrics::SprintOutlook& outlook : metrics::sprint_outlooks(context_, analysis_.ledgers)) {
      const history::Sprint& sprint = data_.sprints[outlook.sprint];
      if (!mine(data_.boards[sprint.board].project_key)) continue;
      place_ = "outlook of sprint " + sprint.id;
      out_.text += place_ + "\n";
      share("elapsed", outlook.snapshot.elapsed);
      reasoned("risk", outlook.risk.has_value(), !outlook.undefined.empty());
      if (!outlook.risk) continue;
      number("expected", outlook.risk->expected);
      if (!outlook.risk->range) continue;
      number("p15", outlook.risk->range->p15);
      number("p50", outlook.risk->range->p50);
      number("p85", outlook.risk->range->p85);
      share("chance", outlook.risk->range->chance_of_shortfall);
    }
  }

  void cumulative_flow() {
    for (const metrics::CumulativeFlow& flow : metrics::cumulative_flow(context_)) {
      const history::Board& board = data_.boards[flow.board];
      if (!mine(board.project_key)) continue;
      place_ = "cumulative flow of board " + board.id;
      out_.text += place_ + "\n";
      const auto days = static_cast<std::size_t>(flow.window.days());
      for (std::size_t day = 0; day < days; ++day) {
        for (std::size_t column = 0; column < flow.columns.size(); ++column) {
          out_.text += fmt::format(" {}", flow.entered_by(day, column));
          must(column == 0 || flow.entered_by(day, column) <= flow.entered_by(day, column - 1),
               flow.columns[column], "was entered more often than the one before it");
          must(day == 0 || flow.entered_by(day, column) >= flow.entered_by(day - 1, column),
               flow.columns[column], "falls");
        }
      }
      out_.text += '\n';
      for (const metrics::CorrectionWindow& window : flow.corrections) {
        out_.text += fmt::format(" behind {} {}\n", data_.key(window.issue), flow.columns[window.stage]);
        must(!window.to || *window.to > window.from, data_.key(window.issue), "was behind for no time");
      }
      excluded(flow.excluded);
    }
  }

  void hygiene_history() {
    const auto boards = metrics::hygiene_history(context_, analysis_.dates);
    for (std::size_t board = 0; board < boards.size(); ++board) {
      if (!mine(data_.boards[board].project_key)) continue;
      place_ = "hygiene history of board " + data_.boards[board].id;
      out_.text += place_ + "\n";
      for (const metrics::HygieneDay& day : boards[board]) {
        double weight = 0;
        for (std::size_t check = 0; check < metrics::kHygieneChecks; ++check) {
          must(day.violations[check] >= 0 && day.violations[check] <= day.applicable[check], "a check",
               "is violated more often than it applies");
          weight += metrics::check_weight(context_.options, static_cast<metrics::HygieneCheck>(check)) *
                    day.applicable[check];
        }
        score(day.score, weight > 0);
      }
      must(boards[board].empty() || boards[board].back().score == analysis_.hygiene[board].score, "score",
           "is not that of today");
    }
  }

  void rates(const Maybe& rate, const Maybe& low, const Maybe& high, std::size_t classified,
             std::size_t all) {
    share("escape rate", rate);
    share("low", low);
    share("high", high);
    reasoned("escape rate", rate.has_value(), classified == 0);
    reasoned("bounds", low.has_value() && high.has_value(), all == 0);
    if (rate && low && high) must(*low <= *rate && *rate <= *high, "escape rate", "lies outside its bounds");
  }

  void defects() {
    for (const metrics::Defects& defects : analysis_.defects) {
      if (!mine(data_.projects[defects.project])) continue;
      place_ = "defects of " + data_.projects[defects.project];
      out_.text += place_ + "\n";
      rates(defects.escape_rate, defects.low, defects.high, defects.classified(),
            defects.classified() + defects.unknown.size());
      share("leakage", defects.leakage);
      share("reopen rate", defects.reopen_rate);
      amount("defects per item", defects.defects_per_item);
      reasoned("leakage", defects.leakage.has_value(), defects.done.empty());
      keys("production", defects.production);
      keys("pre-release", defects.pre_release);
      keys("unknown", defects.unknown);
      keys("invalid", defects.invalid);
      keys("done", defects.done);
      keys("leaked", defects.leaked);
      keys("reopened", defects.reopened);
      for (const metrics::ReleaseDefects& release : defects.releases) {
        out_.text += " release " + release.name + "\n";
        const std::size_t classified = release.production.size() + release.pre_release.size();
        rates(release.escape_rate, release.low, release.high, classified,
              classified + release.unknown.size());
      }
    }
  }

  void silos() {
    for (const metrics::KnowledgeSilo& silo : metrics::knowledge_silos(context_).components) {
      if (!mine(data_.projects[silo.project])) continue;
      place_ = "knowledge of " + data_.projects[silo.project];
      out_.text += fmt::format("{} {} {}\n", place_,
                               silo.component == kNone ? "-" : data_.components[silo.component].name,
                               silo.contributions);
      for (const metrics::Contributor& person : silo.people)
        out_.text += fmt::format(" {} {}\n", data_.people[person.person].id, person.contributions);
      share("top share", silo.top_share);
      const bool few =
          silo.contributions == 0 || static_cast<double>(silo.contributions) < context_.options.silo_minimum;
      reasoned("absence factor", silo.absence_factor.has_value(), few);
      reasoned("top share", silo.top_share.has_value(), few);
      if (silo.absence_factor) {
        must(
            *silo.absence_factor >= 1 && static_cast<std::size_t>(*silo.absence_factor) <= silo.people.size(),
            "absence factor", "is out of bounds");
      }
      keys("issues", silo.issues);
      keys("top issues", silo.top_issues);
    }
  }

  void workload() {
    for (const metrics::WorkloadGroup& group : metrics::workload(context_, analysis_.ledgers)) {
      if (!mine(data_.projects[group.project])) continue;
      place_ = "workload of " + data_.projects[group.project];
      out_.text += fmt::format("{} {}\n", place_, group.suppressed);
      for (const metrics::PersonWorkload& person : group.people) {
        out_.text += fmt::format(" {} {} {} {}\n", person.pseudonym, person.recent, person.baseline,
                                 person.not_judged);
        for (std::size_t signal = 0; signal < metrics::kWorkloadSignals; ++signal) {
          const metrics::SignalReading& reading = person.signals[signal];
          const auto which = static_cast<metrics::WorkloadSignal>(signal);
          amount("recent", reading.recent);
          amount("usual", reading.usual);
          number("z", reading.z);
          must(!reading.z || (reading.recent && reading.usual), metrics::signal_name(which),
               "is judged without a baseline");
        }
      }
    }
  }

  // What a finding is about, by its project's key.
  [[nodiscard]] std::string_view project_of(const metrics::Finding& finding) const {
    if (finding.project != kNone) return data_.projects[finding.project];
    if (finding.board != kNone) return data_.boards[finding.board].project_key;
    if (finding.sprint != kNone) return data_.boards[data_.sprints[finding.sprint].board].project_key;
    return {};
  }

  void findings() {
    for (const metrics::Finding& finding : metrics::find_all(analysis_)) {
      if (!mine(project_of(finding))) continue;
      place_ = "finding " + finding.id;
      out_.text += fmt::format("{} {}\n", place_, metrics::severity_name(finding.severity));
      amount("cost", finding.cost);
      for (const metrics::Fact& fact : finding.facts) {
        if (const double* const value = std::get_if<double>(&fact.value)) {
          number(fact.name, *value);
        } else {
          out_.text += fmt::format(" {} {}\n", fact.name, std::get<std::string>(fact.value));
        }
        keys(fact.name, fact.issues);
      }
      for (const metrics::Cause& cause : finding.causes) keys(cause.name, cause.issues);
      keys("evidence", finding.evidence);
    }
  }

  const metrics::Analysis& analysis_;
  const metrics::Context& context_;
  const history::Dataset& data_;
  std::string_view project_;
  std::string place_;
  EveryFigure out_;
};

}  // namespace

EveryFigure every_figure(const metrics::Analysis& analysis, std::string_view project) {
  return Teller{analysis, project}.tell();
}

}  // namespace stint::test
