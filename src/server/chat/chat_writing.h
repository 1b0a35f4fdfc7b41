// Has a model answer a question, as a whole or piece by piece.
#pragma once

#include <expected>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

#include "language/engine/engine.h"
#include "server/chat/chat_question.h"

namespace stint::server {

struct ChatText {
  std::string text;
  bool cut = false;  // by the limit of tokens
  language::Usage usage;
};

// Takes the answer's text as it comes. False: it is not wanted any more.
using ShowText = std::function<bool(std::string_view)>;

// `show` may be empty, and is called from one thread at a time, not always the caller's. JSON is shown in one
// piece, when it is known to be what was asked for. FaultKind::cancelled when it was stopped, or not wanted.
[[nodiscard]] std::expected<ChatText, language::Fault> write_chat(language::Engine& engine,
                                                                  const language::Caller& caller,
                                                                  const ChatQuestion& question,
                                                                  const ShowText& show,
                                                                  const std::stop_token& stop);

}  // namespace stint::server
