#include "language/openai/chat_request.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

#include "language/openai/fields.h"

namespace stint::language::openai {
namespace {

constexpr std::uint32_t kMostTokens = 10'000'000;
constexpr std::size_t kMostStops = 4;
constexpr std::array<std::string_view, 5> kRoles{"system", "developer", "user", "assistant", "tool"};

// Members that ask for what is not done, when they are neither null nor of this value.
struct Refused {
  std::string_view name;
  std::string_view harmless;  // as JSON; empty: none
};
constexpr Refused kRefused[] = {
    {"n", "1"},         {"logprobs", "false"}, {"top_logprobs", "0"}, {"logit_bias", "{}"},
    {"functions", ""},  {"function_call", ""}, {"audio", ""},         {"modalities", R"(["text"])"},
    {"prediction", ""}, {"best_of", "1"},      {"suffix", ""},        {"web_search_options", ""},
};

Outcome refuse_unsupported(const Fields& fields) {
  for (const Refused& row : kRefused) {
    if (fields[row.name].is_nothing()) continue;
    STINT_ASSIGN(value, document_of(fields[row.name]));
    if (to_line(value) == row.harmless) continue;
    return fail(ErrorCode::usage, fmt::format("\"{}\" is not supported here", row.name),
                std::string{row.name}, "leave it out");
  }
  return {};
}

Result<double> number_within(const Fields& fields, std::string_view name, double least, double most,
                             double otherwise) {
  STINT_ASSIGN(number, fields.number(name));
  const double value = number.value_or(otherwise);
  if (!(value >= least && value <= most)) {
    return fields.wrong(name, fmt::format("a number from {} to {}", least, most));
  }
  return value;
}

Result<std::optional<double>> optional_within(const Fields& fields, std::string_view name, double most) {
  if (fields[name].is_nothing()) return std::nullopt;
  STINT_ASSIGN(value, number_within(fields, name, 0, most, 0));
  return value;
}

Result<std::optional<std::string>> read_content(const Fields& message) {
  const json::Value content = message["content"];
  if (!content.is_array()) return message.text("content");
  STINT_ASSIGN(parts, message.objects("content"));
  std::string joined;
  for (const Fields& part : parts) {
    STINT_ASSIGN(type, part.required_text("type"));
    // A refusal of an earlier answer is what the assistant said as well.
    if (type != "text" && type != "refusal") {
      return part.wrong("type", fmt::format("\"text\"; contents of the type \"{}\" are not read here", type));
    }
    STINT_ASSIGN(text, part.text(type));
    if (!text) return part.wrong(type, "a string");
    joined += *text;
  }
  return joined;
}

Result<std::vector<ToolCall>> read_tool_calls(const Fields& message) {
  std::vector<ToolCall> calls;
  STINT_ASSIGN(items, message.objects("tool_calls"));
  for (const Fields& item : items) {
    const Fields function{item["function"], item.path("function")};
    STINT_ASSIGN(id, item.required_text("id"));
    STINT_ASSIGN(name, function.required_text("name"));
    STINT_ASSIGN(arguments, function.text("arguments"));
    calls.push_back({std::move(id), std::move(name), arguments.value_or("")});
  }
  return calls;
}

Result<ChatMessage> read_message(const Fields& fields) {
  ChatMessage message;
  STINT_ASSIGN(role, fields.required_text("role"));
  const auto* const found = std::ranges::find(kRoles, role);
  if (found == kRoles.end()) return fields.wrong("role", "system, developer, user, assistant or tool");
  message.role = static_cast<ChatRole>(found - kRoles.begin());
  STINT_ASSIGN(text, read_content(fields));
  message.text = std::move(text);
  STINT_ASSIGN(name, fields.text("name"));
  message.name = std::move(name).value_or("");
  if (message.role == ChatRole::assistant) {
    STINT_ASSIGN(calls, read_tool_calls(fields));
    message.tool_calls = std::move(calls);
  }
  if (message.role == ChatRole::tool) {
    STINT_ASSIGN(id, fields.required_text("tool_call_id"));
    message.tool_call_id = std::move(id);
  }
  if (!message.text && message.tool_calls.empty()) return fields.wrong("content", "a string");
  return message;
}

Result<std::vector<std::string>> read_stop(const Fields& fields) {
  const json::Value stop = fields["stop"];
  std::vector<std::string> texts;
  if (stop.is_nothing()) return texts;
  if (const auto one = stop.as_string()) return std::vector{std::string{*one}};
  const auto wrong = [&] { return fields.wrong("stop", "a string or an array of at most four"); };
  if (!stop.is_array() || stop.size() > kMostStops) return wrong();
  for (const json::Value item : stop.items()) {
    if (!item.is_string() || item.text().empty()) return wrong();
    texts.emplace_back(item.text());
  }
  return texts;
}

Result<ResponseFormat> read_response_format(const Fields& fields) {
  ResponseFormat format;
  const json::Value value = fields["response_format"];
  if (value.is_nothing()) return format;
  if (!value.is_object()) return fields.wrong("response_format", "an object");
  const Fields given{value, fields.path("response_format")};
  STINT_ASSIGN(type, given.required_text("type"));
  if (type == "text") return format;
  if (type == "json_object") {
    format.kind = ResponseFormat::Kind::json_object;
    return format;
  }
  if (type != "json_schema") return given.wrong("type", "text, json_object or json_schema");
  format.kind = ResponseFormat::Kind::json_schema;
  const Fields detail{given["json_schema"], given.path("json_schema")};
  STINT_ASSIGN(name, detail.required_text("name"));
  STINT_ASSIGN(description, detail.text("description"));
  STINT_ASSIGN(strict, detail.truth("strict"));
  STINT_ASSIGN(schema, detail.object("schema"));
  if (schema.is_null()) return detail.wrong("schema", "given, as an object");
  format.name = std::move(name);
  format.description = std::move(description).value_or("");
  format.strict = strict.value_or(false);
  format.schema = std::move(schema);
  return format;
}

Result<std::vector<Tool>> read_tools(const Fields& fields) {
  std::vector<Tool> tools;
  STINT_ASSIGN(items, fields.objects("tools"));
  for (const Fields& item : items) {
    STINT_ASSIGN(type, item.required_text("type"));
    if (type != "function") return item.wrong("type", "\"function\"; other tools are not known here");
    const Fields function{item["function"], item.path("function")};
    STINT_ASSIGN(name, function.required_text("name"));
    STINT_ASSIGN(description, function.text("description"));
    STINT_ASSIGN(parameters, function.object("parameters"));
    STINT_ASSIGN(strict, function.truth("strict"));
    tools.push_back({std::move(name), std::move(description).value_or(""), std::move(parameters),
                     strict.value_or(false)});
  }
  return tools;
}

Result<std::optional<ToolChoice>> read_tool_choice(const Fields& fields) {
  const json::Value value = fields["tool_choice"];
  if (value.is_nothing()) return std::nullopt;
  using Kind = ToolChoice::Kind;
  if (value.text() == "auto") return ToolChoice{Kind::automatic, ""};
  if (value.text() == "none") return ToolChoice{Kind::none, ""};
  if (value.text() == "required") return ToolChoice{Kind::required, ""};
  if (!value.is_object() || value["type"].text() != "function") {
    return fields.wrong("tool_choice", "auto, none, required, or an object that names a function");
  }
  const Fields function{value["function"], fields.path("tool_choice") + ".function"};
  STINT_ASSIGN(name, function.required_text("name"));
  return ToolChoice{Kind::function, std::move(name)};
}

Outcome read_sampling(const Fields& fields, ChatRequest& request) {
  STINT_ASSIGN(temperature, optional_within(fields, "temperature", 2));
  STINT_ASSIGN(top_p, optional_within(fields, "top_p", 1));
  STINT_ASSIGN(seed, fields.integer("seed"));
  STINT_ASSIGN(completion, fields.count("max_completion_tokens", 1, kMostTokens));
  STINT_ASSIGN(tokens, fields.count("max_tokens", 1, kMostTokens));
  STINT_ASSIGN(presence, number_within(fields, "presence_penalty", -2, 2, 0));
  STINT_ASSIGN(frequency, number_within(fields, "frequency_penalty", -2, 2, 0));
  STINT_ASSIGN(stop, read_stop(fields));
  request.temperature = temperature;
  request.top_p = top_p;
  request.seed = seed;
  request.max_completion_tokens = completion;
  request.max_tokens = tokens;
  request.presence_penalty = presence;
  request.frequency_penalty = frequency;
  request.stop = std::move(stop);
  return {};
}

JsonDocument function_json(const Tool& tool) {
  JsonDocument function{{"name", tool.name}};
  if (!tool.description.empty()) function["description"] = tool.description;
  if (!tool.parameters.is_null()) function["parameters"] = tool.parameters;
  if (tool.strict) function["strict"] = true;
  return {{"type", "function"}, {"function", std::move(function)}};
}

JsonDocument message_json(const ChatMessage& message) {
  JsonDocument json{{"role", chat_role_name(message.role)}, {"content", or_null(message.text)}};
  if (!message.name.empty()) json["name"] = message.name;
  for (const ToolCall& call : message.tool_calls) json["tool_calls"].push_back(to_json(call));
  if (message.role == ChatRole::tool) json["tool_call_id"] = message.tool_call_id;
  return json;
}

JsonDocument format_json(const ResponseFormat& format) {
  if (format.kind == ResponseFormat::Kind::json_object) return {{"type", "json_object"}};
  JsonDocument detail{{"name", format.name}};
  if (!format.description.empty()) detail["description"] = format.description;
  detail["strict"] = format.strict;
  detail["schema"] = format.schema;
  return {{"type", "json_schema"}, {"json_schema", std::move(detail)}};
}

JsonDocument choice_json(const ToolChoice& choice) {
  switch (choice.kind) {
    case ToolChoice::Kind::automatic:
      return "auto";
    case ToolChoice::Kind::none:
      return "none";
    case ToolChoice::Kind::required:
      return "required";
    case ToolChoice::Kind::function:
      break;
  }
  return {{"type", "function"}, {"function", {{"name", choice.function}}}};
}

template <class T>
void put(JsonDocument& json, const char* name, const std::optional<T>& value) {
  if (value) json[name] = *value;
}

}  // namespace

std::string_view chat_role_name(ChatRole role) {
  return kRoles[static_cast<std::size_t>(role)];
}

Result<ChatRequest> read_chat_request(std::string_view body) {
  json::Parser parser;
  STINT_ASSIGN(fields, parse_object(parser, body));
  STINT_TRY(refuse_unsupported(fields));
  ChatRequest request;
  STINT_ASSIGN(model, fields.required_text("model"));
  request.model = std::move(model);
  STINT_ASSIGN(messages, fields.objects("messages"));
  if (messages.empty()) return fields.wrong("messages", "an array of at least one message");
  for (const Fields& item : messages) {
    STINT_ASSIGN(message, read_message(item));
    request.messages.push_back(std::move(message));
  }
  STINT_TRY(read_sampling(fields, request));
  STINT_ASSIGN(stream, fields.truth("stream"));
  request.stream = stream.value_or(false);
  if (fields["stream_options"].is_object()) {
    const Fields options{fields["stream_options"], "stream_options"};
    STINT_ASSIGN(usage, options.truth("include_usage"));
    request.include_usage = usage.value_or(false);
  }
  STINT_ASSIGN(format, read_response_format(fields));
  request.response_format = std::move(format);
  STINT_ASSIGN(tools, read_tools(fields));
  request.tools = std::move(tools);
  STINT_ASSIGN(choice, read_tool_choice(fields));
  request.tool_choice = std::move(choice);
  STINT_ASSIGN(user, fields.text("user"));
  request.user = std::move(user).value_or("");
  return request;
}

JsonDocument to_json(const ToolCall& call) {
  return {{"id", call.id},
          {"type", "function"},
          {"function", {{"name", call.name}, {"arguments", call.arguments}}}};
}

JsonDocument to_json(const ChatRequest& request) {
  JsonDocument json{{"model", request.model}};
  JsonDocument& messages = json["messages"] = JsonDocument::array();
  for (const ChatMessage& message : request.messages) messages.push_back(message_json(message));
  put(json, "temperature", request.temperature);
  put(json, "top_p", request.top_p);
  put(json, "seed", request.seed);
  put(json, "max_completion_tokens", request.max_completion_tokens);
  put(json, "max_tokens", request.max_tokens);
  if (request.presence_penalty != 0) json["presence_penalty"] = request.presence_penalty;
  if (request.frequency_penalty != 0) json["frequency_penalty"] = request.frequency_penalty;
  if (!request.stop.empty()) json["stop"] = request.stop;
  if (request.response_format.kind != ResponseFormat::Kind::text) {
    json["response_format"] = format_json(request.response_format);
  }
  for (const Tool& tool : request.tools) json["tools"].push_back(function_json(tool));
  if (request.tool_choice) json["tool_choice"] = choice_json(*request.tool_choice);
  if (!request.user.empty()) json["user"] = request.user;
  if (request.stream) json["stream"] = true;
  if (request.stream && request.include_usage) json["stream_options"] = {{"include_usage", true}};
  return json;
}

}  // namespace stint::language::openai
