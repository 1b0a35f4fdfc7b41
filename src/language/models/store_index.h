// What the store's models.json says, as a value and as text. The format: docs/models.md.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "language/models/stored_model.h"
#include "language/models/task.h"

namespace stint::language {

// A file that was fetched once, and its hash, which holds from then on.
struct KnownDownload {
  std::string id;      // of the URL with its query, which it does not show: see url_id()
  std::string source;  // the URL without query and credentials
  std::string sha256;

  friend bool operator==(const KnownDownload&, const KnownDownload&) = default;
};

struct StoreIndex {
  std::vector<StoredModel> models;  // by name; files of those in the folder are names without a folder
  std::string default_model;        // for text; empty: none
  std::map<Task, std::string> uses;
  std::vector<KnownDownload> downloads;

  [[nodiscard]] const StoredModel* find(std::string_view name) const;
  [[nodiscard]] StoredModel* find(std::string_view name);
  [[nodiscard]] const KnownDownload* find_download(std::string_view id) const;
  // The name of the model for a task; empty when none is chosen.
  [[nodiscard]] std::string_view used_for(Task task) const;
  // What a model is used for: "default" and names of tasks.
  [[nodiscard]] std::vector<std::string> uses_of(std::string_view name) const;
  // In its place by name; another one of that name goes.
  void put(StoredModel model);
  // With its uses.
  void remove(std::string_view name);
};

[[nodiscard]] std::string to_text(const StoreIndex& index);

// ErrorCode::failure when the text is not what to_text() writes, with what is wrong; ErrorCode::conflict when
// a newer version wrote it. A text that has lost its end is never taken for a shorter one.
[[nodiscard]] Result<StoreIndex> parse_store_index(std::string_view text);

// Tells URLs apart that differ in their query only, without showing it: the first 16 digits of its SHA-256.
[[nodiscard]] std::string url_id(std::string_view url);

}  // namespace stint::language
