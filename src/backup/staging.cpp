#include "backup/staging.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <system_error>
#include <utility>

#include "base/files.h"
#include "lib/archive/reader.h"
#include "lib/sodium/sha256.h"
#include "lib/sqlite/database.h"
#include "lib/sqlite/private_database.h"

namespace stint::backup {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLongestManifest = std::uint64_t{4} << 20U;

std::unexpected<Error> wrong(const fs::path& file, std::string what) {
  return fail(ErrorCode::usage, std::move(what), file.string(), "use another backup; nothing was changed");
}

// In errors a name of somebody else's making is shown in part only.
std::string shown(const std::string& name) {
  constexpr std::size_t kMost = 80;
  return name.size() <= kMost ? name : name.substr(0, kMost) + "…";
}

Result<StoredFile> unpack_entry(archive::Reader& archive, const archive::Entry& entry, const fs::path& to) {
  STINT_TRY(sqlite::make_private_folder(to.parent_path()));
  std::error_code code;
  const fs::space_info space = fs::space(to.parent_path(), code);
  if (!code && space.available < entry.bytes) {
    return fail(ErrorCode::failure,
                fmt::format("the disk has no room for {} bytes more", entry.bytes - space.available),
                to.parent_path().string(), "free some space; nothing was changed");
  }
  STINT_ASSIGN(written, files::create_new(to, files::Readers::owner));
  StoredFile stored{.name = entry.name, .bytes = 0, .sha256 = {}};
  Sha256 hash;
  const auto take = [&](std::span<const std::byte> piece) -> Outcome {
    if (piece.size() > entry.bytes - stored.bytes)
      return fail(ErrorCode::usage, "an entry is longer than it says");
    hash.add(piece);
    STINT_TRY(files::write_at(written, stored.bytes, piece, to));
    stored.bytes += piece.size();
    return {};
  };
  STINT_TRY(archive.read(take));
  stored.sha256 = hash.hex();
  return stored;
}

Result<Manifest> read_manifest(archive::Reader& archive, const archive::Entry& entry, const fs::path& file) {
  if (entry.bytes > kLongestManifest) return wrong(file, "the list of the backup's files is too long");
  std::string text;
  STINT_TRY(archive.read([&](std::span<const std::byte> piece) -> Outcome {
    text.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    if (text.size() > kLongestManifest) return fail(ErrorCode::usage, "an entry is longer than it says");
    return {};
  }));
  auto manifest = parse_manifest(text);
  if (manifest) return manifest;
  Error error = std::move(manifest).error();
  error.where = file.string();
  return fail(std::move(error));
}

Outcome compare(Manifest listed, std::vector<StoredFile> found, const fs::path& file) {
  std::ranges::sort(listed.files, {}, &StoredFile::name);
  std::ranges::sort(found, {}, &StoredFile::name);
  for (const StoredFile& entry : listed.files) {
    const auto same = std::ranges::find(found, entry.name, &StoredFile::name);
    if (same == found.end()) return wrong(file, "lacks " + shown(entry.name));
    if (*same != entry) return wrong(file, shown(entry.name) + " in it is not what was put there");
  }
  if (listed.files == found) return {};
  return wrong(file, "holds files that it does not list");
}

}  // namespace

Result<Manifest> unpack(const fs::path& file, std::span<const Part> parts, const fs::path& folder,
                        const std::function<void()>& after_step) {
  STINT_ASSIGN(opened, files::open_for_reading(file));
  STINT_TRY(files::status_of(opened, file));
  STINT_ASSIGN(archive, archive::Reader::of(opened, file));
  std::vector<StoredFile> found;
  std::set<std::string> names;
  std::optional<Manifest> manifest;
  for (;;) {
    STINT_ASSIGN(entry, archive.next());
    if (!entry) break;
    if (manifest) return wrong(file, "goes on after its list of files");
    if (!entry->ordinary) return wrong(file, "\"" + shown(entry->name) + "\" in it is no ordinary file");
    if (entry->name == kManifestName) {
      STINT_ASSIGN(read, read_manifest(archive, *entry, file));
      manifest = std::move(read);
      continue;
    }
    if (part_of(parts, entry->name) == nullptr)
      return wrong(file, "\"" + shown(entry->name) + "\" in it does not belong into a data folder");
    if (!names.insert(entry->name).second) return wrong(file, "holds \"" + shown(entry->name) + "\" twice");
    auto stored = unpack_entry(archive, *entry, folder / entry->name);
    if (!stored) {
      Error error = std::move(stored).error();
      if (error.where.empty()) error.where = file.string();
      return fail(std::move(error));
    }
    found.push_back(std::move(*stored));
    after_step();
  }
  if (!manifest) return wrong(file, "was cut off, or is no backup: its list of files is missing");
  STINT_TRY(compare(*manifest, std::move(found), file));
  return std::move(*manifest);
}

Outcome settle(std::span<const Part> parts, const Manifest& manifest, const fs::path& folder) {
  for (const StoredFile& file : manifest.files) {
    const Part* const part = part_of(parts, file.name);
    if (part->kind == PartKind::database) {
      STINT_ASSIGN(database, sqlite::Database::open(folder / file.name, sqlite::OpenMode::read_write));
      STINT_TRY(database.check_whole());
    }
    if (part->settle && part->kind != PartKind::folder) STINT_TRY(part->settle(folder, manifest.made));
  }
  return {};
}

Outcome keep_large_parts(std::span<const Part> parts, const Manifest& manifest, const fs::path& former,
                         const fs::path& folder) {
  for (const Part& part : parts) {
    const bool brought = std::ranges::any_of(
        manifest.files, [&](const StoredFile& file) { return part_of(parts, file.name) == &part; });
    std::error_code code;
    if (!part.large || brought || !fs::is_directory(former / part.name, code)) continue;
    STINT_TRY(sqlite::make_private_folder(folder / part.name));
    fs::directory_iterator entry{former / part.name, code};
    for (; !code && entry != fs::directory_iterator{}; entry.increment(code)) {
      const fs::path to = folder / part.name / entry->path().filename();
      fs::remove(to, code);
      if (fs::is_symlink(entry->symlink_status())) {
        fs::copy_symlink(entry->path(), to, code);
      } else if (fs::is_regular_file(entry->symlink_status())) {
        fs::create_hard_link(entry->path(), to, code);
      }
      if (code) break;
    }
    if (code) {
      return fail(ErrorCode::failure, "what is in it cannot be kept: " + code.message(),
                  (former / part.name).string(), "move it away, and back afterwards");
    }
  }
  return {};
}

Outcome flush_all(const fs::path& folder) {
  std::error_code code;
  fs::recursive_directory_iterator entry{folder, code};
  for (; !code && entry != fs::recursive_directory_iterator{}; entry.increment(code)) {
    if (fs::is_directory(entry->symlink_status())) {
      STINT_TRY(files::flush_folder(entry->path()));
    } else if (fs::is_regular_file(entry->symlink_status())) {
      STINT_ASSIGN(opened, files::open_for_reading(entry->path()));
      STINT_TRY(files::flush(opened, entry->path()));
    }
  }
  if (code) return fail(ErrorCode::failure, "cannot be read: " + code.message(), folder.string());
  return files::flush_folder(folder);
}

}  // namespace stint::backup
