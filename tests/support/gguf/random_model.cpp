#include "support/gguf/random_model.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <string_view>
#include <utility>

#include "support/gguf/vocabulary.h"

namespace stint::test::gguf {
namespace {

constexpr std::string_view kTemplate =
    "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + "
    "'<|im_end|>' + '\n'}}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

// SplitMix64 (Steele, Lea and Flood 2014): small, and the same everywhere.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  // From -1 to 1, evenly.
  float number() { return static_cast<float>(static_cast<double>(next() >> 11U) / 4503599627370496.0 - 1.0); }

 private:
  std::uint64_t state_;
};

class Weights {
 public:
  Weights(File& file, const Shape& shape) : file_(file), shape_(shape) {}

  // Numbers of such a size that what goes in keeps its size on the way out.
  void matrix(std::string_view name, std::uint64_t in, std::uint64_t out, float scale = 1.0F) {
    const float size = scale * std::sqrt(3.0F / static_cast<float>(in));
    add(name, shape_.weights, {in, out}, [size](Random& random) { return size * random.number(); });
  }
  // Numbers that are added rather than multiplied with: of full precision, as in all such files.
  void table(std::string_view name, std::uint64_t length, std::uint64_t rows, float spread) {
    add(name, NumberType::f32, {length, rows}, [spread](Random& random) { return spread * random.number(); });
  }
  void vector(std::string_view name, std::uint64_t length, float middle, float spread) {
    add(name, NumberType::f32, {length},
        [middle, spread](Random& random) { return middle + spread * random.number(); });
  }
  void norm(const std::string& name, bool bias) {
    vector(name + ".weight", shape_.width, 1.0F, 0.1F);
    if (bias) vector(name + ".bias", shape_.width, 0.0F, 0.1F);
  }
  void linear(const std::string& name, std::uint64_t in, std::uint64_t out, bool bias, float scale = 1.0F) {
    matrix(name + ".weight", in, out, scale);
    if (bias) vector(name + ".bias", out, 0.0F, 0.1F);
  }

 private:
  template <class Draw>
  void add(std::string_view name, NumberType type, std::vector<std::uint64_t> dimensions, Draw draw) {
    // Each row has its own seed, so that it does not matter which are made when.
    const std::uint64_t seed = shape_.seed * 1'000'003 + number_++;
    file_.add_tensor(name, type, std::move(dimensions),
                     [seed, draw](std::span<float> row, std::uint64_t which) {
                       Random random(seed * 0x100000001B3U + which);
                       for (float& number : row) number = draw(random);
                     });
  }

  File& file_;
  const Shape& shape_;
  std::uint64_t number_ = 0;
};

void set_sizes(File& file, const std::string& architecture, const Shape& shape) {
  file.set("general.architecture", architecture);
  file.set("general.type", "model");
  file.set("general.name", "random " + architecture);
  const auto set = [&](const std::string& key, std::uint32_t value) {
    file.set(architecture + "." + key, value);
  };
  set("context_length", shape.context);
  set("embedding_length", shape.width);
  set("block_count", shape.layers);
  set("feed_forward_length", shape.feed_forward);
  set("attention.head_count", shape.heads);
}

File decoder(const std::string& architecture, const Shape& shape, std::string_view pre_tokenizer, bool bias) {
  File file;
  set_sizes(file, architecture, shape);
  file.set(architecture + ".attention.head_count_kv", shape.key_value_heads);
  file.set(architecture + ".attention.layer_norm_rms_epsilon", 1e-5F);
  file.set(architecture + ".rope.freq_base", 10000.0F);
  file.set("tokenizer.chat_template",
           shape.chat_template.empty() ? std::string_view(kTemplate) : shape.chat_template);
  const Vocabulary vocabulary =
      byte_pairs(shape.text.empty() ? sample_text() : shape.text, shape.merges, shape.vocabulary);
  set_byte_pairs(file, vocabulary, pre_tokenizer);

  Weights weights(file, shape);
  const std::uint64_t shared = std::uint64_t{shape.width} / shape.heads * shape.key_value_heads;
  const bool fresh = shape.to_be_taught;
  const float embedding = fresh ? std::sqrt(static_cast<float>(shape.width)) : 1.0F;
  const float added = fresh ? 0.2F : 1.0F;
  // Logits that are some way apart, so that the likeliest token does not hang on rounding.
  const float output = fresh ? 0.1F : 4.0F;
  weights.matrix("token_embd.weight", shape.width, vocabulary.tokens.size(), embedding);
  weights.norm("output_norm", false);
  if (!shape.shared_output) weights.matrix("output.weight", shape.width, vocabulary.tokens.size(), output);
  for (std::uint32_t layer = 0; layer < shape.layers; ++layer) {
    const std::string prefix = "blk." + std::to_string(layer) + ".";
    weights.norm(prefix + "attn_norm", false);
    weights.linear(prefix + "attn_q", shape.width, shape.width, bias);
    weights.linear(prefix + "attn_k", shape.width, shared, bias);
    weights.linear(prefix + "attn_v", shape.width, shared, bias);
    weights.linear(prefix + "attn_output", shape.width, shape.width, false, added);
    weights.norm(prefix + "ffn_norm", false);
    weights.linear(prefix + "ffn_gate", shape.width, shape.feed_forward, false);
    weights.linear(prefix + "ffn_up", shape.width, shape.feed_forward, false);
    weights.linear(prefix + "ffn_down", shape.feed_forward, shape.width, false, added);
  }
  return file;
}

}  // namespace

File random_llama(const Shape& shape) {
  return decoder("llama", shape, "llama-bpe", false);
}

File random_qwen2(const Shape& shape) {
  return decoder("qwen2", shape, "qwen2", true);
}

File random_bert(const Shape& asked) {
  Shape shape = asked;
  shape.context = std::min(shape.context, 512U);
  File file;
  set_sizes(file, "bert", shape);
  file.set("bert.attention.layer_norm_epsilon", 1e-12F);
  file.set("bert.attention.causal", false);
  file.set("bert.pooling_type", std::uint32_t{1});
  const Vocabulary vocabulary = word_pieces(sample_text());
  set_word_pieces(file, vocabulary);

  Weights weights(file, shape);
  weights.matrix("token_embd.weight", shape.width, vocabulary.tokens.size());
  weights.table("token_types.weight", shape.width, 2, 0.1F);
  weights.table("position_embd.weight", shape.width, shape.context, 0.3F);
  weights.norm("token_embd_norm", true);
  for (std::uint32_t layer = 0; layer < shape.layers; ++layer) {
    const std::string prefix = "blk." + std::to_string(layer) + ".";
    for (const char* const name : {"attn_q", "attn_k", "attn_v", "attn_output"}) {
      weights.linear(prefix + name, shape.width, shape.width, true);
    }
    weights.norm(prefix + "attn_output_norm", true);
    weights.linear(prefix + "ffn_up", shape.width, shape.feed_forward, true);
    weights.linear(prefix + "ffn_down", shape.feed_forward, shape.width, true);
    weights.norm(prefix + "layer_output_norm", true);
  }
  return file;
}

File random_t5(const Shape& shape) {
  constexpr std::uint32_t kDistances = 32;
  File file;
  set_sizes(file, "t5", shape);
  file.set("t5.attention.layer_norm_epsilon", 1e-6F);
  file.set("t5.attention.layer_norm_rms_epsilon", 1e-6F);
  file.set("t5.attention.relative_buckets_count", kDistances);
  file.set("t5.decoder_start_token_id", std::uint32_t{0});
  const Vocabulary vocabulary = unigrams(shape.text.empty() ? sample_text() : shape.text);
  set_unigrams(file, vocabulary);

  Weights weights(file, shape);
  weights.matrix("token_embd.weight", shape.width, vocabulary.tokens.size());
  weights.matrix("output.weight", shape.width, vocabulary.tokens.size(), 4.0F);
  const auto attention = [&](const std::string& name) {
    for (const char* const part : {"_q", "_k", "_v", "_o"})
      weights.linear(name + part, shape.width, shape.width, false);
  };
  for (const std::string side : {"enc", "dec"}) {
    weights.norm(side + ".output_norm", false);
    for (std::uint32_t layer = 0; layer < shape.layers; ++layer) {
      const std::string prefix = side + ".blk." + std::to_string(layer) + ".";
      weights.norm(prefix + "attn_norm", false);
      attention(prefix + "attn");
      // The first layer's serve for all.
      if (layer == 0) weights.table(prefix + "attn_rel_b.weight", shape.heads, kDistances, 0.5F);
      if (side == "dec") {
        weights.norm(prefix + "cross_attn_norm", false);
        attention(prefix + "cross_attn");
      }
      weights.norm(prefix + "ffn_norm", false);
      weights.linear(prefix + "ffn_gate", shape.width, shape.feed_forward, false);
      weights.linear(prefix + "ffn_up", shape.width, shape.feed_forward, false);
      weights.linear(prefix + "ffn_down", shape.feed_forward, shape.width, false);
    }
  }
  return file;
}

File random_lora(const Shape& shape, std::string_view architecture, std::uint32_t rank) {
  File file;
  file.set("general.architecture", architecture);
  file.set("general.type", "adapter");
  file.set("adapter.type", "lora");
  file.set("adapter.lora.alpha", static_cast<float>(2 * rank));
  Weights weights(file, shape);
  for (std::uint32_t layer = 0; layer < shape.layers; ++layer) {
    const std::string prefix = "blk." + std::to_string(layer) + ".";
    const auto pair = [&](const std::string& name, std::uint64_t in, std::uint64_t out) {
      weights.matrix(name + ".weight.lora_a", in, rank);
      weights.matrix(name + ".weight.lora_b", rank, out);
    };
    pair(prefix + "attn_q", shape.width, shape.width);
    pair(prefix + "ffn_down", shape.feed_forward, shape.width);
  }
  return file;
}

}  // namespace stint::test::gguf
