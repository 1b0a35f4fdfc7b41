// A model's working memory with its threads. For this folder's files only.
#pragma once

#include <memory>

#include "base/result.h"
#include "lib/llama/native.h"
#include "lib/llama/options.h"
#include "lib/llama/threads.h"

namespace stint::llama {

// A context and what it needs to the end; taken apart from the last to the first.
struct Context {
  std::shared_ptr<const Model> model;
  PoolPointer pool;
  ContextPointer context;
};

// `parameters` as default_parameters() gives them, changed. Checks the memory.
[[nodiscard]] llama_context_params default_parameters(const Model& model, const ContextOptions& options);
[[nodiscard]] Result<Context> make_context(std::shared_ptr<const Model> model, const ContextOptions& options,
                                           const llama_context_params& parameters);

}  // namespace stint::llama
