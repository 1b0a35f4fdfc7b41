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

// The whole file; it is read where it is looked at first, or by read_in(). What is written to the bytes stays
// in this process. Errors: ErrorCode::not_found, or ErrorCode::failure with the system's reason; an empty
// file has no bytes.
[[nodiscard]] Result<MappedFile> map_file(const std::filesystem::path& file);

// Brings a part of a mapped file into memory at once, rather than page by page when it is looked at. Several
// threads may bring in parts side by side.
void read_in(std::span<const std::byte> part);

}  // namespace stint
