// Chooses tokens of one sequence. For this folder's files only.
#pragma once

#include <string>

#include "base/result.h"
#include "lib/llama/native.h"
#include "lib/llama/sampling.h"

namespace stint::llama {

class Sampler {
 public:
  // `grammar` in llama.cpp's GBNF with the rule "root"; empty: none. Errors (ErrorCode::usage): a grammar
  // that is not one, options out of range.
  [[nodiscard]] static Result<Sampler> create(const llama_vocab* vocabulary, const Sampling& sampling,
                                              const std::string& grammar);

  // The next token, from the context's output number `output`; it counts as said. ErrorCode::failure when the
  // grammar allows none.
  [[nodiscard]] Result<llama_token> next(llama_context* context, std::int32_t output);

 private:
  explicit Sampler(SamplerPointer chain) : chain_(std::move(chain)) {}
  SamplerPointer chain_;
};

}  // namespace stint::llama
