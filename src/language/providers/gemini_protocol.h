// Gemini's generateContent (Google AI, v1beta).
#pragma once

#include "language/providers/remote_protocol.h"

namespace stint::language {

class GeminiProtocol final : public RemoteProtocol {
 public:
  // `settings` as complete() gives them.
  explicit GeminiProtocol(RemoteSettings settings) : settings_(std::move(settings)) {}

  [[nodiscard]] std::expected<RemoteCall, Fault> call(const GenerationRequest& request,
                                                      bool sampling) const override;
  [[nodiscard]] std::unique_ptr<AnswerReader> reader(const GenerationRequest& request,
                                                     const Quotation& quote) const override;
  [[nodiscard]] Notice notice(int status, json::Value root) const override;

 private:
  const RemoteSettings settings_;
};

}  // namespace stint::language
