#include "language/grammar/token_matcher.h"

#include <fmt/format.h>
#include <utility>

namespace stint::language::grammar {

Result<TokenMatcher> TokenMatcher::create(std::shared_ptr<TokenMasks> masks) {
  Matcher matcher(masks->automaton());
  TokenMatcher result(std::move(masks), std::move(matcher));
  if (!result.allowed()) {
    return fail(ErrorCode::usage, "no token of the model's vocabulary can begin what the grammar allows",
                "grammar");
  }
  return result;
}

Result<std::span<const std::uint64_t>> TokenMatcher::allowed() {
  if (!mask_ && ended_) {
    auto ends = std::make_shared<Mask>();
    ends->bits.resize(masks_->vocabulary().words());
    for (const Token end : masks_->vocabulary().ends()) {
      ends->bits[static_cast<std::size_t>(end) / 64] |= std::uint64_t{1}
                                                        << (static_cast<std::size_t>(end) % 64);
    }
    mask_ = std::move(ends);
  }
  if (!mask_) mask_ = masks_->at(matcher_.positions());
  if (mask_->empty) {
    return fail(ErrorCode::failure, "no token of the model's vocabulary goes on here", "grammar");
  }
  return std::span<const std::uint64_t>(mask_->bits);
}

Outcome TokenMatcher::accept(Token token) {
  const TokenTable& vocabulary = masks_->vocabulary();
  const auto refuse = [&] {
    return fail(ErrorCode::failure, fmt::format("token {} is not allowed here", token), "grammar");
  };
  if (!vocabulary.knows(token)) return refuse();
  if (vocabulary.ends(token)) {
    if (!ended_ && !matcher_.accepts()) return refuse();
    if (!ended_) mask_.reset();
    ended_ = true;
    return {};
  }
  const std::string& bytes = vocabulary.text(token);
  if (ended_ || bytes.empty() || !matcher_.advance(bytes)) return refuse();
  mask_.reset();
  return {};
}

bool TokenMatcher::accept_bytes(std::string_view bytes) {
  if (ended_ || !matcher_.advance(bytes)) return false;
  mask_.reset();
  return true;
}

std::string TokenMatcher::forced(std::size_t limit) const {
  return ended_ ? std::string() : matcher_.forced(limit);
}

}  // namespace stint::language::grammar
