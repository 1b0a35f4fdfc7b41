// Taking a model file that is on this machine into the store.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "base/result.h"
#include "language/models/store.h"

namespace stint::language {

struct AddOptions {
  std::string name{};    // empty: made of the file's
  std::string sha256{};  // that the file has to have; empty: whatever it has
  bool link = false;     // leave the file where it is
  std::function<void(std::uint64_t done, std::uint64_t total)> progress{};  // bytes
};

struct Added {
  StoredModel model;
  bool already = false;  // it was there, with the same content
};

// Looks at the file's header first and refuses what llama::inspect() refuses; then copies it, where the file
// system can without taking up space twice, and hashes it on the way. Errors: ErrorCode::not_found and
// ErrorCode::usage about the file or the name; ErrorCode::conflict when the name is taken, another process
// is adding it, or the hash is another one.
[[nodiscard]] Result<Added> add_model(const ModelStore& store, const std::filesystem::path& file,
                                      const AddOptions& options, Instant now);

}  // namespace stint::language
