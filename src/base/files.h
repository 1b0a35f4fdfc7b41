// Files that are written whole or not at all, and locked between processes. POSIX.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace stint::files {

// An open file. Closed, and its lock given back, when it ends.
class OpenFile {
 public:
  OpenFile() = default;
  explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
  OpenFile(OpenFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  OpenFile& operator=(OpenFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile();

  [[nodiscard]] int number() const { return descriptor_; }

 private:
  int descriptor_ = -1;
};

struct FileStatus {
  std::uint64_t bytes = 0;
  std::int64_t written = 0;  // nanoseconds since 1970
  bool others = false;       // group or others may read or write it
};

// ErrorCode::not_found when it is not there; ErrorCode::failure when it is no ordinary file, a symbolic link
// included.
[[nodiscard]] Result<FileStatus> status_of(const std::filesystem::path& file);
[[nodiscard]] Result<FileStatus> status_of(const OpenFile& file, const std::filesystem::path& name);

[[nodiscard]] Result<OpenFile> open_for_reading(const std::filesystem::path& file);

// Who else may read a new file.
enum class Readers : std::uint8_t { everybody, owner };

// For writing. ErrorCode::failure where there is anything of that name already.
[[nodiscard]] Result<OpenFile> create_new(const std::filesystem::path& file, Readers readers);

// Opens a file for writing, making it if need be, and takes its lock; what is in it stays. Nothing: another
// process has the lock. Symbolic links are refused.
[[nodiscard]] Result<std::optional<OpenFile>> open_locked(const std::filesystem::path& file);
// Waits for the lock.
[[nodiscard]] Result<OpenFile> open_when_free(const std::filesystem::path& file);

[[nodiscard]] Outcome write_at(const OpenFile& file, std::uint64_t offset, std::span<const std::byte> bytes,
                               const std::filesystem::path& name);
// What is there, up to the size of `into`.
[[nodiscard]] Result<std::size_t> read_at(const OpenFile& file, std::uint64_t offset,
                                          std::span<std::byte> into, const std::filesystem::path& name);
[[nodiscard]] Outcome cut(const OpenFile& file, std::uint64_t bytes, const std::filesystem::path& name);
// Onto the disk.
[[nodiscard]] Outcome flush(const OpenFile& file, const std::filesystem::path& name);

// From the beginning to the end, piece by piece.
using PieceReader = std::function<Outcome(std::span<const std::byte> piece)>;
[[nodiscard]] Outcome read_pieces(const OpenFile& file, const std::filesystem::path& name,
                                  const PieceReader& take);

// The same bytes without copying them, where the file system can. False: it cannot, and nothing was done.
[[nodiscard]] bool share_content(const OpenFile& from, const OpenFile& to);

// Replaces `to` in one step, and puts that on the disk.
[[nodiscard]] Outcome move_file(const std::filesystem::path& from, const std::filesystem::path& to);
// Gives a file or folder a name that nothing has yet; ErrorCode::conflict when something does.
[[nodiscard]] Outcome move_to_new(const std::filesystem::path& from, const std::filesystem::path& to);
// Two files or folders of one file system change names in one step, and that is on the disk. What they are
// is not looked at. ErrorCode::failure where the file system cannot do it; then nothing has changed.
[[nodiscard]] Outcome exchange_names(const std::filesystem::path& one, const std::filesystem::path& other);
// The names in a folder, onto the disk.
[[nodiscard]] Outcome flush_folder(const std::filesystem::path& folder);
[[nodiscard]] Outcome remove_file(const std::filesystem::path& file);  // fine when it is not there

// The whole content; ErrorCode::not_found when there is no such file.
[[nodiscard]] Result<std::string> read_text(const std::filesystem::path& file);
// Whoever reads it sees the old content or the new one, also after a crash.
[[nodiscard]] Outcome replace_text(const std::filesystem::path& file, std::string_view text,
                                   Readers readers = Readers::everybody);

}  // namespace stint::files
