// Models behind OpenAI's API, or a server that speaks like it: llama-server, Ollama, vLLM, OpenRouter.
#pragma once

#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "language/embedding.h"
#include "language/provider.h"
#include "language/providers/remote_provider.h"
#include "language/providers/remote_settings.h"

namespace stint::language {

// ErrorCode::usage for settings that cannot be; the policy's own error where it refuses the base URL.
[[nodiscard]] Result<std::unique_ptr<Provider>> make_openai(RemoteSettings settings,
                                                            RemoteOutbound outbound = {});

// Texts to vectors. Safe from several threads.
class OpenAiEmbedding {
 public:
  [[nodiscard]] static Result<OpenAiEmbedding> make(RemoteSettings settings, RemoteOutbound outbound = {});

  // One vector for each text, all of one length, in their order; asked for in calls of 128. Blocks. Errors
  // hold neither the key nor the texts.
  [[nodiscard]] Result<Embedding> embed(std::span<const std::string> texts,
                                        const std::stop_token& stop = {}) const;

 private:
  OpenAiEmbedding(RemoteSettings settings, std::unique_ptr<RemoteConnection> connection)
      : settings_(std::move(settings)), connection_(std::move(connection)) {}
  [[nodiscard]] Result<Embedding> embed_some(std::span<const std::string> texts,
                                             const std::stop_token& stop) const;

  RemoteSettings settings_;
  std::unique_ptr<RemoteConnection> connection_;
};

// The same as a provider. Errors as of OpenAiEmbedding::make().
[[nodiscard]] Result<std::unique_ptr<EmbeddingProvider>> make_openai_embedding(RemoteSettings settings,
                                                                               RemoteOutbound outbound = {});

}  // namespace stint::language
