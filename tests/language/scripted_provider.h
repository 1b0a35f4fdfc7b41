// A provider that says what a test tells it to.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "language/provider.h"

namespace stint::test {

class ScriptedProvider : public language::Provider {
 public:
  // Called for each request, in order; the number counts all requests so far.
  using Script = std::function<language::Answer(const language::GenerationRequest&, std::size_t number)>;

  // A local one is asked one call at a time.
  ScriptedProvider(std::string model, Script script, bool local = false)
      : info_{.name = model, .model = model, .local = local, .grammar = false, .schema = false},
        script_(std::move(script)) {}

  [[nodiscard]] const language::ProviderInfo& info() const override { return info_; }
  [[nodiscard]] std::vector<language::Answer> generate(std::span<const language::GenerationRequest> requests,
                                                       const language::Listener& listener,
                                                       const std::stop_token& /*stop*/) override {
    std::vector<language::Answer> answers;
    ++calls_;
    for (std::size_t i = 0; i < requests.size(); ++i) {
      asked_.push_back(requests[i]);
      answers.push_back(script_(requests[i], asked_.size() - 1));
      if (listener && answers.back()) listener(i, answers.back()->text);
      if (answers.back()) answers.back()->model = info_.model;
    }
    return answers;
  }

  [[nodiscard]] const std::vector<language::GenerationRequest>& asked() const { return asked_; }
  [[nodiscard]] std::size_t calls() const { return calls_; }

 private:
  language::ProviderInfo info_;
  Script script_;
  std::vector<language::GenerationRequest> asked_;
  std::size_t calls_ = 0;
};

inline language::Generation saying(std::string text, std::uint64_t written = 10) {
  return {.text = std::move(text),
          .ending = language::Ending::complete,
          .usage = {.read = 100, .remembered = 0, .written = written},
          .model = {}};
}

inline std::unexpected<language::Fault> failing(language::FaultKind kind, bool shown = false) {
  return std::unexpected(
      language::Fault{kind, {ErrorCode::failure, std::string(language::fault_name(kind)), {}, {}}, shown});
}

}  // namespace stint::test
