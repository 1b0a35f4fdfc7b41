// The section "retention" of the configuration file: how many days what is kept.
#pragma once

#include <chrono>

#include "base/result.h"
#include "lib/yaml/settings_file.h"

namespace stint::app {

struct RetentionSettings {
  std::chrono::days jobs{90};         // finished jobs; of each kind the last 200 at most
  std::chrono::days deliveries{180};  // messages that were sent or given up, and what they told
  std::chrono::days calls{365};       // who asked a model for what
  std::chrono::days plans{365};       // writes to trackers that came to their end; their log stays
  std::chrono::days reports{365};     // reports that were kept
};

// One setting below "retention.". The error's `where` is left to the caller.
[[nodiscard]] Outcome set_retention_setting(const FileSetting& setting, RetentionSettings& retention);

}  // namespace stint::app
