// A model in memory.
#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"
#include "lib/llama/description.h"
#include "lib/llama/memory.h"
#include "lib/llama/options.h"
#include "lib/llama/tokenizer.h"

namespace stint::llama {

// Does not change after loading: any number of threads may use it, and sessions share its weights. Lives as
// long as the last session, adapter or pointer that holds it.
class Model {
 public:
  // Maps the file; its pages are read where they are used first. `options` tells the context it is meant for,
  // so that what does not fit in memory is refused before anything is loaded. The file must not change while
  // it is in use.
  //
  // Errors: ErrorCode::not_found; ErrorCode::usage for a file that is no model (refusal.h says what kinds
  // there are); ErrorCode::failure for too little memory.
  [[nodiscard]] static Result<std::shared_ptr<const Model>> load(const std::filesystem::path& file,
                                                                 const ContextOptions& options = {});

  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;
  ~Model();

  [[nodiscard]] const Description& description() const { return description_; }
  [[nodiscard]] const Tokenizer& tokenizer() const { return tokenizer_; }

  struct Native;  // native.h, for this folder's files
  [[nodiscard]] const Native& native() const { return *native_; }

 private:
  Model(std::unique_ptr<Native> native, Description description, Tokenizer tokenizer);

  std::unique_ptr<Native> native_;
  Description description_;
  Tokenizer tokenizer_;
};

}  // namespace stint::llama
