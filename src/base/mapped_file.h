// A file in memory.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

#include "base/result.h"

namespace stint {

struct MappedFile {
  std::span<std::byte> bytes;
  std::shared_ptr<const void> keeper;  // the bytes live as long as this
};

// The whole file, read in advance. What is written to the bytes stays in this process. Errors:
// ErrorCode::not_found, or ErrorCode::failure with the system's reason; an empty file has no bytes.
[[nodiscard]] Result<MappedFile> map_file(const std::filesystem::path& file);

}  // namespace stint
