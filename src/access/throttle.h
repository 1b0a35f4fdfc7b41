// Guessing passwords takes time: after some tries each further one has to wait twice as long.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/instant.h"

namespace stint::access {

struct ThrottleRule {
  int free = 5;                                 // tries without waiting
  Milliseconds first{std::chrono::seconds{1}};  // the first wait; doubles with each try
  Milliseconds longest{std::chrono::minutes{1}};
  Milliseconds forget{std::chrono::hours{1}};  // after the last try all is forgotten; longer than `longest`
};

// What is known of one who tries. Pure values.
struct Tries {
  int count = 0;
  Instant last{};

  friend bool operator==(const Tries&, const Tries&) = default;
};

// How long from `now` until the next try; zero: now. Never longer than the rule's longest, whatever the clock
// does.
[[nodiscard]] Milliseconds wait_of(const Tries& tries, const ThrottleRule& rule, Instant now);
[[nodiscard]] Tries after_try(const Tries& tries, const ThrottleRule& rule, Instant now);
// A try that was none: it succeeded, or was never looked at.
[[nodiscard]] Tries without_one(Tries tries);

// Tries by name, of at most `most` names: who has not tried for longest goes first. Not thread-safe.
class TryTable {
 public:
  TryTable(ThrottleRule rule, std::size_t most) : rule_(rule), most_(most) {}

  [[nodiscard]] Milliseconds wait(const std::string& name, Instant now) const;
  void add(const std::string& name, Instant now);
  void take_back(const std::string& name);
  void forget(const std::string& name);
  [[nodiscard]] std::size_t size() const { return order_.size(); }

 private:
  struct Entry {
    std::string name;
    Tries tries;
  };
  ThrottleRule rule_;
  std::size_t most_;
  std::list<Entry> order_;  // the last to try at the end
  std::unordered_map<std::string, std::list<Entry>::iterator> entries_;
};

// How often sign-ins may be tried, for a name and from an address. In memory only: a restart forgets. The
// wait of a name is short, for anybody can cause it; the wait of an address is longer, and an address of IPv6
// is its network of 64 bits. Thread-safe.
class SignInThrottle {
 public:
  struct Limits {
    ThrottleRule names{};
    ThrottleRule addresses{.free = 20, .longest = std::chrono::minutes{15}};
    std::size_t most = 20'000;  // of each
  };
  SignInThrottle() : SignInThrottle(Limits{}) {}
  explicit SignInThrottle(const Limits& limits);

  // Zero: go on, and it counts as a try, so that many at once are many. Else how long to wait; nothing
  // counts.
  [[nodiscard]] Milliseconds begin(std::string_view name, std::string_view address, Instant now);
  void succeeded(std::string_view name, std::string_view address);
  // It was never found out.
  void abandoned(std::string_view name, std::string_view address);

 private:
  std::mutex mutex_;
  TryTable names_;
  TryTable addresses_;
};

}  // namespace stint::access
