// What POST /v1/chat/completions answers, in OpenAI's shape: whole, or as chunks of a stream.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "language/openai/chat_request.h"
#include "lib/nlohmann/json_document.h"
#include "lib/simdjson/json.h"

namespace stint::language::openai {

struct Usage {
  std::uint64_t prompt_tokens = 0;
  std::uint64_t completion_tokens = 0;
  std::uint64_t cached_tokens = 0;  // of the prompt's

  friend bool operator==(const Usage&, const Usage&) = default;
};

struct ChatChoice {
  std::uint32_t index = 0;
  std::optional<std::string> content;
  std::optional<std::string> refusal;
  std::vector<ToolCall> tool_calls;
  // "stop", "length", "content_filter", "tool_calls"; other servers have others. Empty: none yet.
  std::string finish_reason;
};

struct ChatCompletion {
  std::string id;
  std::int64_t created = 0;  // seconds since 1970
  std::string model;
  std::vector<ChatChoice> choices;
  std::optional<Usage> usage;
};

// One piece of a stream. Its choices hold what has been added.
struct ChatChunk {
  std::string id;
  std::int64_t created = 0;
  std::string model;
  std::vector<ChatChoice> choices;
  bool starts = false;         // names the role, as the first chunk does; only written
  std::optional<Usage> usage;  // in the last one, whose choices are empty, when it was asked for
};

// What ends a stream, as the data of its last event.
inline constexpr std::string_view kDone = "[DONE]";

// For those who read answers of other servers: only what is needed has to be there. ErrorCode::usage for
// members of the wrong type. A missing list of choices is an empty one. Parts of tool calls in chunks come
// without names and ids where these were said before.
[[nodiscard]] Result<ChatCompletion> read_chat_completion(json::Value root);
[[nodiscard]] Result<ChatCompletion> read_chat_completion(std::string_view body);
[[nodiscard]] Result<ChatChunk> read_chat_chunk(json::Value root);
[[nodiscard]] Result<ChatChunk> read_chat_chunk(std::string_view data);

[[nodiscard]] JsonDocument to_json(const ChatCompletion& completion);
[[nodiscard]] JsonDocument to_json(const ChatChunk& chunk);

}  // namespace stint::language::openai
