// Language models that a test puts there.
#pragma once

#include <algorithm>
#include <map>

#include "language/scripted_provider.h"
#include "server/language_models.h"

namespace stint::server::test {

class FakeModels final : public LanguageModels {
 public:
  std::map<std::string, std::shared_ptr<language::Engine>> writers;
  std::map<std::string, std::shared_ptr<language::EmbeddingEngine>> embedders;

  [[nodiscard]] Result<std::vector<language::openai::ListedModel>> list() override {
    std::vector<language::openai::ListedModel> models;
    for (const auto& entry : writers) models.push_back({entry.first, 1'700'000'000, "local"});
    return models;
  }
  [[nodiscard]] Result<std::shared_ptr<language::Engine>> writer(const std::string& model) override {
    return named(writers, model);
  }
  [[nodiscard]] Result<std::shared_ptr<language::EmbeddingEngine>> embedder(
      const std::string& model) override {
    return named(embedders, model);
  }

 private:
  template <class Engine>
  static Result<std::shared_ptr<Engine>> named(const std::map<std::string, std::shared_ptr<Engine>>& engines,
                                               const std::string& model) {
    const auto found = engines.find(model);
    if (found != engines.end()) return found->second;
    return fail(ErrorCode::not_found, "there is no model \"" + model + "\"", {}, "look at the list");
  }
};

// Says its text in pieces; before each one `before` is called, which may wait.
class PiecewiseProvider final : public language::Provider {
 public:
  using Before = std::function<void(std::size_t piece, const std::stop_token& stop)>;
  explicit PiecewiseProvider(std::vector<std::string> pieces, Before before = {})
      : pieces_(std::move(pieces)), before_(std::move(before)) {}

  [[nodiscard]] const language::ProviderInfo& info() const override { return info_; }
  [[nodiscard]] std::vector<language::Answer> generate(std::span<const language::GenerationRequest> requests,
                                                       const language::Listener& listener,
                                                       const std::stop_token& stop) override {
    std::vector<language::Answer> answers;
    for (std::size_t i = 0; i < requests.size(); ++i) answers.push_back(say(i, listener, stop));
    return answers;
  }

 private:
  language::Answer say(std::size_t request, const language::Listener& listener, const std::stop_token& stop) {
    language::Generation said = stint::test::saying("", 0);
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      if (before_) before_(i, stop);
      if (stop.stop_requested()) {
        said.ending = language::Ending::cancelled;
        break;
      }
      said.text += pieces_[i];
      ++said.usage.written;
      if (listener && listener(request, pieces_[i]) != language::Flow::go_on) {
        said.ending = language::Ending::cancelled;
        break;
      }
    }
    return said;
  }

  const language::ProviderInfo info_{
      .name = "pieces", .model = "pieces@1", .local = false, .grammar = false, .schema = false};
  const std::vector<std::string> pieces_;
  const Before before_;
};

}  // namespace stint::server::test
