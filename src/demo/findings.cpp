// The table of severities, applied to a finished board.
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

#include "demo/figures.h"
#include "demo/json_writer.h"

namespace stint::demo {

namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::size_t kMedianOver = 5;
constexpr std::size_t kVelocityNeeds = 3;

// A share, kept exact.
struct Share {
  std::int64_t part;
  std::int64_t whole;
  [[nodiscard]] bool at_least(std::int64_t percent) const {
    return whole > 0 && part * 100 >= percent * whole;
  }
  // Within eight thousandths of it.
  [[nodiscard]] bool near(std::int64_t percent) const {
    if (whole <= 0) return false;
    const std::int64_t distance = part * 1000 - percent * 10 * whole;
    return distance < 8 * whole && distance > -8 * whole;
  }
  [[nodiscard]] std::string text() const { return whole > 0 ? ratio_text(part, whole) : "null"; }
};

Share operator-(const Share& a, const Share& b) {
  return {a.part * b.whole - b.part * a.whole, a.whole * b.whole};
}
bool operator<(const Share& a, const Share& b) {
  return a.part * b.whole < b.part * a.whole;
}

Share creep_of(const Ledger& ledger) {
  return {ledger.creep(), ledger.committed};
}
Share miss_of(const Ledger& ledger) {
  return {ledger.missed(), ledger.committed};
}

// The median of up to five closed sprints before `sprint`, as a share; nothing without any.
template <class Value>
std::vector<Share> previous(const BoardFigures& figures, int sprint, Value value) {
  std::vector<Share> shares;
  for (int i = std::max(0, sprint - static_cast<int>(kMedianOver)); i < sprint; ++i) {
    const Share share = value(figures.ledgers[at(i)]);
    if (share.whole > 0) shares.push_back(share);
  }
  std::sort(shares.begin(), shares.end());
  return shares;
}

Share median(const std::vector<Share>& sorted) {
  const std::size_t n = sorted.size();
  if (n % 2 == 1) return sorted[n / 2];
  const Share& a = sorted[n / 2 - 1];
  const Share& b = sorted[n / 2];
  return {a.part * b.whole + b.part * a.whole, 2 * a.whole * b.whole};
}

Share completed_of(const Ledger& ledger) {
  return {ledger.completed, 1};
}

// How far the sprint's completed points lie under its median.
Share drop_of(const BoardFigures& figures, int sprint) {
  const std::vector<Share> before = previous(figures, sprint, completed_of);
  if (before.size() < kVelocityNeeds) return {0, 0};
  const Share normal = median(before);
  return {normal.part - figures.ledgers[at(sprint)].completed * normal.whole, normal.part};
}

struct MissedTarget {
  Share miss;
  Share worse;  // than the median before; the miss itself where there is none
};

MissedTarget missed_target_of(const BoardFigures& figures, int sprint) {
  const Share miss = miss_of(figures.ledgers[at(sprint)]);
  const std::vector<Share> before = previous(figures, sprint, miss_of);
  return {miss, before.empty() ? miss : miss - median(before)};
}

bool growth_alert(const Ledger& ledger) {
  return 5 * static_cast<std::int64_t>(ledger.grown_stories.size()) > ledger.stories ||
         !ledger.small_to_large.empty();
}

std::string number(std::int64_t value) {
  return fmt::format("{}", value);
}

void find_creep(std::vector<Finding>& found, const BoardFigures& figures, int sprint) {
  const Ledger& ledger = figures.ledgers[at(sprint)];
  const Share creep = creep_of(ledger);
  if (!creep.at_least(20) && !growth_alert(ledger)) return;
  Finding finding{.check = Check::scope_creep,
                  .error = creep.at_least(40),
                  .sprint = sprint,
                  .issues = ledger.added_issues,
                  .figures = {}};
  for (const auto* list : {&ledger.re_estimated_issues, &ledger.grown_stories, &ledger.small_to_large}) {
    finding.issues.insert(finding.issues.end(), list->begin(), list->end());
  }
  finding.figures = {{"scope_creep", creep.text()},
                     {"added", number(ledger.added)},
                     {"re_estimated", number(ledger.re_estimated)},
                     {"committed", number(ledger.committed)},
                     {"stories_grown_share",
                      Share{static_cast<std::int64_t>(ledger.grown_stories.size()), ledger.stories}.text()}};
  found.push_back(std::move(finding));
}

void find_missed_target(std::vector<Finding>& found, const BoardFigures& figures, int sprint) {
  const auto [miss, worse] = missed_target_of(figures, sprint);
  if (!miss.at_least(20) || !worse.at_least(10)) return;
  const Ledger& ledger = figures.ledgers[at(sprint)];
  found.push_back({.check = Check::missed_target,
                   .error = miss.at_least(40),
                   .sprint = sprint,
                   .issues = ledger.missed_issues,
                   .figures = {{"missed_target", miss.text()},
                               {"committed", number(ledger.committed)},
                               {"worse_than_median_by", worse.text()}}});
}

void find_velocity(std::vector<Finding>& found, const BoardFigures& figures, int sprint) {
  const Share drop = drop_of(figures, sprint);
  if (!drop.at_least(20)) return;
  const Ledger& ledger = figures.ledgers[at(sprint)];
  found.push_back({.check = Check::velocity,
                   .error = drop.at_least(40),
                   .sprint = sprint,
                   .issues = ledger.missed_issues,
                   .figures = {{"completed", number(ledger.completed)},
                               {"under_median_by", drop.text()},
                               {"committed", number(ledger.committed)}}});
}

Share unestimated_of(const Ledger& ledger) {
  return {static_cast<std::int64_t>(ledger.unestimated_issues.size()),
          static_cast<std::int64_t>(ledger.committed_issues.size())};
}

void find_unestimated(std::vector<Finding>& found, const BoardFigures& figures, int sprint) {
  const Ledger& ledger = figures.ledgers[at(sprint)];
  const Share share = unestimated_of(ledger);
  if (share.part < 2 || !share.at_least(10)) return;
  found.push_back({.check = Check::unestimated,
                   .error = share.at_least(30),
                   .sprint = sprint,
                   .issues = ledger.unestimated_issues,
                   .figures = {{"unestimated", number(share.part)},
                               {"committed_items", number(share.whole)},
                               {"unestimated_share", share.text()}}});
}

Share stale_of(const BoardFigures& figures) {
  return {static_cast<std::int64_t>(figures.stale.size()),
          static_cast<std::int64_t>(figures.in_progress.size())};
}

void find_hygiene(std::vector<Finding>& found, const BoardFigures& figures) {
  const int active = static_cast<int>(figures.ledgers.size()) - 1;
  Finding blocked{.check = Check::blocked, .sprint = active, .issues = {}, .figures = {}};
  std::int64_t longest = 0;
  for (const Blocked& item : figures.blocked) {
    if (!item.now || item.milliseconds < 3 * kDayMs) continue;
    blocked.issues.push_back(item.issue);
    longest = std::max(longest, item.milliseconds);
  }
  blocked.error = longest >= 10 * kDayMs;
  blocked.figures = {{"blocked_items", number(static_cast<std::int64_t>(blocked.issues.size()))},
                     {"longest_blocked_days", ratio_text(longest, kDayMs)}};
  if (!blocked.issues.empty()) found.push_back(std::move(blocked));
  const Share stale = stale_of(figures);
  if (stale.part >= 2 && stale.at_least(10)) {
    found.push_back({.check = Check::stale,
                     .error = stale.at_least(30),
                     .sprint = active,
                     .issues = figures.stale,
                     .figures = {{"stale", number(stale.part)},
                                 {"in_progress", number(stale.whole)},
                                 {"stale_share", stale.text()}}});
  }
  const std::int64_t score = figures.lowest_score();
  if (score < 800) {
    found.push_back({.check = Check::score,
                     .error = score < 600,
                     .sprint = -1,
                     .issues = {},
                     .figures = {{"hygiene_score", ratio_text(score, 10)}}});
  }
}

Share too_long_of(const BoardFigures& figures) {
  return {static_cast<std::int64_t>(figures.too_long.size()), figures.aged_items};
}

void find_flow(std::vector<Finding>& found, const BoardFigures& figures) {
  const Share old = too_long_of(figures);
  if ((old.part >= 3 && old.at_least(30)) || !figures.far_too_long.empty()) {
    found.push_back({.check = Check::ageing,
                     .error = !figures.stuck.empty(),
                     .sprint = -1,
                     .issues = figures.too_long,
                     .figures = {{"over_usual_age", number(old.part)},
                                 {"in_progress", number(old.whole)},
                                 {"over_usual_age_share", old.text()}}});
  }
  if (figures.weeks_got_worse) {
    found.push_back({.check = Check::weeks,
                     .error = false,
                     .sprint = -1,
                     .issues = {},
                     .figures = {{"unusual_weeks", "true"}}});
  }
}

Share escape_of(const BoardFigures& figures, bool low) {
  const auto production = static_cast<std::int64_t>(figures.production.size());
  const auto others =
      static_cast<std::int64_t>(figures.pre_release.size() + (low ? figures.unclassified.size() : 0));
  return {production, production + others};
}

void find_escapes(std::vector<Finding>& found, const BoardFigures& figures) {
  const Share rate = escape_of(figures, true);
  const std::size_t classified = figures.production.size() + figures.pre_release.size();
  if (classified < 5 || !rate.at_least(20)) return;
  found.push_back(
      {.check = Check::escape_rate,
       .error = rate.at_least(40),
       .sprint = -1,
       .issues = figures.production,
       .figures = {{"escape_rate", escape_of(figures, false).text()},
                   {"escape_rate_low", rate.text()},
                   {"production", number(static_cast<std::int64_t>(figures.production.size()))},
                   {"pre_release", number(static_cast<std::int64_t>(figures.pre_release.size()))},
                   {"unclassified", number(static_cast<std::int64_t>(figures.unclassified.size()))}}});
}

void unique(std::vector<std::int32_t>& issues) {
  std::sort(issues.begin(), issues.end());
  issues.erase(std::unique(issues.begin(), issues.end()), issues.end());
}

}  // namespace

std::string_view finding_kind(Check check) {
  switch (check) {
    case Check::scope_creep:
      return "scope_creep";
    case Check::missed_target:
      return "missed_target";
    case Check::velocity:
      return "velocity";
    case Check::escape_rate:
      return "defect_leakage";
    case Check::ageing:
    case Check::weeks:
      return "flow";
    default:
      return "hygiene";
  }
}

std::string_view finding_reason(Check check) {
  switch (check) {
    case Check::scope_creep:
      return "work was added or grew after the start";
    case Check::missed_target:
      return "committed work was not completed";
    case Check::velocity:
      return "fewer points were completed than usual";
    case Check::escape_rate:
      return "bugs were found in production";
    case Check::unestimated:
      return "committed items had no estimate at the start";
    case Check::blocked:
      return "items are blocked for three days or more";
    case Check::stale:
      return "items in progress are silent for five days or more";
    case Check::score:
      return "too many hygiene checks fail";
    case Check::ageing:
      return "items in progress are older than usual in their columns";
    case Check::weeks:
      return "a week was out of the usual variation";
  }
  return "";
}

std::vector<Finding> find_all(const Board& board, const BoardFigures& figures) {
  std::vector<Finding> found;
  for (int sprint = 0; sprint < board.started_sprints(); ++sprint) {
    find_creep(found, figures, sprint);
    find_unestimated(found, figures, sprint);
    if (board.sprints[at(sprint)].state != SprintState::closed) continue;
    find_missed_target(found, figures, sprint);
    find_velocity(found, figures, sprint);
  }
  find_hygiene(found, figures);
  find_flow(found, figures);
  find_escapes(found, figures);
  for (Finding& finding : found) unique(finding.issues);
  return found;
}

bool is_on_the_edge(const Board& board, const BoardFigures& figures) {
  const auto near = [](const Share& share) { return share.near(20) || share.near(40); };
  for (int sprint = 0; sprint < board.started_sprints(); ++sprint) {
    const Ledger& ledger = figures.ledgers[at(sprint)];
    if (near(creep_of(ledger))) return true;
    const Share unestimated = unestimated_of(ledger);
    if (unestimated.part >= 2 && (unestimated.near(10) || unestimated.near(30))) return true;
    if (board.sprints[at(sprint)].state != SprintState::closed) continue;
    const auto [miss, worse] = missed_target_of(figures, sprint);
    if (near(miss) || (miss.at_least(20) && worse.near(10)) || near(drop_of(figures, sprint))) return true;
  }
  const Share stale = stale_of(figures);
  if (stale.part >= 2 && (stale.near(10) || stale.near(30))) return true;
  for (const bool low : {false, true}) {
    const Share rate = escape_of(figures, low);
    // A small sample has few values to choose from.
    if (rate.part * 5 == rate.whole || rate.part * 5 == rate.whole * 2) return true;
  }
  return false;
}

}  // namespace stint::demo
