#include "server/fair_workers.h"

#include <gtest/gtest.h>
#include <latch>
#include <semaphore>

namespace stint::server {
namespace {

TEST(FairWorkers, LetCallersTakeTurns) {
  std::mutex mutex;
  std::string order;
  std::latch started{1};
  std::latch go{1};
  {
    FairWorkers workers{{.running = 1, .running_per_key = 1, .waiting = 8}};
    ASSERT_TRUE(workers.add("a", [&] {
      started.count_down();
      go.wait();
    }));
    started.wait();
    const auto note = [&](char c) {
      return [&, c] {
        const std::lock_guard lock{mutex};
        order += c;
      };
    };
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(workers.add("a", note('a')));
    ASSERT_TRUE(workers.add("b", note('b')));
    ASSERT_TRUE(workers.add("c", note('c')));
    go.count_down();
  }
  EXPECT_EQ(order, "abcaa") << "what was accepted is done before they end";
}

TEST(FairWorkers, RunSoManyOfOneCallerAndTurnAwayWhatIsTooMuch) {
  std::counting_semaphore<8> started{0};
  std::latch go{1};
  const auto wait = [&] {
    started.release();
    go.wait();
  };
  FairWorkers workers{{.running = 3, .running_per_key = 2, .waiting = 2}};
  ASSERT_TRUE(workers.add("a", wait));
  started.acquire();
  ASSERT_TRUE(workers.add("a", wait));
  started.acquire();
  ASSERT_TRUE(workers.add("a", wait)) << "waits, though a thread is free";
  ASSERT_TRUE(workers.add("b", wait));
  started.acquire();
  ASSERT_TRUE(workers.add("b", wait));
  EXPECT_FALSE(workers.add("c", wait));
  go.count_down();
}

}  // namespace
}  // namespace stint::server
