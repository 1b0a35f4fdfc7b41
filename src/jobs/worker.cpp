#include "jobs/worker.h"

#include <algorithm>
#include <utility>

namespace stint::jobs {
namespace {

// Looked at the clock at least this often: it may be set, and the machine may have slept.
constexpr Milliseconds kLongestSleep{30'000};

}  // namespace

Worker::Worker(Step step, std::function<Instant()> now, Complaint complain)
    : step_(std::move(step)),
      now_(std::move(now)),
      complain_(std::move(complain)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

Worker::~Worker() = default;

void Worker::wake() {
  {
    const std::scoped_lock lock{mutex_};
    awake_ = true;
  }
  woken_.notify_all();
}

void Worker::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const auto next = step_(stop);
    Milliseconds pause = kLongestSleep;
    if (!next) {
      complain_(next.error());
    } else if (*next) {
      pause = std::clamp(**next - now_(), Milliseconds{0}, kLongestSleep);
    }
    sleep(pause, stop);
  }
}

void Worker::sleep(Milliseconds time, const std::stop_token& stop) {
  std::unique_lock lock{mutex_};
  woken_.wait_for(lock, stop, time, [this] { return awake_; });
  awake_ = false;
}

}  // namespace stint::jobs
