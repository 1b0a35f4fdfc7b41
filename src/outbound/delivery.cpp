#include "outbound/delivery.h"

#include <condition_variable>
#include <fmt/format.h>
#include <memory>
#include <random>

#include "outbound/retry_after.h"

namespace stint::outbound {
namespace {

Failure cancelled() {
  return {FailureKind::cancelled, {ErrorCode::failure, "cancelled while waiting", "", ""}, {}, false, 0};
}

AttemptOutcome outcome_of(const std::expected<Response, Failure>& answer, Instant now) {
  AttemptOutcome outcome;
  if (answer) {
    outcome.status = answer->status;
    outcome.shown_bytes = answer->shown_bytes;
    outcome.asked_wait = wait_asked_for(answer->headers, now);
  } else {
    outcome.failure = answer.error().kind;
    outcome.may_have_arrived = answer.error().may_have_arrived;
    outcome.shown_bytes = answer.error().shown_bytes;
  }
  return outcome;
}

}  // namespace

Clock system_clock() {
  return {[] { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); },
          [](Milliseconds time, const std::stop_token& stop) {
            std::mutex mutex;
            std::condition_variable_any never;
            std::unique_lock lock{mutex};
            never.wait_for(lock, stop, time, [] { return false; });
            return !stop.stop_requested();
          }};
}

RandomStream system_random() {
  struct Source {
    std::mutex mutex;
    std::mt19937_64 engine{std::random_device{}()};
  };
  return [source = std::make_shared<Source>()] {
    const std::scoped_lock lock{source->mutex};
    return static_cast<std::uint64_t>(source->engine());
  };
}

Delivery::Delivery(Sender& sender, const DeliveryOptions& options, Clock clock, RandomStream random)
    : sender_(sender),
      options_(options),
      clock_(std::move(clock)),
      random_(std::move(random)),
      gate_(options.queue) {}

std::expected<Delivered, Failure> Delivery::deliver(const std::string& key, const Request& request,
                                                    const Sink& sink, const std::stop_token& stop) {
  // Before it waits: what is refused needs no turn, and its origin no circuit.
  const auto target = sender_.policy().admit(request.url);
  if (!target) return std::unexpected(refused(target.error()));
  const std::string origin = target->url.origin();
  Retry retry{options_.retry, clock_.now(), random_};
  std::optional<std::expected<Response, Failure>> last;
  const auto end = [&](std::expected<Response, Failure>&& answer) -> std::expected<Delivered, Failure> {
    if (!answer) return std::unexpected(std::move(answer).error());
    return Delivered{std::move(*answer), retry.attempts()};
  };
  for (;;) {
    auto answer = attempt(key, origin, request, sink, stop);
    // That these very attempts have opened the circuit says less than why they did.
    if (last && !answer && answer.error().kind == FailureKind::circuit_open) return end(std::move(*last));
    const Instant now = clock_.now();
    const RetryDecision decision = retry.after(outcome_of(answer, now), request.is_repeatable(), now);
    if (decision.verdict != RetryVerdict::again) return end(std::move(answer));
    last = std::move(answer);
    if (!clock_.wait(decision.delay, stop)) return std::unexpected(cancelled());
  }
}

std::expected<Response, Failure> Delivery::attempt(const std::string& key, const std::string& origin,
                                                   const Request& request, const Sink& sink,
                                                   const std::stop_token& stop) {
  const auto permit = gate_.enter(key, stop);
  if (!permit) return std::unexpected(permit.error());
  if (auto passed = pass_circuit(origin); !passed) return std::unexpected(std::move(passed).error());
  auto answer = sender_.send(request, sink, stop);
  report(origin, answer);
  return answer;
}

std::expected<void, Failure> Delivery::pass_circuit(const std::string& origin) {
  const Instant now = clock_.now();
  const std::scoped_lock lock{mutex_};
  Circuit& circuit = circuits_.try_emplace(origin, options_.circuit).first->second;
  if (circuit.allow(now)) return {};
  const std::string message = fmt::format("{} has failed {} times in a row and is left alone for now", origin,
                                          options_.circuit.failures);
  const std::string hint = fmt::format("try again in {} s", circuit.wait(now).count() / 1000 + 1);
  return std::unexpected(
      Failure{FailureKind::circuit_open, {ErrorCode::throttled, message, "", hint}, {}, false, 0});
}

void Delivery::report(const std::string& origin, const std::expected<Response, Failure>& answer) {
  const Instant now = clock_.now();
  const std::scoped_lock lock{mutex_};
  Circuit& circuit = circuits_.try_emplace(origin, options_.circuit).first->second;
  if (answer) {
    // A server that says "too many" is well.
    const bool ill = answer->status >= 500 && is_passing_status(answer->status);
    if (ill) return circuit.failed(now);
    return circuit.succeeded();
  }
  if (is_passing_failure(answer.error().kind)) return circuit.failed(now);
  circuit.left_open();
}

}  // namespace stint::outbound
