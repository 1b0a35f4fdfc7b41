// What is in the folder beside what the list names.
#include <algorithm>
#include <fmt/format.h>
#include <system_error>

#include "base/files.h"
#include "language/models/model_name.h"
#include "language/models/store.h"
#include "lib/llama/description.h"
#include "lib/sodium/sha256.h"

namespace stint::language {
namespace {

namespace fs = std::filesystem;

Result<std::vector<fs::path>> files_with(const fs::path& folder, std::string_view ending) {
  std::vector<fs::path> files;
  std::error_code code;
  fs::directory_iterator entries{folder, code};
  if (code == std::errc::no_such_file_or_directory) return files;
  for (; !code && entries != fs::directory_iterator{}; entries.increment(code)) {
    if (entries->path().extension() == ending) files.push_back(entries->path());
  }
  if (code) return fail(ErrorCode::failure, "cannot be read: " + code.message(), folder.string());
  std::ranges::sort(files);
  return files;
}

// A name beside `file` that is free.
fs::path kept_name(const fs::path& file) {
  for (int number = 1;; ++number) {
    fs::path kept = file;
    kept += fmt::format(".damaged-{}", number);
    std::error_code code;
    if (!fs::exists(fs::symlink_status(kept, code))) return kept;
  }
}

Result<StoredModel> described(const fs::path& file, Instant now) {
  StoredModel model;
  model.name = file.stem().string();
  STINT_TRY(check_model_name(model.name));
  STINT_ASSIGN(status, files::status_of(file));
  STINT_ASSIGN(description, llama::inspect(file));
  STINT_ASSIGN(opened, files::open_for_reading(file));
  Sha256 hash;
  STINT_TRY(files::read_pieces(opened, file, [&](std::span<const std::byte> piece) -> Outcome {
    hash.add(piece);
    return {};
  }));
  model.file = file.filename();
  model.family = description.family;
  model.bytes = status.bytes;
  model.sha256 = hash.hex();
  model.written = status.written;
  model.source = file.string();
  model.added = now;
  return model;
}

}  // namespace

Result<std::vector<StrayFile>> ModelStore::strays() const {
  STINT_ASSIGN(index, read());
  std::vector<StrayFile> found;
  for (const bool unfinished : {false, true}) {
    STINT_ASSIGN(files, files_with(folder_, unfinished ? ".part" : ".gguf"));
    for (const fs::path& file : files) {
      std::string name = file.stem().string();
      const auto status = files::status_of(file);
      const StoredModel* const known = index.find(name);
      if (!status || !is_model_name(name) || (unfinished && status->bytes == 0)) continue;
      if (!unfinished && known != nullptr && !known->linked) continue;
      found.push_back({std::move(name), file, status->bytes, unfinished});
    }
  }
  return found;
}

Result<std::vector<StoredModel>> ModelStore::rebuild(Instant now) const {
  STINT_TRY(make_folder());
  STINT_ASSIGN(lock, files::open_when_free(folder_ / "lock"));
  STINT_ASSIGN(files, files_with(folder_, ".gguf"));
  StoreIndex index;
  for (const fs::path& file : files) {
    // One that is no model any more must not keep the others from being found.
    auto model = described(file, now);
    if (model) index.put(std::move(*model));
  }
  if (files::status_of(index_file())) STINT_TRY(files::move_file(index_file(), kept_name(index_file())));
  STINT_TRY(files::replace_text(index_file(), to_text(index)));
  for (StoredModel& model : index.models) model = located(std::move(model));
  return index.models;
}

}  // namespace stint::language
