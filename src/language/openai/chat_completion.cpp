#include "language/openai/chat_completion.h"

#include <algorithm>
#include <fmt/format.h>

#include "language/openai/fields.h"

namespace stint::language::openai {
namespace {

Result<std::uint64_t> amount(const Fields& fields, std::string_view name) {
  STINT_ASSIGN(number, fields.integer(name));
  if (number.value_or(0) < 0) return fields.wrong(name, "a number of tokens");
  return static_cast<std::uint64_t>(number.value_or(0));
}

Result<std::optional<Usage>> read_usage(const Fields& fields) {
  const json::Value value = fields["usage"];
  if (value.is_nothing()) return std::nullopt;
  if (!value.is_object()) return fields.wrong("usage", "an object");
  const Fields given{value, fields.path("usage")};
  STINT_ASSIGN(prompt, amount(given, "prompt_tokens"));
  STINT_ASSIGN(completion, amount(given, "completion_tokens"));
  const Fields details{value["prompt_tokens_details"], given.path("prompt_tokens_details")};
  STINT_ASSIGN(cached, amount(details, "cached_tokens"));
  return Usage{prompt, completion, std::min(cached, prompt)};
}

Result<std::vector<ToolCall>> read_calls(const Fields& said) {
  std::vector<ToolCall> calls;
  STINT_ASSIGN(items, said.objects("tool_calls"));
  for (const Fields& item : items) {
    const Fields function{item["function"], item.path("function")};
    STINT_ASSIGN(id, item.text("id"));
    STINT_ASSIGN(name, function.text("name"));
    STINT_ASSIGN(arguments, function.text("arguments"));
    calls.push_back({id.value_or(""), name.value_or(""), arguments.value_or("")});
  }
  return calls;
}

// `said` names the member that holds what was said: "message", or "delta" in a chunk.
Result<std::vector<ChatChoice>> read_choices(const Fields& fields, std::string_view said) {
  std::vector<ChatChoice> choices;
  STINT_ASSIGN(items, fields.objects("choices"));
  for (const Fields& item : items) {
    ChatChoice choice;
    STINT_ASSIGN(index, item.count("index", 0, UINT32_MAX));
    choice.index = index.value_or(0);
    STINT_ASSIGN(reason, item.text("finish_reason"));
    choice.finish_reason = std::move(reason).value_or("");
    const json::Value value = item[said];
    if (!value.is_nothing() && !value.is_object()) return item.wrong(said, "an object");
    const Fields message{value, item.path(said)};
    STINT_ASSIGN(content, message.text("content"));
    STINT_ASSIGN(refusal, message.text("refusal"));
    STINT_ASSIGN(calls, read_calls(message));
    choice.content = std::move(content);
    choice.refusal = std::move(refusal);
    choice.tool_calls = std::move(calls);
    choices.push_back(std::move(choice));
  }
  return choices;
}

// The members that a completion and a chunk have in common.
template <class Answer>
Outcome read_head(const Fields& fields, std::string_view said, Answer& answer) {
  STINT_ASSIGN(id, fields.text("id"));
  STINT_ASSIGN(model, fields.text("model"));
  STINT_ASSIGN(created, fields.number("created"));
  STINT_ASSIGN(choices, read_choices(fields, said));
  STINT_ASSIGN(usage, read_usage(fields));
  answer.id = std::move(id).value_or("");
  answer.model = std::move(model).value_or("");
  const double seconds = created.value_or(0);
  answer.created = seconds > 0 && seconds < 1e12 ? static_cast<std::int64_t>(seconds) : 0;
  answer.choices = std::move(choices);
  answer.usage = usage;
  return {};
}

JsonDocument usage_json(const Usage& usage) {
  return {{"prompt_tokens", usage.prompt_tokens},
          {"completion_tokens", usage.completion_tokens},
          {"total_tokens", usage.prompt_tokens + usage.completion_tokens},
          {"prompt_tokens_details", {{"cached_tokens", usage.cached_tokens}}}};
}

JsonDocument finish_json(const ChatChoice& choice) {
  return choice.finish_reason.empty() ? JsonDocument(nullptr) : JsonDocument(choice.finish_reason);
}

JsonDocument message_choice(const ChatChoice& choice) {
  JsonDocument message{
      {"role", "assistant"}, {"content", or_null(choice.content)}, {"refusal", or_null(choice.refusal)}};
  for (const ToolCall& call : choice.tool_calls) message["tool_calls"].push_back(to_json(call));
  return {{"index", choice.index},
          {"message", std::move(message)},
          {"logprobs", nullptr},
          {"finish_reason", finish_json(choice)}};
}

JsonDocument delta_choice(const ChatChoice& choice, bool starts) {
  JsonDocument delta = JsonDocument::object();
  if (starts) delta["role"] = "assistant";
  if (choice.content) delta["content"] = *choice.content;
  if (choice.refusal) delta["refusal"] = *choice.refusal;
  for (const ToolCall& call : choice.tool_calls) {
    JsonDocument& calls = delta["tool_calls"];
    JsonDocument json = to_json(call);
    json["index"] = calls.size();
    calls.push_back(std::move(json));
  }
  return {{"index", choice.index},
          {"delta", std::move(delta)},
          {"logprobs", nullptr},
          {"finish_reason", finish_json(choice)}};
}

}  // namespace

Result<ChatCompletion> read_chat_completion(json::Value root) {
  ChatCompletion completion;
  STINT_TRY(read_head(Fields{root}, "message", completion));
  return completion;
}

Result<ChatCompletion> read_chat_completion(std::string_view body) {
  json::Parser parser;
  STINT_ASSIGN(fields, parse_object(parser, body));
  return read_chat_completion(fields.value());
}

Result<ChatChunk> read_chat_chunk(json::Value root) {
  ChatChunk chunk;
  STINT_TRY(read_head(Fields{root}, "delta", chunk));
  return chunk;
}

Result<ChatChunk> read_chat_chunk(std::string_view data) {
  json::Parser parser;
  STINT_ASSIGN(fields, parse_object(parser, data));
  return read_chat_chunk(fields.value());
}

JsonDocument to_json(const ChatCompletion& completion) {
  JsonDocument choices = JsonDocument::array();
  for (const ChatChoice& choice : completion.choices) choices.push_back(message_choice(choice));
  JsonDocument json{{"id", completion.id},
                    {"object", "chat.completion"},
                    {"created", completion.created},
                    {"model", completion.model},
                    {"choices", std::move(choices)}};
  if (completion.usage) json["usage"] = usage_json(*completion.usage);
  return json;
}

JsonDocument to_json(const ChatChunk& chunk) {
  JsonDocument choices = JsonDocument::array();
  for (const ChatChoice& choice : chunk.choices) choices.push_back(delta_choice(choice, chunk.starts));
  JsonDocument json{{"id", chunk.id},
                    {"object", "chat.completion.chunk"},
                    {"created", chunk.created},
                    {"model", chunk.model},
                    {"choices", std::move(choices)}};
  if (chunk.usage) json["usage"] = usage_json(*chunk.usage);
  return json;
}

}  // namespace stint::language::openai
