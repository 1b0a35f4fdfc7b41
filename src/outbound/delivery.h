// A request with all that surrounds it: its turn in the queue, the circuit of its origin, attempts and waits.
#pragma once

#include <expected>
#include <functional>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>

#include "outbound/circuit.h"
#include "outbound/client.h"
#include "outbound/gate.h"
#include "outbound/retry.h"

namespace stint::outbound {

struct Clock {
  std::function<Instant()> now;
  // Returns when the time has passed, or, with false, when `stop` is requested.
  std::function<bool(Milliseconds, const std::stop_token&)> wait;
};
[[nodiscard]] Clock system_clock();

// From the system's entropy, for delays that differ between processes.
[[nodiscard]] RandomStream system_random();

struct DeliveryOptions {
  RetryOptions retry;
  CircuitOptions circuit;
  QueueOptions queue;
};

struct Delivered {
  Response response;
  int attempts = 1;
};

// Safe from several threads, if `random` is.
class Delivery {
 public:
  Delivery(Sender& sender, const DeliveryOptions& options, Clock clock, RandomStream random);

  // Blocks. `key` names who is served in turn with others. The last answer or failure is what counts,
  // whatever its status. While it waits between attempts it does not take up a place.
  [[nodiscard]] std::expected<Delivered, Failure> deliver(const std::string& key, const Request& request,
                                                          const Sink& sink = {},
                                                          const std::stop_token& stop = {});

 private:
  [[nodiscard]] std::expected<Response, Failure> attempt(const std::string& key, const std::string& origin,
                                                         const Request& request, const Sink& sink,
                                                         const std::stop_token& stop);
  [[nodiscard]] std::expected<void, Failure> pass_circuit(const std::string& origin);
  void report(const std::string& origin, const std::expected<Response, Failure>& answer);

  Sender& sender_;
  const DeliveryOptions options_;
  const Clock clock_;
  const RandomStream random_;
  Gate gate_;
  std::mutex mutex_;
  std::map<std::string, Circuit> circuits_;  // by origin
};

}  // namespace stint::outbound
