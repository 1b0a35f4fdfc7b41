#include "base/bounded_queue.h"

#include <atomic>
#include <gtest/gtest.h>
#include <memory>
#include <thread>
#include <vector>

namespace stint {
namespace {

TEST(BoundedQueue, KeepsTheOrder) {
  BoundedQueue<int> queue{2};
  std::vector<int> got;
  {
    const std::jthread consumer{[&] {
      while (auto value = queue.pop()) got.push_back(*value);
    }};
    for (int i = 0; i < 1000; ++i) EXPECT_TRUE(queue.push(i));
    queue.close();
  }
  ASSERT_EQ(got.size(), 1000U);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(got[static_cast<std::size_t>(i)], i);
}

TEST(BoundedQueue, HoldsNoMoreThanItsCapacity) {
  BoundedQueue<int> queue{3};
  std::atomic<int> ahead{0};
  {
    const std::jthread producer{[&] {
      for (int i = 0; i < 500; ++i) {
        EXPECT_TRUE(queue.push(i));
        ++ahead;
      }
      queue.close();
    }};
    while (queue.pop()) {
      // At most what is inside, and the one that this loop and the producer have just handled.
      EXPECT_LE(--ahead, 4);
    }
  }
}

TEST(BoundedQueue, ClosedTakesNothingButGivesWhatIsInside) {
  BoundedQueue<std::unique_ptr<int>> queue{4};
  EXPECT_TRUE(queue.push(std::make_unique<int>(1)));
  queue.close();
  EXPECT_FALSE(queue.push(std::make_unique<int>(2)));
  const auto left = queue.pop();
  ASSERT_TRUE(left);
  EXPECT_EQ(**left, 1);
  EXPECT_FALSE(queue.pop());
  EXPECT_FALSE(queue.pop());
}

TEST(BoundedQueue, ClosingWakesWhoeverWaits) {
  BoundedQueue<int> full{1};
  BoundedQueue<int> empty{1};
  EXPECT_TRUE(full.push(1));
  const std::jthread producer{[&] { EXPECT_FALSE(full.push(2)); }};
  const std::jthread consumer{[&] { EXPECT_FALSE(empty.pop()); }};
  full.close();
  empty.close();
}

}  // namespace
}  // namespace stint
