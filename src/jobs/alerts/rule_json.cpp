// Rules as people write them.
#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

#include "base/text.h"
#include "jobs/alerts/rule.h"
#include "jobs/json_input.h"

namespace stint::jobs {
namespace {

constexpr std::array<std::string_view, 3> kEvery{"once", "day", "week"};
constexpr std::array<std::string_view, 7> kDays{"sunday",   "monday", "tuesday", "wednesday",
                                                "thursday", "friday", "saturday"};

std::string shown_time(int minutes) {
  return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

// "08:30", in minutes.
Result<int> time_of_day(const JsonInput& input, std::string_view member) {
  STINT_ASSIGN(text, input.text(member));
  constexpr std::string_view kDigits = "0123456789";
  bool good = text.size() == 5 && text[2] == ':';
  for (const std::size_t i : {0U, 1U, 3U, 4U}) good = good && kDigits.contains(text[i]);
  const int hour = good ? (text[0] - '0') * 10 + (text[1] - '0') : 24;
  const int minute = good ? (text[3] - '0') * 10 + (text[4] - '0') : 60;
  if (hour > 23 || minute > 59) return input.wrong(member, "is no time of day", "write it as 08:30");
  return hour * 60 + minute;
}

Result<QuietHours> quiet_hours(const JsonInput& rule) {
  STINT_ASSIGN(input, rule.object("quiet_hours", {"from", "to", "errors_pass"}));
  STINT_ASSIGN(from, time_of_day(input, "from"));
  STINT_ASSIGN(to, time_of_day(input, "to"));
  STINT_ASSIGN(pass, input.boolean("errors_pass", false));
  if (from == to) return input.wrong("to", "is when they begin", "leave quiet_hours out for none");
  return QuietHours{from, to, pass};
}

Result<Digest> digest_of(const JsonInput& rule) {
  STINT_ASSIGN(input, rule.object("digest", {"every", "at", "day"}));
  STINT_ASSIGN(every, input.text("every"));
  const auto* found = std::ranges::find(kEvery, every);
  if (found == kEvery.end()) return input.wrong("every", "is not known", "once, day or week");
  Digest digest;
  digest.every = static_cast<DigestEvery>(found - kEvery.begin());
  if (digest.every != DigestEvery::at_once) {
    STINT_ASSIGN(at, time_of_day(input, "at"));
    digest.at = at;
  }
  if (digest.every == DigestEvery::week) {
    STINT_ASSIGN(day, input.text("day"));
    const auto* named = std::ranges::find(kDays, lower(day));
    if (named == kDays.end()) return input.wrong("day", "is no day of the week", "write it as monday");
    digest.day = std::chrono::weekday{static_cast<unsigned>(named - kDays.begin())};
  }
  return digest;
}

Outcome read_changes(const JsonInput& input, AlertRule& rule) {
  if (!input.has("changes")) return {};
  STINT_ASSIGN(changes, input.texts("changes"));
  rule.on_new = false;
  rule.on_worse = false;
  for (const std::string& change : changes) {
    if (change != "new" && change != "worse")
      return input.wrong("changes", "holds one that is not known", "new, worse");
    (change == "new" ? rule.on_new : rule.on_worse) = true;
  }
  if (changes.empty()) return input.wrong("changes", "is empty", "new, worse, or both");
  return {};
}

}  // namespace

Result<AlertRule> rule_from_json(std::string_view json) {
  JsonInput input;
  STINT_TRY(input.open(json, "rule",
                       {"name", "on", "kinds", "severity", "projects", "changes", "quiet_hours", "digest",
                        "zone", "channel"}));
  AlertRule rule;
  STINT_ASSIGN(name, input.name("name"));
  STINT_ASSIGN(channel, input.name("channel"));
  STINT_ASSIGN(on, input.boolean("on", true));
  STINT_ASSIGN(kinds, input.texts("kinds"));
  STINT_ASSIGN(projects, input.texts("projects"));
  STINT_ASSIGN(severity, input.text("severity", "warning"));
  STINT_ASSIGN(zone, input.text("zone", ""));
  const auto least = severity_named(severity);
  if (!least) return input.wrong("severity", "is not known", "info, warning or error");
  if (!zone.empty() && !TimeZone::find(zone))
    return input.wrong("zone", "is no time zone", "use an IANA name such as Europe/Berlin");
  rule.name = std::move(name);
  rule.channel = std::move(channel);
  rule.on = on;
  rule.kinds = std::move(kinds);
  rule.projects = std::move(projects);
  rule.least = *least;
  rule.zone = std::move(zone);
  STINT_TRY(read_changes(input, rule));
  if (input.has("quiet_hours")) {
    STINT_ASSIGN(quiet, quiet_hours(input));
    rule.quiet = quiet;
  }
  if (input.has("digest")) {
    STINT_ASSIGN(digest, digest_of(input));
    rule.digest = digest;
  }
  return rule;
}

JsonDocument to_json(const AlertRule& rule) {
  JsonDocument changes = JsonDocument::array();
  if (rule.on_new) changes.push_back("new");
  if (rule.on_worse) changes.push_back("worse");
  JsonDocument quiet = nullptr;
  if (rule.quiet) {
    quiet = {{"from", shown_time(rule.quiet->from)},
             {"to", shown_time(rule.quiet->to)},
             {"errors_pass", rule.quiet->errors_pass}};
  }
  JsonDocument digest = {{"every", kEvery.at(static_cast<std::size_t>(rule.digest.every))}};
  if (rule.digest.every != DigestEvery::at_once) digest["at"] = shown_time(rule.digest.at);
  if (rule.digest.every == DigestEvery::week) digest["day"] = kDays.at(rule.digest.day.c_encoding());
  return {{"name", rule.name},
          {"on", rule.on},
          {"kinds", rule.kinds},
          {"severity", severity_name(rule.least)},
          {"projects", rule.projects},
          {"changes", std::move(changes)},
          {"quiet_hours", std::move(quiet)},
          {"digest", std::move(digest)},
          {"zone", rule.zone},
          {"channel", rule.channel}};
}

}  // namespace stint::jobs
