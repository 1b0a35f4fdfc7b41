// Writing a tar archive (POSIX pax), compressed by gzip, over libarchive.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "base/files.h"
#include "base/instant.h"
#include "base/result.h"

namespace stint::archive {

// One thread at a time. After an error the archive is of no use.
class Writer {
 public:
  // From the place where the open file is; `name` is for errors. The file has to stay open until finish().
  [[nodiscard]] static Result<Writer> onto(const files::OpenFile& file, std::filesystem::path name);
  Writer(Writer&&) noexcept;
  Writer& operator=(Writer&&) = delete;
  ~Writer();

  // An ordinary file that only its owner may read, of exactly so many bytes, which write() then gives.
  [[nodiscard]] Outcome begin(const std::string& entry, std::uint64_t bytes, Instant modified);
  [[nodiscard]] Outcome write(std::span<const std::byte> bytes);
  // To be called at the end; without it the archive is cut off.
  [[nodiscard]] Outcome finish();

 private:
  struct Parts;
  explicit Writer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace stint::archive
