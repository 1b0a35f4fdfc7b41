#include "base/files.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace stint::files {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPiece = std::size_t{1} << 20U;
constexpr std::int64_t kNanoseconds = 1'000'000'000;

std::unexpected<Error> system_failure(const fs::path& file, std::string_view what) {
  const std::error_code code{errno, std::generic_category()};
  const bool absent = code == std::errc::no_such_file_or_directory;
  return fail(absent ? ErrorCode::not_found : ErrorCode::failure,
              "cannot be " + std::string{what} + ": " + code.message(), file.string());
}

Result<FileStatus> checked(const struct stat& status, const fs::path& file) {
  if (!S_ISREG(status.st_mode)) {
    return fail(ErrorCode::failure, S_ISLNK(status.st_mode) ? "is a symbolic link" : "is no ordinary file",
                file.string());
  }
  return FileStatus{static_cast<std::uint64_t>(status.st_size),
                    status.st_mtim.tv_sec * kNanoseconds + status.st_mtim.tv_nsec,
                    (status.st_mode & (S_IRWXG | S_IRWXO)) != 0};
}

// Whether the file that was opened still has that name: its owner may have renamed or removed it just then.
bool has_name(const OpenFile& file, const fs::path& name) {
  struct stat opened{};
  struct stat named{};
  return ::fstat(file.number(), &opened) == 0 && ::lstat(name.c_str(), &named) == 0 &&
         opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

// Nothing: locked by another, and not to be waited for.
Result<std::optional<OpenFile>> lock(const fs::path& file, int wait) {
  for (;;) {
    constexpr mode_t kMode = 0644;
    OpenFile opened{::open(file.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, kMode)};
    if (opened.number() < 0) return system_failure(file, "opened for writing");
    STINT_TRY(status_of(opened, file));
    while (::flock(opened.number(), LOCK_EX | wait) != 0) {
      if (errno == EWOULDBLOCK) return std::nullopt;
      if (errno != EINTR) return system_failure(file, "locked");
    }
    if (has_name(opened, file)) return std::optional<OpenFile>{std::move(opened)};
  }
}

}  // namespace

OpenFile::~OpenFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<FileStatus> status_of(const fs::path& file) {
  struct stat status{};
  if (::lstat(file.c_str(), &status) != 0) return system_failure(file, "read");
  return checked(status, file);
}

Result<FileStatus> status_of(const OpenFile& file, const fs::path& name) {
  struct stat status{};
  if (::fstat(file.number(), &status) != 0) return system_failure(name, "read");
  return checked(status, name);
}

Result<OpenFile> open_for_reading(const fs::path& file) {
  OpenFile opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (opened.number() < 0) return system_failure(file, "read");
  return opened;
}

Result<OpenFile> create_new(const fs::path& file, Readers readers) {
  const mode_t mode = readers == Readers::owner ? 0600 : 0644;
  OpenFile opened{::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)};
  if (opened.number() < 0) return system_failure(file, "written");
  return opened;
}

Result<std::optional<OpenFile>> open_locked(const fs::path& file) {
  return lock(file, LOCK_NB);
}

Result<OpenFile> open_when_free(const fs::path& file) {
  STINT_ASSIGN(opened, lock(file, 0));
  return std::move(*opened);
}

Outcome write_at(const OpenFile& file, std::uint64_t offset, std::span<const std::byte> bytes,
                 const fs::path& name) {
  while (!bytes.empty()) {
    const ssize_t done = ::pwrite(file.number(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return system_failure(name, "written");
    bytes = bytes.subspan(static_cast<std::size_t>(done));
    offset += static_cast<std::uint64_t>(done);
  }
  return {};
}

Result<std::size_t> read_at(const OpenFile& file, std::uint64_t offset, std::span<std::byte> into,
                            const fs::path& name) {
  std::size_t got = 0;
  while (got < into.size()) {
    const ssize_t done =
        ::pread(file.number(), into.data() + got, into.size() - got, static_cast<off_t>(offset + got));
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return system_failure(name, "read");
    if (done == 0) break;
    got += static_cast<std::size_t>(done);
  }
  return got;
}

Outcome cut(const OpenFile& file, std::uint64_t bytes, const fs::path& name) {
  if (::ftruncate(file.number(), static_cast<off_t>(bytes)) != 0) return system_failure(name, "written");
  return {};
}

Outcome flush(const OpenFile& file, const fs::path& name) {
  if (::fsync(file.number()) != 0) return system_failure(name, "written");
  return {};
}

Outcome read_pieces(const OpenFile& file, const fs::path& name, const PieceReader& take) {
  std::vector<std::byte> piece(kPiece);
  for (std::uint64_t offset = 0;;) {
    STINT_ASSIGN(got, read_at(file, offset, piece, name));
    if (got == 0) return {};
    STINT_TRY(take(std::span<const std::byte>{piece}.first(got)));
    offset += got;
  }
}

bool share_content(const OpenFile& from, const OpenFile& to) {
  return ::ioctl(to.number(), FICLONE, from.number()) == 0;
}

Outcome move_file(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return system_failure(to, "written");
  return flush_folder(to.parent_path());
}

Outcome flush_folder(const fs::path& folder) {
  const OpenFile opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (opened.number() < 0) return system_failure(folder, "opened");
  // Some file systems cannot, and need not.
  if (::fsync(opened.number()) != 0 && errno != EINVAL) return system_failure(folder, "written");
  return {};
}

Outcome move_to_new(const fs::path& from, const fs::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) != 0) {
    if (errno == EEXIST) return fail(ErrorCode::conflict, "is there already", to.string());
    return system_failure(to, "written");
  }
  return flush_folder(to.parent_path());
}

Outcome exchange_names(const fs::path& one, const fs::path& other) {
  if (::renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE) != 0)
    return system_failure(other, "exchanged");
  STINT_TRY(flush_folder(one.parent_path()));
  return flush_folder(other.parent_path());
}

Outcome remove_file(const fs::path& file) {
  if (::unlink(file.c_str()) != 0 && errno != ENOENT) return system_failure(file, "removed");
  return {};
}

Result<std::string> read_text(const fs::path& file) {
  STINT_ASSIGN(opened, open_for_reading(file));
  STINT_TRY(status_of(opened, file));
  std::string text;
  STINT_TRY(read_pieces(opened, file, [&](std::span<const std::byte> piece) -> Outcome {
    text.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    return {};
  }));
  return text;
}

Outcome replace_text(const fs::path& file, std::string_view text, Readers readers) {
  fs::path next = file;
  next += ".new";
  {
    // A leftover, or something in its place, goes.
    STINT_TRY(remove_file(next));
    STINT_ASSIGN(opened, create_new(next, readers));
    STINT_TRY(write_at(opened, 0, std::as_bytes(std::span{text}), next));
    STINT_TRY(flush(opened, next));
  }
  return move_file(next, file);
}

}  // namespace stint::files
