#include "language/providers/remote_protocol.h"

#include <fmt/format.h>

namespace stint::language {

Fault rejected(std::string message, std::string hint) {
  return {FaultKind::rejected, {ErrorCode::usage, std::move(message), "", std::move(hint)}, false};
}

std::string system_text(const GenerationRequest& request) {
  std::string joined;
  for (const Message& message : request.messages) {
    if (message.role != Role::system) continue;
    if (!joined.empty()) joined += "\n\n";
    joined += message.text;
  }
  return joined;
}

std::expected<json::Value, Fault> parse_answer(json::Parser& parser, std::string_view text,
                                               const Quotation& quote) {
  auto root = parser.parse(text);
  if (root && (root->is_object() || root->is_array())) return *root;
  return std::unexpected(malformed(fmt::format("the service's answer cannot be read: \"{}\"", quote(text)),
                                   "see that the base URL leads to the right service"));
}

}  // namespace stint::language
