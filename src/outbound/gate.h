// A fair queue that threads wait in.
#pragma once

#include <condition_variable>
#include <expected>
#include <mutex>
#include <stop_token>
#include <string>
#include <unordered_set>
#include <utility>

#include "outbound/failure.h"
#include "outbound/fair_queue.h"

namespace stint::outbound {

class Gate;

// The right to run, given back when it ends. Must not outlive its gate.
class Permit {
 public:
  Permit(Gate& gate, FairQueue::Ticket ticket) : gate_(&gate), ticket_(ticket) {}
  Permit(Permit&& other) noexcept : gate_(std::exchange(other.gate_, nullptr)), ticket_(other.ticket_) {}
  Permit& operator=(Permit&&) = delete;
  Permit(const Permit&) = delete;
  Permit& operator=(const Permit&) = delete;
  ~Permit();

 private:
  Gate* gate_;
  FairQueue::Ticket ticket_;
};

// Safe from several threads.
class Gate {
 public:
  explicit Gate(const QueueOptions& options) : queue_(options) {}

  // Waits for its turn. Failures: queue_full, cancelled.
  [[nodiscard]] std::expected<Permit, Failure> enter(const std::string& key, const std::stop_token& stop);

  [[nodiscard]] std::size_t waiting();

 private:
  friend class Permit;
  void leave(FairQueue::Ticket ticket);
  void call_next();

  std::mutex mutex_;
  std::condition_variable_any called_;
  FairQueue queue_;
  std::unordered_set<FairQueue::Ticket> admitted_;  // called, and not yet inside
};

}  // namespace stint::outbound
