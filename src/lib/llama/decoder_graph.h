// A decoder as a graph that can be gone through backwards. llama.cpp's own reads keys and values back from
// its cache, where no gradient passes, so that teaching with it leaves them and everything below as they are.
// For this folder's files only.
#pragma once

#include <cstdint>

#include "lib/llama/weights.h"

namespace stint::llama {

// Of one text: `length` tokens, of which those at `targets` places say what follows them.
struct DecoderInputs {
  ggml_tensor* tokens = nullptr;     // length × i32
  ggml_tensor* positions = nullptr;  // length × i32
  ggml_tensor* mask = nullptr;       // length × length: 0 where a token looks at another, else -infinity
  ggml_tensor* targets = nullptr;    // places in the text, i32
};

// Llama's and Qwen 2's: RMS norms, rotated positions, gated layers, with or without biases; in f32.
// Errors: ErrorCode::usage where weights are missing, or more layers than such a graph has room for.
[[nodiscard]] Outcome check_decoder(const Weights& weights);

// Marks the weights as to be taught, and returns the scores of every token at every target: vocabulary ×
// targets.
[[nodiscard]] ggml_tensor* decoder_graph(ggml_context* graph, const Weights& weights,
                                         const DecoderInputs& inputs);

}  // namespace stint::llama
