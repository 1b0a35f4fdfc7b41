#include "language/providers/anthropic_protocol.h"

#include <algorithm>

#include "language/openai/fields.h"
#include "language/providers/anthropic_reader.h"
#include "language/providers/remote_schema.h"
#include "lib/nlohmann/json_document.h"

namespace stint::language {
namespace {

constexpr std::string_view kVersion = "2023-06-01";

void add_sampling(const Sampling& sampling, JsonDocument& body) {
  // Temperatures end at 1 there, newer models refuse top_p beside one, and seeds are not known.
  body["temperature"] = std::clamp(sampling.temperature, 0.0, 1.0);
  if (sampling.top_k > 0) body["top_k"] = sampling.top_k;
}

void add_tool(const Schema& schema, JsonDocument& body) {
  JsonDocument tool{{"name", kAnswerTool},
                    {"description", "Takes the answer. Call it once, with the whole answer."},
                    {"input_schema", plain_schema(schema)}};
  body["tools"] = JsonDocument::array({std::move(tool)});
  body["tool_choice"] = {{"type", "tool"}, {"name", kAnswerTool}, {"disable_parallel_tool_use", true}};
}

}  // namespace

std::expected<RemoteCall, Fault> AnthropicProtocol::call(const GenerationRequest& request,
                                                         bool sampling) const {
  JsonDocument body{{"model", settings_.model}, {"max_tokens", request.max_tokens}};
  const std::string system = system_text(request);
  if (!system.empty()) body["system"] = system;
  JsonDocument& messages = body["messages"] = JsonDocument::array();
  for (const Message& message : request.messages) {
    if (message.role == Role::system) continue;
    messages.push_back(
        {{"role", message.role == Role::user ? "user" : "assistant"}, {"content", message.text}});
  }
  if (messages.empty()) return std::unexpected(rejected("there is no message to answer but the system's"));
  if (sampling) add_sampling(request.sampling, body);
  if (request.schema) {
    if (!is_object_schema(*request.schema)) {
      return std::unexpected(
          rejected("Anthropic gives structured answers as objects only, and the schema asks for another",
                   "put it into an object"));
    }
    add_tool(*request.schema, body);
  }
  if (settings_.stream) body["stream"] = true;
  RemoteCall call{settings_.base_url + "/messages",
                  {{"Content-Type", "application/json"}, {"anthropic-version", std::string{kVersion}}},
                  {},
                  openai::to_line(body)};
  if (!settings_.key.empty()) call.credentials.push_back({"x-api-key", settings_.key});
  return call;
}

std::unique_ptr<AnswerReader> AnthropicProtocol::reader(const GenerationRequest& request,
                                                        const Quotation& quote) const {
  return std::make_unique<AnthropicReader>(quote, request.schema != nullptr);
}

Notice AnthropicProtocol::notice(int status, json::Value root) const {
  return anthropic_notice(status, root);
}

}  // namespace stint::language
