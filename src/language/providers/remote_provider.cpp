#include "language/providers/remote_provider.h"

#include <algorithm>
#include <fmt/format.h>
#include <mutex>
#include <thread>

#include "language/providers/remote_exchange.h"

namespace stint::language {
namespace {

// Before an answer that broke off, or that the service gave up in its midst, is asked for once more.
constexpr Milliseconds kPause{1'000};

outbound::DeliveryOptions with_places(outbound::DeliveryOptions options, unsigned places) {
  options.queue.running = places;
  options.queue.running_per_key = places;
  return options;
}

Fault cancelled() {
  return {FaultKind::cancelled, {ErrorCode::failure, "cancelled", "", ""}, false};
}

}  // namespace

Result<std::unique_ptr<RemoteConnection>> RemoteConnection::open(const RemoteSettings& settings,
                                                                 RemoteOutbound outbound) {
  auto policy = outbound::Policy::for_connection(settings.name, {settings.base_url});
  if (!policy) return fail(policy.error().error());
  return std::unique_ptr<RemoteConnection>{
      new RemoteConnection{settings, std::move(*policy), std::move(outbound)}};
}

RemoteConnection::RemoteConnection(const RemoteSettings& settings, outbound::Policy policy,
                                   RemoteOutbound outbound)
    : name_(settings.name),
      limits_(settings.limits),
      clock_(outbound.clock),
      client_(std::move(policy), std::move(outbound.client)),
      delivery_(client_, with_places(outbound.delivery, settings.concurrency), std::move(outbound.clock),
                std::move(outbound.random)) {}

std::expected<outbound::Delivered, outbound::Failure> RemoteConnection::post(const RemoteCall& call,
                                                                             const outbound::Sink& sink,
                                                                             const std::stop_token& stop) {
  outbound::Request request;
  request.method = "POST";
  request.url = call.url;
  request.headers = call.headers;
  request.credentials = call.credentials;
  request.body = call.body;
  request.repeatable = true;
  request.limits = limits_;
  return delivery_.deliver(name_, request, sink, stop);
}

bool RemoteConnection::wait(Milliseconds time, const std::stop_token& stop) {
  return clock_.wait(time, stop);
}

// What one call has come to.
struct RemoteProvider::Attempt {
  Answer answer;
  bool worth_another = false;
  bool without_sampling = false;  // another one may work, and at once
};

RemoteProvider::RemoteProvider(RemoteSettings settings, ProviderInfo info,
                               std::unique_ptr<RemoteProtocol> protocol,
                               std::unique_ptr<RemoteConnection> connection)
    : settings_(std::move(settings)),
      info_(std::move(info)),
      protocol_(std::move(protocol)),
      connection_(std::move(connection)),
      sampling_(settings_.sampling) {}

std::vector<Answer> RemoteProvider::generate(std::span<const GenerationRequest> requests,
                                             const Listener& listener, const std::stop_token& stop) {
  std::vector<Answer> answers(requests.size(), std::unexpected(cancelled()));
  std::stop_source all;
  const std::stop_callback pass_on{stop, [&all] { all.request_stop(); }};
  std::mutex listening;
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < requests.size(); i = next++) {
      if (all.stop_requested()) return;
      std::function<Flow(std::string_view)> show;
      if (listener) {
        show = [&, i](std::string_view text) {
          const std::scoped_lock lock{listening};
          // Another's listener may have ended it all while this one waited.
          if (all.stop_requested()) return Flow::stop_this;
          const Flow flow = listener(i, text);
          if (flow == Flow::stop_all) all.request_stop();
          return flow;
        };
      }
      answers[i] = ask(requests[i], show, all.get_token());
    }
  };
  {
    std::vector<std::jthread> others;
    const std::size_t threads = std::min<std::size_t>(requests.size(), settings_.concurrency);
    for (std::size_t i = 1; i < threads; ++i) others.emplace_back(work);
    work();
  }
  return answers;
}

Answer RemoteProvider::ask(const GenerationRequest& request,
                           const std::function<Flow(std::string_view)>& show, const std::stop_token& stop) {
  const Quotation quote{settings_, request.messages};
  Attempt last = attempt(request, quote, show, stop);
  if (last.without_sampling) {
    sampling_ = false;
    last = attempt(request, quote, show, stop);
  }
  if (last.worth_another && connection_->wait(kPause, stop)) last = attempt(request, quote, show, stop);
  if (!last.answer) {
    Error& error = last.answer.error().error;
    const std::string where = fmt::format("model connection \"{}\"", settings_.name);
    error.where = error.where.empty() ? where : fmt::format("{}: {}", where, error.where);
  } else if (last.answer->model.empty()) {
    last.answer->model = settings_.model;
  }
  return std::move(last.answer);
}

RemoteProvider::Attempt RemoteProvider::attempt(const GenerationRequest& request, const Quotation& quote,
                                                const std::function<Flow(std::string_view)>& show,
                                                const std::stop_token& stop) {
  const bool sampling = sampling_;
  if (request.messages.empty()) return {std::unexpected(rejected("there is no message to answer"))};
  if (settings_.context_tokens > 0 && request.max_tokens >= settings_.context_tokens) {
    Fault fault = rejected(fmt::format("{} tokens are asked for, and the model's context has {}",
                                       request.max_tokens, settings_.context_tokens));
    fault.kind = FaultKind::too_long;
    return {std::unexpected(std::move(fault))};
  }
  auto call = protocol_->call(request, sampling);
  if (!call) return {std::unexpected(std::move(call).error())};
  for (const curl::Header& header : settings_.headers) call->credentials.push_back(header);
  RemoteExchange exchange{protocol_->reader(request, quote), request.max_tokens, quote, show};
  const auto delivered = connection_->post(
      *call,
      [&](std::string_view piece) { return exchange.take(piece) ? curl::Flow::go_on : curl::Flow::enough; },
      stop);
  Attempt result{exchange.end(delivered, *protocol_)};
  if (result.answer) return result;
  const FaultKind kind = result.answer.error().kind;
  const bool began = delivered ? delivered->response.shown_bytes > 0 : delivered.error().shown_bytes > 0;
  // What failed before its first byte was tried several times already.
  result.worth_another = began && !exchange.shown() && !stop.stop_requested() &&
                         (kind == FaultKind::broken_off || kind == FaultKind::unavailable);
  result.without_sampling = sampling && exchange.notice() && is_about_sampling(*exchange.notice());
  return result;
}

}  // namespace stint::language
