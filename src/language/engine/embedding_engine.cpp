#include "language/engine/embedding_engine.h"

#include <algorithm>
#include <utility>

#include "language/providers/remote_fault.h"

namespace stint::language {

EmbeddingEngine::EmbeddingEngine(EmbeddingLink link, const EngineOptions& options,
                                 const std::filesystem::path& data_folder, std::function<Instant()> now)
    : link_(std::move(link)),
      options_(options),
      now_(std::move(now)),
      gate_(options.queue()),
      records_(data_folder, options.cache_bytes) {}

EmbeddingAnswer EmbeddingEngine::embed(const Caller& caller, std::span<const std::string> texts,
                                       const std::stop_token& stop) {
  if (auto fault = over_budget(
          options_.budget, records_,
          {.now = now_(), .caller = caller, .provider = info().name, .priced = link_.price.has_value()}))
    return std::unexpected(std::move(*fault));
  const Instant began = now_();
  EmbeddingAnswer answer = ask(caller, texts, stop);
  CallRecord call{
      .at = now_(),
      .user = caller.user,
      .purpose = caller.purpose,
      .model = info().model,
      .outcome = std::string(answer ? ending_name(Ending::complete) : fault_name(answer.error().kind)),
      .cached = false,
      .tokens_read = answer ? answer->read : 0,
      .tokens_written = 0,
      .took = std::max(Milliseconds{0}, std::chrono::duration_cast<Milliseconds>(now_() - began)),
      .cost = 0,
      .prompt = {}};
  if (answer) call.cost = counted_cost({.read = answer->read, .remembered = 0, .written = 0}, link_.price);
  if (options_.record_prompts) {
    for (const std::string& text : texts) (call.prompt += text) += '\n';
  }
  records_.record({std::move(call)});
  return answer;
}

EmbeddingAnswer EmbeddingEngine::ask(const Caller& caller, std::span<const std::string> texts,
                                     const std::stop_token& stop) {
  if (!info().local) return link_.provider->embed(texts, stop);
  const auto entered = gate_.enter(caller.user, stop);
  if (!entered) return std::unexpected(fault_of(entered.error()));
  return link_.provider->embed(texts, stop);
}

}  // namespace stint::language
