#include "access/throttle.h"

#include <algorithm>
#include <iterator>

#include "access/network.h"
#include "access/user.h"
#include "lib/sodium/sha256.h"

namespace stint::access {
namespace {

// Of one length, whatever somebody sends.
std::string key_of_name(std::string_view name) {
  return sha256_of(folded(name));
}

std::string key_of_address(std::string_view address) {
  constexpr unsigned kNetworkBits = 64;
  const auto parsed = parse_address(address);
  if (!parsed) return sha256_of(address);
  return to_text(parsed->four ? Network{*parsed, 32} : network_of(*parsed, kNetworkBits));
}

}  // namespace

Milliseconds wait_of(const Tries& tries, const ThrottleRule& rule, Instant now) {
  constexpr int kMostDoublings = 40;
  if (tries.count < rule.free || now - tries.last >= rule.forget) return Milliseconds{0};
  const int doublings = std::min(tries.count - rule.free, kMostDoublings);
  const Milliseconds delay = std::min(rule.first * (std::int64_t{1} << doublings), rule.longest);
  return std::clamp(std::chrono::duration_cast<Milliseconds>(tries.last + delay - now), Milliseconds{0},
                    delay);
}

Tries after_try(const Tries& tries, const ThrottleRule& rule, Instant now) {
  constexpr int kEnough = 1000;
  if (now - tries.last >= rule.forget) return {.count = 1, .last = now};
  return {.count = std::min(tries.count + 1, kEnough), .last = now};
}

Tries without_one(Tries tries) {
  tries.count = std::max(tries.count - 1, 0);
  return tries;
}

Milliseconds TryTable::wait(const std::string& name, Instant now) const {
  const auto found = entries_.find(name);
  return found != entries_.end() ? wait_of(found->second->tries, rule_, now) : Milliseconds{0};
}

void TryTable::add(const std::string& name, Instant now) {
  if (const auto found = entries_.find(name); found != entries_.end()) {
    found->second->tries = after_try(found->second->tries, rule_, now);
    order_.splice(order_.end(), order_, found->second);
    return;
  }
  order_.push_back({.name = name, .tries = after_try({}, rule_, now)});
  entries_.emplace(name, std::prev(order_.end()));
  if (order_.size() > most_) forget(std::string{order_.front().name});
}

void TryTable::take_back(const std::string& name) {
  const auto found = entries_.find(name);
  if (found == entries_.end()) return;
  found->second->tries = without_one(found->second->tries);
  if (found->second->tries.count == 0) forget(name);
}

void TryTable::forget(const std::string& name) {
  const auto found = entries_.find(name);
  if (found == entries_.end()) return;
  const auto entry = found->second;
  entries_.erase(found);
  order_.erase(entry);
}

SignInThrottle::SignInThrottle(const Limits& limits)
    : names_(limits.names, limits.most), addresses_(limits.addresses, limits.most) {}

Milliseconds SignInThrottle::begin(std::string_view name, std::string_view address, Instant now) {
  const std::string by_name = key_of_name(name);
  const std::string by_address = key_of_address(address);
  const std::lock_guard lock{mutex_};
  const Milliseconds wait = std::max(names_.wait(by_name, now), addresses_.wait(by_address, now));
  if (wait > Milliseconds{0}) return wait;
  names_.add(by_name, now);
  addresses_.add(by_address, now);
  return wait;
}

void SignInThrottle::succeeded(std::string_view name, std::string_view address) {
  const std::string by_name = key_of_name(name);
  const std::string by_address = key_of_address(address);
  const std::lock_guard lock{mutex_};
  names_.forget(by_name);
  // Only this try: who has an account of their own must not be able to wipe out their guesses at others'.
  addresses_.take_back(by_address);
}

void SignInThrottle::abandoned(std::string_view name, std::string_view address) {
  const std::string by_name = key_of_name(name);
  const std::string by_address = key_of_address(address);
  const std::lock_guard lock{mutex_};
  names_.take_back(by_name);
  addresses_.take_back(by_address);
}

}  // namespace stint::access
