#include "metrics/reanalysis.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "base/parallel.h"
#include "metrics/shifted_issues.h"

namespace stint::metrics {
namespace {

constexpr std::size_t kGrain = 8;

bool same_options(const Options& a, const Options& b) {
  return std::ranges::all_of(option_table(),
                             [&](const OptionInfo& option) { return a.*option.value == b.*option.value; });
}

bool can_keep(const Analysis& before, const Context& now, const history::Touched& touched) {
  return !touched.all && same_options(before.context.options, now.options) &&
         before.context.zone.name() == now.zone.name() && before.context.calendar == now.calendar &&
         before.ages.size() == now.data.boards.size() && before.defects.size() == now.data.projects.size() &&
         before.dates.size() + touched.inserted.size() == now.data.issues.size();
}

// Moves what is left of an analysis under another context.
Analysis moved(Analysis&& before, const Context& now) {
  return {now,
          std::move(before.board_issues),
          std::move(before.project_issues),
          std::move(before.dates),
          std::move(before.practices),
          std::move(before.ledgers),
          std::move(before.ages),
          std::move(before.hygiene),
          std::move(before.defects),
          std::move(before.completions),
          std::move(before.trends),
          std::move(before.silos),
          std::move(before.workload)};
}

class Reassessment {
 public:
  Reassessment(Assessment&& before, const Context& now, const history::Touched& touched)
      : before_(before.analysis.context.as_of),
        analysis_(moved(std::move(before.analysis), now)),
        findings_(std::move(before.findings)),
        now_(analysis_.context),
        data_(now.data),
        issues_(touched.issues),
        related_(touched.related),
        earlier_(std::min(before_, now_.as_of)),
        later_(std::max(before_, now_.as_of)),
        boards_(data_.boards.size()),
        sprints_(data_.sprints.size()),
        ledgers_changed_(data_.boards.size()),
        projects_(data_.projects.size()) {
    for (const Index board : touched.boards) boards_[board] = true;
    for (const Index sprint : touched.sprints) sprints_[sprint] = true;
    if (!touched.inserted.empty()) make_room(touched.inserted);
    if (!touched.inserted.empty() || touched.regrouped) {
      analysis_.board_issues = BoardIssues{data_};
      analysis_.project_issues = ProjectIssues{data_};
    }
  }

  Assessment go() {
    if (as_of_moved()) wake();
    for (const Index issue : issues_) analysis_.dates[issue] = flow_dates(now_, data_.issues[issue]);
    renew_ledgers();
    mark_stale();
    renew_boards();
    renew_projects();
    const Stale stale{std::move(sprints_stale_), std::move(flow_stale_), std::move(hygiene_stale_),
                      std::move(projects_), std::move(people_stale_)};
    std::vector<Finding> findings = find_again(analysis_, std::move(findings_), stale);
    return {std::move(analysis_), std::move(findings)};
  }

 private:
  [[nodiscard]] bool as_of_moved() const { return earlier_ != later_; }

  void make_room(const std::vector<Index>& inserted) {
    const std::vector<Index> places = shifted(analysis_.dates.size(), inserted);
    shift(analysis_, places);
    shift(findings_, places);
    std::vector<FlowDates> dates(data_.issues.size());
    for (std::size_t i = 0; i < places.size(); ++i) dates[places[i]] = analysis_.dates[i];
    analysis_.dates = std::move(dates);
  }

  // Of what happened between the two instants, one of them has seen nothing: issues with something there
  // count as changed.
  [[nodiscard]] bool woke(const history::Issue& issue) const {
    const auto between = [&](Instant at) { return at > earlier_ && at <= later_; };
    if (between(issue.created)) return true;
    std::size_t i = std::size_t{issue.first_event} + issue.event_count;
    while (i > issue.first_event && data_.events.at[i - 1] > later_) --i;
    return i > issue.first_event && between(data_.events.at[i - 1]);
  }
  void wake() {
    constexpr std::size_t kIssues = 1 << 13;
    std::vector<std::vector<Index>> parts(data_.issues.size() / kIssues + 1);
    for_each_part(data_.issues.size(), kIssues, [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) {
        if (woke(data_.issues[i])) parts[first / kIssues].push_back(static_cast<Index>(i));
      }
    });
    std::vector<Index> woken;
    for (const std::vector<Index>& part : parts) woken.insert(woken.end(), part.begin(), part.end());
    for (const Index issue : woken) {
      if (const Index board = data_.issues[issue].board; board != kNone) boards_[board] = true;
    }
    for (const Index sprint : history::sprints_of(data_, woken)) sprints_[sprint] = true;
    const std::vector<Index> related = history::related_to(data_, woken);
    related_.insert(related_.end(), related.begin(), related.end());
    issues_.insert(issues_.end(), woken.begin(), woken.end());
    history::unite(related_);
    history::unite(issues_);
  }

  // Whether a sprint whose issues did not change booked the same in both windows.
  [[nodiscard]] bool same_bookings(const SprintWindow& a, const SprintWindow& b) const {
    const auto between = [&](Instant at) { return at >= earlier_ && at <= later_; };
    return a.start == b.start && (a.end == b.end || (between(a.end) && between(b.end)));
  }

  // Puts the windows of a board's sprints right. False: they have to be worked out anew.
  bool keep_ledgers(Index board, const std::vector<Index>& ledger_of) {
    if (boards_[board]) return false;
    std::vector<std::pair<Index, SprintWindow>> windows;
    for (const Index sprint : data_.boards[board].sprints) {
      const auto window = sprint_window(now_, data_.sprints[sprint]);
      const Index known = ledger_of[sprint];
      if (window.has_value() != (known != kNone)) return false;
      if (!window) continue;
      if (sprints_[sprint] || !same_bookings(analysis_.ledgers[known].window, *window)) return false;
      windows.emplace_back(known, *window);
    }
    for (const auto& [known, window] : windows) {
      SprintWindow& old = analysis_.ledgers[known].window;
      if (old.closed != window.closed || old.planned_end != window.planned_end) ledgers_changed_[board] = 1;
      old = window;
    }
    return true;
  }

  void renew_ledgers() {
    std::vector<Index> ledger_of(data_.sprints.size(), kNone);
    for (Index i = 0; i < analysis_.ledgers.size(); ++i) ledger_of[analysis_.ledgers[i].sprint] = i;
    std::vector<std::optional<BoardSprints>> fresh(data_.boards.size());
    for_each_part(fresh.size(), kGrain, [&](std::size_t first, std::size_t last) {
      for (std::size_t b = first; b < last; ++b) {
        if (keep_ledgers(static_cast<Index>(b), ledger_of)) continue;
        fresh[b] = board_sprints(now_, data_.boards[b]);
        analysis_.practices[b].unit = fresh[b]->unit;
        ledgers_changed_[b] = 1;
      }
    });
    // Most often the same sprints in the same order: then they stay where they lie.
    std::vector<SprintLedger*> order;
    bool in_place = true;
    const auto add = [&](SprintLedger& ledger) {
      in_place = in_place && ledger_of[ledger.sprint] == order.size();
      order.push_back(&ledger);
    };
    for (std::size_t b = 0; b < fresh.size(); ++b) {
      if (fresh[b]) {
        std::ranges::for_each(fresh[b]->ledgers, add);
        continue;
      }
      for (const Index sprint : data_.boards[b].sprints) {
        if (ledger_of[sprint] != kNone) add(analysis_.ledgers[ledger_of[sprint]]);
      }
    }
    if (in_place && order.size() == analysis_.ledgers.size()) {
      for (std::size_t i = 0; i < order.size(); ++i) {
        if (order[i] != &analysis_.ledgers[i]) analysis_.ledgers[i] = std::move(*order[i]);
      }
      return;
    }
    std::vector<SprintLedger> ledgers;
    ledgers.reserve(order.size());
    for (SprintLedger* const ledger : order) ledgers.push_back(std::move(*ledger));
    analysis_.ledgers = std::move(ledgers);
  }

  void mark_stale() {
    sprints_stale_.assign(boards_.size(), false);
    flow_stale_ = boards_;
    hygiene_stale_ = as_of_moved() ? std::vector<bool>(boards_.size(), true) : boards_;
    for (std::size_t b = 0; b < boards_.size(); ++b) {
      if (ledgers_changed_[b] == 0) continue;
      sprints_stale_[b] = true;
      hygiene_stale_[b] = true;
    }
    // What was blocked by a changed issue, has a part or a bug that changed.
    for (const Index issue : related_) {
      if (const Index board = data_.issues[issue].board; board != kNone) {
        flow_stale_[board] = true;
        hygiene_stale_[board] = true;
      }
      mark_project(issue);
    }
    for (const Index sprint : history::sprints_of(data_, related_)) {
      if (const Index board = data_.sprints[sprint].board; board != kNone) sprints_stale_[board] = true;
    }
    for (const Index issue : issues_) mark_project(issue);
  }
  void mark_project(Index issue) {
    if (const Index project = data_.issues[issue].project; project != kNone) projects_[project] = true;
  }

  void renew_boards() {
    Context then = now_;
    then.as_of = before_;
    const auto days = static_cast<int>((now_.zone.day_of(now_.as_of) - now_.zone.day_of(before_)).count());
    const bool same_weeks = monday_of(first_unseen_day(then)) == monday_of(first_unseen_day(now_));
    std::vector<char> flow_changed(boards_.size());
    for_each_part(boards_.size(), kGrain, [&](std::size_t first, std::size_t last) {
      for (std::size_t b = first; b < last; ++b) {
        const auto board = static_cast<Index>(b);
        const std::span<const Index> issues = analysis_.board_issues.of(board);
        if (boards_[b]) {
          analysis_.practices[b].writes_criteria = writes_criteria(now_, issues);
          analysis_.ages[b] = ageing(now_, board, issues, analysis_.dates);
          analysis_.completions[b] = completions(now_, board, issues, analysis_.dates);
        } else {
          for (AgeingItem& item : analysis_.ages[b].items) item.age_days += days;
        }
        if (boards_[b] || !same_weeks) {
          analysis_.trends[b] = cycle_trend(now_, board, analysis_.completions[b], analysis_.dates);
        }
        if (!same_weeks || flow_depends_on_time(analysis_.ages[b], days)) flow_changed[b] = 1;
        if (hygiene_stale_[b]) analysis_.hygiene[b] = hygiene_of(analysis_, board);
      }
    });
    for (std::size_t b = 0; b < boards_.size(); ++b) {
      if (flow_changed[b] != 0) flow_stale_[b] = true;
    }
  }

  // Ages change with the day; whether nobody moves what is far too old changes at any time.
  [[nodiscard]] bool flow_depends_on_time(const BoardAgeing& ages, int days) const {
    if (!as_of_moved()) return false;
    if (days != 0) return !ages.items.empty();
    return std::ranges::any_of(ages.items, [&](const AgeingItem& item) {
      return ages.times_p95(item).value_or(0) > now_.options.flow_item_error;
    });
  }

  void renew_projects() {
    // By project; written side by side.
    std::vector<char> renewed(projects_.size());
    const std::vector<bool>& touched = projects_;
    for_each_part(renewed.size(), kGrain, [&](std::size_t first, std::size_t last) {
      for (std::size_t p = first; p < last; ++p) {
        const auto project = static_cast<Index>(p);
        Defects& known = analysis_.defects[p];
        // Backwards, what had left the window comes in again.
        if (!touched[p] && now_.as_of >= before_ && stands_until(known, now_, analysis_.dates)) continue;
        known = defects(now_, project, analysis_.project_issues.of(project), analysis_.dates);
        renewed[p] = 1;
      }
    });
    people_stale_ = projects_;
    const Instant from = silo_window_start(now_);
    for (std::size_t p = 0; p < projects_.size(); ++p) {
      if (now_.as_of < before_ || analysis_.silos.oldest[p] <= from) people_stale_[p] = true;
      projects_[p] = renewed[p] != 0;
    }
    analysis_.silos =
        knowledge_silos(now_, analysis_.project_issues, std::move(analysis_.silos), people_stale_);
    if (now_.options.burnout_enabled <= 0) return;
    // Whoever is overloaded is so wherever they work.
    analysis_.workload = workload(now_, analysis_.ledgers);
    people_stale_.assign(projects_.size(), true);
  }

  Instant before_;
  Analysis analysis_;
  std::vector<Finding> findings_;
  const Context& now_;
  const history::Dataset& data_;
  std::vector<Index> issues_;   // changed, or with something between the two instants
  std::vector<Index> related_;  // to these
  Instant earlier_;
  Instant later_;
  std::vector<bool> boards_;           // with one of these issues, before or now
  std::vector<bool> sprints_;          // likewise
  std::vector<char> ledgers_changed_;  // by board; written side by side
  std::vector<bool> projects_;         // with one of the issues, or one related to them
  // What is to be looked at again, by board or project.
  std::vector<bool> sprints_stale_, flow_stale_, hygiene_stale_, people_stale_;
};

}  // namespace

Assessment assess(const Context& context) {
  Analysis analysis = analyse(context);
  std::vector<Finding> findings = find_all(analysis);
  return {std::move(analysis), std::move(findings)};
}

Assessment reassess(Assessment before, const Context& now, const history::Touched& touched) {
  if (!can_keep(before.analysis, now, touched)) return assess(now);
  return Reassessment{std::move(before), now, touched}.go();
}

}  // namespace stint::metrics
