#include "lib/llama/decoder_graph.h"

#include <cmath>
#include <fmt/format.h>

namespace stint::llama {
namespace {

// ggml's optimizer takes graphs of 2048 nodes; a layer has about a hundred on the way there and back.
constexpr std::uint32_t kMostLayers = 12;

struct Shape {
  std::int64_t length = 0;
  std::int64_t heads = 0;
  std::int64_t key_value_heads = 0;
  std::int64_t head = 0;  // numbers of one
  float epsilon = 0;
  float base = 0;  // of the positions' frequencies
  int rotation = GGML_ROPE_TYPE_NORMAL;
};

class Builder {
 public:
  Builder(ggml_context* graph, const Weights& weights, const DecoderInputs& inputs, const Shape& shape)
      : graph_(graph), weights_(weights), inputs_(inputs), shape_(shape) {}

  ggml_tensor* scores(std::uint32_t layers) {
    ggml_tensor* const embedding = taught(weights_.find("token_embd.weight"));
    ggml_tensor* state = ggml_get_rows(graph_, embedding, inputs_.tokens);
    for (std::uint32_t layer = 0; layer < layers; ++layer) {
      state =
          ggml_add(graph_, state, attention(layer, norm(state, weights_.find(layer, "attn_norm.weight"))));
      state = ggml_add(graph_, state, forward(layer, norm(state, weights_.find(layer, "ffn_norm.weight"))));
    }
    state = ggml_get_rows(graph_, state, inputs_.targets);
    state = norm(state, weights_.find("output_norm.weight"));
    ggml_tensor* const output = weights_.find("output.weight");
    return ggml_mul_mat(graph_, output != nullptr ? taught(output) : embedding, state);
  }

 private:
  static ggml_tensor* taught(ggml_tensor* weight) {
    ggml_set_param(weight);
    return weight;
  }

  ggml_tensor* norm(ggml_tensor* state, ggml_tensor* weight) {
    return ggml_mul(graph_, ggml_rms_norm(graph_, state, shape_.epsilon), taught(weight));
  }

  ggml_tensor* linear(std::uint32_t layer, std::string_view name, ggml_tensor* state) {
    ggml_tensor* const result =
        ggml_mul_mat(graph_, taught(weights_.find(layer, fmt::format("{}.weight", name))), state);
    ggml_tensor* const bias = weights_.find(layer, fmt::format("{}.bias", name));
    return bias == nullptr ? result : ggml_add(graph_, result, taught(bias));
  }

  ggml_tensor* rotated(ggml_tensor* state, std::int64_t heads) {
    ggml_tensor* const by_head = ggml_reshape_3d(graph_, state, shape_.head, heads, shape_.length);
    return ggml_permute(graph_,
                        ggml_rope_ext(graph_, by_head, inputs_.positions, weights_.find("rope_freqs.weight"),
                                      static_cast<int>(shape_.head), shape_.rotation, 0, shape_.base, 1.0F,
                                      0.0F, 1.0F, 32.0F, 1.0F),
                        0, 2, 1, 3);
  }

  ggml_tensor* attention(std::uint32_t layer, ggml_tensor* state) {
    ggml_tensor* const queries = rotated(linear(layer, "attn_q", state), shape_.heads);
    ggml_tensor* const keys = rotated(linear(layer, "attn_k", state), shape_.key_value_heads);
    ggml_tensor* const values =
        ggml_cont(graph_, ggml_permute(graph_,
                                       ggml_reshape_3d(graph_, linear(layer, "attn_v", state), shape_.head,
                                                       shape_.key_value_heads, shape_.length),
                                       1, 2, 0, 3));
    const float scale = 1.0F / std::sqrt(static_cast<float>(shape_.head));
    ggml_tensor* const weighed =
        ggml_soft_max_ext(graph_, ggml_mul_mat(graph_, keys, queries), inputs_.mask, scale, 0.0F);
    ggml_tensor* const seen = ggml_permute(graph_, ggml_mul_mat(graph_, values, weighed), 0, 2, 1, 3);
    return linear(layer, "attn_output",
                  ggml_cont_2d(graph_, seen, shape_.head * shape_.heads, shape_.length));
  }

  ggml_tensor* forward(std::uint32_t layer, ggml_tensor* state) {
    ggml_tensor* const gate = linear(layer, "ffn_gate", state);
    return linear(layer, "ffn_down", ggml_swiglu_split(graph_, gate, linear(layer, "ffn_up", state)));
  }

  ggml_context* graph_;
  const Weights& weights_;
  const DecoderInputs& inputs_;
  const Shape& shape_;
};

}  // namespace

Outcome check_decoder(const Weights& weights) {
  const std::string& architecture = weights.architecture();
  if (architecture != "llama" && architecture != "qwen2") {
    return fail(
        ErrorCode::usage,
        fmt::format("models of the architecture \"{}\" cannot be taught; llama and qwen2 can", architecture));
  }
  const std::uint32_t layers = weights.number("block_count", 0);
  if (layers == 0 || layers > kMostLayers)
    return fail(ErrorCode::usage,
                fmt::format("models of 1 to {} layers can be taught; this one has {}", kMostLayers, layers));
  for (const char* const name : {"token_embd.weight", "output_norm.weight"}) {
    if (weights.find(name) == nullptr)
      return fail(ErrorCode::usage, fmt::format("the weights {} are missing", name));
  }
  for (std::uint32_t layer = 0; layer < layers; ++layer) {
    for (const char* const name : {"attn_norm", "attn_q", "attn_k", "attn_v", "attn_output", "ffn_norm",
                                   "ffn_gate", "ffn_up", "ffn_down"}) {
      if (weights.find(layer, fmt::format("{}.weight", name)) == nullptr)
        return fail(ErrorCode::usage, fmt::format("the weights blk.{}.{} are missing", layer, name));
    }
  }
  return {};
}

ggml_tensor* decoder_graph(ggml_context* graph, const Weights& weights, const DecoderInputs& inputs) {
  const std::uint32_t heads = weights.number("attention.head_count", 1);
  const std::uint32_t width = weights.number("embedding_length", 0);
  const Shape shape{
      .length = inputs.tokens->ne[0],
      .heads = heads,
      .key_value_heads = weights.number("attention.head_count_kv", heads),
      .head = width / heads,
      .epsilon = weights.fraction("attention.layer_norm_rms_epsilon", 1e-5F),
      .base = weights.fraction("rope.freq_base", 10000.0F),
      .rotation = weights.architecture() == "qwen2" ? GGML_ROPE_TYPE_NEOX : GGML_ROPE_TYPE_NORMAL};
  return Builder(graph, weights, inputs, shape).scores(weights.number("block_count", 0));
}

}  // namespace stint::llama
