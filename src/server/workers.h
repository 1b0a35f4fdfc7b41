// A few threads for what takes time, so that the server's own thread never waits.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace stint::server {

class Workers {
 public:
  // `most_waiting`: work that is accepted while all are busy.
  Workers(std::size_t threads, std::size_t most_waiting);
  ~Workers();  // does what was accepted, then ends
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // False: too much is waiting already.
  [[nodiscard]] bool add(std::function<void()> work);

 private:
  void run();

  const std::size_t most_waiting_;
  std::mutex mutex_;
  std::condition_variable more_;
  std::deque<std::function<void()>> waiting_;
  bool ending_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace stint::server
