// What the configuration file says.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/model_settings.h"
#include "app/retention_settings.h"
#include "app/server_settings.h"
#include "base/result.h"
#include "history/overrides.h"
#include "lib/yaml/settings_file.h"
#include "metrics/working_calendar.h"

namespace stint::app {

// Of the section "calendar".
struct CalendarSettings {
  metrics::Weekdays week = metrics::kMondayToFriday;
  bool weekdays_given = false;
  std::filesystem::path holidays;  // an iCalendar file; empty: none
};

struct Configuration {
  std::filesystem::path file;
  // Empty where the file says nothing.
  std::string data;
  std::string time_zone;
  std::string points_field;
  std::string project;
  std::string style;                 // of words, as language::parse_controls() reads it
  std::vector<FileSetting> options;  // of the metrics, with "options." before their names
  CalendarSettings calendar;
  history::Overrides overrides;
  ModelSettings models;
  ServerSettings server;
  RetentionSettings retention;

  // "FILE, line N", for what turns out to be wrong with a setting later.
  [[nodiscard]] std::string where(const FileSetting& setting) const;
};

// Reads the file. ErrorCode::not_found when there is none; ErrorCode::usage, with the line, when it is not
// YAML, or holds an unknown name or a value that cannot be. Options are not looked at yet.
[[nodiscard]] Result<Configuration> read_configuration(const std::filesystem::path& file);

// "the configuration names the status \"X\", which is not in the data; there are A, B, C"
[[nodiscard]] std::string unmatched_text(const history::Unmatched& name);

// The settings of one section become what they mean. The error's `where` is left to the caller.
[[nodiscard]] Outcome set_calendar(const FileSetting& setting, CalendarSettings& calendar);
[[nodiscard]] Outcome set_override(const FileSetting& setting, history::Overrides& overrides);

}  // namespace stint::app
