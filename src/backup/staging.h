// A folder in which a backup is unpacked and looked at before anything else is touched.
#pragma once

#include <filesystem>
#include <functional>
#include <span>

#include "backup/manifest.h"
#include "backup/parts.h"
#include "base/result.h"

namespace stint::backup {

// Unpacks the backup into a folder that is there and empty, and holds all of it against its list. Only files
// that are of a part are ever written. Errors: ErrorCode::usage for what is no backup, was cut off or
// changed; ErrorCode::conflict for one of a newer version; ErrorCode::failure when there is no room for it.
[[nodiscard]] Result<Manifest> unpack(const std::filesystem::path& file, std::span<const Part> parts,
                                      const std::filesystem::path& folder,
                                      const std::function<void()>& after_step);

// Whether the databases are whole and can be used, and whatever else the parts look at. Errors of theirs.
[[nodiscard]] Outcome settle(std::span<const Part> parts, const Manifest& manifest,
                             const std::filesystem::path& folder);

// Large parts that the backup does not bring stay as they are in the former folder: linked, not copied, so
// that the former folder remains whole. Files beside them, such as their list, stay with them.
[[nodiscard]] Outcome keep_large_parts(std::span<const Part> parts, const Manifest& manifest,
                                       const std::filesystem::path& former,
                                       const std::filesystem::path& folder);

// All files and folders below, onto the disk.
[[nodiscard]] Outcome flush_all(const std::filesystem::path& folder);

}  // namespace stint::backup
