#include "backup/restore.h"

#include <system_error>
#include <utility>

#include "backup/staging.h"
#include "base/files.h"
#include "lib/sqlite/private_database.h"

namespace stint::backup {
namespace {

namespace fs = std::filesystem;

// Folders are exchanged by the name that they really have.
fs::path real_name(const fs::path& folder) {
  std::error_code code;
  fs::path real = fs::weakly_canonical(folder, code);
  if (code) real = fs::absolute(folder);
  return real.has_filename() ? real : real.parent_path();
}

fs::path beside(const fs::path& folder, const char* ending) {
  fs::path path = folder;
  path += ending;
  return path;
}

// Empty files that tell who is at work are not what anybody would miss.
Result<bool> holds_anything(const fs::path& folder) {
  std::error_code code;
  fs::directory_iterator entry{folder, code};
  for (; !code && entry != fs::directory_iterator{}; entry.increment(code)) {
    if (entry->path().extension() != ".lock") return true;
  }
  if (code) return fail(ErrorCode::failure, "cannot be read: " + code.message(), folder.string());
  return false;
}

Outcome check_place(const fs::path& file, const fs::path& folder, bool force) {
  const fs::path inside = real_name(file).lexically_relative(folder);
  if (!inside.empty() && *inside.begin() != "..") {
    return fail(ErrorCode::usage, "the backup lies in the folder that it would replace", file.string(),
                "move it elsewhere first");
  }
  std::error_code code;
  if (!fs::exists(folder, code)) return {};
  STINT_ASSIGN(full, holds_anything(folder));
  if (!full || force) return {};
  return fail(ErrorCode::conflict, "there are data in this folder already", folder.string(),
              "choose another with --data, or replace all of it with --force");
}

class Staging {
 public:
  explicit Staging(fs::path folder) : folder_(std::move(folder)) {}
  ~Staging() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;

  [[nodiscard]] Outcome begin() const {
    std::error_code code;
    // Of one that was killed.
    fs::remove_all(folder_, code);
    if (code) return fail(ErrorCode::failure, "cannot be removed: " + code.message(), folder_.string());
    return sqlite::make_private_folder(folder_);
  }
  [[nodiscard]] const fs::path& folder() const { return folder_; }

 private:
  const fs::path folder_;
};

Outcome put_in_place(const fs::path& staged, const fs::path& folder, bool there) {
  if (!there) return files::move_to_new(staged, folder);
  Outcome exchanged = files::exchange_names(staged, folder);
  if (exchanged) return {};
  Error error = std::move(exchanged).error();
  error.hint =
      "the folder cannot be replaced in one step, perhaps because a disk is mounted there: give the "
      "path of a folder in it with --data, or move the former folder away yourself";
  return fail(std::move(error));
}

}  // namespace

Result<Manifest> restore(const fs::path& file, const fs::path& data_folder, std::span<const Part> parts,
                         const RestoreOptions& options) {
  STINT_TRY(files::status_of(file));
  const fs::path folder = real_name(data_folder);
  STINT_TRY(check_place(file, folder, options.force));
  STINT_TRY(sqlite::make_private_folder(folder.parent_path()));
  const fs::path lock = beside(folder, ".restoring.lock");
  STINT_ASSIGN(locked, files::open_locked(lock));
  if (!locked) return fail(ErrorCode::conflict, "another process restores a backup there", folder.string());
  std::error_code code;
  const bool there = fs::exists(folder, code);
  std::shared_ptr<void> held;
  if (there && options.take) {
    STINT_ASSIGN(taken, options.take(folder));
    held = std::move(taken);
  }
  Outcome outcome;
  Manifest manifest;
  {
    const Staging staging{beside(folder, ".restoring")};
    outcome = [&]() -> Outcome {
      STINT_TRY(staging.begin());
      options.after_step();
      STINT_ASSIGN(unpacked, unpack(file, parts, staging.folder(), options.after_step));
      manifest = std::move(unpacked);
      STINT_TRY(settle(parts, manifest, staging.folder()));
      options.after_step();
      if (there) STINT_TRY(keep_large_parts(parts, manifest, folder, staging.folder()));
      STINT_TRY(flush_all(staging.folder()));
      options.after_step();
      STINT_TRY(put_in_place(staging.folder(), folder, there));
      options.after_step();
      return {};
    }();
  }
  // While it is still locked, so that nobody waits for a file without a name.
  STINT_TRY(files::remove_file(lock));
  STINT_TRY(std::move(outcome));
  return manifest;
}

}  // namespace stint::backup
