#include "lib/llama/tokenizer.h"

#include <limits>
#include <llama.h>

#include "lib/llama/library.h"

namespace stint::llama {

Result<std::vector<Token>> Tokenizer::tokens(std::string_view text, Reading how) const {
  if (text.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max() / 4)) {
    return fail(ErrorCode::usage, "the text is too long to be read by a model");
  }
  // Hardly ever more tokens than bytes; then the second time around.
  std::vector<Token> result(text.size() + 8);
  const auto read = [&] {
    return llama_tokenize(vocabulary_, text.data(), static_cast<std::int32_t>(text.size()), result.data(),
                          static_cast<std::int32_t>(result.size()), how.add_begin, how.read_special);
  };
  STINT_ASSIGN(count, guarded("text", read));
  if (count < 0 && count != std::numeric_limits<std::int32_t>::min()) {
    result.resize(static_cast<std::size_t>(-count));
    STINT_ASSIGN(again, guarded("text", read));
    count = again;
  }
  if (count < 0) return fail(ErrorCode::usage, "the text is too long to be read by a model");
  result.resize(static_cast<std::size_t>(count));
  return result;
}

std::string Tokenizer::text(Token token) const {
  constexpr std::size_t kUsual = 32;
  std::string bytes(kUsual, '\0');
  const auto write = [&] {
    return llama_token_to_piece(vocabulary_, token, bytes.data(), static_cast<std::int32_t>(bytes.size()), 0,
                                false);
  };
  std::int32_t size = write();
  if (size < 0) {
    bytes.resize(static_cast<std::size_t>(-size));
    size = write();
  }
  bytes.resize(static_cast<std::size_t>(size));
  return bytes;
}

std::string Tokenizer::text(std::span<const Token> tokens) const {
  std::string result;
  for (const Token token : tokens) result += text(token);
  return result;
}

std::int32_t Tokenizer::size() const {
  return llama_vocab_n_tokens(vocabulary_);
}

bool Tokenizer::ends(Token token) const {
  return llama_vocab_is_eog(vocabulary_, token);
}

}  // namespace stint::llama
