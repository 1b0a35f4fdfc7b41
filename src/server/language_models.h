// The language models that /v1 answers with. Given by whoever starts the server.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "language/engine/embedding_engine.h"
#include "language/engine/engine.h"
#include "language/openai/models.h"

namespace stint::server {

// Safe from several threads. What it gives may be used for as long as it is held.
class LanguageModels {
 public:
  LanguageModels() = default;
  LanguageModels(const LanguageModels&) = delete;
  LanguageModels& operator=(const LanguageModels&) = delete;
  virtual ~LanguageModels() = default;

  // What may be asked for by name.
  [[nodiscard]] virtual Result<std::vector<language::openai::ListedModel>> list() = 0;
  // Errors: ErrorCode::not_found for a name that is none, for a model that does something else, and where no
  // model is set up; else as of the model's settings.
  [[nodiscard]] virtual Result<std::shared_ptr<language::Engine>> writer(const std::string& model) = 0;
  [[nodiscard]] virtual Result<std::shared_ptr<language::EmbeddingEngine>> embedder(
      const std::string& model) = 0;
};

}  // namespace stint::server
