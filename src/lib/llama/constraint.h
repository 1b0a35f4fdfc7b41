// What may be said next, decided by somebody who knows more than the model.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/result.h"
#include "lib/llama/tokenizer.h"

namespace stint::llama {

// Follows one text from its beginning. One thread at a time.
class TokenConstraint {
 public:
  TokenConstraint() = default;
  TokenConstraint(const TokenConstraint&) = delete;
  TokenConstraint& operator=(const TokenConstraint&) = delete;
  virtual ~TokenConstraint() = default;

  // The tokens that may follow, one bit for each of the vocabulary: number t is bit t % 64 of word t / 64. At
  // least one; tokens that end a text are among them where it may end. Valid until accept(). An error ends
  // the request: nothing is said without the constraint.
  [[nodiscard]] virtual Result<std::span<const std::uint64_t>> allowed() = 0;

  // One of those was said. An error, as above, ends the request.
  [[nodiscard]] virtual Outcome accept(Token token) = 0;

  // The bytes that must follow whatever is chosen, as far as they are certain; may be empty. They are read at
  // once rather than chosen one after another.
  [[nodiscard]] virtual std::string forced() { return {}; }
};

}  // namespace stint::llama
