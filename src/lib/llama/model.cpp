#include "lib/llama/model.h"

#include <utility>

#include "base/mapped_file.h"
#include "lib/llama/gguf_header.h"
#include "lib/llama/library.h"
#include "lib/llama/native.h"

namespace stint::llama {

Model::Model(std::unique_ptr<Native> native, Description description, Tokenizer tokenizer)
    : native_(std::move(native)), description_(std::move(description)), tokenizer_(tokenizer) {}

Model::~Model() = default;

Result<std::shared_ptr<const Model>> Model::load(const std::filesystem::path& file,
                                                 const ContextOptions& options) {
  STINT_ASSIGN(description, inspect(file));
  if (auto fits = check_memory(description, options); !fits) {
    Error error = std::move(fits).error();
    error.where = file.string();
    return fail(std::move(error));
  }
  start_library();
  llama_model_params parameters = llama_model_default_params();
  parameters.load_mode = LLAMA_LOAD_MODE_MMAP;
  parameters.n_gpu_layers = 0;
  const ErrorLog errors;
  STINT_ASSIGN(loaded, guarded(file.string(), [&] {
                 return ModelPointer(llama_model_load_from_file(file.c_str(), parameters));
               }));
  if (!loaded) {
    return fail(ErrorCode::usage, errors.first("cannot be loaded"), file.string(),
                "the file may be damaged, or of a newer kind than this program knows");
  }
  const Tokenizer tokenizer(llama_model_get_vocab(loaded.get()));
  auto native = std::make_unique<Native>();
  native->model = std::move(loaded);
  return std::shared_ptr<const Model>(new Model(std::move(native), std::move(description), tokenizer));
}

}  // namespace stint::llama
