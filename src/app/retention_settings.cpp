#include "app/retention_settings.h"

#include <array>
#include <charconv>
#include <fmt/format.h>
#include <string_view>
#include <utility>

namespace stint::app {
namespace {

constexpr std::array<std::pair<std::string_view, std::chrono::days RetentionSettings::*>, 5> kNames{{
    {"retention.jobs", &RetentionSettings::jobs},
    {"retention.deliveries", &RetentionSettings::deliveries},
    {"retention.calls", &RetentionSettings::calls},
    {"retention.plans", &RetentionSettings::plans},
    {"retention.reports", &RetentionSettings::reports},
}};

// What is counted by the day needs the day before as well.
constexpr int kLeast = 2;
constexpr int kMost = 3650;

}  // namespace

Outcome set_retention_setting(const FileSetting& setting, RetentionSettings& retention) {
  for (const auto& [name, days] : kNames) {
    if (setting.name != name) continue;
    int number = 0;
    const char* const end = setting.value.data() + setting.value.size();
    const auto read = std::from_chars(setting.value.data(), end, number);
    if (read.ec != std::errc{} || read.ptr != end || number < kLeast || number > kMost) {
      return fail(ErrorCode::usage, fmt::format("\"{}\" takes a number of days from {} to {}, not \"{}\"",
                                                name, kLeast, kMost, setting.value));
    }
    retention.*days = std::chrono::days{number};
    return {};
  }
  if (setting.name == "retention.audit") {
    return fail(ErrorCode::usage, "the audit logs are never shortened", {},
                "remove the setting; each entry holds the hash of the one before");
  }
  return fail(ErrorCode::usage, "unknown setting \"" + setting.name + "\"", {},
              "retention has jobs, deliveries, calls, plans and reports, each in days");
}

}  // namespace stint::app
