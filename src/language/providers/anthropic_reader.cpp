#include "language/providers/anthropic_reader.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "language/openai/fields.h"
#include "language/providers/anthropic_protocol.h"

namespace stint::language {
namespace {

// The status that goes with an error's type, as the service's own table has it.
struct ErrorType {
  std::string_view name;
  int status;
};
constexpr std::array<ErrorType, 10> kTypes{{{"invalid_request_error", 400},
                                            {"authentication_error", 401},
                                            {"billing_error", 402},
                                            {"permission_error", 403},
                                            {"not_found_error", 404},
                                            {"request_too_large", 413},
                                            {"rate_limit_error", 429},
                                            {"api_error", 500},
                                            {"timeout_error", 504},
                                            {"overloaded_error", 529}}};

int status_of(std::string_view type) {
  const auto* const found = std::ranges::find(kTypes, type, &ErrorType::name);
  return found == kTypes.end() ? 500 : found->status;
}

std::uint64_t tokens(json::Value usage, std::string_view name) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, usage[name].as_int().value_or(0)));
}

// Later counts hold the earlier ones, and may leave the prompt's out.
void read_usage(json::Value usage, Usage& so_far) {
  if (!usage.is_object()) return;
  const std::uint64_t remembered = tokens(usage, "cache_read_input_tokens");
  const std::uint64_t read =
      tokens(usage, "input_tokens") + remembered + tokens(usage, "cache_creation_input_tokens");
  if (read > 0) {
    so_far.read = read;
    so_far.remembered = remembered;
  }
  so_far.written = std::max(so_far.written, tokens(usage, "output_tokens"));
}

Reading nonsense(std::string_view what) {
  return std::unexpected(malformed(fmt::format("the service's answer makes no sense: {}", what)));
}

}  // namespace

Reading AnthropicReader::fault(json::Value root) const {
  return std::unexpected(fault_of(anthropic_notice(status_of(root["error"]["type"].text()), root), quote_));
}

Reading AnthropicReader::read_event(const StreamEvent& event, PartialAnswer& answer) {
  const auto root = parse_answer(parser_, event.data, quote_);
  if (!root) return std::unexpected(root.error());
  const std::string_view type = (*root)["type"].text();
  if (type == "error" || event.name == "error") return fault(*root);
  if (type == "message_start") {
    const json::Value message = (*root)["message"];
    answer.model = message["model"].text();
    read_usage(message["usage"], answer.usage);
    return {};
  }
  // What follows the end of an answer is not a part of it, its count of tokens excepted.
  if (type == "message_delta") {
    read_usage((*root)["usage"], answer.usage);
    return read_stop((*root)["delta"]["stop_reason"], answer);
  }
  if (type == "message_stop") {
    answer.over = true;
    return {};
  }
  if (answer.ending) return {};
  if (type == "content_block_start") {
    const json::Value block = (*root)["content_block"];
    in_tool_ = block["type"].text() == "tool_use";
    if (in_tool_ && (!structured_ || block["name"].text() != kAnswerTool || tool_seen_)) {
      return nonsense("a call of a tool that was not asked for");
    }
    tool_seen_ = tool_seen_ || in_tool_;
    if (!structured_ && block["type"].text() == "text") answer.text += block["text"].text();
    return {};
  }
  if (type == "content_block_delta") return read_delta(*root, answer);
  return {};
}

Reading AnthropicReader::read_delta(json::Value event, PartialAnswer& answer) const {
  const json::Value delta = event["delta"];
  const std::string_view type = delta["type"].text();
  const bool ours = structured_ ? type == "input_json_delta" && in_tool_ : type == "text_delta";
  if (!ours) return {};
  const json::Value piece = delta[structured_ ? "partial_json" : "text"];
  if (!piece.is_string()) return nonsense("a piece of text that is none");
  answer.text += piece.text();
  return {};
}

Reading AnthropicReader::read_stop(json::Value reason, PartialAnswer& answer) {
  if (reason.is_nothing() || answer.ending) return {};
  const std::string_view name = reason.text();
  if (name == "refusal") {
    Fault refused = malformed("the model refused to answer");
    refused.kind = FaultKind::blocked;
    return std::unexpected(std::move(refused));
  }
  const bool ended = name == "end_turn" || name == "stop_sequence" || name == "tool_use";
  const bool cut = name == "max_tokens" || name == "model_context_window_exceeded";
  if (!ended && !cut) {
    return std::unexpected(malformed(fmt::format("the answer ended with \"{}\"", quote_(name))));
  }
  if (structured_ && ended && !tool_seen_) return nonsense("no call of the tool that was asked for");
  // An input without members comes without pieces.
  if (structured_ && ended && answer.text.empty()) answer.text = "{}";
  answer.ending = cut ? Ending::length : Ending::complete;
  return {};
}

Reading AnthropicReader::read_block(json::Value block, PartialAnswer& answer) {
  const std::string_view type = block["type"].text();
  if (type == "text" && !structured_) {
    if (!block["text"].is_string()) return nonsense("a text that is none");
    answer.text += block["text"].text();
  }
  if (type != "tool_use") return {};
  if (!structured_ || block["name"].text() != kAnswerTool || tool_seen_) {
    return nonsense("a call of a tool that was not asked for");
  }
  tool_seen_ = true;
  const auto input = openai::document_of(block["input"]);
  if (!input || !input->is_object()) return nonsense("a tool's input that is no object");
  answer.text = openai::to_line(*input);
  return {};
}

Reading AnthropicReader::read_document(json::Value root, PartialAnswer& answer) {
  if (root["type"].text() == "error" || !root["error"].is_nothing()) return fault(root);
  if (!root["content"].is_array()) return nonsense("there is no content in it");
  answer.model = root["model"].text();
  read_usage(root["usage"], answer.usage);
  for (const json::Value block : root["content"].items()) {
    if (auto read = read_block(block, answer); !read) return read;
  }
  return read_stop(root["stop_reason"], answer);
}

Notice anthropic_notice(int status, json::Value root) {
  const json::Value error = root["error"];
  Notice notice{status, std::string{error["message"].text()}, std::string{error["type"].text()}};
  if (error.is_string()) notice.message = error.text();
  return notice;
}

}  // namespace stint::language
