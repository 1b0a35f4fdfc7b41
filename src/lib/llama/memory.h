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

// Whether attention is computed as one matrix for all texts where several are written side by side.
// llama.cpp's flash attention takes few tokens one after another, which on a processor takes longer than all
// the rest then; but it is quicker with a single text, holds no matrix, and keys and values of eight bits
// need it.
[[nodiscard]] bool attends_side_by_side(const ContextOptions& options);
// Tokens read at a time then, at most: more would be no faster, and take memory.
inline constexpr std::uint32_t kReadSideBySide = 128;

// The longest text that an encoder takes with these options. Tokens.
[[nodiscard]] std::uint32_t longest_text(const ContextOptions& options, const Description& model);

[[nodiscard]] Memory memory_needed(const Description& model, const ContextOptions& options);

// ErrorCode::failure, with both figures, when it is more than `options.memory_limit`.
[[nodiscard]] Outcome check_memory(const Description& model, const ContextOptions& options);

}  // namespace stint::llama
