// Requests that never leave the process: answered by a fake tracker, on a clock that moves when somebody
// waits.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "outbound/client.h"
#include "outbound/delivery.h"
#include "support/trackers/front.h"

namespace stint::test {

// Moves on when it is waited for, and by a little with each request. Safe from several threads.
class VirtualClock {
 public:
  explicit VirtualClock(Instant start) : ms_(to_epoch_ms(start)) {}
  [[nodiscard]] Instant now() const { return from_epoch_ms(ms_.load()); }
  void advance(Milliseconds time) { ms_.fetch_add(time.count()); }
  // For Delivery. Must not outlive this.
  [[nodiscard]] outbound::Clock clock();

 private:
  std::atomic<std::int64_t> ms_;
};

class VirtualSender final : public outbound::Sender {
 public:
  // All three have to outlive it. Each request takes `latency`; one that is stalled takes as long as its
  // limits allow.
  VirtualSender(Front& front, VirtualClock& clock, std::string base_url,
                Milliseconds latency = Milliseconds{40});

  [[nodiscard]] std::expected<outbound::Response, outbound::Failure> send(
      const outbound::Request& request, const outbound::Sink& sink, const std::stop_token& stop) override;
  [[nodiscard]] const outbound::Policy& policy() const override { return policy_; }

 private:
  Front& front_;
  VirtualClock& clock_;
  const std::string base_url_;
  const Milliseconds latency_;
  const outbound::Policy policy_;
};

}  // namespace stint::test
