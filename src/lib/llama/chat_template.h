// How a model wants a conversation to be written down.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "lib/llama/model.h"

namespace stint::llama {

struct ChatMessage {
  std::string role;  // "system", "user", "assistant"
  std::string text;
};

// Whether this build has the engine that runs any template. Otherwise the model's own template is recognised
// among those that llama.cpp knows by heart.
[[nodiscard]] bool runs_chat_templates();

// A model's way of writing conversations. One thread at a time.
class ChatForm {
 public:
  explicit ChatForm(std::shared_ptr<const Model> model) : model_(std::move(model)) {}

  // The tokens of the conversation up to where the assistant begins to speak. Where the template knows no
  // system message, its text begins the user's first. A model without a template gets the plainest form:
  // ChatML where its vocabulary has that, else lines of "User:" and "Assistant:"; one that reads a text and
  // writes another gets the texts alone. `now` is for templates that tell the model the day.
  //
  // Only the template's own marks become special tokens: a text that says "<|im_end|>" stays text.
  //
  // The template comes from a file that was downloaded: it runs in a process of its own with little time and
  // memory (base/confined.h), once for conversations of the same roles and the same day. What it says of the
  // texts' content, or changes in them, is lost: it sees a mark in the place of each.
  //
  // ErrorCode::usage for a template that cannot be run, takes too much, or leaves a message out, and for text
  // that cannot be read.
  [[nodiscard]] Result<std::vector<Token>> tokens(const std::vector<ChatMessage>& messages, Instant now);

 private:
  [[nodiscard]] Result<std::string> written(const std::vector<ChatMessage>& marked, std::size_t salt,
                                            Instant now);

  std::shared_ptr<const Model> model_;
  std::map<std::string, std::string> known_;  // roles and day to the form
};

}  // namespace stint::llama
