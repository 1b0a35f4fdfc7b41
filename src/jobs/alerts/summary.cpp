#include "jobs/alerts/summary.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "jobs/json_input.h"

namespace stint::jobs {
namespace {

constexpr std::array<std::string_view, 2> kNames{"daily_hygiene", "weekly_summary"};

}  // namespace

std::string_view summary_name(SummaryKind kind) {
  return kNames.at(static_cast<std::size_t>(kind));
}

std::optional<SummaryKind> summary_named(std::string_view name) {
  const auto* found = std::ranges::find(kNames, name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<SummaryKind>(found - kNames.begin());
}

Result<SummaryRule> summary_from_json(std::string_view json) {
  JsonInput input;
  STINT_TRY(input.open(json, "summary", {"name", "on", "kind", "projects", "attach_report", "channel"}));
  SummaryRule rule;
  STINT_ASSIGN(name, input.name("name"));
  STINT_ASSIGN(channel, input.name("channel"));
  STINT_ASSIGN(on, input.boolean("on", true));
  STINT_ASSIGN(kind, input.text("kind"));
  STINT_ASSIGN(projects, input.texts("projects"));
  STINT_ASSIGN(attach, input.boolean("attach_report", false));
  const auto named = summary_named(kind);
  if (!named) return input.wrong("kind", "is not known", "daily_hygiene or weekly_summary");
  rule.name = std::move(name);
  rule.channel = std::move(channel);
  rule.on = on;
  rule.kind = *named;
  rule.projects = std::move(projects);
  rule.attach_report = attach;
  return rule;
}

JsonDocument to_json(const SummaryRule& rule) {
  return {{"name", rule.name},
          {"on", rule.on},
          {"kind", summary_name(rule.kind)},
          {"projects", rule.projects},
          {"attach_report", rule.attach_report},
          {"channel", rule.channel}};
}

std::string period_of(SummaryKind kind, Day day) {
  if (kind == SummaryKind::daily_hygiene) return format_day(day);
  // A week belongs to the year that its Thursday is in.
  const std::chrono::weekday weekday{day};
  const Day thursday = day - (weekday - std::chrono::Monday) + std::chrono::days{3};
  const std::chrono::year_month_day date{thursday};
  const Day first{std::chrono::local_days{date.year() / std::chrono::January / 1}};
  return fmt::format("{}-W{:02}", static_cast<int>(date.year()), (thursday - first).count() / 7 + 1);
}

}  // namespace stint::jobs
