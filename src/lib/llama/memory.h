// How much memory a model takes, from its header alone.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "lib/llama/description.h"
#include "lib/llama/options.h"

namespace stint::llama {

struct Memory {               // bytes
  std::uint64_t weights = 0;  // mapped: the system may drop and reread them, slowly
  std::uint64_t cache = 0;    // keys and values of what was read
  std::uint64_t compute = 0;  // what one batch passes through
  [[nodiscard]] std::uint64_t total() const { return weights + cache + compute; }
};

// The longest text that an encoder takes with these options. Tokens.
[[nodiscard]] std::uint32_t longest_text(const ContextOptions& options, const Description& model);

[[nodiscard]] Memory memory_needed(const Description& model, const ContextOptions& options);

// ErrorCode::failure, with both figures, when it is more than `options.memory_limit`.
[[nodiscard]] Outcome check_memory(const Description& model, const ContextOptions& options);

}  // namespace stint::llama
