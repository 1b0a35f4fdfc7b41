#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "metrics/hygiene_history.h"
#include "report/summary.h"
#include "report/wording.h"

namespace stint::report {
namespace {

using metrics::CheckResult;
using metrics::Hygiene;
using metrics::HygieneCheck;
using metrics::HygieneDay;
using metrics::Index;

constexpr std::size_t kMostChecks = 3;
constexpr std::size_t kMostItems = 5;
constexpr std::size_t kDaysOfWeek = 7;

// The score so many days before the last one; nothing where the history does not reach back, or no check
// applied.
std::optional<double> score_before(const std::vector<HygieneDay>& days, std::size_t back) {
  return days.size() > back ? days[days.size() - 1 - back].score : std::nullopt;
}

// As readers see both scores.
std::string change_text(double now, double then) {
  const double change = std::round(now) - std::round(then);
  if (change == 0) return "unchanged";
  return fmt::format("{}{}", change > 0 ? "+" : "−", chart::figure(std::abs(change)));
}

std::string score_text(const Hygiene& hygiene, const std::vector<HygieneDay>& days) {
  const double score = *hygiene.score;
  std::vector<std::string> changes;
  if (const auto before = score_before(days, 1))
    changes.push_back(change_text(score, *before) + " since yesterday");
  if (const auto before = score_before(days, kDaysOfWeek))
    changes.push_back(change_text(score, *before) + " in a week");
  std::string text = fmt::format("{} of 100", chart::figure(std::round(score)));
  if (!changes.empty()) text += fmt::format(" ({})", fmt::join(changes, ", "));
  return text;
}

// What costs the score most.
std::string lacks_text(const Hygiene& hygiene) {
  std::vector<const CheckResult*> failed;
  for (const CheckResult& check : hygiene.checks) {
    if (check.violations > 0 && check.weight > 0 && check.check != HygieneCheck::no_goal)
      failed.push_back(&check);
  }
  std::ranges::sort(failed, [](const CheckResult* a, const CheckResult* b) {
    const double cost_a = a->weight * a->violations;
    const double cost_b = b->weight * b->violations;
    return cost_a != cost_b ? cost_a > cost_b : a->check < b->check;
  });
  if (failed.size() > kMostChecks) failed.resize(kMostChecks);
  std::vector<std::string> parts;
  for (const CheckResult* check : failed) {
    parts.push_back(fmt::format("{}{} {}", check->violations,
                                parts.empty() ? (check->violations == 1 ? " item" : " items") : "",
                                metrics::check_text(check->check, check->violations > 1)));
  }
  std::string text = parts.empty() ? std::string{} : fmt::format(" {}.", fmt::join(parts, ", "));
  for (const CheckResult& check : hygiene.checks) {
    if (check.check == HygieneCheck::no_goal && check.violations > 0 && check.weight > 0)
      text +=
          check.violations == 1 ? " The running sprint has no goal." : " The running sprints have no goal.";
  }
  return text.empty() ? " Nothing is amiss." : text;
}

// An issue with everything that is the matter with it.
struct Amiss {
  Index issue = metrics::kNone;
  double weight = 0;
  double blocked_days = 0;
  std::vector<std::string> parts;
};

void add_amiss(const Hygiene& hygiene, std::vector<Amiss>& all) {
  std::vector<Amiss> found;
  for (const CheckResult& check : hygiene.checks) {
    if (check.weight <= 0) continue;
    for (const Index issue : check.violating) {
      auto amiss = std::ranges::find(found, issue, &Amiss::issue);
      if (amiss == found.end()) {
        amiss = found.insert(found.end(), Amiss{.issue = issue, .parts = {}});
        const auto blocked = std::ranges::find(hygiene.blocked, issue, &metrics::BlockedItem::issue);
        if (blocked != hygiene.blocked.end()) amiss->blocked_days = blocked->days;
      }
      amiss->weight += check.weight;
      std::string text{metrics::check_text(check.check, false)};
      if (check.check == HygieneCheck::blocked)
        text = fmt::format("has been blocked for {}", amount(std::floor(amiss->blocked_days), "days"));
      amiss->parts.push_back(std::move(text));
    }
  }
  // What two boards show is told once.
  for (Amiss& amiss : found) {
    if (std::ranges::find(all, amiss.issue, &Amiss::issue) == all.end()) all.push_back(std::move(amiss));
  }
}

bool is_worse(const Amiss& a, const Amiss& b) {
  if (a.weight != b.weight) return a.weight > b.weight;
  if (a.blocked_days != b.blocked_days) return a.blocked_days > b.blocked_days;
  return a.issue < b.issue;
}

}  // namespace

std::optional<Summary> hygiene_summary(const metrics::Analysis& analysis, std::span<const Index> boards) {
  const history::Dataset& data = analysis.context.data;
  const auto days = metrics::hygiene_history(analysis.context, analysis.dates);
  Summary summary;
  std::vector<Amiss> all;
  const Hygiene* lowest = nullptr;
  std::size_t scored = 0;
  for (const Index board : boards) {
    const Hygiene& hygiene = analysis.hygiene[board];
    if (!hygiene.score) continue;
    ++scored;
    if (lowest == nullptr || *hygiene.score < *lowest->score) lowest = &hygiene;
    if (!summary.text.empty()) summary.text += '\n';
    summary.text += fmt::format("{}: {}.{}", data.boards[board].name, score_text(hygiene, days[board]),
                                lacks_text(hygiene));
    add_amiss(hygiene, all);
  }
  if (lowest == nullptr) return std::nullopt;
  const std::string& name = data.boards[lowest->board].name;
  summary.title = scored == 1
                      ? fmt::format("{}: hygiene {}", name, score_text(*lowest, days[lowest->board]))
                      : fmt::format("Hygiene of {} boards: the lowest is {} with {} of 100",
                                    count_word(scored), name, chart::figure(std::round(*lowest->score)));
  std::ranges::sort(all, is_worse);
  if (all.size() > kMostItems) all.resize(kMostItems);
  for (const Amiss& amiss : all)
    summary.items.push_back(summary_item(data, amiss.issue, fmt::format("{}", fmt::join(amiss.parts, "; "))));
  return summary;
}

}  // namespace stint::report
