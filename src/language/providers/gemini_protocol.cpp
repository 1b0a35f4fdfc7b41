#include "language/providers/gemini_protocol.h"

#include <fmt/format.h>

#include "language/openai/fields.h"
#include "language/providers/gemini_reader.h"
#include "language/providers/remote_schema.h"
#include "lib/nlohmann/json_document.h"

namespace stint::language {
namespace {

JsonDocument content_of(std::string_view text) {
  return {{"parts", JsonDocument::array({JsonDocument{{"text", text}}})}};
}

JsonDocument configuration_of(const GenerationRequest& request, bool sampling) {
  JsonDocument configuration{{"maxOutputTokens", request.max_tokens}};
  if (sampling) {
    // Gemini's seed is a signed integer of 32 bits.
    constexpr std::uint32_t kLargestSeed = 0x7FFFFFFF;
    configuration["temperature"] = request.sampling.temperature;
    configuration["topP"] = request.sampling.top_p;
    if (request.sampling.top_k > 0) configuration["topK"] = request.sampling.top_k;
    configuration["seed"] = request.sampling.seed & kLargestSeed;
  }
  if (request.schema) {
    configuration["responseMimeType"] = "application/json";
    configuration["responseJsonSchema"] = gemini_schema(*request.schema);
  }
  return configuration;
}

// As a part of a path. A model is "gemini-…" or, with its kind, "models/gemini-…" or "tunedModels/…".
std::string path_of(std::string_view model) {
  std::string path = model.contains('/') ? "" : "models/";
  for (const char c : model) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view{"-._~/"}.contains(c);
    if (plain) {
      path += c;
    } else {
      path += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return path;
}

}  // namespace

std::expected<RemoteCall, Fault> GeminiProtocol::call(const GenerationRequest& request, bool sampling) const {
  JsonDocument body = JsonDocument::object();
  const std::string system = system_text(request);
  if (!system.empty()) body["systemInstruction"] = content_of(system);
  JsonDocument& contents = body["contents"] = JsonDocument::array();
  for (const Message& message : request.messages) {
    if (message.role == Role::system) continue;
    JsonDocument content = content_of(message.text);
    content["role"] = message.role == Role::user ? "user" : "model";
    contents.push_back(std::move(content));
  }
  if (contents.empty()) return std::unexpected(rejected("there is no message to answer but the system's"));
  body["generationConfig"] = configuration_of(request, sampling);
  RemoteCall call{fmt::format("{}/{}:{}", settings_.base_url, path_of(settings_.model),
                              settings_.stream ? "streamGenerateContent?alt=sse" : "generateContent"),
                  {{"Content-Type", "application/json"}},
                  {},
                  openai::to_line(body)};
  if (!settings_.key.empty()) call.credentials.push_back({"x-goog-api-key", settings_.key});
  return call;
}

std::unique_ptr<AnswerReader> GeminiProtocol::reader(const GenerationRequest& /*request*/,
                                                     const Quotation& quote) const {
  return std::make_unique<GeminiReader>(quote);
}

Notice GeminiProtocol::notice(int status, json::Value root) const {
  return gemini_notice(status, root);
}

}  // namespace stint::language
