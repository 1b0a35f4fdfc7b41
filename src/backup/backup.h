// A data folder as one file: a gzipped tar archive with a copy of every part, and a list of them at its end.
// Each database is as it was at one moment, whatever is written meanwhile; the moments of two databases may
// be seconds apart.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>

#include "backup/manifest.h"
#include "backup/parts.h"
#include "base/instant.h"
#include "base/result.h"

namespace stint::backup {

struct BackupOptions {
  std::string program;  // version
  Instant now{};
  bool large = false;                        // the large parts too
  std::function<void()> after_step = [] {};  // tests end here
};

// Writes the file (mode 0600) under another name first; an older backup of that name is replaced in one step.
// What is in it. Errors: ErrorCode::not_found when there is nothing to keep; usage for a file inside the
// folder, or one that is there and is no backup; conflict while another process writes it; failure for what
// cannot be read or written, a damaged database included.
[[nodiscard]] Result<Manifest> back_up(const std::filesystem::path& data_folder, std::span<const Part> parts,
                                       const std::filesystem::path& file, const BackupOptions& options);

}  // namespace stint::backup
