// A connection to models behind an API, as the configuration gives it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "language/price.h"
#include "lib/curl/transport.h"

namespace stint::language {

enum class RemoteKind : std::uint8_t { openai, gemini, anthropic };
[[nodiscard]] std::string_view remote_kind_name(RemoteKind kind);
[[nodiscard]] std::optional<RemoteKind> find_remote_kind(std::string_view name);

// Who speaks OpenAI's language there; they differ in what they know beside it.
enum class OpenAiServer : std::uint8_t { openai, llama, ollama, vllm, openrouter, other };
[[nodiscard]] std::string_view openai_server_name(OpenAiServer server);
[[nodiscard]] std::optional<OpenAiServer> find_openai_server(std::string_view name);

struct RemoteSettings {
  std::string name;  // of the connection
  RemoteKind kind = RemoteKind::openai;
  OpenAiServer server = OpenAiServer::other;  // for kind openai; OpenAI itself is known by its address
  std::string base_url;                       // empty: the service's own. OpenAI's kind: with its "/v1"
  std::string model;
  std::string key;        // secret; empty where none is needed
  curl::Headers headers;  // such as OpenAI-Organization; taken for secrets too
  // `idle` is how long the next piece may take, the first one included; `total` that of one answer.
  curl::Limits limits;
  unsigned concurrency = 4;          // requests at once
  std::uint32_t context_tokens = 0;  // 0: not known
  std::optional<Price> price;
  bool stream = true;    // false: answers are asked for whole
  bool sampling = true;  // false: temperature and the like are not sent, for models that do not take them
};

// With what is left open filled in: the base URL (without a slash at its end) and the server.
// ErrorCode::usage with the setting's name in `where` for what cannot be, such as a key with a line end; the
// value of no secret is shown.
[[nodiscard]] Result<RemoteSettings> complete(RemoteSettings settings);

}  // namespace stint::language
