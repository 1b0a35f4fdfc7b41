// From a request in OpenAI's shape to what a model is asked.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "language/generation.h"
#include "language/openai/chat_request.h"

namespace stint::server {

// Where the request says nothing.
inline constexpr std::uint32_t kUsualAnswerTokens = 1024;

struct ChatQuestion {
  language::GenerationRequest request;
  std::vector<std::string> stop;
  bool json_object = false;  // any JSON object; with a schema of its own, `request.schema`
};

// ErrorCode::usage with the parameter in `where` for what would change the answer but is not done: tools,
// penalties, a schema that cannot be promised, and a conversation that does not end with the user.
[[nodiscard]] Result<ChatQuestion> chat_question(const language::openai::ChatRequest& asked);

}  // namespace stint::server
