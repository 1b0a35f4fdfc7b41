// OpenAI's chat completions, as OpenAI and the servers that speak its language take them.
#pragma once

#include "language/providers/remote_protocol.h"

namespace stint::language {

class OpenAiProtocol final : public RemoteProtocol {
 public:
  // `settings` as complete() gives them.
  explicit OpenAiProtocol(RemoteSettings settings) : settings_(std::move(settings)) {}

  [[nodiscard]] std::expected<RemoteCall, Fault> call(const GenerationRequest& request,
                                                      bool sampling) const override;
  [[nodiscard]] std::unique_ptr<AnswerReader> reader(const GenerationRequest& request,
                                                     const Quotation& quote) const override;
  [[nodiscard]] Notice notice(int status, json::Value root) const override;

 private:
  const RemoteSettings settings_;
};

// Content type, and the key as a bearer's token.
void add_openai_headers(const RemoteSettings& settings, RemoteCall& call);

}  // namespace stint::language
