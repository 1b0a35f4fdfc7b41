#include "language/providers/gemini_reader.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace stint::language {
namespace {

// Why an answer was not given or not finished, as far as contents are concerned.
constexpr std::array<std::string_view, 10> kBlocked{
    "SAFETY", "RECITATION",   "LANGUAGE",    "BLOCKLIST", "PROHIBITED_CONTENT",
    "SPII",   "IMAGE_SAFETY", "MODEL_ARMOR", "JAILBREAK", "IMAGE_PROHIBITED_CONTENT"};

Fault blocked(std::string message) {
  return {FaultKind::blocked, {ErrorCode::failure, std::move(message), "", ""}, false};
}

std::uint64_t tokens(json::Value usage, std::string_view name) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, usage[name].as_int().value_or(0)));
}

Reading wrong_type(std::string_view name) {
  return std::unexpected(
      malformed(fmt::format("the service's answer makes no sense: \"{}\" is of another type", name)));
}

}  // namespace

Reading GeminiReader::read_event(const StreamEvent& event, PartialAnswer& answer) {
  const auto root = parse_answer(parser_, event.data, quote_);
  if (!root) return std::unexpected(root.error());
  return read_piece(*root, answer);
}

Reading GeminiReader::read_document(json::Value root, PartialAnswer& answer) {
  if (!root.is_array()) return read_piece(root, answer);
  // What a stream is where "alt=sse" is not understood.
  for (const json::Value piece : root.items()) {
    if (auto read = read_piece(piece, answer); !read) return read;
  }
  return {};
}

Reading GeminiReader::read_piece(json::Value piece, PartialAnswer& answer) {
  if (!piece["error"].is_nothing()) {
    const int status =
        static_cast<int>(std::clamp<std::int64_t>(piece["error"]["code"].as_int().value_or(0), 0, 999));
    return std::unexpected(fault_of(gemini_notice(status >= 400 ? status : 500, piece), quote_));
  }
  if (const auto model = piece["modelVersion"].as_string()) answer.model = *model;
  if (const json::Value usage = piece["usageMetadata"]; usage.is_object()) {
    const std::uint64_t read = tokens(usage, "promptTokenCount");
    answer.usage = {read, std::min(read, tokens(usage, "cachedContentTokenCount")),
                    tokens(usage, "candidatesTokenCount") + tokens(usage, "thoughtsTokenCount")};
  }
  if (const auto reason = piece["promptFeedback"]["blockReason"].as_string()) {
    return std::unexpected(
        blocked(fmt::format("the service's content rules do not allow the prompt: {}", quote_(*reason))));
  }
  const json::Value candidates = piece["candidates"];
  if (candidates.is_nothing()) return {};
  if (!candidates.is_array()) return wrong_type("candidates");
  const json::Value first = candidates.at(0);
  return first.exists() ? read_candidate(first, answer) : Reading{};
}

Reading GeminiReader::read_candidate(json::Value candidate, PartialAnswer& answer) {
  if (answer.ending) return {};
  const json::Value parts = candidate["content"]["parts"];
  if (!parts.is_nothing() && !parts.is_array()) return wrong_type("parts");
  for (const json::Value part : parts.items()) {
    if (!part["functionCall"].is_nothing()) {
      return std::unexpected(malformed("the model called a function, although none was offered"));
    }
    const json::Value text = part["text"];
    if (text.is_nothing() || part["thought"].as_bool().value_or(false)) continue;
    if (!text.is_string()) return wrong_type("text");
    answer.text += text.text();
  }
  const json::Value reason = candidate["finishReason"];
  if (reason.is_nothing() || reason.text() == "FINISH_REASON_UNSPECIFIED") return {};
  if (!reason.is_string()) return wrong_type("finishReason");
  return read_end(reason.text(), answer);
}

Reading GeminiReader::read_end(std::string_view reason, PartialAnswer& answer) const {
  if (reason == "STOP") {
    answer.ending = Ending::complete;
  } else if (reason == "MAX_TOKENS") {
    answer.ending = Ending::length;
  } else if (std::ranges::find(kBlocked, reason) != kBlocked.end()) {
    return std::unexpected(
        blocked(fmt::format("the service's content rules stopped the answer: {}", reason)));
  } else {
    return std::unexpected(malformed(fmt::format("the answer ended with \"{}\"", quote_(reason))));
  }
  return {};
}

Notice gemini_notice(int status, json::Value root) {
  const json::Value error = (root.is_array() ? root.at(0) : root)["error"];
  Notice notice{status, std::string{error["message"].text()}, std::string{error["status"].text()}};
  if (error.is_string()) notice.message = error.text();
  // A wrong key is "400 INVALID_ARGUMENT" and told apart by its reason only.
  for (const json::Value detail : error["details"].items()) {
    notice.code += ' ';
    notice.code += detail["reason"].text();
  }
  return notice;
}

}  // namespace stint::language
