// What POST /v1/chat/completions is sent, in OpenAI's shape; for both sides of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lib/nlohmann/json_document.h"

namespace stint::language::openai {

enum class ChatRole : std::uint8_t { system, developer, user, assistant, tool };
[[nodiscard]] std::string_view chat_role_name(ChatRole role);

struct ToolCall {
  std::string id;
  std::string name;
  std::string arguments;  // JSON, as the model wrote it
};

struct ChatMessage {
  ChatRole role = ChatRole::user;
  // Parts of text are joined. Nothing: null, as in an assistant's message that only calls tools.
  std::optional<std::string> text;
  std::string name;
  std::vector<ToolCall> tool_calls;  // of an assistant
  std::string tool_call_id;          // of a tool's answer
};

struct Tool {
  std::string name;
  std::string description;
  JsonDocument parameters;  // a JSON Schema, or null
  bool strict = false;
};

struct ToolChoice {
  enum class Kind : std::uint8_t { automatic, none, required, function };
  Kind kind = Kind::automatic;
  std::string function;
};

struct ResponseFormat {
  enum class Kind : std::uint8_t { text, json_object, json_schema };
  Kind kind = Kind::text;
  std::string name;  // for json_schema, with the following
  std::string description;
  JsonDocument schema;
  bool strict = false;
};

struct ChatRequest {
  std::string model;
  std::vector<ChatMessage> messages;
  std::optional<double> temperature;  // 0 to 2
  std::optional<double> top_p;        // 0 to 1
  std::optional<std::int64_t> seed;
  std::optional<std::uint32_t> max_completion_tokens;
  std::optional<std::uint32_t> max_tokens;  // the former name, which most other servers know only
  std::vector<std::string> stop;            // four at most
  double presence_penalty = 0;              // -2 to 2
  double frequency_penalty = 0;             // likewise
  bool stream = false;
  bool include_usage = false;  // a last chunk with the usage
  ResponseFormat response_format;
  std::vector<Tool> tools;
  std::optional<ToolChoice> tool_choice;
  std::string user;

  [[nodiscard]] std::optional<std::uint32_t> token_limit() const {
    return max_completion_tokens ? max_completion_tokens : max_tokens;
  }
};

// Reads what a client sent. ErrorCode::usage, with the parameter in `where`, for what has the wrong type or
// is out of bounds, and for what would change the answer but is not done: several answers (n), logprobs,
// logit_bias, functions, audio, prediction, web search, and contents that are no text. Members that are not
// known are overlooked, as other servers do.
[[nodiscard]] Result<ChatRequest> read_chat_request(std::string_view body);

// What a client sends; members that are at their defaults are left out.
[[nodiscard]] JsonDocument to_json(const ChatRequest& request);
[[nodiscard]] JsonDocument to_json(const ToolCall& call);

}  // namespace stint::language::openai
