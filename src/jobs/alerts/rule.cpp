#include "jobs/alerts/rule.h"

#include <algorithm>
#include <fmt/format.h>

#include "jobs/schedule/next_time.h"

namespace stint::jobs {
namespace {

namespace chr = std::chrono;
using LocalTime = chr::local_time<Milliseconds>;

// The end of the quiet hours that `now` is in.
std::optional<Instant> quiet_until(const QuietHours& quiet, const TimeZone& zone, Instant now) {
  const LocalTime local = zone.local(now);
  const Day today = chr::floor<chr::days>(local);
  const auto minute = static_cast<int>(chr::floor<chr::minutes>(local - LocalTime{today}).count());
  const bool over_midnight = quiet.to <= quiet.from;
  const bool evening = minute >= quiet.from;
  const bool morning = minute < quiet.to;
  if (over_midnight ? !evening && !morning : !evening || !morning) return std::nullopt;
  const Day day = over_midnight && evening ? today + chr::days{1} : today;
  // Where clocks are set back, the end may be an hour that has been.
  return std::max(now, zone.instant_of(LocalTime{day} + chr::minutes{quiet.to}));
}

Instant next_digest(const Digest& digest, const TimeZone& zone, Instant now) {
  const std::string days = digest.every == DigestEvery::week ? std::to_string(digest.day.c_encoding()) : "*";
  const auto times = CronExpression::parse(fmt::format("{} {} * * {}", digest.at % 60, digest.at / 60, days));
  return times ? next_after(*times, zone, now).value_or(now) : now;
}

}  // namespace

bool matches(const AlertRule& rule, const AlertItem& item) {
  if (!rule.on || item.severity < rule.least) return false;
  const bool changed = (rule.on_new && item.change == AlertChange::fresh) ||
                       (rule.on_worse && item.change == AlertChange::worse);
  if (!changed) return false;
  if (!rule.kinds.empty() && std::ranges::find(rule.kinds, item.kind) == rule.kinds.end()) return false;
  return rule.projects.empty() || std::ranges::any_of(item.projects, [&](const std::string& key) {
           return std::ranges::find(rule.projects, key) != rule.projects.end();
         });
}

Result<TimeZone> zone_of(const AlertRule& rule, const TimeZone& team) {
  if (rule.zone.empty()) return team;
  return TimeZone::find(rule.zone);
}

Instant due_at(const AlertRule& rule, const TimeZone& zone, const AlertItem& item, Instant now) {
  if (rule.digest.every != DigestEvery::at_once) return next_digest(rule.digest, zone, now);
  if (!rule.quiet || (rule.quiet->errors_pass && item.severity == AlertSeverity::error)) return now;
  return quiet_until(*rule.quiet, zone, now).value_or(now);
}

}  // namespace stint::jobs
