// A LoRA adapter: small changes to a model's weights, applied while it computes.
#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"
#include "lib/llama/model.h"

namespace stint::llama {

// Holds its model. The model itself stays as it is: a session uses an adapter for one request and not for the
// next.
class Adapter {
 public:
  // Errors as of Model::load; also ErrorCode::usage when it was made for another model.
  [[nodiscard]] static Result<std::shared_ptr<const Adapter>> load(std::shared_ptr<const Model> model,
                                                                   const std::filesystem::path& file);
  Adapter(const Adapter&) = delete;
  Adapter& operator=(const Adapter&) = delete;
  ~Adapter();

  [[nodiscard]] const Model& model() const { return *model_; }

  struct Native;
  [[nodiscard]] const Native& native() const { return *native_; }

 private:
  Adapter(std::shared_ptr<const Model> model, std::unique_ptr<Native> native);

  std::shared_ptr<const Model> model_;
  std::unique_ptr<Native> native_;  // released before its model
};

}  // namespace stint::llama
