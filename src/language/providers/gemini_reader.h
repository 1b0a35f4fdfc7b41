// Reads answers of generateContent; the pieces of a stream have the shape of a whole answer.
#pragma once

#include "language/providers/remote_protocol.h"

namespace stint::language {

class GeminiReader final : public AnswerReader {
 public:
  explicit GeminiReader(const Quotation& quote) : quote_(quote) {}

  [[nodiscard]] Reading read_event(const StreamEvent& event, PartialAnswer& answer) override;
  [[nodiscard]] Reading read_document(json::Value root, PartialAnswer& answer) override;

 private:
  [[nodiscard]] Reading read_piece(json::Value piece, PartialAnswer& answer);
  [[nodiscard]] Reading read_candidate(json::Value candidate, PartialAnswer& answer);
  [[nodiscard]] Reading read_end(std::string_view reason, PartialAnswer& answer) const;

  const Quotation& quote_;
  json::Parser parser_;
};

[[nodiscard]] Notice gemini_notice(int status, json::Value root);

}  // namespace stint::language
