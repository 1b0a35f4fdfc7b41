#include "metrics/shifted_issues.h"

#include "base/parallel.h"

namespace stint::metrics {
namespace {

// Moves every position that one row of an analysis holds.
class Shift {
 public:
  explicit Shift(std::span<const Index> places) : places_(places) {}

  void operator()(Index& issue) const { issue = places_[issue]; }
  void operator()(std::vector<Index>& issues) const {
    for (Index& issue : issues) issue = places_[issue];
  }
  template <class Row>
  void operator()(std::vector<Row>& rows) const {
    for (Row& row : rows) (*this)(row);
  }
  template <class Row>
    requires requires(Row& row) { row.issue; }
  void operator()(Row& row) const {
    (*this)(row.issue);
  }
  void operator()(Figure& figure) const { (*this)(figure.issues); }
  void operator()(SprintLedger& ledger) const {
    for (const auto figure :
         {&SprintLedger::committed, &SprintLedger::added, &SprintLedger::removed, &SprintLedger::re_estimated,
          &SprintLedger::completed, &SprintLedger::completed_outside, &SprintLedger::remaining,
          &SprintLedger::re_estimated_up, &SprintLedger::spillover, &SprintLedger::missed,
          &SprintLedger::grown, &SprintLedger::small_to_large, &SprintLedger::unestimated}) {
      (*this)(ledger.*figure);
    }
    (*this)(ledger.items);
    (*this)(ledger.excluded);
    (*this)(ledger.incomplete);
  }
  void operator()(BoardAgeing& ages) const { (*this)(ages.items); }
  void operator()(CheckResult& check) const { (*this)(check.violating); }
  void operator()(Hygiene& hygiene) const {
    (*this)(hygiene.checks);
    (*this)(hygiene.in_progress);
    (*this)(hygiene.stale);
    (*this)(hygiene.blocked);
  }
  void operator()(ReleaseDefects& release) const {
    (*this)(release.production);
    (*this)(release.pre_release);
    (*this)(release.unknown);
  }
  void operator()(Defects& defects) const {
    for (const auto list : {&Defects::production, &Defects::pre_release, &Defects::unknown, &Defects::invalid,
                            &Defects::done, &Defects::leaked, &Defects::reopened}) {
      (*this)(defects.*list);
    }
    (*this)(defects.releases);
  }
  void operator()(LeftOut& out) const { (*this)(out.completion); }
  void operator()(BoardCompletions& completions) const {
    (*this)(completions.counted);
    (*this)(completions.left_out);
    (*this)(completions.no_history);
  }
  void operator()(CycleTrend& trend) const {
    (*this)(trend.items);
    (*this)(trend.excluded);
  }
  void operator()(KnowledgeSilo& silo) const {
    (*this)(silo.issues);
    (*this)(silo.top_issues);
  }
  void operator()(Fact& fact) const { (*this)(fact.issues); }
  void operator()(Cause& cause) const { (*this)(cause.issues); }
  void operator()(Finding& finding) const {
    (*this)(finding.facts);
    (*this)(finding.causes);
    (*this)(finding.evidence);
  }

 private:
  std::span<const Index> places_;
};

template <class Row>
void shift_rows(std::vector<Row>& rows, std::span<const Index> places) {
  const Shift shift{places};
  for_each_part(rows.size(), 256, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) shift(rows[i]);
  });
}

}  // namespace

std::vector<Index> shifted(std::size_t issues_before, std::span<const Index> inserted) {
  std::vector<Index> places(issues_before);
  std::size_t passed = 0;
  for (std::size_t i = 0; i < issues_before; ++i) {
    while (passed < inserted.size() && inserted[passed] <= i + passed) ++passed;
    places[i] = static_cast<Index>(i + passed);
  }
  return places;
}

void shift(Analysis& analysis, std::span<const Index> places) {
  shift_rows(analysis.ledgers, places);
  shift_rows(analysis.ages, places);
  shift_rows(analysis.hygiene, places);
  shift_rows(analysis.defects, places);
  shift_rows(analysis.completions, places);
  shift_rows(analysis.trends, places);
  shift_rows(analysis.silos.components, places);
  shift_rows(analysis.silos.no_component, places);
}

void shift(std::vector<Finding>& findings, std::span<const Index> places) {
  shift_rows(findings, places);
}

}  // namespace stint::metrics
