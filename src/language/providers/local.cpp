#include "language/providers/local.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include "language/providers/load_once.h"
#include "language/providers/local_constraint.h"
#include "lib/llama/adapter.h"
#include "lib/llama/chat_template.h"
#include "lib/llama/session.h"

namespace stint::language {
namespace {

using llama::Token;

Fault fault_of(FaultKind kind, Error error) {
  return {kind, std::move(error), false};
}

llama::Sampling sampling_of(const Sampling& sampling) {
  // What is hardly likely at all only garbles.
  constexpr float kLeastLikely = 0.05F;
  return {.temperature = static_cast<float>(sampling.temperature),
          .top_k = static_cast<std::int32_t>(sampling.top_k),
          .top_p = static_cast<float>(sampling.top_p),
          .min_p = kLeastLikely,
          .seed = sampling.seed};
}

Ending ending_of(llama::Ending ending) {
  switch (ending) {
    case llama::Ending::complete:
      return Ending::complete;
    case llama::Ending::length:
      return Ending::length;
    case llama::Ending::cancelled:
      break;
  }
  return Ending::cancelled;
}

llama::Flow flow_of(Flow flow) {
  switch (flow) {
    case Flow::go_on:
      return llama::Flow::go_on;
    case Flow::stop_this:
      return llama::Flow::stop_this;
    case Flow::stop_all:
      break;
  }
  return llama::Flow::stop_all;
}

class LocalProvider : public Provider {
 public:
  explicit LocalProvider(LocalSettings settings)
      : settings_(std::move(settings)),
        info_{.name = "local", .model = settings_.model, .local = true, .grammar = true, .schema = true} {}

  const ProviderInfo& info() const override { return info_; }

  std::vector<Answer> generate(std::span<const GenerationRequest> requests, const Listener& listener,
                               const std::stop_token& stop) override {
    const std::scoped_lock lock(mutex_);
    std::vector<Answer> answers;
    if (const Outcome loaded = loaded_([this] { return load(); }); !loaded) {
      answers.assign(requests.size(), std::unexpected(fault_of(FaultKind::rejected, loaded.error())));
      return answers;
    }
    answers.assign(requests.size(), std::unexpected(fault_of(FaultKind::cancelled,
                                                             {ErrorCode::failure, "cancelled", {}, {}})));
    Batch batch;
    for (std::size_t i = 0; i < requests.size(); ++i) {
      auto prompt = prompt_of(requests[i]);
      if (!prompt) {
        answers[i] = std::unexpected(std::move(prompt).error());
        continue;
      }
      if (!batch.fits(*prompt, settings_.context.sequences, session_->context_length())) {
        run(batch, answers, listener, stop);
        batch = {};
      }
      batch.add(i, std::move(*prompt));
    }
    run(batch, answers, listener, stop);
    return answers;
  }

 private:
  // Prompts that are continued side by side.
  struct Batch {
    std::vector<std::size_t> requests;
    std::vector<llama::Prompt> prompts;
    std::size_t tokens = 0;  // as if nothing were shared

    static std::size_t size(const llama::Prompt& prompt) {
      return prompt.tokens.size() + prompt.max_tokens + 1;
    }
    [[nodiscard]] bool fits(const llama::Prompt& prompt, std::size_t sequences, std::size_t context) const {
      return prompts.empty() ||
             (prompts.size() < sequences && tokens + size(prompt) <= context + saved(prompt));
    }
    // What sharing spares, at least: the beginning that all have in common with this one.
    [[nodiscard]] std::size_t saved(const llama::Prompt& prompt) const {
      std::size_t common = prompt.tokens.size();
      for (const llama::Prompt& other : prompts)
        common = std::min(common, shared(other.tokens, prompt.tokens));
      return common * prompts.size();
    }
    static std::size_t shared(const std::vector<Token>& a, const std::vector<Token>& b) {
      return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
    }
    void add(std::size_t request, llama::Prompt prompt) {
      tokens += size(prompt);
      requests.push_back(request);
      prompts.push_back(std::move(prompt));
    }
    // The beginning that all have in common, taken off them.
    std::vector<Token> take_shared() {
      std::size_t common = prompts.front().tokens.size();
      for (const llama::Prompt& prompt : prompts)
        common = std::min(common, shared(prompts.front().tokens, prompt.tokens));
      std::vector<Token> beginning(prompts.front().tokens.begin(),
                                   prompts.front().tokens.begin() + static_cast<std::ptrdiff_t>(common));
      for (llama::Prompt& prompt : prompts)
        prompt.tokens.erase(prompt.tokens.begin(),
                            prompt.tokens.begin() + static_cast<std::ptrdiff_t>(common));
      return beginning;
    }
  };

  Outcome load() {
    STINT_ASSIGN(model, llama::Model::load(settings_.file, settings_.context));
    std::shared_ptr<const llama::Adapter> adapter;
    if (!settings_.adapter.empty()) {
      STINT_ASSIGN(loaded, llama::Adapter::load(model, settings_.adapter));
      adapter = std::move(loaded);
    }
    STINT_ASSIGN(session, llama::Session::create(model, settings_.context));
    constraints_.emplace(model);
    form_.emplace(model);
    adapter_ = std::move(adapter);
    session_.emplace(std::move(session));
    return {};
  }

  std::expected<llama::Prompt, Fault> prompt_of(const GenerationRequest& request) {
    std::vector<llama::ChatMessage> messages;
    for (const Message& message : request.messages)
      messages.push_back({std::string(role_name(message.role)), message.text});
    auto tokens = form_->tokens(messages, settings_.now ? settings_.now() : Instant{});
    if (!tokens) return std::unexpected(fault_of(FaultKind::rejected, std::move(tokens).error()));
    if (tokens->size() + request.max_tokens + 1 > session_->context_length()) {
      return std::unexpected(
          fault_of(FaultKind::too_long, {ErrorCode::usage,
                                         "the prompt and its answer do not fit the model's context",
                                         {},
                                         "raise models.context, or ask for less"}));
    }
    auto constraint = constraints_->make(request);
    if (!constraint) return std::unexpected(fault_of(FaultKind::rejected, std::move(constraint).error()));
    return llama::Prompt{.tokens = std::move(*tokens),
                         .max_tokens = request.max_tokens,
                         .sampling = sampling_of(request.sampling),
                         .grammar = {},
                         .constraint = std::move(*constraint)};
  }

  void run(Batch& batch, std::vector<Answer>& answers, const Listener& listener,
           const std::stop_token& stop) {
    if (batch.prompts.empty() || stop.stop_requested()) return;
    std::vector<std::size_t> lengths;
    for (const llama::Prompt& prompt : batch.prompts) lengths.push_back(prompt.tokens.size());
    llama::Request request{.shared = batch.take_shared(),
                           .prompts = std::move(batch.prompts),
                           .adapter = adapter_,
                           .adapter_scale = settings_.adapter_scale};
    std::vector<bool> shown(batch.requests.size(), false);
    llama::Listener pieces;
    if (listener) {
      pieces = [&](const llama::Piece& piece) {
        if (piece.text.empty()) return llama::Flow::go_on;
        shown[piece.prompt] = true;
        return flow_of(listener(batch.requests[piece.prompt], piece.text));
      };
    }
    auto response = session_->generate(request, pieces, stop);
    for (std::size_t i = 0; i < batch.requests.size(); ++i) {
      Answer& answer = answers[batch.requests[i]];
      if (!response) {
        answer = std::unexpected(Fault{FaultKind::malformed, response.error(), shown[i]});
        continue;
      }
      llama::Continuation& continuation = response->continuations[i];
      answer =
          Generation{.text = std::move(continuation.text),
                     .ending = ending_of(continuation.ending),
                     .usage = {.read = lengths[i],
                               .remembered = std::min<std::uint64_t>(
                                   i == 0 ? response->tokens_remembered : request.shared.size(), lengths[i]),
                               .written = continuation.tokens.size()},
                     .model = info_.model};
    }
  }

  const LocalSettings settings_;
  const ProviderInfo info_;
  std::mutex mutex_;
  LoadOnce loaded_;
  std::optional<llama::Session> session_;
  std::optional<ConstraintMaker> constraints_;
  std::optional<llama::ChatForm> form_;
  std::shared_ptr<const llama::Adapter> adapter_;
};

}  // namespace

std::unique_ptr<Provider> make_local(LocalSettings settings) {
  return std::make_unique<LocalProvider>(std::move(settings));
}

}  // namespace stint::language
