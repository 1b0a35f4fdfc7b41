#include "backup/backup.h"

#include <array>
#include <system_error>
#include <utility>

#include "base/files.h"
#include "lib/archive/writer.h"
#include "lib/sodium/sha256.h"
#include "lib/sqlite/database.h"
#include "lib/sqlite/private_database.h"

namespace stint::backup {
namespace {

namespace fs = std::filesystem;

// Removes what was begun, unless it has been given away.
class Unfinished {
 public:
  explicit Unfinished(fs::path path) : path_(std::move(path)) {}
  ~Unfinished() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;

  void release() { path_.clear(); }

 private:
  fs::path path_;
};

Outcome check_target(const fs::path& data_folder, const fs::path& file) {
  std::error_code code;
  const fs::path folder = fs::weakly_canonical(data_folder, code);
  const fs::path inside = fs::weakly_canonical(file, code).lexically_relative(folder);
  if (!inside.empty() && *inside.begin() != "..") {
    return fail(ErrorCode::usage, "the backup would lie in the folder that it is of", file.string(),
                "keep it elsewhere, best on another disk");
  }
  if (!fs::exists(file, code)) return {};
  STINT_ASSIGN(opened, files::open_for_reading(file));
  STINT_TRY(files::status_of(opened, file));
  constexpr std::array kGzip{std::byte{0x1f}, std::byte{0x8b}};
  std::array<std::byte, kGzip.size()> first{};
  STINT_ASSIGN(got, files::read_at(opened, 0, first, file));
  if (got == kGzip.size() && first == kGzip) return {};
  return fail(ErrorCode::usage, "is there and is no backup", file.string(), "choose another name");
}

Outcome add_file(archive::Writer& archive, const fs::path& from, const std::string& name,
                 Manifest& manifest) {
  STINT_ASSIGN(opened, files::open_for_reading(from));
  STINT_ASSIGN(status, files::status_of(opened, from));
  STINT_TRY(archive.begin(name, status.bytes, manifest.made));
  Sha256 hash;
  STINT_TRY(files::read_pieces(opened, from, [&](std::span<const std::byte> piece) {
    hash.add(piece);
    return archive.write(piece);
  }));
  manifest.files.push_back({name, status.bytes, hash.hex()});
  return {};
}

// Through a copy, whose content stands still.
Outcome add_database(archive::Writer& archive, const fs::path& from, const fs::path& copy,
                     const std::string& name, Manifest& manifest) {
  const Unfinished remover{copy};
  STINT_TRY(files::create_new(copy, files::Readers::owner));
  {
    STINT_ASSIGN(database, sqlite::Database::open(from, sqlite::OpenMode::read_only));
    STINT_TRY(database.copy_to(copy));
  }
  {
    // A backup that cannot be restored is none.
    STINT_ASSIGN(copied, sqlite::Database::open(copy, sqlite::OpenMode::read_write));
    if (Outcome whole = copied.check_whole(); !whole) {
      Error error = std::move(whole).error();
      error.where = from.string();
      return fail(std::move(error));
    }
  }
  return add_file(archive, copy, name, manifest);
}

}  // namespace

Result<Manifest> back_up(const fs::path& data_folder, std::span<const Part> parts, const fs::path& file,
                         const BackupOptions& options) {
  STINT_TRY(check_target(data_folder, file));
  STINT_ASSIGN(present, present_files(data_folder, parts, options.large));
  if (present.empty())
    return fail(ErrorCode::not_found, "there is nothing to keep yet", data_folder.string());

  fs::path next = file;
  next += ".new";
  STINT_ASSIGN(taken, files::open_locked(next));
  if (!taken) return fail(ErrorCode::conflict, "another process is writing this backup", file.string());
  Unfinished remover{next};
  std::error_code code;
  fs::permissions(next, fs::perms::owner_read | fs::perms::owner_write, code);
  if (code) return fail(ErrorCode::failure, "cannot be made private: " + code.message(), next.string());
  STINT_TRY(files::cut(*taken, 0, next));
  fs::path copies = next;
  copies += ".copies";
  const Unfinished copies_remover{copies};
  // Of one that was killed.
  fs::remove_all(copies, code);
  STINT_TRY(sqlite::make_private_folder(copies));

  STINT_ASSIGN(archive, archive::Writer::onto(*taken, next));
  Manifest manifest{.program = options.program, .made = options.now, .files = {}};
  for (const PresentFile& found : present) {
    const fs::path from = data_folder / found.name;
    if (found.part->kind == PartKind::database) {
      STINT_TRY(add_database(archive, from, copies / found.name, found.name, manifest));
    } else {
      Outcome added = add_file(archive, from, found.name, manifest);
      // Of a folder, one may have gone since it was listed.
      const bool gone = !added && added.error().code == ErrorCode::not_found;
      if (!gone || found.part->kind != PartKind::folder) STINT_TRY(std::move(added));
    }
    options.after_step();
  }
  const std::string list = to_text(manifest);
  STINT_TRY(archive.begin(std::string{kManifestName}, list.size(), manifest.made));
  STINT_TRY(archive.write(std::as_bytes(std::span{list})));
  STINT_TRY(archive.finish());
  STINT_TRY(files::flush(*taken, next));
  options.after_step();
  STINT_TRY(files::move_file(next, file));
  remover.release();
  options.after_step();
  return manifest;
}

}  // namespace stint::backup
