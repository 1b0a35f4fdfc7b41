// Teaching a model: all its weights, on the processor.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "base/result.h"
#include "lib/llama/tokenizer.h"

namespace stint::llama {

struct TrainingOptions {
  std::uint32_t window = 256;   // tokens that are looked at together; a multiple of 32
  std::uint32_t epochs = 1;     // how often all windows are gone through, in an order of their own each time
  float learning_rate = 1e-3F;  // of AdamW; falls to a tenth along half a cosine
  float weight_decay = 0.01F;
  std::uint32_t threads = 0;  // 0: as many as the machine has cores
  std::uint64_t seed = 1;     // of the order
};

struct TrainingStep {
  std::uint32_t epoch = 0;  // from 0
  double loss = 0;          // mean cross-entropy of the epoch's windows, in nats a token
  double accuracy = 0;      // share of tokens that were the likeliest
};

// Every window teaches its tokens one by one: what follows what. `windows` are of options.window + 1 tokens
// each. The weights of `base`, which has to be a decoder in f32, are read, taught, and written to `out`;
// embeddings of tokens stay as they are (llama.cpp cannot teach those). The same input gives the same file on
// the same machine with the same number of threads.
//
// Called with every epoch that is done; a stop ends after the epoch at hand, and writes nothing.
// Errors: as of Model::load; ErrorCode::usage for windows of another length, or tokens the model does not
// know.
[[nodiscard]] Outcome train(const std::filesystem::path& base, std::span<const std::vector<Token>> windows,
                            const TrainingOptions& options, const std::filesystem::path& out,
                            const std::function<void(const TrainingStep&)>& progress = {},
                            const std::stop_token& stop = {});

}  // namespace stint::llama
