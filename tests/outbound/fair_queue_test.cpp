// Whose turn it is; and threads that wait for it.
#include "outbound/fair_queue.h"

#include <gtest/gtest.h>
#include <map>
#include <random>
#include <set>
#include <thread>
#include <vector>

#include "outbound/gate.h"

namespace stint::outbound {
namespace {

TEST(FairQueue, LetsKeysTakeTurns) {
  FairQueue queue{{1, 1, 100}};
  std::map<FairQueue::Ticket, char> who;
  for (int i = 0; i < 3; ++i) who[*queue.enter("a")] = 'a';
  who[*queue.enter("b")] = 'b';
  who[*queue.enter("c")] = 'c';
  who[*queue.enter("b")] = 'b';
  std::string order;
  FairQueue::Ticket last = 0;
  while (const auto ticket = queue.start()) {
    EXPECT_FALSE(queue.start());
    order += who[*ticket];
    if (order.back() == 'a') {
      EXPECT_GT(*ticket, last);
      last = *ticket;
    }
    queue.leave(*ticket);
  }
  EXPECT_EQ(order, "abcaba");
  EXPECT_EQ(queue.running() + queue.waiting(), 0U);
}

TEST(FairQueue, KeepsItsLimits) {
  FairQueue queue{{3, 2, 4}};
  const auto a1 = queue.enter("a");
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(queue.enter("a"));
  EXPECT_EQ(queue.start(), a1);
  EXPECT_TRUE(queue.start());
  EXPECT_FALSE(queue.start()) << "a third of one key";
  const auto b1 = queue.enter("b");
  EXPECT_EQ(queue.start(), b1) << "passes the key that has to wait";
  EXPECT_TRUE(queue.enter("c"));
  EXPECT_FALSE(queue.start()) << "a fourth of all";
  EXPECT_TRUE(queue.enter("c"));
  EXPECT_TRUE(queue.enter("c"));
  EXPECT_FALSE(queue.enter("d")) << "a fifth that waits";
  queue.leave(*a1);
  queue.leave(*a1);
  EXPECT_EQ(queue.running(), 2U);
}

// Against a slow model: per key a list of those waiting; the next key is the one served longest ago.
TEST(FairQueue, AgreesWithASlowModel) {
  std::mt19937 random{7};
  for (int round = 0; round < 50; ++round) {
    const QueueOptions options{1 + random() % 4, 1 + random() % 3, 5 + random() % 20};
    FairQueue queue{options};
    struct Waiting {
      FairQueue::Ticket ticket;
      std::string key;
      int since;  // the step at which its key began to wait, or was served last
    };
    std::vector<Waiting> waiting;
    std::map<FairQueue::Ticket, std::string> running;
    int step = 0;
    for (; step < 400; ++step) {
      const auto action = random() % 4;
      if (action < 2) {
        const std::string key(1, static_cast<char>('a' + random() % 4));
        const auto ticket = queue.enter(key);
        ASSERT_EQ(ticket.has_value(), waiting.size() < options.waiting);
        if (!ticket) continue;
        int since = step;
        for (const Waiting& other : waiting) {
          if (other.key == key) since = other.since;
        }
        waiting.push_back({*ticket, key, since});
      } else if (action == 2) {
        const Waiting* expected = nullptr;
        std::map<std::string, std::size_t> of_key;
        for (const auto& [ticket, key] : running) ++of_key[key];
        for (const Waiting& one : waiting) {
          if (of_key[one.key] >= options.running_per_key) continue;
          if (expected == nullptr || one.since < expected->since) expected = &one;
        }
        if (running.size() >= options.running) expected = nullptr;
        const auto started = queue.start();
        ASSERT_EQ(started.has_value(), expected != nullptr);
        if (!started) continue;
        ASSERT_EQ(*started, expected->ticket);
        const std::string key = expected->key;
        running[*started] = key;
        std::erase_if(waiting, [&](const Waiting& one) { return one.ticket == *started; });
        for (Waiting& one : waiting) {
          if (one.key == key) one.since = step;
        }
      } else if (random() % 2 == 0 && !running.empty()) {
        queue.leave(running.begin()->first);
        running.erase(running.begin());
      } else if (!waiting.empty()) {
        const auto index = static_cast<std::ptrdiff_t>(random() % waiting.size());
        queue.leave(waiting[static_cast<std::size_t>(index)].ticket);
        waiting.erase(waiting.begin() + index);
      }
      ASSERT_EQ(queue.running(), running.size());
      ASSERT_EQ(queue.waiting(), waiting.size());
    }
  }
}

TEST(Gate, LetsNoMoreInThanItShould) {
  Gate gate{{2, 2, 100}};
  std::atomic<int> inside{0};
  std::atomic<int> most{0};
  std::atomic<int> done{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&, i] {
        for (int turn = 0; turn < 50; ++turn) {
          const auto permit = gate.enter(std::string(1, static_cast<char>('a' + i % 3)), {});
          ASSERT_TRUE(permit);
          const int now = ++inside;
          for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) continue;
          std::this_thread::yield();
          --inside;
          ++done;
        }
      });
    }
  }
  EXPECT_EQ(done, 400);
  EXPECT_LE(most, 2);
  EXPECT_GE(most, 1);
}

TEST(Gate, CanBeLeftWhileWaiting) {
  Gate gate{{1, 1, 1}};
  auto inside = std::make_optional(gate.enter("a", {}));
  ASSERT_TRUE(*inside);
  std::stop_source stop;
  std::optional<FailureKind> kind;
  {
    const std::jthread waiter{[&] {
      const auto permit = gate.enter("b", stop.get_token());
      if (!permit) kind = permit.error().kind;
    }};
    while (gate.waiting() == 0) std::this_thread::yield();
    EXPECT_EQ(gate.enter("c", {}).error().kind, FailureKind::queue_full);
    stop.request_stop();
  }
  EXPECT_EQ(kind, FailureKind::cancelled);
  inside.reset();
  EXPECT_TRUE(gate.enter("c", {}));
}

}  // namespace
}  // namespace stint::outbound
