#include "lib/llama/training.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <ggml-opt.h>
#include <numbers>
#include <numeric>
#include <random>
#include <thread>
#include <utility>

#include "lib/llama/description.h"
#include "lib/llama/library.h"
#include "lib/llama/native.h"

namespace stint::llama {
namespace {

using DatasetPointer = std::unique_ptr<ggml_opt_dataset, FreedBy<ggml_opt_dataset_free>>;
using ResultPointer = std::unique_ptr<ggml_opt_result, FreedBy<ggml_opt_result_free>>;

// Steps of the optimizer so far, for the learning rate.
struct Schedule {
  float rate = 0;
  float decay = 0;
  double steps = 1;
  double done = 0;
};

ggml_opt_optimizer_params parameters_of_step(void* data) {
  auto* const schedule = static_cast<Schedule*>(data);
  constexpr double kLeast = 0.1;
  const double progress = std::min(1.0, schedule->done / schedule->steps);
  const double share = kLeast + (1 - kLeast) * (1 + std::cos(std::numbers::pi * progress)) / 2;
  schedule->done += 1;
  ggml_opt_optimizer_params parameters = ggml_opt_get_default_optimizer_params(nullptr);
  parameters.adamw.alpha = schedule->rate * static_cast<float>(share);
  parameters.adamw.wd = schedule->decay;
  return parameters;
}

Result<ModelPointer> load(const std::filesystem::path& file) {
  STINT_ASSIGN(description, inspect(file));
  if (description.family != Family::decoder || description.weights_type != "f32") {
    return fail(ErrorCode::usage, "only a decoder with weights in f32 can be taught", file.string());
  }
  llama_model_params parameters = llama_model_default_params();
  // Mapped weights could not be written to.
  parameters.load_mode = LLAMA_LOAD_MODE_NONE;
  parameters.n_gpu_layers = 0;
  const ErrorLog errors;
  STINT_ASSIGN(model, guarded(file.string(), [&] {
                 return ModelPointer(llama_model_load_from_file(file.c_str(), parameters));
               }));
  if (!model) return fail(ErrorCode::usage, errors.first("cannot be loaded"), file.string());
  return model;
}

Result<ContextPointer> context_of(llama_model* model, const TrainingOptions& options) {
  llama_context_params parameters = llama_context_default_params();
  parameters.n_ctx = parameters.n_batch = parameters.n_ubatch = parameters.n_outputs_max = options.window;
  // The way back is not written for others.
  parameters.type_k = parameters.type_v = GGML_TYPE_F32;
  parameters.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED;
  const unsigned threads =
      options.threads > 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
  parameters.n_threads = parameters.n_threads_batch = static_cast<std::int32_t>(threads);
  const ErrorLog errors;
  STINT_ASSIGN(context,
               guarded("training", [&] { return ContextPointer(llama_init_from_model(model, parameters)); }));
  if (!context) return fail(ErrorCode::failure, errors.first("the model cannot be set up"));
  // llama.cpp passes the number of threads on when it reads, and not when it teaches. Left to itself it takes
  // four, which wait for one another by spinning.
  Token token = 0;
  if (llama_decode(context.get(), llama_batch_get_one(&token, 1)) != 0)
    return fail(ErrorCode::failure, errors.first("the model failed to compute"));
  llama_memory_clear(llama_get_memory(context.get()), true);
  return context;
}

Outcome check(std::span<const std::vector<Token>> windows, std::uint32_t length, const Tokenizer& tokenizer) {
  if (windows.empty()) return fail(ErrorCode::usage, "there is nothing to learn from");
  for (const std::vector<Token>& window : windows) {
    if (window.size() != std::size_t{length} + 1)
      return fail(ErrorCode::usage,
                  fmt::format("a window of {} tokens rather than {}", window.size(), length + 1));
    if (!std::ranges::all_of(window, [&](Token token) { return tokenizer.knows(token); }))
      return fail(ErrorCode::usage, "a window has a token that the model does not know");
  }
  return {};
}

// The windows in an order of their own, as llama.cpp wants them: tokens, and what follows each.
void fill(ggml_opt_dataset* dataset, std::span<const std::vector<Token>> windows,
          std::span<const std::size_t> order, std::uint32_t length) {
  auto* const data = static_cast<Token*>(ggml_opt_dataset_data(dataset)->data);
  auto* const labels = static_cast<Token*>(ggml_opt_dataset_labels(dataset)->data);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::vector<Token>& window = windows[order[i]];
    std::memcpy(data + i * length, window.data(), length * sizeof(Token));
    std::memcpy(labels + i * length, window.data() + 1, length * sizeof(Token));
  }
}

}  // namespace

Outcome train(const std::filesystem::path& base, std::span<const std::vector<Token>> windows,
              const TrainingOptions& options, const std::filesystem::path& out,
              const std::function<void(const TrainingStep&)>& progress, const std::stop_token& stop) {
  start_library();
  STINT_ASSIGN(model, load(base));
  const Tokenizer tokenizer(llama_model_get_vocab(model.get()));
  STINT_TRY(check(windows, options.window, tokenizer));
  STINT_ASSIGN(context, context_of(model.get(), options));

  const DatasetPointer dataset(ggml_opt_dataset_init(GGML_TYPE_I32, GGML_TYPE_I32, options.window,
                                                     options.window,
                                                     static_cast<std::int64_t>(windows.size()), 1));
  Schedule schedule{.rate = options.learning_rate,
                    .decay = options.weight_decay,
                    .steps = static_cast<double>(windows.size()) * options.epochs};
  STINT_TRY(guarded("training", [&] {
    llama_opt_init(context.get(), model.get(),
                   {.n_ctx_train = 0,
                    .param_filter = llama_opt_param_filter_all,
                    .param_filter_ud = nullptr,
                    .get_opt_pars = parameters_of_step,
                    .get_opt_pars_ud = &schedule,
                    .optimizer_type = GGML_OPT_OPTIMIZER_TYPE_ADAMW});
    return true;
  }));

  std::vector<std::size_t> order(windows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::mt19937_64 random(options.seed);
  const ResultPointer result(ggml_opt_result_init());
  for (std::uint32_t epoch = 0; epoch < options.epochs; ++epoch) {
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
    fill(dataset.get(), windows, order, options.window);
    ggml_opt_result_reset(result.get());
    llama_opt_epoch(context.get(), dataset.get(), result.get(), nullptr,
                    static_cast<std::int64_t>(windows.size()), nullptr, nullptr);
    TrainingStep step{.epoch = epoch};
    ggml_opt_result_loss(result.get(), &step.loss, nullptr);
    ggml_opt_result_accuracy(result.get(), &step.accuracy, nullptr);
    if (progress) progress(step);
    if (stop.stop_requested()) return fail(ErrorCode::failure, "training was stopped");
  }
  llama_model_save_to_file(model.get(), out.c_str());
  return {};
}

}  // namespace stint::llama
