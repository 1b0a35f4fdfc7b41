#include "outbound/circuit.h"

#include <algorithm>

namespace stint::outbound {

CircuitState Circuit::state(Instant now) const {
  if (!opened_) return CircuitState::closed;
  return now < *opened_ + pause_ ? CircuitState::open : CircuitState::half_open;
}

Milliseconds Circuit::wait(Instant now) const {
  if (!opened_) return Milliseconds::zero();
  Instant free = *opened_ + pause_;
  if (trial_) free = std::max(free, *trial_ + pause_);
  return std::max(Milliseconds::zero(), free - now);
}

bool Circuit::allow(Instant now) {
  if (!opened_) return true;
  if (wait(now) > Milliseconds::zero()) return false;
  trial_ = now;
  return true;
}

void Circuit::succeeded() {
  failures_ = 0;
  pause_ = options_.open;
  opened_.reset();
  trial_.reset();
}

void Circuit::failed(Instant now) {
  if (opened_) {
    // Those that went out before it opened tell nothing new.
    if (!trial_) return;
    pause_ = std::min(pause_ * 2, std::max(options_.open, options_.longest_open));
    opened_ = now;
    trial_.reset();
    return;
  }
  if (++failures_ >= options_.failures) opened_ = now;
}

void Circuit::left_open() {
  trial_.reset();
}

}  // namespace stint::outbound
