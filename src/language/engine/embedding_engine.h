// The door through which vectors of texts come: one provider with budgets around it, and a record of every
// call. There is no chain: vectors of two models cannot be compared.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

#include "language/embedding.h"
#include "language/engine/engine.h"

namespace stint::language {

struct EmbeddingLink {
  std::shared_ptr<EmbeddingProvider> provider;
  std::optional<Price> price;  // none: it costs nothing
};

// Safe from several threads.
class EmbeddingEngine {
 public:
  // Records as of Engine. Nothing is cached.
  EmbeddingEngine(EmbeddingLink link, const EngineOptions& options, const std::filesystem::path& data_folder,
                  std::function<Instant()> now);

  [[nodiscard]] EmbeddingAnswer embed(const Caller& caller, std::span<const std::string> texts,
                                      const std::stop_token& stop = {});

  [[nodiscard]] const ProviderInfo& info() const { return link_.provider->info(); }

 private:
  [[nodiscard]] EmbeddingAnswer ask(const Caller& caller, std::span<const std::string> texts,
                                    const std::stop_token& stop);

  const EmbeddingLink link_;
  const EngineOptions options_;
  const std::function<Instant()> now_;
  outbound::Gate gate_;
  Records records_;
};

}  // namespace stint::language
