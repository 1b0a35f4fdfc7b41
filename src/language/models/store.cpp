#include "language/models/store.h"

#include <fmt/format.h>
#include <system_error>

#include "base/files.h"
#include "language/models/model_name.h"
#include "lib/sodium/sha256.h"

namespace stint::language {
namespace {

namespace fs = std::filesystem;

std::string names_of(const StoreIndex& index) {
  if (index.models.empty()) return "there is none yet: see stint model list for what can be fetched";
  std::string text = "there are ";
  for (const StoredModel& model : index.models) {
    if (&model != &index.models.front()) text += ", ";
    text += model.name;
  }
  return text;
}

std::unexpected<Error> unknown(std::string_view name, const StoreIndex& index) {
  return fail(ErrorCode::not_found, fmt::format("no model is named \"{}\"", name), {}, names_of(index));
}

}  // namespace

Error busy(std::string_view name) {
  return {ErrorCode::conflict, fmt::format("\"{}\" is being added by another process", name), "",
          "wait for it, or choose another name with --name"};
}

fs::path ModelStore::file_of(std::string_view name) const {
  return folder_ / (std::string{name} + ".gguf");
}

fs::path ModelStore::part_of(std::string_view name) const {
  return folder_ / (std::string{name} + ".part");
}

fs::path ModelStore::record_of(std::string_view name) const {
  return folder_ / (std::string{name} + ".part.json");
}

StoredModel ModelStore::located(StoredModel model) const {
  if (!model.linked) model.file = folder_ / model.file;
  return model;
}

Outcome ModelStore::make_folder() const {
  std::error_code code;
  fs::create_directories(folder_, code);
  if (code) return fail(ErrorCode::failure, "cannot be made: " + code.message(), folder_.string());
  return {};
}

Result<StoreIndex> ModelStore::read_raw() const {
  const auto text = files::read_text(index_file());
  if (!text && text.error().code == ErrorCode::not_found) return StoreIndex{};
  if (!text) return fail(text.error());
  auto index = parse_store_index(*text);
  if (!index) {
    Error error = std::move(index).error();
    error.where = index_file().string();
    if (error.hint.empty()) {
      error.hint = "put back a copy of it, or let stint model rebuild make it anew from the files beside it";
    }
    return fail(std::move(error));
  }
  return index;
}

Result<StoreIndex> ModelStore::read() const {
  STINT_ASSIGN(index, read_raw());
  for (StoredModel& model : index.models) model = located(std::move(model));
  return index;
}

Outcome ModelStore::update(const std::function<Outcome(StoreIndex&)>& change) const {
  STINT_TRY(make_folder());
  STINT_ASSIGN(lock, files::open_when_free(folder_ / "lock"));
  STINT_ASSIGN(index, read_raw());
  STINT_TRY(change(index));
  return files::replace_text(index_file(), to_text(index));
}

Result<StoredModel> ModelStore::find(std::string_view name) const {
  STINT_ASSIGN(index, read());
  const StoredModel* const model = index.find(name);
  if (model == nullptr) return unknown(name, index);
  return *model;
}

Outcome ModelStore::check_unchanged(const StoredModel& model) const {
  const std::string file = model.file.string();
  const auto status = files::status_of(model.file);
  if (!status && status.error().code == ErrorCode::not_found) {
    return fail(ErrorCode::not_found, fmt::format("the file of the model \"{}\" is gone", model.name), file,
                fmt::format("put it back, or stint model remove {} and add it again", model.name));
  }
  if (!status) return fail(status.error());
  if (status->bytes == model.bytes && status->written == model.written) return {};
  return fail(
      ErrorCode::conflict,
      fmt::format("the file of the model \"{}\" has changed since it was added", model.name), file,
      fmt::format("stint model info {0} --verify tells whether its content is still the same; if not, "
                  "stint model remove {0} and add it again",
                  model.name));
}

Result<StoredModel> ModelStore::find_for(Task task) const {
  STINT_ASSIGN(index, read());
  const std::string_view name = index.used_for(task);
  if (name.empty()) {
    return fail(ErrorCode::not_found, fmt::format("no model is chosen for {}", task_name(task)), {},
                fmt::format("stint model use NAME{} chooses one; {}",
                            is_text_task(task) ? "" : " --for embed", names_of(index)));
  }
  const StoredModel& model = *index.find(name);
  STINT_TRY(check_unchanged(model));
  return model;
}

Result<StoredModel> ModelStore::verify(std::string_view name,
                                       const std::function<void(std::uint64_t)>& progress) const {
  STINT_ASSIGN(model, find(name));
  STINT_ASSIGN(opened, files::open_for_reading(model.file));
  STINT_ASSIGN(before, files::status_of(opened, model.file));
  Sha256 hash;
  std::uint64_t done = 0;
  STINT_TRY(files::read_pieces(opened, model.file, [&](std::span<const std::byte> piece) -> Outcome {
    hash.add(piece);
    done += piece.size();
    if (progress) progress(done);
    return {};
  }));
  if (hash.hex() != model.sha256) {
    return fail(ErrorCode::conflict,
                fmt::format("the model \"{}\" is not the file it was: its SHA-256 is {}, it should be {}",
                            model.name, hash.hex(), model.sha256),
                model.file.string(), fmt::format("stint model remove {} and add it again", model.name));
  }
  model.written = before.written;
  STINT_TRY(update([&](StoreIndex& index) -> Outcome {
    StoredModel* const entry = index.find(name);
    if (entry != nullptr && entry->sha256 == model.sha256) entry->written = before.written;
    return {};
  }));
  return model;
}

Outcome ModelStore::use(std::string_view name, std::optional<Task> task) const {
  return update([&](StoreIndex& index) -> Outcome {
    const StoredModel* const model = index.find(name);
    if (model == nullptr) return unknown(name, index);
    STINT_TRY(check_unchanged(located(*model)));
    const bool for_text = !task || is_text_task(*task);
    if (for_text && !makes_text(model->family)) {
      return fail(
          ErrorCode::usage,
          fmt::format("\"{}\" turns texts into vectors and writes none, so it serves for embed only", name),
          {}, fmt::format("stint model use {} --for embed", name));
    }
    if (!for_text && makes_text(model->family)) {
      return fail(
          ErrorCode::usage,
          fmt::format("\"{}\" writes texts and makes no vectors, so it does not serve for embed", name), {},
          "choose an encoder, such as nomic-embed-text-v1.5");
    }
    if (task) {
      index.uses[*task] = name;
    } else {
      index.default_model = name;
    }
    return {};
  });
}

Result<std::vector<std::string>> ModelStore::remove(std::string_view name) const {
  STINT_TRY(check_model_name(name));
  STINT_TRY(make_folder());
  // Nobody may be writing to what is about to go.
  STINT_ASSIGN(part, files::open_locked(part_of(name)));
  if (!part) return fail(busy(name));
  STINT_ASSIGN(part_status, files::status_of(*part, part_of(name)));
  const auto record = files::status_of(record_of(name));
  bool found = part_status.bytes > 0 || record.has_value();
  std::vector<std::string> uses;
  bool linked = false;
  const Outcome updated = update([&](StoreIndex& index) -> Outcome {
    const StoredModel* const model = index.find(name);
    if (model == nullptr) {
      found = found || files::status_of(file_of(name)).has_value();
      if (!found) return unknown(name, index);
      return {};
    }
    uses = index.uses_of(name);
    linked = model->linked;
    index.remove(name);
    return {};
  });
  STINT_TRY(files::remove_file(record_of(name)));
  STINT_TRY(files::remove_file(part_of(name)));
  STINT_TRY(updated);
  // After the list: a file that it does not name is merely in the way, one that is missing is an error.
  if (!linked) STINT_TRY(files::remove_file(file_of(name)));
  return uses;
}

Result<StoredModel> ModelStore::publish(StoredModel model,
                                        const std::optional<KnownDownload>& download) const {
  const Outcome index_updated = update([&](StoreIndex& index) -> Outcome {
    const StoredModel* const other = index.find(model.name);
    if (other != nullptr && other->sha256 != model.sha256) {
      return fail(ErrorCode::conflict,
                  fmt::format("a model \"{}\" with another content is there", model.name), {},
                  fmt::format("choose another name with --name, or stint model remove {}", model.name));
    }
    if (!model.linked) {
      STINT_TRY(files::move_file(part_of(model.name), file_of(model.name)));
      model.file = file_of(model.name).filename();
    }
    STINT_ASSIGN(status, files::status_of(located(model).file));
    model.bytes = status.bytes;
    model.written = status.written;
    if (download && index.find_download(download->id) == nullptr) index.downloads.push_back(*download);
    index.put(model);
    return {};
  });
  STINT_TRY(index_updated);
  return located(std::move(model));
}

}  // namespace stint::language
