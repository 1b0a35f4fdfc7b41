// Which regular summaries go to whom. What they say is made elsewhere. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "lib/nlohmann/json_document.h"

namespace stint::jobs {

enum class SummaryKind : std::uint8_t { daily_hygiene, weekly_summary };
[[nodiscard]] std::string_view summary_name(SummaryKind kind);
[[nodiscard]] std::optional<SummaryKind> summary_named(std::string_view name);

struct SummaryRule {
  std::string name;  // unique
  bool on = true;
  SummaryKind kind = SummaryKind::daily_hygiene;
  std::vector<std::string> projects;  // keys; empty: every project
  bool attach_report = false;         // to mail
  std::string channel;
};

// {"name", "on", "kind", "projects": [], "attach_report", "channel"}. Only name, kind and channel have to be
// there. ErrorCode::usage says what is wrong where.
[[nodiscard]] Result<SummaryRule> summary_from_json(std::string_view json);
[[nodiscard]] JsonDocument to_json(const SummaryRule& rule);

// The same for every time at which the same summary is meant: "2026-11-22" for a daily one, "2026-W47" (ISO
// 8601) for a weekly one. `day` is the day in the team's zone.
[[nodiscard]] std::string period_of(SummaryKind kind, Day day);

}  // namespace stint::jobs
