#include "server/fair_workers.h"

#include <optional>
#include <utility>

namespace stint::server {

FairWorkers::FairWorkers(const outbound::QueueOptions& options) : queue_(options) {
  for (std::size_t i = 0; i < options.running; ++i) threads_.emplace_back([this] { run(); });
}

FairWorkers::~FairWorkers() {
  {
    const std::lock_guard lock{mutex_};
    ending_ = true;
  }
  changed_.notify_all();
}

bool FairWorkers::add(const std::string& caller, std::function<void()> work) {
  {
    const std::lock_guard lock{mutex_};
    if (ending_) return false;
    const auto ticket = queue_.enter(caller);
    if (!ticket) return false;
    waiting_.emplace(*ticket, std::move(work));
  }
  changed_.notify_one();
  return true;
}

void FairWorkers::run() {
  std::unique_lock lock{mutex_};
  while (true) {
    std::optional<outbound::FairQueue::Ticket> next;
    changed_.wait(lock, [&] {
      next = queue_.start();
      return next || (ending_ && waiting_.empty());
    });
    if (!next) return;
    auto mine = waiting_.extract(*next);
    lock.unlock();
    mine.mapped()();
    mine = {};
    lock.lock();
    queue_.leave(*next);
    // Somebody who was over the limit of one caller may run now; or all is done.
    changed_.notify_all();
  }
}

}  // namespace stint::server
