#include "lib/llama/memory.h"

#include <algorithm>
#include <fmt/format.h>

namespace stint::llama {
namespace {

constexpr std::uint32_t kDefaultContext = 8192;
constexpr std::uint32_t kContextStep = 256;

std::uint64_t cache_bytes(CacheType type, std::uint64_t numbers) {
  switch (type) {
    case CacheType::f32:
      return numbers * 4;
    case CacheType::f16:
      return numbers * 2;
    case CacheType::q8_0:
      return numbers / 32 * 34;
  }
  return numbers * 4;
}

// Numbers that are held for each token of a batch while a layer is computed, in 32 bits, as llama.cpp's
// planner lays them out: what goes past the feed-forward net, what goes in, and what it holds within. With a
// narrow net what is freed after attention takes one of its parts. Measured with v0.5.0 over shapes and
// batches; tests compare.
std::uint64_t decoder_numbers(const Description& model) {
  const std::uint64_t heads = std::uint64_t{model.heads} * model.key_length;
  const std::uint64_t width = std::max<std::uint64_t>(model.embedding_length, heads);
  const std::uint64_t inner = model.feed_forward_length;
  return 4 * width + (inner <= 2 * width ? 2 : 3) * inner;
}

// Encoders have one matrix less in the net.
std::uint64_t encoder_numbers(const Description& model) {
  constexpr std::uint64_t kPooling = 64;
  return 3 * std::uint64_t{model.embedding_length} + model.feed_forward_length + kPooling;
}

std::string mebibytes(std::uint64_t bytes) {
  return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / (1024.0 * 1024.0));
}

}  // namespace

std::uint32_t context_length(const ContextOptions& options, std::uint32_t trained) {
  const std::uint32_t wanted =
      options.context_length != 0 ? options.context_length : std::min(trained, kDefaultContext);
  return (wanted + kContextStep - 1) / kContextStep * kContextStep;
}

bool attends_side_by_side(const ContextOptions& options) {
  return options.sequences > 1 && options.cache_type != CacheType::q8_0;
}

std::uint32_t longest_text(const ContextOptions& options, const Description& model) {
  return std::min(std::max(options.context_length, options.batch), model.context_length);
}

Memory memory_needed(const Description& model, const ContextOptions& options) {
  Memory need;
  need.weights = model.weights_bytes + model.shared_output_bytes;
  const bool encoder = model.family == Family::encoder;
  const bool both = model.family == Family::encoder_decoder;
  const bool side_by_side = model.family == Family::decoder && attends_side_by_side(options);
  const std::uint64_t context =
      encoder || both ? longest_text(options, model) : context_length(options, model.context_length);
  const std::uint64_t most = side_by_side ? std::min(options.batch, kReadSideBySide) : options.batch;
  const std::uint64_t batch = encoder || both ? context : std::min(most, context);
  for (std::size_t i = 0; !encoder && i < model.key_value_heads.size(); ++i) {
    const std::uint64_t cells = context * model.key_value_heads[i];
    need.cache += cache_bytes(options.cache_type, cells * model.key_length);
    need.cache += cache_bytes(options.cache_type, cells * model.value_length);
  }
  const std::uint64_t per_token = (encoder ? encoder_numbers(model) : decoder_numbers(model)) * sizeof(float);
  // Which tokens look at which, in half precision.
  const std::uint64_t mask = context * 2;
  // What each token makes of each, for every head; with T5 the distances between them, twice, besides.
  const std::uint64_t attention = (side_by_side ? 1U
                                   : both       ? 3U
                                                : 0U) *
                                  context * model.heads * sizeof(float);
  // An encoder's every token has chances too, though nobody asks for them.
  const std::uint64_t outputs = both ? context : std::uint64_t{options.sequences + 1};
  const std::uint64_t chances = outputs * model.vocabulary * sizeof(float);
  need.compute = batch * (per_token + mask + attention);
  // Once where they are computed, in place of what has passed through, and once where they are read.
  if (!encoder) need.compute = std::max(need.compute, chances) + chances;
  return need;
}

Outcome check_memory(const Description& model, const ContextOptions& options) {
  const Memory need = memory_needed(model, options);
  if (options.memory_limit == 0 || need.total() <= options.memory_limit) return {};
  return fail(
      ErrorCode::failure,
      fmt::format("the model needs {} of memory ({} weights, {} context, {} computing) and may take {}",
                  mebibytes(need.total()), mebibytes(need.weights), mebibytes(need.cache),
                  mebibytes(need.compute), mebibytes(options.memory_limit)),
      {}, "choose a smaller model or a shorter context, or raise the limit");
}

}  // namespace stint::llama
