// How the next token is chosen.
#pragma once

#include <cstdint>

namespace stint::llama {

// Applied in this order: top_k, top_p, min_p, temperature. The same options, prompt and model give the same
// tokens.
struct Sampling {
  float temperature =
      0.0F;  // 0: always the likeliest token, and nothing else below matters; 1: as the model learnt
  std::int32_t top_k = 40;  // only so many of the likeliest; 0: all
  float top_p = 0.95F;      // only the likeliest that together have this probability; 1: all
  float min_p = 0.05F;      // only those at least this fraction as likely as the likeliest; 0: all
  std::uint32_t seed = 0;
};

}  // namespace stint::llama
