// Reading a tar archive that may be compressed by gzip, over libarchive. What it says is not to be trusted:
// names may lead anywhere, sizes may be made up.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/files.h"
#include "base/result.h"

namespace stint::archive {

struct Entry {
  std::string name;         // as it stands there; empty where it cannot be read
  std::uint64_t bytes = 0;  // that it claims to have
  bool ordinary = false;    // a file with content: no link, folder or device, and without holes
};

// One thread at a time.
class Reader {
 public:
  // The file has to stay open as long; `name` is for errors. ErrorCode::usage for what is no such archive.
  [[nodiscard]] static Result<Reader> of(const files::OpenFile& file, std::filesystem::path name);
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) = delete;
  ~Reader();

  // The next one; nothing at the end. ErrorCode::usage when the archive is damaged or cut off.
  [[nodiscard]] Result<std::optional<Entry>> next();
  // The content of the entry that next() gave, piece by piece. Errors: as next(), and those of `take`.
  [[nodiscard]] Outcome read(const files::PieceReader& take);

 private:
  struct Parts;
  explicit Reader(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace stint::archive
