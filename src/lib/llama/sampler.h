// Chooses tokens of one sequence. For this folder's files only.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "lib/llama/constraint.h"
#include "lib/llama/native.h"
#include "lib/llama/sampling.h"

namespace stint::llama {

class Sampler {
 public:
  // `grammar` in llama.cpp's GBNF with the rule "root"; empty: none. Errors (ErrorCode::usage): a grammar
  // that is not one, options out of range.
  [[nodiscard]] static Result<Sampler> create(const llama_vocab* vocabulary, const Sampling& sampling,
                                              const std::string& grammar,
                                              std::shared_ptr<TokenConstraint> constraint);

  // The next token, from the context's output number `output`; it counts as said. ErrorCode::failure when the
  // grammar allows none.
  [[nodiscard]] Result<llama_token> next(llama_context* context, std::int32_t output);

  // The tokens that must follow without being chosen; they count as said.
  [[nodiscard]] Result<std::vector<llama_token>> forced(const Tokenizer& tokenizer);

 private:
  Sampler(SamplerPointer chain, std::shared_ptr<TokenConstraint> constraint, std::size_t most,
          bool has_grammar)
      : chain_(std::move(chain)),
        constraint_(std::move(constraint)),
        most_(most),
        has_grammar_(has_grammar) {}
  [[nodiscard]] Result<llama_token> next_allowed(const float* scores, llama_token size);
  [[nodiscard]] Result<llama_token> choose();

  SamplerPointer chain_;
  std::shared_ptr<TokenConstraint> constraint_;
  std::size_t most_;  // candidates that the chain looks at
  bool has_grammar_;
  std::vector<llama_token_data> candidates_;
};

}  // namespace stint::llama
