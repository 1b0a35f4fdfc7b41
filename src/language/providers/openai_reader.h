// Reads answers of chat completions.
#pragma once

#include <string>
#include <vector>

#include "language/openai/chat_completion.h"
#include "language/providers/remote_protocol.h"

namespace stint::language {

class OpenAiReader final : public AnswerReader {
 public:
  explicit OpenAiReader(const Quotation& quote) : quote_(quote) {}

  [[nodiscard]] Reading read_event(const StreamEvent& event, PartialAnswer& answer) override;
  [[nodiscard]] Reading read_document(json::Value root, PartialAnswer& answer) override;

 private:
  [[nodiscard]] Reading read_choices(const std::vector<openai::ChatChoice>& choices, PartialAnswer& answer);

  const Quotation& quote_;
  json::Parser parser_;
};

[[nodiscard]] Notice openai_notice(int status, json::Value root);

}  // namespace stint::language
