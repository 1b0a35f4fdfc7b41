// Models as they are shown.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "language/models/catalogue.h"
#include "language/models/store.h"
#include "lib/llama/description.h"
#include "lib/nlohmann/json_document.h"

namespace stint::app {

// A stored model, looked at: its file's header is read, its weights are not.
struct ExaminedModel {
  language::StoredModel model;
  std::vector<std::string> uses;
  std::optional<llama::Description> description;  // nothing where there is a problem
  std::string state;                              // "ok", "changed", "missing", "unreadable"
  std::optional<Error> problem;

  // With default options; nothing where there is a problem.
  [[nodiscard]] std::optional<std::uint64_t> memory() const;
};
[[nodiscard]] ExaminedModel examine(const language::ModelStore& store, const language::StoreIndex& index,
                                    const language::StoredModel& model);

[[nodiscard]] JsonDocument to_json(const ExaminedModel& examined);
[[nodiscard]] JsonDocument to_json(const language::CatalogueEntry& entry, const language::StoreIndex& index);

// "808 MB", "2.39 GB": powers of ten.
[[nodiscard]] std::string size_text(std::uint64_t bytes);
[[nodiscard]] std::string size_text(const std::optional<std::uint64_t>& bytes);  // "–" when not known
// "writes text", "makes vectors", "rewrites text (T5)"
[[nodiscard]] std::string_view kind_text(llama::Family family);
// "a, b", or "–".
[[nodiscard]] std::string uses_text(const std::vector<std::string>& uses);

}  // namespace stint::app
