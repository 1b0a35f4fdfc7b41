// The list at the end of a backup: what is in it, by size and hash. A backup without it was cut off.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"

namespace stint::backup {

inline constexpr std::string_view kManifestName = "manifest.json";

struct StoredFile {
  std::string name;
  std::uint64_t bytes = 0;
  std::string sha256;

  friend bool operator==(const StoredFile&, const StoredFile&) = default;
};

struct Manifest {
  std::string program;  // the version that made it
  Instant made{};
  std::vector<StoredFile> files;
};

[[nodiscard]] std::string to_text(const Manifest& manifest);

// ErrorCode::usage for what is no such list, ErrorCode::conflict for one of a newer kind.
[[nodiscard]] Result<Manifest> parse_manifest(std::string_view text);

}  // namespace stint::backup
