// How many made-up histories a property is tried on.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <iostream>

namespace stint::test {

// 2,000; with the environment variable STINT_LONG_TESTS 100,000.
[[nodiscard]] inline std::uint32_t histories() {
  static const bool kLong = std::getenv("STINT_LONG_TESTS") != nullptr;
  return kLong ? 100'000 : 2'000;
}

// Says so on the way out of a test.
class CountHistories {
 public:
  CountHistories() = default;
  CountHistories(const CountHistories&) = delete;
  CountHistories& operator=(const CountHistories&) = delete;
  ~CountHistories() { std::cout << "tried on " << count_ << " histories\n"; }
  void one_more() { ++count_; }
  [[nodiscard]] std::uint32_t count() const { return count_; }

 private:
  std::uint32_t count_ = 0;
};

}  // namespace stint::test
