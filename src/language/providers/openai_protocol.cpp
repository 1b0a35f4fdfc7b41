#include "language/providers/openai_protocol.h"

#include <fmt/format.h>

#include "language/grammar/gbnf.h"
#include "language/openai/chat_completion.h"
#include "language/openai/chat_request.h"
#include "language/openai/error_object.h"
#include "language/openai/fields.h"
#include "language/providers/openai_reader.h"
#include "language/providers/remote_schema.h"
#include "language/schema/grammar.h"

namespace stint::language {
namespace {

openai::ChatRole role_of(Role role) {
  switch (role) {
    case Role::system:
      return openai::ChatRole::system;
    case Role::user:
      return openai::ChatRole::user;
    case Role::assistant:
      break;
  }
  return openai::ChatRole::assistant;
}

bool knows_top_k(OpenAiServer server) {
  return server == OpenAiServer::llama || server == OpenAiServer::vllm || server == OpenAiServer::openrouter;
}

openai::ResponseFormat format_of(const Schema& schema, bool as_openai) {
  openai::ResponseFormat format;
  format.kind = openai::ResponseFormat::Kind::json_schema;
  format.name = "answer";
  if (as_openai) {
    auto [document, strict] = openai_schema(schema);
    format.schema = std::move(document);
    format.strict = strict;
  } else {
    format.schema = plain_schema(schema);
    format.strict = true;
  }
  return format;
}

}  // namespace

void add_openai_headers(const RemoteSettings& settings, RemoteCall& call) {
  call.headers.push_back({"Content-Type", "application/json"});
  if (!settings.key.empty()) call.credentials.push_back({"Authorization", "Bearer " + settings.key});
}

std::expected<RemoteCall, Fault> OpenAiProtocol::call(const GenerationRequest& request, bool sampling) const {
  openai::ChatRequest chat;
  chat.model = settings_.model;
  for (const Message& message : request.messages) {
    chat.messages.push_back({role_of(message.role), message.text, "", {}, ""});
  }
  if (sampling) {
    chat.temperature = request.sampling.temperature;
    chat.top_p = request.sampling.top_p;
    chat.seed = request.sampling.seed;
  }
  const bool as_openai = settings_.server == OpenAiServer::openai;
  (as_openai ? chat.max_completion_tokens : chat.max_tokens) = request.max_tokens;
  chat.stream = settings_.stream;
  chat.include_usage = settings_.stream;

  // llama-server's own reading of a schema passes over what it does not know, so it gets a grammar for both.
  std::string gbnf;
  const bool as_llama = settings_.server == OpenAiServer::llama;
  if (as_llama && (request.grammar || request.schema)) {
    auto text = grammar::to_gbnf(request.grammar ? *request.grammar : schema_grammar(*request.schema));
    if (!text) return std::unexpected(rejected(text.error().message, text.error().hint));
    gbnf = std::move(*text);
  } else if (request.schema) {
    if (as_openai && !is_object_schema(*request.schema)) {
      return std::unexpected(
          rejected("OpenAI gives structured answers as objects only, and the schema asks for another",
                   "put it into an object"));
    }
    chat.response_format = format_of(*request.schema, as_openai);
  }
  JsonDocument body = to_json(chat);
  if (!gbnf.empty()) body["grammar"] = std::move(gbnf);
  if (sampling && request.sampling.top_k > 0 && knows_top_k(settings_.server)) {
    body["top_k"] = request.sampling.top_k;
  }
  RemoteCall call{settings_.base_url + "/chat/completions", {}, {}, openai::to_line(body)};
  add_openai_headers(settings_, call);
  return call;
}

std::unique_ptr<AnswerReader> OpenAiProtocol::reader(const GenerationRequest& /*request*/,
                                                     const Quotation& quote) const {
  return std::make_unique<OpenAiReader>(quote);
}

Notice OpenAiProtocol::notice(int status, json::Value root) const {
  return openai_notice(status, root);
}

}  // namespace stint::language
