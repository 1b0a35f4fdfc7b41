#include "language/providers/local_embedding.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include "language/providers/load_once.h"
#include "lib/llama/embedder.h"

namespace stint::language {
namespace {

constexpr std::size_t kTextsAtOnce = 16;  // between two looks at the stop token

class LocalEmbedding final : public EmbeddingProvider {
 public:
  explicit LocalEmbedding(LocalSettings settings)
      : settings_(std::move(settings)),
        info_{.name = "local", .model = settings_.model, .local = true, .grammar = false, .schema = false} {}

  [[nodiscard]] const ProviderInfo& info() const override { return info_; }

  [[nodiscard]] EmbeddingAnswer embed(std::span<const std::string> texts,
                                      const std::stop_token& stop) override {
    const std::scoped_lock lock(mutex_);
    if (const Outcome loaded = loaded_([this] { return load(); }); !loaded)
      return std::unexpected(Fault{FaultKind::rejected, loaded.error(), false});
    Embedding all;
    while (!texts.empty()) {
      if (stop.stop_requested())
        return std::unexpected(Fault{FaultKind::cancelled, {ErrorCode::failure, "cancelled", {}, {}}, false});
      const auto some = texts.first(std::min(texts.size(), kTextsAtOnce));
      texts = texts.subspan(some.size());
      auto vectors = embedder_->embed(some);
      if (!vectors) return std::unexpected(fault_of(std::move(vectors).error(), all.vectors.size()));
      std::ranges::move(*vectors, std::back_inserter(all.vectors));
      for (const std::string& text : some) all.read += tokens_of(text);
    }
    return all;
  }

 private:
  Outcome load() {
    STINT_ASSIGN(model, llama::Model::load(settings_.file, settings_.context));
    STINT_ASSIGN(embedder, llama::Embedder::create(model, settings_.context));
    model_ = std::move(model);
    embedder_.emplace(std::move(embedder));
    return {};
  }

  // The number of a text counts from the first of its batch.
  static Fault fault_of(Error error, std::size_t before) {
    const bool long_text = error.code == ErrorCode::usage;
    if (long_text && !error.where.empty() && error.where.find_first_not_of("0123456789") == std::string::npos)
      error.where = std::to_string(std::stoull(error.where) + before);
    return {long_text ? FaultKind::too_long : FaultKind::malformed, std::move(error), false};
  }

  [[nodiscard]] std::uint64_t tokens_of(const std::string& text) const {
    const auto tokens = model_->tokenizer().tokens(text, {.add_begin = true});
    return tokens ? tokens->size() : 0;
  }

  const LocalSettings settings_;
  const ProviderInfo info_;
  std::mutex mutex_;
  LoadOnce loaded_;
  std::shared_ptr<const llama::Model> model_;
  std::optional<llama::Embedder> embedder_;
};

}  // namespace

std::unique_ptr<EmbeddingProvider> make_local_embedding(LocalSettings settings) {
  return std::make_unique<LocalEmbedding>(std::move(settings));
}

}  // namespace stint::language
