#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "metrics/miss_reasons.h"
#include "metrics/statistics.h"
#include "metrics/velocity.h"
#include "report/summary.h"
#include "report/wording.h"

namespace stint::report {
namespace {

using metrics::Index;
using metrics::SprintItem;
using metrics::SprintLedger;

constexpr std::chrono::days kRecent{60};
constexpr std::size_t kMostReasons = 2;
constexpr std::size_t kMostItemsOfBoard = 5;
constexpr std::size_t kMostItems = 15;

// A board's last finished sprint with those before it, the oldest first.
struct Finished {
  Index board = metrics::kNone;
  const SprintLedger* last = nullptr;
  std::vector<const SprintLedger*> before;
};

std::optional<Finished> finished_on(const metrics::Analysis& analysis, Index board) {
  const auto ledgers = analysis.ledgers_of(board);
  Finished finished{.board = board, .last = nullptr, .before = {}};
  std::size_t position = 0;
  for (std::size_t i = 0; i < ledgers.size(); ++i) {
    if (!ledgers[i].window.closed || ledgers[i].no_history) continue;
    finished.last = &ledgers[i];
    position = i;
  }
  if (finished.last == nullptr || analysis.context.as_of - finished.last->window.end > kRecent)
    return std::nullopt;
  finished.before = metrics::earlier_sprints(analysis.context, ledgers, position);
  return finished;
}

// The share of the commitment that was completed.
std::optional<double> rate_of(const SprintLedger& ledger) {
  const auto missed = ledger.missed_target();
  return missed ? std::optional{1 - *missed} : std::nullopt;
}

std::string usual_rate(const Finished& finished) {
  std::vector<double> rates;
  for (const SprintLedger* ledger : finished.before) {
    if (const auto rate = rate_of(*ledger)) rates.push_back(*rate);
  }
  const auto usual = metrics::median(rates);
  if (!usual) return {};
  if (rates.size() == 1) return fmt::format(" In the sprint before it was {}.", chart::percent(*usual));
  return fmt::format(" In the {} sprints before it was {} (median).", count_word(rates.size()),
                     chart::percent(*usual));
}

std::string not_done(const std::vector<metrics::ReasonCount>& reasons, std::size_t missed) {
  if (missed == 0) return " Everything that was committed is done.";
  std::string text = missed == 1 ? " One item was not done" : fmt::format(" {} items were not done", missed);
  std::vector<std::string> parts;
  for (const metrics::ReasonCount& reason : reasons) {
    if (parts.size() == kMostReasons) break;
    const std::size_t count = reason.issues.size();
    const std::string_view words = metrics::reason_text(reason.reason, count > 1);
    parts.push_back(missed == 1 ? std::string{words} : fmt::format("{} {}", count, words));
  }
  if (!parts.empty()) text += (missed == 1 ? ": it " : ": ") + fmt::format("{}", fmt::join(parts, ", "));
  return text + ".";
}

std::string line_of(const metrics::Analysis& analysis, const Finished& finished,
                    const std::vector<metrics::ReasonCount>& reasons) {
  const history::Dataset& data = analysis.context.data;
  const SprintLedger& last = *finished.last;
  const std::string_view units = history::unit_name(last.unit);
  std::string text = fmt::format("{}: {}, which ended on {}, ", data.boards[finished.board].name,
                                 data.sprints[last.sprint].name,
                                 chart::long_date(analysis.context.zone.day_of(last.window.end)));
  if (const auto rate = rate_of(last)) {
    text += fmt::format("completed {} of the {} committed ({}).",
                        chart::figure(last.committed.value - last.missed.value),
                        amount(last.committed.value, units), chart::percent(*rate));
    text += usual_rate(finished);
    text += not_done(reasons, last.missed.issues.size());
  } else {
    text += fmt::format("had committed to nothing and completed {}.", amount(last.completed.value, units));
  }
  return text;
}

// What was not done, the largest first.
void add_items(const metrics::Analysis& analysis, const Finished& finished,
               const std::vector<metrics::ReasonCount>& reasons, std::vector<SummaryItem>& items) {
  const history::Dataset& data = analysis.context.data;
  const SprintLedger& last = *finished.last;
  std::vector<const SprintItem*> missed;
  for (const SprintItem& item : last.items) {
    if (item.committed && !item.completed) missed.push_back(&item);
  }
  std::ranges::sort(missed, [](const SprintItem* a, const SprintItem* b) {
    if (a->estimate_at_start != b->estimate_at_start) return a->estimate_at_start > b->estimate_at_start;
    return a->issue < b->issue;
  });
  for (std::size_t i = 0; i < std::min(missed.size(), kMostItemsOfBoard) && items.size() < kMostItems; ++i) {
    const Index issue = missed[i]->issue;
    std::vector<std::string> parts;
    if (last.unit != history::Unit::issues && !missed[i]->unestimated_at_start)
      parts.push_back(amount(missed[i]->estimate_at_start, history::unit_name(last.unit)));
    for (const metrics::ReasonCount& reason : reasons) {
      if (std::ranges::find(reason.issues, issue) != reason.issues.end())
        parts.emplace_back(metrics::reason_text(reason.reason, false));
    }
    items.push_back(summary_item(data, issue, fmt::format("{}", fmt::join(parts, "; "))));
  }
}

std::string title_of(const metrics::Analysis& analysis, const std::vector<Finished>& all) {
  const history::Dataset& data = analysis.context.data;
  if (all.size() == 1) {
    const auto rate = rate_of(*all.front().last);
    const std::string& board = data.boards[all.front().board].name;
    const std::string& sprint = data.sprints[all.front().last->sprint].name;
    return rate ? fmt::format("{}: {} completed {} of its commitment", board, sprint, chart::percent(*rate))
                : fmt::format("{}: {} has ended", board, sprint);
  }
  std::vector<double> rates;
  for (const Finished& finished : all) {
    if (const auto rate = rate_of(*finished.last)) rates.push_back(*rate);
  }
  const auto middle = metrics::median(rates);
  return middle ? fmt::format("The last sprints of {} boards completed {} of their commitments (median)",
                              count_word(all.size()), chart::percent(*middle))
                : fmt::format("The last sprints of {} boards have ended", count_word(all.size()));
}

}  // namespace

std::optional<Summary> completion_summary(const metrics::Analysis& analysis, std::span<const Index> boards) {
  std::vector<Finished> all;
  for (const Index board : boards) {
    if (auto finished = finished_on(analysis, board)) all.push_back(std::move(*finished));
  }
  if (all.empty()) return std::nullopt;
  Summary summary{.title = title_of(analysis, all), .text = {}};
  for (const Finished& finished : all) {
    const auto reasons = metrics::miss_reasons(analysis.context, *finished.last);
    if (!summary.text.empty()) summary.text += '\n';
    summary.text += line_of(analysis, finished, reasons);
    add_items(analysis, finished, reasons, summary.items);
  }
  return summary;
}

}  // namespace stint::report
