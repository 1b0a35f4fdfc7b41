// How a model is run.
#pragma once

#include <cstdint>

namespace stint::llama {

// How the keys and values of what was read are kept.
enum class CacheType : std::uint8_t { f32, f16, q8_0 };

struct ContextOptions {
  // Tokens that are remembered, over all sequences: what they share, and what each has of its own. 0: as the
  // model was trained, at most 8192. Rounded up to a multiple of 256.
  std::uint32_t context_length = 0;
  std::uint32_t sequences = 1;  // that may be continued side by side; at most 64
  std::uint32_t batch = 512;    // tokens read at a time; more is faster, for memory
  CacheType cache_type = CacheType::f16;
  // More bytes than this are refused before any is taken; 0: no limit.
  std::uint64_t memory_limit = 0;
  // 0: as many as the machine has cores. They give way to everything else unless `low_priority` is off.
  std::uint32_t threads = 0;
  bool low_priority = true;
};

// With the defaults that depend on the model filled in.
[[nodiscard]] std::uint32_t context_length(const ContextOptions& options, std::uint32_t trained);

}  // namespace stint::llama
