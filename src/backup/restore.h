// A data folder from its backup. All of the backup is unpacked beside the folder and looked at first; then
// the two change places in one step. Whoever looks, after whatever end of the process, sees the former folder
// or the restored one.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <span>

#include "backup/manifest.h"
#include "backup/parts.h"
#include "base/result.h"

namespace stint::backup {

struct RestoreOptions {
  bool force = false;  // a folder that is not empty is replaced
  // Keeps other processes from the folder as long as what it gives lives. ErrorCode::conflict when one uses
  // it.
  std::function<Result<std::shared_ptr<void>>(const std::filesystem::path& data_folder)> take;
  std::function<void()> after_step = [] {};  // tests end here
};

// What was in the backup. Errors: as unpack() and settle() (staging.h), and ErrorCode::conflict for a folder
// that is in use, or not empty without `force`; ErrorCode::usage for a backup that lies in the folder; with
// all of these nothing has changed.
[[nodiscard]] Result<Manifest> restore(const std::filesystem::path& file,
                                       const std::filesystem::path& data_folder, std::span<const Part> parts,
                                       const RestoreOptions& options);

}  // namespace stint::backup
