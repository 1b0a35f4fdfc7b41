#include "lib/llama/context.h"

#include <utility>

#include "lib/llama/library.h"
#include "lib/llama/memory.h"

namespace stint::llama {
namespace {

ggml_type native_type(CacheType type) {
  switch (type) {
    case CacheType::f32:
      return GGML_TYPE_F32;
    case CacheType::f16:
      return GGML_TYPE_F16;
    case CacheType::q8_0:
      return GGML_TYPE_Q8_0;
  }
  return GGML_TYPE_F16;
}

}  // namespace

llama_context_params default_parameters(const Model& model, const ContextOptions& options) {
  llama_context_params parameters = llama_context_default_params();
  parameters.n_ctx = context_length(options, model.description().context_length);
  parameters.n_batch = parameters.n_ubatch = options.batch;
  parameters.n_threads = parameters.n_threads_batch = static_cast<std::int32_t>(thread_count(options));
  parameters.type_k = parameters.type_v = native_type(options.cache_type);
  parameters.no_perf = true;
  return parameters;
}

Result<Context> make_context(std::shared_ptr<const Model> model, const ContextOptions& options,
                             const llama_context_params& parameters) {
  STINT_TRY(check_memory(model->description(), options));
  Context result;
  result.model = std::move(model);
  STINT_ASSIGN(pool, make_pool(options));
  result.pool = std::move(pool);
  const ErrorLog errors;
  STINT_ASSIGN(context, guarded("model", [&] {
                 return ContextPointer(llama_init_from_model(result.model->native().model.get(), parameters));
               }));
  if (!context) return fail(ErrorCode::failure, errors.first("the model cannot be set up"));
  llama_attach_threadpool(context.get(), result.pool.get(), result.pool.get());
  result.context = std::move(context);
  return result;
}

}  // namespace stint::llama
