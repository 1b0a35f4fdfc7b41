// Reads answers of Anthropic's messages.
#pragma once

#include <cstdint>
#include <optional>

#include "language/providers/remote_protocol.h"

namespace stint::language {

class AnthropicReader final : public AnswerReader {
 public:
  // `structured`: the answer is the input of the tool; else it is the text.
  AnthropicReader(const Quotation& quote, bool structured) : quote_(quote), structured_(structured) {}

  [[nodiscard]] Reading read_event(const StreamEvent& event, PartialAnswer& answer) override;
  [[nodiscard]] Reading read_document(json::Value root, PartialAnswer& answer) override;

 private:
  [[nodiscard]] Reading read_block(json::Value block, PartialAnswer& answer);
  [[nodiscard]] Reading read_delta(json::Value event, PartialAnswer& answer) const;
  [[nodiscard]] Reading read_stop(json::Value reason, PartialAnswer& answer);
  [[nodiscard]] Reading fault(json::Value root) const;

  const Quotation& quote_;
  bool structured_;
  json::Parser parser_;
  bool in_tool_ = false;  // the block that is coming is our tool's
  bool tool_seen_ = false;
};

[[nodiscard]] Notice anthropic_notice(int status, json::Value root);

}  // namespace stint::language
