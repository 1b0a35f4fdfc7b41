#include "metrics/miss_reasons.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "metrics/blocked.h"

namespace stint::metrics {
namespace {

using history::Event;
using history::EventKind;
using history::StatusCategory;

struct ReasonText {
  MissReason reason;
  std::string_view name;
  std::string_view one;
  std::string_view many;
};

constexpr std::array<ReasonText, kMissReasons> kReasons{{
    {MissReason::blocked, "blocked", "was blocked for a day or more", "were blocked for a day or more"},
    {MissReason::started_late, "started_late", "was started late or not at all",
     "were started late or not at all"},
    {MissReason::too_large, "too_large", "was large from the start", "were large from the start"},
    {MissReason::re_estimated, "re_estimated", "grew during the sprint", "grew during the sprint"},
    {MissReason::reopened, "reopened", "was reopened", "were reopened"},
    {MissReason::in_review, "in_review", "was still waiting in review or test at the end",
     "were still waiting in review or test at the end"},
    {MissReason::descoped, "descoped", "was taken out of the sprint or closed undone",
     "were taken out of the sprint or closed undone"},
}};

// `then`: as things stood at the sprint's end. What became of the item later does not matter.
bool was_blocked(const Context& then, const SprintLedger& ledger, const history::Issue& issue) {
  const auto blocked = blocked_intervals(then, issue, flow_dates(then, issue));
  return to_days(total(intersected(blocked, {{ledger.window.start, ledger.window.end}}))) >= 1;
}

bool started_late(const Context& context, const SprintLedger& ledger, const history::Issue& issue) {
  const Instant half = ledger.window.start + (ledger.window.end - ledger.window.start) / 2;
  for (const Event& event : context.data.events_of(issue)) {
    if (event.at > half) break;
    if (event.kind == EventKind::status && context.data.category(event.to()) == StatusCategory::in_progress)
      return false;
  }
  return true;
}

bool in_review_at_end(const Context& context, const SprintLedger& ledger, const history::Issue& issue) {
  Index status = kNone;
  for (const Event& event : context.data.events_of(issue)) {
    if (event.at > ledger.window.end) break;
    if (event.kind == EventKind::status) status = event.to();
  }
  return status != kNone && context.data.statuses[status].review;
}

}  // namespace

std::string_view reason_text(MissReason reason, bool several) {
  for (const ReasonText& text : kReasons) {
    if (text.reason == reason) return several ? text.many : text.one;
  }
  return {};
}

std::string_view reason_name(MissReason reason) {
  for (const ReasonText& text : kReasons) {
    if (text.reason == reason) return text.name;
  }
  return {};
}

std::vector<ReasonCount> miss_reasons(const Context& context, const SprintLedger& ledger) {
  std::vector<ReasonCount> counts;
  for (const ReasonText& text : kReasons) counts.push_back({text.reason, {}});
  Context then = context;
  then.as_of = ledger.window.end;
  for (const SprintItem& item : ledger.items) {
    if (!item.committed || item.completed) continue;
    const history::Issue& issue = context.data.issues[item.issue];
    const auto count = [&](MissReason reason, bool holds) {
      if (holds) counts[static_cast<std::size_t>(reason)].issues.push_back(item.issue);
    };
    const bool descoped = !item.member_at_end || item.done_at_end;
    count(MissReason::descoped, descoped);
    count(MissReason::blocked, was_blocked(then, ledger, issue));
    count(MissReason::started_late, !descoped && started_late(context, ledger, issue));
    count(MissReason::too_large,
          ledger.unit != history::Unit::issues && item.estimate_at_start >= context.options.large_item);
    count(MissReason::re_estimated, item.re_estimated_up > 0);
    count(MissReason::reopened, item.reopened > 0);
    count(MissReason::in_review, !descoped && in_review_at_end(context, ledger, issue));
  }
  std::erase_if(counts, [](const ReasonCount& count) { return count.issues.empty(); });
  std::ranges::stable_sort(counts, std::ranges::greater{},
                           [](const ReasonCount& count) { return count.issues.size(); });
  return counts;
}

std::vector<Index> carried_over(const Context& context, const SprintLedger& ledger,
                                const SprintLedger& next) {
  std::vector<Index> carried;
  if (to_days(next.window.start - ledger.window.end) > context.options.carry_over_days) return carried;
  std::ranges::set_intersection(ledger.spillover.issues, next.committed.issues, std::back_inserter(carried));
  return carried;
}

}  // namespace stint::metrics
