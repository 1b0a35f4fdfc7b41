// Threads for what takes long: callers take turns, so that one who asks much delays another by one piece of
// work.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "outbound/fair_queue.h"

namespace stint::server {

class FairWorkers {
 public:
  // As many threads as may run at once.
  explicit FairWorkers(const outbound::QueueOptions& options);
  ~FairWorkers();  // does what was accepted, then ends
  FairWorkers(const FairWorkers&) = delete;
  FairWorkers& operator=(const FairWorkers&) = delete;

  // False: too much is waiting already.
  [[nodiscard]] bool add(const std::string& caller, std::function<void()> work);

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  outbound::FairQueue queue_;
  std::unordered_map<outbound::FairQueue::Ticket, std::function<void()>> waiting_;
  bool ending_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace stint::server
