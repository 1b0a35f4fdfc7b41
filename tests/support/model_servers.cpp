#include "support/model_servers.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <optional>

#include "language/openai/chat_completion.h"
#include "language/openai/chat_request.h"
#include "language/openai/embeddings.h"
#include "language/openai/error_object.h"
#include "language/openai/fields.h"
#include "language/openai/models.h"
#include "lib/nlohmann/json_document.h"

namespace stint::test {
namespace {

namespace openai = language::openai;
using openai::to_line;

constexpr std::uint64_t kPromptTokens = 11;
constexpr std::uint64_t kCachedTokens = 4;
constexpr std::uint64_t kWrittenTokens = 7;
constexpr std::int64_t kCreated = 1'700'000'000;

// Pieces as tokens would give them: a few bytes, whole characters.
std::vector<std::string> pieces_of(std::string_view text) {
  std::vector<std::string> pieces;
  constexpr std::size_t kLength = 5;
  while (!text.empty()) {
    std::size_t end = std::min(kLength, text.size());
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
    pieces.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return pieces;
}

std::string json_answer(int status, const JsonDocument& body) {
  return http_answer(status, to_line(body), {"Content-Type: application/json"});
}

std::string event_of(const JsonDocument& data) {
  return fmt::format("data: {}\n\n", to_line(data));
}

// ---- OpenAI

std::string openai_error(int status, std::string_view message, std::string_view code = "") {
  const std::string type = status == 401   ? "authentication_error"
                           : status >= 500 ? "server_error"
                                           : "invalid_request_error";
  return json_answer(status, to_json(openai::ErrorObject{std::string{message}, type, "", std::string{code}}));
}

std::string openai_finish(Said::End end) {
  return end == Said::End::complete ? "stop" : end == Said::End::length ? "length" : "content_filter";
}

std::string chat(const FakeModel& model, const std::string& body) {
  const auto request = openai::read_chat_request(body);
  if (!request) return json_answer(400, to_json(openai::error_object_of(request.error())));
  if (request->model != model.name) {
    return openai_error(404, fmt::format("The model `{}` does not exist", request->model), "model_not_found");
  }
  Asked asked;
  for (const openai::ChatMessage& message : request->messages) {
    const bool system =
        message.role == openai::ChatRole::system || message.role == openai::ChatRole::developer;
    (system ? asked.system : asked.text) = message.text.value_or("");
  }
  asked.structured = request->response_format.kind != openai::ResponseFormat::Kind::text;
  asked.max_tokens = request->token_limit().value_or(0);
  const Said said = model.say(asked);
  if (said.status != 200) {
    return openai_error(said.status, said.text, said.status == 400 ? "context_length_exceeded" : "");
  }
  if (request->stream) return http_stream(openai_events(model, said, request->include_usage));
  openai::ChatCompletion completion{"chatcmpl-1", kCreated, model.name, {}, std::nullopt};
  completion.choices.push_back({0, said.text, std::nullopt, {}, openai_finish(said.end)});
  completion.usage = openai::Usage{kPromptTokens, kWrittenTokens, kCachedTokens};
  return json_answer(200, to_json(completion));
}

std::string embeddings(const FakeModel& model, const std::string& body) {
  const auto request = openai::read_embedding_request(body);
  if (!request) return json_answer(400, to_json(openai::error_object_of(request.error())));
  openai::EmbeddingAnswer answer{model.name, {}, request->input.size()};
  for (const std::string& text : request->input) answer.vectors.push_back(fake_vector(text));
  return json_answer(200, to_json(answer, request->base64));
}

// ---- Gemini

std::string gemini_error(int status, std::string_view name, std::string_view message) {
  return json_answer(status, {{"error", {{"code", status}, {"message", message}, {"status", name}}}});
}

JsonDocument gemini_usage() {
  return {{"promptTokenCount", kPromptTokens},
          {"cachedContentTokenCount", kCachedTokens},
          {"candidatesTokenCount", kWrittenTokens},
          {"totalTokenCount", kPromptTokens + kWrittenTokens}};
}

JsonDocument gemini_piece(const FakeModel& model, std::string_view text) {
  JsonDocument content{{"parts", JsonDocument::array({JsonDocument{{"text", text}}})}, {"role", "model"}};
  JsonDocument candidate{{"content", std::move(content)}, {"index", 0}};
  return {{"candidates", JsonDocument::array({std::move(candidate)})},
          {"modelVersion", model.name},
          {"responseId", "r-1"}};
}

JsonDocument gemini_last(const FakeModel& model, std::string_view text, Said::End end) {
  JsonDocument piece = gemini_piece(model, text);
  piece["candidates"][0]["finishReason"] = end == Said::End::complete ? "STOP"
                                           : end == Said::End::length ? "MAX_TOKENS"
                                                                      : "SAFETY";
  piece["usageMetadata"] = gemini_usage();
  return piece;
}

std::string gemini_parts(json::Value content) {
  std::string joined;
  for (const json::Value part : content["parts"].items()) joined += part["text"].text();
  return joined;
}

std::string generate_content(const FakeModel& model, const ReceivedRequest& request, bool stream) {
  json::Parser parser;
  const auto root = parser.parse(request.body);
  if (!root || !(*root)["contents"].is_array()) {
    return gemini_error(400, "INVALID_ARGUMENT", "contents is not specified");
  }
  Asked asked;
  asked.system = gemini_parts((*root)["systemInstruction"]);
  for (const json::Value content : (*root)["contents"].items()) asked.text = gemini_parts(content);
  const json::Value configuration = (*root)["generationConfig"];
  asked.structured = configuration["responseMimeType"].text() == "application/json";
  asked.max_tokens = static_cast<std::uint32_t>(configuration["maxOutputTokens"].as_int().value_or(0));
  const Said said = model.say(asked);
  if (said.status != 200) {
    const bool wrong = said.status == 400;
    return gemini_error(
        said.status,
        wrong                ? "INVALID_ARGUMENT"
        : said.status == 429 ? "RESOURCE_EXHAUSTED"
                             : "UNAVAILABLE",
        wrong ? "The input token count (12) exceeds the maximum number of tokens allowed (8)." : said.text);
  }
  if (stream) return http_stream(gemini_events(model, said));
  return json_answer(200, gemini_last(model, said.text, said.end));
}

// ---- Anthropic

std::string anthropic_error(int status, std::string_view type, std::string_view message) {
  return json_answer(
      status,
      {{"type", "error"}, {"error", {{"type", type}, {"message", message}}}, {"request_id", "req_1"}});
}

std::string_view anthropic_error_type(int status) {
  switch (status) {
    case 400:
      return "invalid_request_error";
    case 429:
      return "rate_limit_error";
    case 529:
      return "overloaded_error";
    default:
      return "api_error";
  }
}

std::string anthropic_stop(Said::End end, bool structured) {
  if (end == Said::End::length) return "max_tokens";
  if (end == Said::End::blocked) return "refusal";
  return structured ? "tool_use" : "end_turn";
}

JsonDocument anthropic_message(const FakeModel& model) {
  return {{"id", "msg_1"},
          {"type", "message"},
          {"role", "assistant"},
          {"model", model.name},
          {"content", JsonDocument::array()},
          {"stop_reason", nullptr},
          {"stop_sequence", nullptr},
          {"usage",
           {{"input_tokens", kPromptTokens - kCachedTokens},
            {"cache_creation_input_tokens", 0},
            {"cache_read_input_tokens", kCachedTokens},
            {"output_tokens", 1}}}};
}

std::string anthropic_event(const JsonDocument& data) {
  return fmt::format("event: {}\n{}", data["type"].get<std::string>(), event_of(data));
}

std::string anthropic_text(json::Value content) {
  if (content.is_string()) return std::string{content.text()};
  std::string joined;
  for (const json::Value block : content.items()) joined += block["text"].text();
  return joined;
}

std::string messages(const FakeModel& model, const ReceivedRequest& request) {
  json::Parser parser;
  const auto root = parser.parse(request.body);
  if (!root || !(*root)["max_tokens"].as_int()) {
    return anthropic_error(400, "invalid_request_error", "max_tokens: Field required");
  }
  if (request.header("anthropic-version").empty()) {
    return anthropic_error(400, "invalid_request_error", "anthropic-version: header is required");
  }
  if ((*root)["model"].text() != model.name) {
    return anthropic_error(404, "not_found_error", fmt::format("model: {}", (*root)["model"].text()));
  }
  Asked asked;
  asked.system = anthropic_text((*root)["system"]);
  for (const json::Value message : (*root)["messages"].items())
    asked.text = anthropic_text(message["content"]);
  asked.structured = (*root)["tool_choice"]["type"].text() == "tool";
  asked.max_tokens = static_cast<std::uint32_t>((*root)["max_tokens"].as_int().value_or(0));
  const Said said = model.say(asked);
  if (said.status != 200) {
    const bool wrong = said.status == 400;
    return anthropic_error(said.status, anthropic_error_type(said.status),
                           wrong ? "prompt is too long: 12 tokens > 8 maximum" : said.text);
  }
  if ((*root)["stream"].as_bool().value_or(false)) {
    return http_stream(anthropic_events(model, said, asked.structured));
  }
  JsonDocument message = anthropic_message(model);
  if (asked.structured) {
    message["content"].push_back({{"type", "tool_use"},
                                  {"id", "toolu_1"},
                                  {"name", (*root)["tool_choice"]["name"].text()},
                                  {"input", JsonDocument::parse(said.text, nullptr, false)}});
  } else {
    message["content"].push_back({{"type", "text"}, {"text", said.text}});
  }
  message["stop_reason"] = anthropic_stop(said.end, asked.structured);
  message["usage"]["output_tokens"] = kWrittenTokens;
  return json_answer(200, message);
}

}  // namespace

Said say_as_told(const Asked& asked) {
  constexpr std::string_view kStatus = "status ";
  if (asked.text.starts_with(kStatus)) {
    int status = 500;
    std::from_chars(asked.text.data() + kStatus.size(), asked.text.data() + asked.text.size(), status);
    return {"as you asked", Said::End::complete, status};
  }
  if (asked.text == "too long") {
    return {"This model's maximum context length is 8 tokens.", Said::End::complete, 400};
  }
  if (asked.structured) return {R"({"kind":"risk","count":3})"};
  Said said{"You said: " + asked.text};
  std::size_t words = 0;
  for (std::size_t i = 0; i < said.text.size(); ++i) {
    if (said.text[i] != ' ' || asked.max_tokens == 0 || ++words < asked.max_tokens) continue;
    said.text.resize(i);
    said.end = Said::End::length;
  }
  return said;
}

HttpServer::Script openai_service(FakeModel model) {
  return answering([model = std::move(model)](const ReceivedRequest& request) {
    if (request.header("authorization") != "Bearer " + model.key) {
      return openai_error(401, "Incorrect API key provided", "invalid_api_key");
    }
    if (request.target == "/v1/chat/completions") return chat(model, request.body);
    if (request.target == "/v1/embeddings") return embeddings(model, request.body);
    const openai::ListedModel listed{model.name, kCreated, "nobody"};
    if (request.target == "/v1/models") return json_answer(200, to_json(std::vector{listed}));
    if (request.target == "/v1/models/" + model.name) return json_answer(200, to_json(listed));
    return openai_error(404, "Unknown request URL");
  });
}

HttpServer::Script gemini_service(FakeModel model) {
  return answering([model = std::move(model)](const ReceivedRequest& request) {
    if (request.header("x-goog-api-key") != model.key) {
      return json_answer(
          400, {{"error",
                 {{"code", 400},
                  {"message", "API key not valid. Please pass a valid API key."},
                  {"status", "INVALID_ARGUMENT"},
                  {"details", JsonDocument::array({JsonDocument{{"reason", "API_KEY_INVALID"}}})}}}});
    }
    const std::string path = "/v1beta/models/" + model.name;
    if (request.target == path + ":generateContent") return generate_content(model, request, false);
    if (request.target == path + ":streamGenerateContent?alt=sse")
      return generate_content(model, request, true);
    return gemini_error(404, "NOT_FOUND", "the model is not found for API version v1beta");
  });
}

HttpServer::Script anthropic_service(FakeModel model) {
  return answering([model = std::move(model)](const ReceivedRequest& request) {
    // The service's documents name the first, its own client sends the second.
    if (request.header("x-api-key") != model.key &&
        request.header("authorization") != "Bearer " + model.key) {
      return anthropic_error(401, "authentication_error", "invalid x-api-key");
    }
    if (request.target == "/v1/messages") return messages(model, request);
    return anthropic_error(404, "not_found_error", "Not found");
  });
}

std::vector<std::string> openai_events(const FakeModel& model, const Said& said, bool usage) {
  const auto chunk = [&](std::vector<openai::ChatChoice> choices) {
    openai::ChatChunk made;
    made.id = "chatcmpl-1";
    made.created = kCreated;
    made.model = model.name;
    made.choices = std::move(choices);
    return made;
  };
  openai::ChatChunk first = chunk({{0, "", std::nullopt, {}, ""}});
  first.starts = true;
  std::vector<std::string> events{event_of(to_json(first))};
  for (const std::string& piece : pieces_of(said.text)) {
    events.push_back(event_of(to_json(chunk({{0, piece, std::nullopt, {}, ""}}))));
  }
  events.push_back(event_of(to_json(chunk({{0, std::nullopt, std::nullopt, {}, openai_finish(said.end)}}))));
  if (usage) {
    openai::ChatChunk last = chunk({});
    last.usage = openai::Usage{kPromptTokens, kWrittenTokens, kCachedTokens};
    events.push_back(event_of(to_json(last)));
  }
  events.push_back(fmt::format("data: {}\n\n", openai::kDone));
  return events;
}

std::vector<std::string> gemini_events(const FakeModel& model, const Said& said) {
  std::vector<std::string> events;
  const std::vector<std::string> pieces = pieces_of(said.text);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const bool last = i + 1 == pieces.size();
    // The service ends its lines with both.
    std::string event =
        event_of(last ? gemini_last(model, pieces[i], said.end) : gemini_piece(model, pieces[i]));
    event.replace(event.size() - 2, 2, "\r\n\r\n");
    events.push_back(std::move(event));
  }
  return events;
}

std::vector<std::string> anthropic_events(const FakeModel& model, const Said& said, bool structured) {
  std::vector<std::string> events{
      anthropic_event({{"type", "message_start"}, {"message", anthropic_message(model)}})};
  JsonDocument block{{"type", "text"}, {"text", ""}};
  if (structured) {
    block = {{"type", "tool_use"}, {"id", "toolu_1"}, {"name", "answer"}, {"input", JsonDocument::object()}};
  }
  events.push_back(
      anthropic_event({{"type", "content_block_start"}, {"index", 0}, {"content_block", block}}));
  events.push_back(anthropic_event({{"type", "ping"}}));
  for (const std::string& piece : pieces_of(said.text)) {
    const JsonDocument delta = structured
                                   ? JsonDocument{{"type", "input_json_delta"}, {"partial_json", piece}}
                                   : JsonDocument{{"type", "text_delta"}, {"text", piece}};
    events.push_back(anthropic_event({{"type", "content_block_delta"}, {"index", 0}, {"delta", delta}}));
  }
  events.push_back(anthropic_event({{"type", "content_block_stop"}, {"index", 0}}));
  events.push_back(anthropic_event(
      {{"type", "message_delta"},
       {"delta", {{"stop_reason", anthropic_stop(said.end, structured)}, {"stop_sequence", nullptr}}},
       {"usage", {{"output_tokens", kWrittenTokens}}}}));
  events.push_back(anthropic_event({{"type", "message_stop"}}));
  return events;
}

std::string http_stream(const std::vector<std::string>& events) {
  std::string answer =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::string& event : events) answer += fmt::format("{:x}\r\n{}\r\n", event.size(), event);
  return answer + "0\r\n\r\n";
}

std::vector<float> fake_vector(std::string_view text) {
  std::vector<float> vector{0.25F, -1.5F, 3e-7F};
  vector.push_back(static_cast<float>(text.size()));
  return vector;
}

}  // namespace stint::test
