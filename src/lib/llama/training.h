// Teaching a model: all its weights, on the processor.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "base/result.h"
#include "lib/llama/tokenizer.h"

namespace stint::llama {

// A text. From `from` on every token is to be learnt as what follows those before it; what stands before is
// only read.
struct Lesson {
  std::vector<Token> tokens;
  std::size_t from = 1;
};

struct TrainingOptions {
  std::uint32_t epochs = 1;  // how often all lessons are gone through, in an order of their own each time
  std::uint32_t batch = 4;   // lessons before the weights are changed
  float learning_rate =
      1e-3F;  // of AdamW; rises for a fiftieth of the steps, then falls to a tenth along half a cosine
  float weight_decay = 0.01F;
  std::uint32_t threads = 0;  // 0: as many as the machine has cores
  std::uint64_t seed = 1;     // of the order
};

struct TrainingStep {
  std::uint32_t epoch = 0;  // from 0
  double loss = 0;      // mean cross-entropy of the epoch's lessons before each was learnt, in nats a token
  double accuracy = 0;  // share of tokens to be learnt that were the likeliest
};

// The weights of `base`, which has to be a decoder in f32 of the architectures that decoder_graph.h knows,
// are read, taught, and written to `out` with everything else the file has. Lessons are computed in a window
// as long as the longest one, and what a shorter one teaches is repeated until it is as much as in the one
// that teaches most. The same input gives the same file on the same machine with the same number of threads.
//
// Called with every epoch that is done; a stop ends after the lesson at hand, and writes nothing.
// Errors: as of Model::load; ErrorCode::usage for a model that cannot be taught, for lessons without anything
// to learn, and for tokens the model does not know.
[[nodiscard]] Outcome train(const std::filesystem::path& base, std::span<const Lesson> lessons,
                            const TrainingOptions& options, const std::filesystem::path& out,
                            const std::function<void(const TrainingStep&)>& progress = {},
                            const std::stop_token& stop = {});

}  // namespace stint::llama
