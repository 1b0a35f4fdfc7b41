// Runs chat templates. For this folder's files only.
#pragma once

#include <span>
#include <string>

#include "base/instant.h"
#include "base/result.h"
#include "lib/llama/chat_template.h"

namespace stint::llama {

struct TemplateInput {
  std::string form;
  std::string begin;  // what it may write as bos_token and eos_token
  std::string end;
  Instant now;
};

// What the template makes of the messages, of which every text has to appear in it; as they are, else with
// the system's text before the user's first, else with texts in parts. Confined.
[[nodiscard]] Result<std::string> run_template(const TemplateInput& input,
                                               std::span<const ChatMessage> messages);

}  // namespace stint::llama
