// Who runs next when not all may at once. A value; one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

namespace stint::outbound {

struct QueueOptions {
  std::size_t running = 4;          // at once, of all keys together
  std::size_t running_per_key = 4;  // at once, of one key
  std::size_t waiting = 1'000;      // of all keys together; more are turned away
};

// Keys (users, tasks) take turns, so that one with a thousand requests delays another's first by one request
// and not by a thousand. Within a key, first come, first served.
class FairQueue {
 public:
  using Ticket = std::uint64_t;

  explicit FairQueue(const QueueOptions& options) : options_(options) {}

  // Nothing: too many wait.
  [[nodiscard]] std::optional<Ticket> enter(const std::string& key);
  // Who may run now, and from now on does; nothing when nobody may. To be asked again until then.
  [[nodiscard]] std::optional<Ticket> start();
  // Has run, or will not wait any longer. Does nothing for a ticket that has left.
  void leave(Ticket ticket);

  [[nodiscard]] std::size_t running() const { return running_; }
  [[nodiscard]] std::size_t waiting() const { return waiting_; }

 private:
  struct Lane {
    std::deque<Ticket> waiting;
    std::size_t running = 0;
  };
  struct Place {
    std::string key;
    bool running = false;
  };

  QueueOptions options_;
  Ticket last_ = 0;
  std::size_t running_ = 0;
  std::size_t waiting_ = 0;
  std::unordered_map<std::string, Lane> lanes_;
  std::unordered_map<Ticket, Place> places_;
  std::deque<std::string> turns_;  // the keys with somebody waiting, each once, the next one first
};

}  // namespace stint::outbound
