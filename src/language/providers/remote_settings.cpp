#include "language/providers/remote_settings.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "lib/curl/url.h"

namespace stint::language {
namespace {

constexpr std::array<std::string_view, 3> kKinds{"openai", "gemini", "anthropic"};
constexpr std::array<std::string_view, 3> kBaseUrls{"https://api.openai.com/v1",
                                                    "https://generativelanguage.googleapis.com/v1beta",
                                                    "https://api.anthropic.com/v1"};
constexpr std::array<std::string_view, 6> kServers{"openai", "llama",      "ollama",
                                                   "vllm",   "openrouter", "other"};
constexpr unsigned kMostAtOnce = 64;

template <class Kind, std::size_t count>
std::optional<Kind> find(const std::array<std::string_view, count>& names, std::string_view name) {
  const auto* const found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Kind>(found - names.begin());
}

bool is_visible(char c) {
  return c > 0x20 && c < 0x7F;
}

bool is_header_text(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return is_visible(c) || c == ' '; });
}

Outcome check_headers(const RemoteSettings& settings) {
  if (!std::ranges::all_of(settings.key, is_visible)) {
    return fail(ErrorCode::usage, "the key holds a space, a line end or another character that no key has",
                "key", "look at how it was copied");
  }
  for (const curl::Header& header : settings.headers) {
    const bool named =
        !header.name.empty() && !header.name.contains(':') && std::ranges::all_of(header.name, is_visible);
    if (!named || !is_header_text(header.value)) {
      return fail(ErrorCode::usage, "a header has a name or a value that no header can have", "headers");
    }
  }
  return {};
}

Outcome fill_base_url(RemoteSettings& settings) {
  if (settings.base_url.empty()) settings.base_url = kBaseUrls[static_cast<std::size_t>(settings.kind)];
  while (settings.base_url.ends_with('/')) settings.base_url.pop_back();
  STINT_ASSIGN(url, curl::parse_url(settings.base_url));
  if (settings.base_url.find_first_of("?#") != std::string::npos) {
    return fail(ErrorCode::usage, "the base URL has a query or a fragment", "base_url",
                "leave out what follows the path; a key belongs into \"key\"");
  }
  // OpenAI's clients are given a version as part of the path, the others' clients add it.
  const bool bare = url.path.empty() || url.path == "/";
  if (bare && settings.kind == RemoteKind::gemini) settings.base_url += "/v1beta";
  if (bare && settings.kind == RemoteKind::anthropic) settings.base_url += "/v1";
  if (settings.server == OpenAiServer::other && url.host == "api.openai.com") {
    settings.server = OpenAiServer::openai;
  }
  if (settings.server == OpenAiServer::other && url.host == "openrouter.ai") {
    settings.server = OpenAiServer::openrouter;
  }
  return {};
}

}  // namespace

std::string_view remote_kind_name(RemoteKind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}

std::optional<RemoteKind> find_remote_kind(std::string_view name) {
  return find<RemoteKind>(kKinds, name);
}

std::string_view openai_server_name(OpenAiServer server) {
  return kServers[static_cast<std::size_t>(server)];
}

std::optional<OpenAiServer> find_openai_server(std::string_view name) {
  return find<OpenAiServer>(kServers, name);
}

Result<RemoteSettings> complete(RemoteSettings settings) {
  if (settings.model.empty()) {
    return fail(ErrorCode::usage, "no model is named", "model", "give the name that the service lists");
  }
  if (!std::ranges::all_of(settings.model, is_visible) || settings.model.contains("..")) {
    return fail(ErrorCode::usage, "the model's name holds characters that no such name has", "model");
  }
  if (settings.concurrency < 1 || settings.concurrency > kMostAtOnce) {
    return fail(ErrorCode::usage, fmt::format("{} requests at once", settings.concurrency), "concurrency",
                fmt::format("give a number from 1 to {}", kMostAtOnce));
  }
  if (settings.price &&
      !(settings.price->read_per_million >= 0 && settings.price->written_per_million >= 0)) {
    return fail(ErrorCode::usage, "a price below zero", "price");
  }
  STINT_TRY(check_headers(settings));
  STINT_TRY(fill_base_url(settings));
  return settings;
}

}  // namespace stint::language
