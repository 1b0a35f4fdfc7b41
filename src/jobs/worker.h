// A thread that does what is due, and sleeps until the next time.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "base/instant.h"
#include "base/result.h"

namespace stint::jobs {

class Worker {
 public:
  // Does what is due now, and says when the next thing is; nothing: not before wake().
  using Step = std::function<Result<std::optional<Instant>>(const std::stop_token&)>;
  // Called on the worker's thread with what a step could not do; it is tried again after half a minute.
  using Complaint = std::function<void(const Error&)>;

  Worker(Step step, std::function<Instant()> now, Complaint complain);
  // Asks what runs to stop, and waits for it.
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // There may be something to do. From any thread.
  void wake();

 private:
  void run(const std::stop_token& stop);
  void sleep(Milliseconds time, const std::stop_token& stop);

  const Step step_;
  const std::function<Instant()> now_;
  const Complaint complain_;
  std::mutex mutex_;
  std::condition_variable_any woken_;
  bool awake_ = false;
  std::jthread thread_;  // last: it uses the others
};

}  // namespace stint::jobs
