// Anthropic's messages. A structured answer is the input of a tool that the model has to call.
#pragma once

#include "language/providers/remote_protocol.h"

namespace stint::language {

// The tool of structured answers.
inline constexpr std::string_view kAnswerTool = "answer";

class AnthropicProtocol final : public RemoteProtocol {
 public:
  // `settings` as complete() gives them.
  explicit AnthropicProtocol(RemoteSettings settings) : settings_(std::move(settings)) {}

  [[nodiscard]] std::expected<RemoteCall, Fault> call(const GenerationRequest& request,
                                                      bool sampling) const override;
  [[nodiscard]] std::unique_ptr<AnswerReader> reader(const GenerationRequest& request,
                                                     const Quotation& quote) const override;
  [[nodiscard]] Notice notice(int status, json::Value root) const override;

 private:
  const RemoteSettings settings_;
};

}  // namespace stint::language
