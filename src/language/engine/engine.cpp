#include "language/engine/engine.h"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>
#include <optional>
#include <utility>

#include "language/engine/request_key.h"

namespace stint::language {

// One call of generate() on its way through the chain.
struct Engine::Turn {
  const Caller& caller;
  std::span<const GenerationRequest> requests;
  const Listener& listener;
  const std::stop_token& stop;
  std::vector<Answer> answers;
  std::vector<std::size_t> open;  // the requests without an answer
  std::vector<std::string> keys;  // of all requests, with the model that is asked now
};

namespace {

// Another provider may do better, and nothing has been said twice.
bool goes_on(const Fault& fault) {
  return !fault.shown && fault.kind != FaultKind::cancelled;
}

Fault no_model() {
  return {FaultKind::unavailable,
          {ErrorCode::not_found,
           "no model is set up",
           {},
           "add one with `stint model`, or name a provider in the configuration"},
          false};
}

Fault out_of_turn(const outbound::Failure& failure) {
  const bool cancelled = failure.kind == outbound::FailureKind::cancelled;
  return {cancelled ? FaultKind::cancelled : FaultKind::throttled, failure.error, false};
}

}  // namespace

Engine::Engine(std::vector<ChainLink> chain, const EngineOptions& options,
               const std::filesystem::path& data_folder, std::function<Instant()> now)
    : chain_(std::move(chain)),
      options_(options),
      now_(std::move(now)),
      gate_(options.queue()),
      records_(data_folder, options.cache_bytes) {}

std::vector<Answer> Engine::generate(const Caller& caller, std::span<const GenerationRequest> requests,
                                     const Listener& listener, const std::stop_token& stop) {
  Turn turn{.caller = caller,
            .requests = requests,
            .listener = listener,
            .stop = stop,
            .answers = std::vector<Answer>(requests.size(), std::unexpected(no_model())),
            .open = std::vector<std::size_t>(requests.size()),
            .keys = std::vector<std::string>(requests.size())};
  std::iota(turn.open.begin(), turn.open.end(), std::size_t{0});
  for (const ChainLink& link : chain_) {
    take_from_cache(link, turn);
    if (turn.open.empty()) break;
    if (auto fault = over_budget(options_.budget, records_,
                                 {.now = now_(),
                                  .caller = caller,
                                  .provider = link.provider->info().name,
                                  .priced = link.price.has_value()})) {
      for (const std::size_t request : turn.open) turn.answers[request] = std::unexpected(*fault);
      continue;
    }
    ask(link, turn);
    std::erase_if(turn.open, [&](std::size_t request) {
      return turn.answers[request].has_value() || !goes_on(turn.answers[request].error());
    });
    if (turn.open.empty()) break;
  }
  return std::move(turn.answers);
}

void Engine::take_from_cache(const ChainLink& link, Turn& turn) {
  if (!options_.cache) return;
  std::vector<std::size_t> found;
  for (const std::size_t request : turn.open) {
    turn.keys[request] = request_key(link.provider->info().model, turn.requests[request]);
    auto kept = records_.find(turn.keys[request]);
    if (!kept) continue;
    if (turn.listener) turn.listener(request, kept->text);
    turn.answers[request] = std::move(*kept);
    found.push_back(request);
  }
  if (found.empty()) return;
  record(link, turn, found, true, Milliseconds{0});
  std::erase_if(turn.open, [&](std::size_t request) { return std::ranges::binary_search(found, request); });
}

void Engine::ask(const ChainLink& link, Turn& turn) {
  std::vector<GenerationRequest> requests;
  for (const std::size_t request : turn.open) requests.push_back(turn.requests[request]);
  Listener listener;
  if (turn.listener) {
    listener = [&](std::size_t request, std::string_view text) {
      return turn.listener(turn.open[request], text);
    };
  }
  // It is the processor that is shared; remote calls have a queue of their own (outbound/delivery.h).
  std::optional<outbound::Permit> permit;
  if (link.provider->info().local) {
    auto entered = gate_.enter(turn.caller.user, turn.stop);
    if (!entered) {
      for (const std::size_t request : turn.open)
        turn.answers[request] = std::unexpected(out_of_turn(entered.error()));
      return;
    }
    permit.emplace(std::move(*entered));
  }
  const Instant began = now_();
  std::vector<Answer> answers = link.provider->generate(requests, listener, turn.stop);
  const Milliseconds took =
      std::max(Milliseconds{0}, std::chrono::duration_cast<Milliseconds>(now_() - began));
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (answers[i] && options_.cache) records_.keep(turn.keys[turn.open[i]], *answers[i]);
    turn.answers[turn.open[i]] = std::move(answers[i]);
  }
  record(link, turn, turn.open, false, took);
}

void Engine::record(const ChainLink& link, const Turn& turn, const std::vector<std::size_t>& asked,
                    bool cached, Milliseconds took) {
  std::vector<CallRecord> calls;
  for (const std::size_t request : asked) {
    const Answer& answer = turn.answers[request];
    CallRecord call{
        .at = now_(),
        .user = turn.caller.user,
        .purpose = turn.caller.purpose,
        .model = link.provider->info().model,
        .outcome = std::string(answer ? ending_name(answer->ending) : fault_name(answer.error().kind)),
        .cached = cached,
        .tokens_read = answer ? answer->usage.read : 0,
        .tokens_written = answer ? answer->usage.written : 0,
        .took = took,
        .cost = 0,
        .prompt = {}};
    if (!cached && answer) call.cost = counted_cost(answer->usage, link.price);
    if (options_.record_prompts) {
      for (const Message& message : turn.requests[request].messages)
        call.prompt += fmt::format("[{}]\n{}\n", role_name(message.role), message.text);
    }
    calls.push_back(std::move(call));
  }
  records_.record(calls);
}

}  // namespace stint::language
