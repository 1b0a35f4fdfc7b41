#include "metrics/finding_changes.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

namespace stint::metrics {
namespace {

// Days times issues that are looked at again.
constexpr std::size_t kBudget = 190'000;
constexpr double kNoticeable = 0.05;

class ById {
 public:
  explicit ById(std::span<const Finding> findings) {
    findings_.reserve(findings.size());
    for (const Finding& finding : findings) findings_.try_emplace(finding.id, &finding);
  }
  // The first with that id.
  [[nodiscard]] const Finding* find(std::string_view id) const {
    const auto found = findings_.find(id);
    return found == findings_.end() ? nullptr : found->second;
  }

 private:
  std::unordered_map<std::string_view, const Finding*> findings_;
};

bool alarms(const Finding& finding) {
  return finding.current && finding.severity > Severity::info;
}

}  // namespace

std::string_view change_name(ChangeKind kind) {
  constexpr std::array<std::string_view, 4> kNames{"new", "worse", "better", "same"};
  return kNames[static_cast<std::size_t>(kind)];
}

ChangeKind compare(const Finding& now, const Finding* before) {
  if (before == nullptr) return ChangeKind::fresh;
  if (now.severity != before->severity) {
    // A mere report that turned into an alarm is new as an alarm.
    if (before->severity == Severity::info) return ChangeKind::fresh;
    return now.severity > before->severity ? ChangeKind::worse : ChangeKind::better;
  }
  if (now.severity == Severity::info) return ChangeKind::same;
  if (now.cost > before->cost * (1 + kNoticeable)) return ChangeKind::worse;
  if (now.cost < before->cost * (1 - kNoticeable)) return ChangeKind::better;
  return ChangeKind::same;
}

std::vector<FindingChange> changes(std::span<const Finding> now, std::span<const Finding> before) {
  const ById earlier{before};
  std::vector<FindingChange> all;
  for (const Finding& finding : now) all.push_back({compare(finding, earlier.find(finding.id)), {}, false});
  return all;
}

std::vector<Gone> gone(std::span<const Finding> now, std::span<const Finding> before) {
  const ById standing{now};
  std::vector<Gone> all;
  for (const Finding& finding : before) {
    if (!alarms(finding)) continue;
    const Finding* const still = standing.find(finding.id);
    if (still == nullptr || still->severity == Severity::info)
      all.push_back({finding.id, finding.kind, finding.severity});
  }
  return all;
}

Comparison compare_with(const Context& context, Assessment now, Instant earlier, bool since) {
  const std::vector<Finding> findings = now.findings;
  Context before = context;
  before.as_of = earlier;
  Assessment old = reassess(std::move(now), before, {});
  Comparison comparison{changes(findings, old.findings), gone(findings, old.findings)};
  if (since) find_since(context, findings, comparison.changes, std::move(old));
  return comparison;
}

void find_since(const Context& context, std::span<const Finding> now, std::vector<FindingChange>& changes,
                std::optional<Assessment> from) {
  const Day today = context.zone.day_of(context.as_of);
  std::vector<std::size_t> standing;
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (!alarms(now[i])) continue;
    changes[i].since = today;
    standing.push_back(i);
  }
  const std::size_t issues = std::max<std::size_t>(context.data.issues.size(), 1);
  const auto most = static_cast<std::size_t>(context.options.look_back_days);
  const auto days = static_cast<int>(std::min(most, kBudget / issues));
  for (int back = 1; back <= days && !standing.empty(); ++back) {
    Context then = context;
    const Day day = today - std::chrono::days{back};
    then.as_of = context.zone.instant_of(day + std::chrono::days{1}) - Milliseconds{1};
    // From one day to the day before most things stay as they are.
    from.emplace(from ? reassess(std::move(*from), then, {}) : assess(then));
    const ById earlier_findings{from->findings};
    std::erase_if(standing, [&](std::size_t i) {
      const Finding* const earlier = earlier_findings.find(now[i].id);
      if (earlier == nullptr || earlier->severity == Severity::info) return true;
      changes[i].since = day;
      return false;
    });
  }
  for (const std::size_t i : standing) changes[i].since_or_earlier = true;
}

}  // namespace stint::metrics
