#include "outbound/gate.h"

namespace stint::outbound {

Permit::~Permit() {
  if (gate_ != nullptr) gate_->leave(ticket_);
}

std::expected<Permit, Failure> Gate::enter(const std::string& key, const std::stop_token& stop) {
  std::unique_lock lock{mutex_};
  const auto ticket = queue_.enter(key);
  if (!ticket) {
    return std::unexpected(
        Failure{FailureKind::queue_full,
                {ErrorCode::throttled, "too many requests wait already", "", "try again later"},
                {},
                false,
                0});
  }
  call_next();
  const bool called = called_.wait(lock, stop, [&] { return admitted_.contains(*ticket); });
  admitted_.erase(*ticket);
  if (called) return Permit{*this, *ticket};
  queue_.leave(*ticket);
  call_next();
  return std::unexpected(
      Failure{FailureKind::cancelled, {ErrorCode::failure, "cancelled while waiting", "", ""}, {}, false, 0});
}

std::size_t Gate::waiting() {
  const std::scoped_lock lock{mutex_};
  return queue_.waiting();
}

void Gate::leave(FairQueue::Ticket ticket) {
  const std::scoped_lock lock{mutex_};
  queue_.leave(ticket);
  call_next();
}

void Gate::call_next() {
  bool any = false;
  while (const auto next = queue_.start()) {
    admitted_.insert(*next);
    any = true;
  }
  if (any) called_.notify_all();
}

}  // namespace stint::outbound
