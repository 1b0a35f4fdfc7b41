// How a model wants a conversation to be written down.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lib/llama/model.h"

namespace stint::llama {

struct ChatMessage {
  std::string role;  // "system", "user", "assistant"
  std::string text;
};

// The tokens of the conversation up to where the assistant begins to speak. The model's own template is
// recognised among those that llama.cpp knows; a model without one gets the plainest, ChatML where its
// vocabulary has that, else lines of "User:" and "Assistant:".
//
// Only the template's own marks become special tokens: a text that says "<|im_end|>" stays text.
// ErrorCode::usage for a template that is not known, and for text that cannot be read.
[[nodiscard]] Result<std::vector<Token>> chat_tokens(const Model& model,
                                                     const std::vector<ChatMessage>& messages);

}  // namespace stint::llama
