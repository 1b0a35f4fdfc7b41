#include "metrics/column_age_history.h"

#include <algorithm>

namespace stint::metrics {

using history::EventKind;
using history::StatusCategory;

ColumnAgeHistory::ColumnAgeHistory(const Context& context, const DayEnds& ends)
    : context_(context), ends_(ends), changes_(ends.size()) {
  const auto statuses = static_cast<Index>(context.data.statuses.size());
  Index slots = 0;
  for (const history::Board& board : context.data.boards) {
    first_slots_.push_back(slots);
    column_counts_.push_back(static_cast<Index>(board.columns.size()));
    slots += column_counts_.back() + statuses;
  }
  ages_.resize(slots);
}

// The ages at which it last left each column since its start, as ageing() reads them.
void ColumnAgeHistory::collect(const history::Issue& issue, const FlowDates& dates, Instant end) {
  now_.clear();
  if (!dates.start || !issue.has_history) return;
  const history::Dataset& data = context_.data;
  const Day start = context_.zone.day_of(*dates.start);
  Slot before = kNone;
  for (const history::Event& event : data.events_of(issue)) {
    if (event.at > end) break;
    if (event.kind != EventKind::status) continue;
    const bool working = data.category(event.to()) == StatusCategory::in_progress;
    const Slot now = working ? slot(issue.board, event.to()) : kNone;
    if (before != kNone && now != before && event.at >= *dates.start) {
      const int days = static_cast<int>((context_.zone.day_of(event.at) - start).count()) + 1;
      const auto known = std::ranges::find(now_, before, &Age::slot);
      if (known == now_.end()) {
        now_.push_back({before, days});
      } else {
        known->days = days;
      }
    }
    before = now;
  }
}

void ColumnAgeHistory::put(Index issue, const FlowDates& dates, std::size_t k) {
  if (issue != current_) before_.clear();
  current_ = issue;
  collect(context_.data.issues[issue], dates, ends_[k]);
  if (k == 0) {
    for (const Age& age : now_) count(age, 1);
  } else if (now_ != before_) {
    for (const Age& age : before_) changes_[k].push_back({age, -1});
    for (const Age& age : now_) changes_[k].push_back({age, 1});
  }
  std::swap(before_, now_);
}

void ColumnAgeHistory::count(const Age& age, int by) {
  Ages& ages = ages_[age.slot];
  const auto days = static_cast<std::size_t>(age.days);
  if (days >= ages.counts.size()) ages.counts.resize(days + 1);
  ages.counts[days] += by;
  ages.n += by;
  ages.stale = true;
}

void ColumnAgeHistory::advance(std::size_t k) {
  for (const Change& change : changes_[k]) count(change.age, change.by);
}

std::optional<int> ColumnAgeHistory::p85(Slot slot) const {
  Ages& ages = ages_[slot];
  if (ages.n <= 0 || ages.n < context_.options.ageing_minimum) return std::nullopt;
  if (ages.stale) {
    // Nearest rank.
    const std::int64_t rank = (std::int64_t{85} * ages.n + 99) / 100;
    std::int64_t sum = 0;
    ages.p85 = 0;
    while (sum + ages.counts[static_cast<std::size_t>(ages.p85)] < rank) {
      sum += ages.counts[static_cast<std::size_t>(ages.p85)];
      ++ages.p85;
    }
    ages.stale = false;
  }
  return ages.p85;
}

}  // namespace stint::metrics
