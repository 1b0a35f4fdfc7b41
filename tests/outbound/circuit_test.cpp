// The states of a circuit, on a clock of our own.
#include "outbound/circuit.h"

#include <gtest/gtest.h>

namespace stint::outbound {
namespace {

using ms = Milliseconds;

constexpr Instant kStart = from_epoch_ms(1'700'000'000'000);

Circuit broken(Instant now) {
  Circuit circuit{{3, ms{1'000}, ms{3'000}}};
  for (int i = 0; i < 3; ++i) circuit.failed(now);
  return circuit;
}

TEST(Circuit, OpensAfterFailuresInARow) {
  Circuit circuit{{3, ms{1'000}, ms{3'000}}};
  circuit.failed(kStart);
  circuit.failed(kStart);
  circuit.succeeded();
  circuit.failed(kStart);
  circuit.left_open();
  circuit.failed(kStart);
  EXPECT_TRUE(circuit.allow(kStart));
  EXPECT_EQ(circuit.state(kStart), CircuitState::closed);
  circuit.failed(kStart);
  EXPECT_FALSE(circuit.allow(kStart));
  EXPECT_EQ(circuit.state(kStart), CircuitState::open);
  EXPECT_EQ(circuit.wait(kStart + ms{400}), ms{600});
}

TEST(Circuit, LetsOneTrialThrough) {
  Circuit circuit = broken(kStart);
  EXPECT_FALSE(circuit.allow(kStart + ms{999}));
  EXPECT_EQ(circuit.state(kStart + ms{1'000}), CircuitState::half_open);
  EXPECT_TRUE(circuit.allow(kStart + ms{1'000}));
  EXPECT_FALSE(circuit.allow(kStart + ms{1'000}));
  circuit.succeeded();
  EXPECT_EQ(circuit.state(kStart + ms{1'000}), CircuitState::closed);
  EXPECT_TRUE(circuit.allow(kStart + ms{1'000}));
  EXPECT_TRUE(circuit.allow(kStart + ms{1'000}));
}

TEST(Circuit, WaitsTwiceAsLongAfterAFailedTrial) {
  Circuit circuit = broken(kStart);
  Instant now = kStart;
  for (const int open : {1'000, 2'000, 3'000, 3'000}) {
    EXPECT_FALSE(circuit.allow(now + ms{open - 1})) << open;
    now += ms{open};
    ASSERT_TRUE(circuit.allow(now)) << open;
    circuit.failed(now);
  }
  now += ms{3'000};
  ASSERT_TRUE(circuit.allow(now));
  circuit.succeeded();
  // It has forgotten.
  for (int i = 0; i < 3; ++i) circuit.failed(now);
  EXPECT_EQ(circuit.wait(now), ms{1'000});
}

TEST(Circuit, IsNotHeldUpByATrialThatNeverReports) {
  Circuit circuit = broken(kStart);
  EXPECT_TRUE(circuit.allow(kStart + ms{1'000}));
  EXPECT_FALSE(circuit.allow(kStart + ms{1'999}));
  EXPECT_TRUE(circuit.allow(kStart + ms{2'000}));
  circuit.left_open();
  EXPECT_TRUE(circuit.allow(kStart + ms{2'000}));
}

TEST(Circuit, IgnoresLateFailuresFromBeforeItOpened) {
  Circuit circuit = broken(kStart);
  circuit.failed(kStart + ms{900});
  EXPECT_TRUE(circuit.allow(kStart + ms{1'000}));
}

}  // namespace
}  // namespace stint::outbound
