// A model behind an API: requests side by side, each as a call of its own over the outbound client.
#pragma once

#include <atomic>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "language/provider.h"
#include "language/providers/remote_protocol.h"
#include "language/providers/remote_settings.h"
#include "outbound/delivery.h"

namespace stint::language {

// What a connection is made of besides its settings.
struct RemoteOutbound {
  outbound::ClientOptions client;
  outbound::DeliveryOptions delivery;  // as many run at once as the settings say
  outbound::Clock clock = outbound::system_clock();
  outbound::RandomStream random = outbound::system_random();
};

// The policy, the client and the queue of one connection. Safe from several threads.
class RemoteConnection {
 public:
  // `settings` as complete() gives them. Fails where the outbound policy refuses the base URL.
  [[nodiscard]] static Result<std::unique_ptr<RemoteConnection>> open(const RemoteSettings& settings,
                                                                      RemoteOutbound outbound);

  // POST; asking twice does no harm, and answers that were not shown are asked for again.
  [[nodiscard]] std::expected<outbound::Delivered, outbound::Failure> post(const RemoteCall& call,
                                                                           const outbound::Sink& sink,
                                                                           const std::stop_token& stop);
  // False: stopped.
  [[nodiscard]] bool wait(Milliseconds time, const std::stop_token& stop);

 private:
  RemoteConnection(const RemoteSettings& settings, outbound::Policy policy, RemoteOutbound outbound);

  const std::string name_;
  const curl::Limits limits_;
  const outbound::Clock clock_;
  outbound::Client client_;
  outbound::Delivery delivery_;
};

// Threads: generate() uses up to `concurrency` of them, the caller's own among them. The listener is called
// from these, one at a time. Where a request was stopped after some text, the answer is that text with
// Ending::cancelled; before, FaultKind::cancelled.
class RemoteProvider final : public Provider {
 public:
  RemoteProvider(RemoteSettings settings, ProviderInfo info, std::unique_ptr<RemoteProtocol> protocol,
                 std::unique_ptr<RemoteConnection> connection);

  [[nodiscard]] const ProviderInfo& info() const override { return info_; }
  [[nodiscard]] std::vector<Answer> generate(std::span<const GenerationRequest> requests,
                                             const Listener& listener, const std::stop_token& stop) override;

 private:
  struct Attempt;
  [[nodiscard]] Answer ask(const GenerationRequest& request,
                           const std::function<Flow(std::string_view)>& show, const std::stop_token& stop);
  [[nodiscard]] Attempt attempt(const GenerationRequest& request, const Quotation& quote,
                                const std::function<Flow(std::string_view)>& show,
                                const std::stop_token& stop);

  const RemoteSettings settings_;
  const ProviderInfo info_;
  const std::unique_ptr<RemoteProtocol> protocol_;
  const std::unique_ptr<RemoteConnection> connection_;
  std::atomic<bool> sampling_;  // until the model says that it takes none
};

}  // namespace stint::language
