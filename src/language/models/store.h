// The folder of model files, DATA/models: the files, and models.json with what is known of them. Several
// processes may use it at once: the list is replaced in one step under a lock, a file gets its name when it
// is whole and checked. Values of this class are safe from several threads.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "language/models/store_index.h"

namespace stint::language {

// Something in the folder that the list does not name.
struct StrayFile {
  std::string name;  // of the model it is or would become
  std::filesystem::path file;
  std::uint64_t bytes = 0;
  bool unfinished = false;  // a download or a copy that was interrupted; otherwise a whole file
};

class ModelStore {
 public:
  // The folder need not be there; it is made when something is added.
  explicit ModelStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  // What the list says, with absolute paths. Empty without a list. Errors: ErrorCode::failure when it is
  // damaged, with what to do; ErrorCode::conflict when it is of a newer version.
  [[nodiscard]] Result<StoreIndex> read() const;

  // By name. ErrorCode::not_found with the names that there are.
  [[nodiscard]] Result<StoredModel> find(std::string_view name) const;

  // The model chosen for a task, unchanged since it was added as far as size and time of its file say.
  // Errors: ErrorCode::not_found when none is chosen, or its file is gone; ErrorCode::conflict when the file
  // has changed.
  [[nodiscard]] Result<StoredModel> find_for(Task task) const;
  [[nodiscard]] Outcome check_unchanged(const StoredModel& model) const;

  // Reads the whole file and compares its hash. When it fits, the time of the file is taken over.
  // `progress` gets the bytes read so far.
  [[nodiscard]] Result<StoredModel> verify(std::string_view name,
                                           const std::function<void(std::uint64_t)>& progress = {}) const;

  // Without a task: for all text tasks that have no model of their own. ErrorCode::usage when the model
  // cannot do that.
  [[nodiscard]] Outcome use(std::string_view name, std::optional<Task> task) const;

  // Takes it off the list, and removes its file unless it is linked; what is unfinished under that name goes
  // too. Gives what it was used for.
  [[nodiscard]] Result<std::vector<std::string>> remove(std::string_view name) const;

  // Makes the list anew from the files in the folder, hashing each; the former list is kept beside it.
  // Gives the models found. What they are used for, where they came from and links are to be set again.
  [[nodiscard]] Result<std::vector<StoredModel>> rebuild(Instant now) const;

  [[nodiscard]] Result<std::vector<StrayFile>> strays() const;

  // For those that add. -----------------------------------------------------------------------------------

  [[nodiscard]] Outcome make_folder() const;
  [[nodiscard]] std::filesystem::path file_of(std::string_view name) const;    // NAME.gguf
  [[nodiscard]] std::filesystem::path part_of(std::string_view name) const;    // NAME.part
  [[nodiscard]] std::filesystem::path record_of(std::string_view name) const;  // NAME.part.json

  // Changes the list under the lock of the store.
  [[nodiscard]] Outcome update(const std::function<Outcome(StoreIndex&)>& change) const;

  // Gives the finished file NAME.part its name, unless `model` is linked, and puts it on the list, with the
  // hash that its URL will have to have from now on. ErrorCode::conflict when the name is taken by another
  // content.
  [[nodiscard]] Result<StoredModel> publish(StoredModel model,
                                            const std::optional<KnownDownload>& download) const;

 private:
  [[nodiscard]] std::filesystem::path index_file() const { return folder_ / "models.json"; }
  [[nodiscard]] Result<StoreIndex> read_raw() const;
  [[nodiscard]] StoredModel located(StoredModel model) const;

  std::filesystem::path folder_;
};

// ErrorCode::conflict: somebody works on that model in another process.
[[nodiscard]] Error busy(std::string_view name);

}  // namespace stint::language
