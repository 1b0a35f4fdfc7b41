// Who is told of what, and when. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "jobs/alerts/item.h"
#include "lib/nlohmann/json_document.h"
#include "lib/tz/time_zone.h"

namespace stint::jobs {

// From one time of day to another, over midnight where the end is the earlier one. Minutes since midnight.
struct QuietHours {
  int from = 0;
  int to = 0;
  bool errors_pass = false;
};

enum class DigestEvery : std::uint8_t { at_once, day, week };

struct Digest {
  DigestEvery every = DigestEvery::at_once;
  int at = 8 * 60;                                 // minutes since midnight
  std::chrono::weekday day = std::chrono::Monday;  // of a week's
};

struct AlertRule {
  std::string name;  // unique
  bool on = true;
  std::vector<std::string> kinds;  // empty: every kind
  AlertSeverity least = AlertSeverity::warning;
  std::vector<std::string> projects;  // keys; empty: every project
  bool on_new = true;
  bool on_worse = true;
  std::optional<QuietHours> quiet;
  Digest digest;
  std::string zone;  // of the times of day; empty: the team's
  std::string channel;
};

// {"name", "on", "kinds": [], "severity": "warning", "projects": [], "changes": ["new", "worse"],
//  "quiet_hours": {"from": "20:00", "to": "07:00", "errors_pass": true} or null,
//  "digest": {"every": "once" | "day" | "week", "at": "08:30", "day": "monday"}, "zone": "Europe/Berlin",
//  "channel"}. Only name and channel have to be there. ErrorCode::usage says what is wrong where.
[[nodiscard]] Result<AlertRule> rule_from_json(std::string_view json);
[[nodiscard]] JsonDocument to_json(const AlertRule& rule);

[[nodiscard]] bool matches(const AlertRule& rule, const AlertItem& item);

// The rule's own zone, or else the team's.
[[nodiscard]] Result<TimeZone> zone_of(const AlertRule& rule, const TimeZone& team);

// When an item that is noted now is to be told: now, at the end of the quiet hours, or with the next digest.
// A digest comes at its time, quiet hours or not.
[[nodiscard]] Instant due_at(const AlertRule& rule, const TimeZone& zone, const AlertItem& item, Instant now);

}  // namespace stint::jobs
