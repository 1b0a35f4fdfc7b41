// Grammars as what a local model may say next.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <utility>

#include "base/result.h"
#include "language/generation.h"
#include "language/grammar/token_masks.h"
#include "lib/llama/constraint.h"
#include "lib/llama/model.h"

namespace stint::language {

// The constraints of one model. What was worked out for a grammar is kept for the next text of it, for the
// grammars used last. One thread at a time.
class ConstraintMaker {
 public:
  explicit ConstraintMaker(std::shared_ptr<const llama::Model> model) : model_(std::move(model)) {}

  // Of the request's grammar, else of its schema; null where it has neither. ErrorCode::usage for a grammar
  // that this vocabulary cannot begin.
  [[nodiscard]] Result<std::shared_ptr<llama::TokenConstraint>> make(const GenerationRequest& request);

 private:
  using Kept = std::pair<std::uint64_t, std::shared_ptr<grammar::TokenMasks>>;

  [[nodiscard]] Result<std::shared_ptr<grammar::TokenMasks>> masks_of(std::uint64_t key,
                                                                      const grammar::Expression& expression);

  std::shared_ptr<const llama::Model> model_;
  std::shared_ptr<const grammar::TokenTable> tokens_;  // made when it is needed first
  std::list<Kept> kept_;                               // the last used first
};

}  // namespace stint::language
