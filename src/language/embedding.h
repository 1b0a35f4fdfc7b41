// Texts to vectors: what is asked, what comes, and where it comes from.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "language/provider.h"

namespace stint::language {

struct Embedding {
  std::vector<std::vector<float>> vectors;  // one for each text, all of one length
  std::uint64_t read = 0;                   // tokens of all texts; 0 where the service does not say
};

using EmbeddingAnswer = std::expected<Embedding, Fault>;

class EmbeddingProvider {
 public:
  EmbeddingProvider() = default;
  EmbeddingProvider(const EmbeddingProvider&) = delete;
  EmbeddingProvider& operator=(const EmbeddingProvider&) = delete;
  virtual ~EmbeddingProvider() = default;

  [[nodiscard]] virtual const ProviderInfo& info() const = 0;
  // Blocks. Safe from several threads.
  [[nodiscard]] virtual EmbeddingAnswer embed(std::span<const std::string> texts,
                                              const std::stop_token& stop) = 0;
};

}  // namespace stint::language
