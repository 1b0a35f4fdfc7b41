#include "lib/llama/embedder.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <utility>

#include "lib/llama/batch.h"
#include "lib/llama/context.h"
#include "lib/llama/library.h"
#include "lib/llama/memory.h"

namespace stint::llama {
namespace {

constexpr std::uint32_t kMaxTexts = 64;  // at once

void normalise(std::vector<float>& vector) {
  double sum = 0;
  for (const float number : vector) sum += static_cast<double>(number) * static_cast<double>(number);
  if (sum <= 0) return;
  const double length = std::sqrt(sum);
  for (float& number : vector) number = static_cast<float>(static_cast<double>(number) / length);
}

}  // namespace

class Embedder::Machine {
 public:
  explicit Machine(Context context) : context_(std::move(context)) {}

  Result<std::vector<std::vector<float>>> embed(std::span<const std::string> texts) {
    std::vector<std::vector<float>> result;
    result.reserve(texts.size());
    entries_.clear();
    llama_seq_id waiting = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      STINT_ASSIGN(tokens, context_.model->tokenizer().tokens(texts[i], {.add_begin = true}));
      if (tokens.size() > longest()) {
        return fail(ErrorCode::usage,
                    fmt::format("the text is {} tokens; the model takes {}", tokens.size(), longest()),
                    fmt::format("text {}", i));
      }
      if (tokens.empty()) return fail(ErrorCode::usage, "the text is empty", fmt::format("text {}", i));
      if (entries_.size() + tokens.size() > longest() || waiting == static_cast<llama_seq_id>(kMaxTexts)) {
        STINT_TRY(compute(waiting, result));
        waiting = 0;
      }
      llama_pos position = 0;
      for (const Token token : tokens) entries_.push_back({token, position++, waiting, true});
      ++waiting;
    }
    STINT_TRY(compute(waiting, result));
    return result;
  }

  [[nodiscard]] std::uint32_t dimensions() const {
    return static_cast<std::uint32_t>(llama_model_n_embd_out(context_.model->native().model.get()));
  }
  [[nodiscard]] std::uint32_t longest() const { return llama_n_batch(context_.context.get()); }

 private:
  Outcome compute(llama_seq_id texts, std::vector<std::vector<float>>& result) {
    if (texts == 0) return {};
    const KeepPriority keep;
    const ErrorLog errors;
    llama_context* const native = context_.context.get();
    if (llama_encode(native, arrays_.fill(entries_)) != 0) {
      return fail(ErrorCode::failure, errors.first("the model failed to compute"));
    }
    for (llama_seq_id text = 0; text < texts; ++text) {
      const float* const numbers = llama_get_embeddings_seq(native, text);
      if (numbers == nullptr) return fail(ErrorCode::failure, "the model gives no vector for a text");
      auto& vector = result.emplace_back(numbers, numbers + dimensions());
      normalise(vector);
    }
    entries_.clear();
    return {};
  }

  Context context_;
  BatchArrays arrays_;
  std::vector<Entry> entries_;
};

Embedder::Embedder(std::unique_ptr<Machine> machine) : machine_(std::move(machine)) {}
Embedder::Embedder(Embedder&&) noexcept = default;
Embedder& Embedder::operator=(Embedder&&) noexcept = default;
Embedder::~Embedder() = default;

Result<Embedder> Embedder::create(std::shared_ptr<const Model> model, const ContextOptions& options) {
  const Description& description = model->description();
  if (description.family != Family::encoder) {
    return fail(ErrorCode::usage,
                fmt::format("models of the architecture \"{}\" do not turn text into vectors",
                            description.architecture));
  }
  llama_context_params parameters = default_parameters(*model, options);
  // All of a text is looked at together.
  parameters.n_ctx = parameters.n_batch = parameters.n_ubatch = longest_text(options, description);
  parameters.n_seq_max = kMaxTexts;
  parameters.kv_unified = true;
  parameters.embeddings = true;
  STINT_ASSIGN(context, make_context(std::move(model), options, parameters));
  const auto pooling = llama_pooling_type(context.context.get());
  if (pooling == LLAMA_POOLING_TYPE_RANK)
    return fail(ErrorCode::usage, "the model ranks texts; it gives no vectors");
  if (pooling == LLAMA_POOLING_TYPE_NONE) {
    // The file does not say how the vectors of tokens become one: their mean is what most are trained for.
    parameters.pooling_type = LLAMA_POOLING_TYPE_MEAN;
    auto holder = std::move(context.model);
    context.context.reset();
    STINT_ASSIGN(again, make_context(std::move(holder), options, parameters));
    return Embedder(std::make_unique<Machine>(std::move(again)));
  }
  return Embedder(std::make_unique<Machine>(std::move(context)));
}

Result<std::vector<std::vector<float>>> Embedder::embed(std::span<const std::string> texts) {
  return machine_->embed(texts);
}

std::uint32_t Embedder::dimensions() const {
  return machine_->dimensions();
}

std::uint32_t Embedder::longest() const {
  return machine_->longest();
}

}  // namespace stint::llama
