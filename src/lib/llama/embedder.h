// Texts to vectors, with a model made for it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "lib/llama/model.h"
#include "lib/llama/options.h"

namespace stint::llama {

// One thread at a time.
class Embedder {
 public:
  // Errors: ErrorCode::usage for a model that is no encoder (BERT and its kin); ErrorCode::failure for too
  // little memory. Of the options, `context_length` and `batch` are the longest text, in tokens: the greater
  // of the two, at most what the model was trained on.
  [[nodiscard]] static Result<Embedder> create(std::shared_ptr<const Model> model,
                                               const ContextOptions& options = {});

  Embedder(Embedder&&) noexcept;
  Embedder& operator=(Embedder&&) noexcept;
  ~Embedder();

  // One vector of length 1 for each text, `dimensions()` numbers; the product of two is their cosine
  // similarity. Several texts are computed at once. ErrorCode::usage for a text that is too long (its number
  // from 0 in `where`): nothing is cut off.
  [[nodiscard]] Result<std::vector<std::vector<float>>> embed(std::span<const std::string> texts);

  [[nodiscard]] std::uint32_t dimensions() const;
  [[nodiscard]] std::uint32_t longest() const;  // tokens, with those that the model puts around a text

 private:
  class Machine;
  explicit Embedder(std::unique_ptr<Machine> machine);
  std::unique_ptr<Machine> machine_;
};

}  // namespace stint::llama
