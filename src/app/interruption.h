// Ctrl-C as a stop token.
#pragma once

#include <atomic>
#include <csignal>
#include <stop_token>
#include <thread>

namespace stint::app {

// While it lives, SIGINT and SIGTERM request a stop instead of ending the process. To be made before threads
// that should not be hit by them. One at a time.
class Interruption {
 public:
  Interruption();
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }

 private:
  sigset_t signals_{};
  sigset_t former_{};
  std::stop_source source_;
  std::atomic<bool> ending_ = false;
  std::thread waiter_;
};

}  // namespace stint::app
