// The models of the configuration and of the store, for those who ask the server.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/serving/engine_shelf.h"
#include "app/session.h"
#include "language/models/task.h"
#include "server/language_models.h"

namespace stint::app {

// Names, in this order: "stint" or "default" (who is asked for the task `assistant`, else for `insights`; for
// vectors for `embed`), a model of the store, a provider that stands in a chain. Nothing is sent to other
// providers.
class ServedModels final : public server::LanguageModels {
 public:
  // `session` outlives it.
  ServedModels(const Session& session, std::function<Instant()> now)
      : session_(session), now_(std::move(now)) {}

  [[nodiscard]] Result<std::vector<language::openai::ListedModel>> list() override;
  [[nodiscard]] Result<std::shared_ptr<language::Engine>> writer(const std::string& model) override;
  [[nodiscard]] Result<std::shared_ptr<language::EmbeddingEngine>> embedder(
      const std::string& model) override;

 private:
  // Whom to ask, as chains name them.
  struct Chosen {
    language::Task task = language::Task::assistant;
    std::vector<std::string> names;
  };
  [[nodiscard]] Result<Chosen> usual(bool text) const;
  [[nodiscard]] Result<Chosen> choose(const std::string& model, bool text) const;
  [[nodiscard]] bool stands_in_a_chain(std::string_view provider) const;

  const Session& session_;
  const std::function<Instant()> now_;
  EngineShelf<language::Engine> writers_;
  EngineShelf<language::EmbeddingEngine> embedders_;
};

}  // namespace stint::app
