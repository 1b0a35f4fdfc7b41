#include "access/throttle.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <random>

namespace stint::access {
namespace {

using namespace std::chrono_literals;

constexpr Instant kStart = from_epoch_ms(1'790'000'000'000);
constexpr ThrottleRule kRule{.free = 3, .first = 1s, .longest = 10s, .forget = 1min};

TEST(Throttle, WaitsTwiceAsLongEachTime) {
  Tries tries;
  std::vector<std::int64_t> waits;
  Instant now = kStart;
  for (int i = 0; i < 9; ++i) {
    const Milliseconds wait = wait_of(tries, kRule, now);
    waits.push_back(wait.count());
    now += wait;
    EXPECT_EQ(0, wait_of(tries, kRule, now).count());
    tries = after_try(tries, kRule, now);
  }
  EXPECT_EQ((std::vector<std::int64_t>{0, 0, 0, 1000, 2000, 4000, 8000, 10000, 10000}), waits);
}

TEST(Throttle, TheWaitGetsShorterAsTimePasses) {
  const Tries tries{.count = 5, .last = kStart};
  EXPECT_EQ(4000ms, wait_of(tries, kRule, kStart));
  EXPECT_EQ(3999ms, wait_of(tries, kRule, kStart + 1ms));
  EXPECT_EQ(1ms, wait_of(tries, kRule, kStart + 3999ms));
  EXPECT_EQ(0ms, wait_of(tries, kRule, kStart + 4s));
}

TEST(Throttle, ForgetsInTheEnd) {
  Tries tries{.count = 900, .last = kStart};
  EXPECT_EQ(1, after_try(tries, kRule, kStart + 1min).count);
  EXPECT_EQ(901, after_try(tries, kRule, kStart + 1min - 1ms).count);
  EXPECT_EQ(0ms, wait_of(tries, kRule, kStart + 1min));
}

TEST(Throttle, AClockThatIsSetBackLocksNobodyOut) {
  const Tries tries{.count = 50, .last = kStart};
  EXPECT_EQ(10s, wait_of(tries, kRule, kStart - 24h));
}

TEST(Throttle, ManyTriesDoNotOverflow) {
  Tries tries;
  for (int i = 0; i < 5000; ++i) tries = after_try(tries, kRule, kStart);
  EXPECT_EQ(1000, tries.count);
  EXPECT_EQ(10s, wait_of(tries, kRule, kStart));
}

TEST(Throttle, HoldsAtMostSoMany) {
  TryTable table{kRule, 100};
  for (int i = 0; i < 5; ++i) table.add("old", kStart);
  for (int i = 0; i < 5; ++i) table.add("kept", kStart);
  for (int i = 0; i < 98; ++i) table.add(fmt::format("name {}", i), kStart);
  EXPECT_EQ(100U, table.size());
  EXPECT_GT(table.wait("kept", kStart), 0s);
  table.add("kept", kStart);
  for (int i = 0; i < 90; ++i) table.add(fmt::format("more {}", i), kStart);
  EXPECT_EQ(100U, table.size());
  EXPECT_EQ(0s, table.wait("old", kStart)) << "who has not tried for longest goes first";
  EXPECT_GT(table.wait("kept", kStart), 0s);
}

TEST(Throttle, TableAgreesWithThePureRule) {
  std::mt19937 random{3};
  TryTable table{kRule, 1000};
  std::map<std::string, Tries> expected;
  Instant now = kStart;
  for (int i = 0; i < 20'000; ++i) {
    now += Milliseconds{random() % 2000};
    const std::string name = fmt::format("{}", random() % 20);
    switch (random() % 4) {
      case 0:
        table.take_back(name);
        expected[name] = without_one(expected[name]);
        break;
      case 1:
        if (random() % 5 == 0) {
          table.forget(name);
          expected.erase(name);
        }
        break;
      default:
        table.add(name, now);
        expected[name] = after_try(expected[name], kRule, now);
    }
    ASSERT_EQ(wait_of(expected[name], kRule, now), table.wait(name, now)) << i;
  }
}

int tries_until_waiting(SignInThrottle& throttle, const std::string& name, const std::string& address) {
  for (int i = 0; i < 1000; ++i) {
    if (throttle.begin(name, address, kStart) > 0s) return i;
  }
  return 1000;
}

TEST(Throttle, ByNameInAnyCaseAndFromAnywhere) {
  SignInThrottle throttle;
  EXPECT_EQ(3, [&] {
    for (int i = 0; i < 2; ++i)
      EXPECT_EQ(0ms, throttle.begin("ANN", fmt::format("198.51.100.{}", i), kStart));
    return tries_until_waiting(throttle, "ann", "198.51.100.9");
  }());
  EXPECT_EQ(0ms, throttle.begin("bob", "198.51.100.9", kStart));
}

TEST(Throttle, ByAddressWhateverTheName) {
  SignInThrottle throttle;
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(0ms, throttle.begin(fmt::format("user {}", i), "198.51.100.7", kStart)) << i;
  }
  EXPECT_EQ(1s, throttle.begin("another", "198.51.100.7", kStart));
  EXPECT_EQ(1s, throttle.begin("another", "::ffff:198.51.100.7", kStart)) << "the same address";
  EXPECT_EQ(0s, throttle.begin("another", "198.51.100.8", kStart));
}

TEST(Throttle, AnAddressOfIpv6IsItsNetwork) {
  SignInThrottle throttle;
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(0ms, throttle.begin(fmt::format("user {}", i), fmt::format("2001:db8:0:1::{:x}", i), kStart));
  }
  EXPECT_EQ(1s, throttle.begin("another", "2001:db8:0:1:ffff::1", kStart));
  EXPECT_EQ(0s, throttle.begin("another", "2001:db8:0:2::1", kStart));
}

TEST(Throttle, SuccessForgivesTheNameButNotTheAddress) {
  SignInThrottle throttle;
  // Somebody with an account of their own guesses at others' in between.
  int guesses = 0;
  for (int i = 0; i < 100; ++i) {
    if (throttle.begin("mallory", "198.51.100.7", kStart) > 0s) break;
    throttle.succeeded("mallory", "198.51.100.7");
    if (throttle.begin(fmt::format("victim {}", i), "198.51.100.7", kStart) > 0s) break;
    ++guesses;
  }
  EXPECT_EQ(20, guesses);
  SignInThrottle typing;
  for (int i = 0; i < 4; ++i) EXPECT_EQ(0ms, typing.begin("ann", "198.51.100.7", kStart));
  typing.succeeded("ann", "198.51.100.7");
  EXPECT_EQ(5, tries_until_waiting(typing, "ann", "198.51.100.8"));
}

TEST(Throttle, WhatWasNeverLookedAtDoesNotCount) {
  SignInThrottle throttle;
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(0ms, throttle.begin("ann", "198.51.100.7", kStart));
    throttle.abandoned("ann", "198.51.100.7");
  }
}

}  // namespace
}  // namespace stint::access
