// Keeps one text that a model writes to a grammar, token by token.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "language/grammar/matcher.h"
#include "language/grammar/token_masks.h"

namespace stint::language::grammar {

// One thread at a time; several may share their masks, also on different threads.
class TokenMatcher {
 public:
  // Errors: ErrorCode::usage when no token of the vocabulary can begin a text of the grammar.
  [[nodiscard]] static Result<TokenMatcher> create(std::shared_ptr<TokenMasks> masks);

  // The tokens that may come next, token n as bit n % 64 of word n / 64; never none. Valid until accept().
  // Once the text has ended: those that end it.
  //
  // Errors: ErrorCode::failure when no token goes on from here. That takes a vocabulary without a token of
  // its own for each byte that the grammar needs; nothing must be said then.
  [[nodiscard]] Result<std::span<const std::uint64_t>> allowed();

  // The next token, as it was chosen. ErrorCode::failure when it is not allowed; then nothing was read.
  [[nodiscard]] Outcome accept(Token token);

  [[nodiscard]] bool accepts() const { return matcher_.accepts(); }  // the text is complete, or may be
  [[nodiscard]] bool ended() const { return ended_; }                // a token ended it

  // The bytes that must come next because nothing else can, at most `limit`. They may be said without asking
  // the model: the tokens that its tokenizer makes of them are allowed. The last of those may be better left
  // to the model, which could have chosen one that goes on behind it.
  [[nodiscard]] std::string forced(std::size_t limit = 4096) const;

  // Bytes that are not tokens of the vocabulary's, as said by someone else. False when they do not fit.
  [[nodiscard]] bool accept_bytes(std::string_view bytes);

 private:
  TokenMatcher(std::shared_ptr<TokenMasks> masks, Matcher matcher)
      : masks_(std::move(masks)), matcher_(std::move(matcher)) {}

  std::shared_ptr<TokenMasks> masks_;
  Matcher matcher_;
  std::shared_ptr<const Mask> mask_;  // of where we are; null: not asked for yet
  bool ended_ = false;
};

}  // namespace stint::language::grammar
