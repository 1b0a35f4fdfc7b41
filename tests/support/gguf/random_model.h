// Models with random weights: real in everything but what they have learnt.
#pragma once

#include <cstdint>
#include <string>

#include "support/gguf/file.h"

namespace stint::test::gguf {

struct Shape {
  std::uint32_t layers = 2;
  std::uint32_t width = 64;  // of a token's embedding; a multiple of 32
  std::uint32_t heads = 4;
  std::uint32_t key_value_heads = 2;     // that the heads share
  std::uint32_t feed_forward = 128;      // a multiple of 32
  std::uint32_t context = 2048;          // tokens
  std::uint32_t merges = 200;            // of the tokenizer
  std::uint32_t vocabulary = 0;          // filled up to so many tokens
  NumberType weights = NumberType::f32;  // of matrices; vectors are always f32
  bool shared_output = false;            // the embedding of tokens serves for the output as well
  // As one begins to teach a model: layers add little to what goes in, and every token is as likely as the
  // others.
  bool to_be_taught = false;
  std::uint64_t seed = 1;
  std::string chat_template = {};  // empty: ChatML
  std::string text = {};           // that the tokenizer is made from; empty: sample_text()
};

// The same shape gives the same bytes.
[[nodiscard]] File random_llama(const Shape& shape = {});
[[nodiscard]] File random_qwen2(const Shape& shape = {});
// An encoder with mean pooling; takes texts of at most 512 tokens unless the shape says less.
[[nodiscard]] File random_bert(const Shape& shape = {});
// Reads a text and writes another, as T5 does; no biases, no template, distances in 32 buckets.
[[nodiscard]] File random_t5(const Shape& shape = {});
// Changes the queries and the way down of every layer of a model of that shape and architecture.
[[nodiscard]] File random_lora(const Shape& shape, std::string_view architecture, std::uint32_t rank = 4);

}  // namespace stint::test::gguf
