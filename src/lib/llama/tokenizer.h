// Text to tokens and back, in a model's own way.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

struct llama_vocab;

namespace stint::llama {

using Token = std::int32_t;

// Part of its model, and safe to use from several threads.
class Tokenizer {
 public:
  explicit Tokenizer(const llama_vocab* vocabulary) : vocabulary_(vocabulary) {}

  struct Reading {
    bool add_begin = false;  // the model's own beginning (and end), where it wants them
    bool read_special =
        false;  // "<|end|>" is the token of that name; otherwise just characters. Never for text of users
  };
  // ErrorCode::usage when there are too many, or when the model cannot read the text.
  [[nodiscard]] Result<std::vector<Token>> tokens(std::string_view text, Reading how) const;

  // The bytes of one token or several; special tokens are empty. Bytes of one token may be part of a
  // character only.
  [[nodiscard]] std::string text(Token token) const;
  [[nodiscard]] std::string text(std::span<const Token> tokens) const;

  [[nodiscard]] std::int32_t size() const;
  [[nodiscard]] bool knows(Token token) const { return token >= 0 && token < size(); }
  // Ends a text or a turn.
  [[nodiscard]] bool ends(Token token) const;

 private:
  const llama_vocab* vocabulary_;
};

}  // namespace stint::llama
