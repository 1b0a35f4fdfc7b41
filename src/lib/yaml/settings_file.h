// YAML files of settings.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace stint {

struct FileSetting {
  std::string name;   // path of keys joined by dots: "options.scope_creep.warning"
  std::string value;  // as written
  int line = 0;
  std::vector<std::string> path;  // the keys apart, for those that hold dots themselves
  bool listed = false;            // one of a list; its fellows have the same path
};

// All scalars of the file, in its order. ErrorCode::not_found when there is no such file; ErrorCode::usage,
// with the line, when it is not YAML, or holds something else than maps of scalars and of lists of scalars.
[[nodiscard]] Result<std::vector<FileSetting>> read_settings_file(const std::filesystem::path& file);

}  // namespace stint
