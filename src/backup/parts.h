// What of a data folder goes into a backup.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"

namespace stint::backup {

enum class PartKind : std::uint8_t {
  database,  // of SQLite; copied as it is at one moment, while others write to it
  file,      // that its writers replace as a whole
  folder,    // of such files, without folders of its own
};

struct Part {
  std::string name;  // below the data folder
  PartKind kind = PartKind::file;
  std::string ending = {};  // of a folder: of its files' names; empty: any
  bool large = false;       // left out unless it is asked for, and kept where a backup does not bring it
  // Opens what was unpacked into the folder, as the program will: what is older is brought up to date, what
  // is of a newer version refused (ErrorCode::conflict). Called for parts that the backup, made then, holds.
  std::function<Outcome(const std::filesystem::path& folder, Instant made)> settle = {};
};

// The part that a file of a backup is of; nullptr: no such file is ever in one. Names that lead out of the
// folder, or are meant to confuse, belong to none.
[[nodiscard]] const Part* part_of(std::span<const Part> parts, std::string_view name);

struct PresentFile {
  std::string name;  // below the data folder, with "/"
  const Part* part = nullptr;
};

// The files that are there, by the order of the parts and by name. `large`: those parts too.
[[nodiscard]] Result<std::vector<PresentFile>> present_files(const std::filesystem::path& data_folder,
                                                             std::span<const Part> parts, bool large);

}  // namespace stint::backup
