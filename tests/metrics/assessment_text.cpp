#include "metrics/assessment_text.h"

#include <concepts>
#include <fmt/format.h>
#include <optional>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace stint::test {
namespace {

// Rows as "[a b c]", one within the other; each member in its turn.
class Teller {
 public:
  std::string text;

  template <class... Members>
  void row(std::string_view name, const Members&... members) {
    text += '\n';
    text += name;
    (tell(members), ...);
  }

 private:
  template <class... Members>
  void all(const Members&... members) {
    text += '[';
    (tell(members), ...);
    text += ']';
  }

  template <class T>
    requires std::is_arithmetic_v<T>
  void tell(T value) {
    text += fmt::format("{} ", value);
  }
  template <class T>
    requires std::is_enum_v<T>
  void tell(T value) {
    tell(static_cast<int>(value));
  }
  void tell(std::string_view value) { text += fmt::format("\"{}\" ", value); }
  void tell(const std::string& value) { tell(std::string_view{value}); }
  template <class Clock, class Duration>
  void tell(const std::chrono::time_point<Clock, Duration>& value) {
    tell(value.time_since_epoch().count());
  }
  template <class T>
  void tell(const std::optional<T>& value) {
    value ? tell(*value) : tell(std::string_view{"-"});
  }
  template <class... T>
  void tell(const std::variant<T...>& value) {
    std::visit([this](const auto& one) { this->tell(one); }, value);
  }
  template <class Range>
    requires requires(const Range& range) {
      range.begin();
      range.size();
    }
  void tell(const Range& range) {
    text += '(';
    for (const auto& one : range) tell(one);
    text += ')';
  }

  void tell(const metrics::FlowDates& d) {
    all(d.exists, d.status, d.category, d.start, d.done, d.reopened, d.never_started, d.started_when_done,
        d.same_instant);
  }
  void tell(const metrics::Figure& f) { all(f.value, f.issues); }
  void tell(const metrics::SprintItem& i) {
    all(i.issue, i.committed, i.unestimated_at_start, i.estimate_at_start, i.estimate_at_end, i.growth,
        i.criteria_growth, i.criteria_at_start, i.criteria_at_end, i.completed, i.member_at_end,
        i.done_at_end, i.entered, i.reopened, i.re_estimated_up);
  }
  void tell(const metrics::Excluded& e) { all(e.issue, e.reason); }
  void tell(const metrics::ColumnAges& c) { all(c.name, c.n, c.p50, c.p85, c.p95); }
  void tell(const metrics::AgeingItem& i) { all(i.issue, i.age_days, i.column); }
  void tell(const metrics::CheckResult& c) {
    all(c.check, c.weight, c.applicable, c.violating, c.violations);
  }
  void tell(const metrics::BlockedItem& b) { all(b.issue, b.days); }
  void tell(const metrics::ReleaseDefects& r) {
    all(r.name, r.released, r.production, r.pre_release, r.unknown, r.escape_rate, r.low, r.high);
  }
  void tell(const metrics::Completion& c) { all(c.issue, c.done, c.day, c.undone, c.estimate); }
  void tell(const metrics::LeftOut& o) { all(o.completion, o.reason); }
  void tell(const metrics::FinishedItem& i) { all(i.issue, i.day, i.cycle_days); }
  void tell(const metrics::Week& w) { all(w.monday, w.whole, w.finished.items, w.finished.points); }
  void tell(const metrics::TheilSen& t) { all(t.slope, t.low, t.high, t.n, t.used, t.slopes); }
  void tell(const metrics::Signal& s) { all(s.rule, s.high, s.points); }
  void tell(const metrics::ProcessBehaviour& p) {
    all(p.centre, p.mean_moving_range, p.upper, p.lower, p.signals);
  }
  void tell(const metrics::ChartedSeries& s) { all(s.values, s.chart, s.reason); }
  void tell(const metrics::Contributor& c) { all(c.person, c.contributions); }
  void tell(const metrics::SignalReading& s) { all(s.recent, s.usual, s.z); }
  void tell(const metrics::PersonWorkload& p) {
    all(p.person, p.pseudonym, p.recent, p.baseline, p.not_judged, p.signals, p.standing_out, p.overloaded);
  }
  void tell(const metrics::Fact& f) { all(f.name, f.value, f.unit, f.issues); }
  void tell(const metrics::Cause& c) { all(c.name, c.one, c.many, c.issues); }
};

}  // namespace

std::string assessment_text(const metrics::Assessment& assessment) {
  const metrics::Analysis& a = assessment.analysis;
  Teller out;
  for (metrics::Index b = 0; b < a.context.data.boards.size(); ++b) {
    const auto issues = a.board_issues.of(b);
    out.row("issues of a board", std::vector<metrics::Index>(issues.begin(), issues.end()));
  }
  for (metrics::Index p = 0; p < a.context.data.projects.size(); ++p) {
    const auto issues = a.project_issues.of(p);
    out.row("issues of a project", std::vector<metrics::Index>(issues.begin(), issues.end()));
  }
  for (const metrics::FlowDates& dates : a.dates) out.row("dates", dates);
  for (const metrics::BoardPractice& p : a.practices) out.row("practice", p.unit, p.writes_criteria);
  for (const metrics::SprintLedger& l : a.ledgers) {
    out.row("sprint", l.sprint, l.window.start, l.window.end, l.window.closed, l.window.planned_end, l.unit,
            l.no_history, l.committed, l.added, l.removed, l.re_estimated, l.completed, l.completed_outside,
            l.remaining, l.re_estimated_up, l.spillover, l.missed, l.grown, l.small_to_large, l.unestimated,
            l.items, l.excluded, l.incomplete);
  }
  for (const metrics::BoardAgeing& ages : a.ages) out.row("ages", ages.columns, ages.items);
  for (const metrics::Hygiene& h : a.hygiene) {
    out.row("hygiene", h.board, h.score, h.checks, h.in_progress, h.stale, h.blocked);
  }
  for (const metrics::Defects& d : a.defects) {
    out.row("defects", d.project, d.production, d.pre_release, d.unknown, d.invalid, d.escape_rate, d.low,
            d.high, d.done, d.leaked, d.leakage, d.reopened, d.reopen_rate, d.defects_per_item, d.releases);
  }
  for (const metrics::BoardCompletions& c : a.completions) {
    out.row("completions", c.counted, c.left_out, c.no_history, c.first_day);
  }
  for (const metrics::CycleTrend& t : a.trends) {
    out.row("trend", t.board, t.weeks_window.first, t.weeks_window.end, t.items, t.slope, t.slope_reason,
            t.cycle_times, t.weeks, t.weekly_items, t.weekly_median_cycle, t.weeks_with_median, t.excluded);
  }
  for (const metrics::KnowledgeSilo& s : a.silos.components) {
    out.row("silo", s.project, s.component, s.contributions, s.people, s.absence_factor, s.top_share,
            s.issues, s.top_issues);
  }
  out.row("in no component", a.silos.no_component, a.silos.oldest);
  for (const metrics::WorkloadGroup& g : a.workload) out.row("group", g.project, g.suppressed, g.people);
  for (const metrics::Finding& f : assessment.findings) {
    out.row("finding", f.id, f.kind, f.topic, f.severity, f.board, f.sprint, f.project, f.current, f.cost,
            f.facts, f.causes, f.evidence);
  }
  return std::move(out.text);
}

}  // namespace stint::test
