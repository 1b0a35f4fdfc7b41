// What every tracker's sync has to withstand: after the dust settles the store equals the tracker, and it
// took no storm of requests.
#include <cstdlib>
#include <gmock/gmock.h>

#include "trackers/sync_bed.h"

namespace stint::test {
namespace {

int schedules() {
  return std::getenv("STINT_LONG_TESTS") != nullptr ? 1000 : 25;
}
int kill_points() {
  return std::getenv("STINT_LONG_TESTS") != nullptr ? 100 : 20;
}

SiteOptions small(std::uint64_t seed) {
  return {
      .issues = 100, .sprints = 3, .seed = seed, .extremes = true, .long_history = 300, .many_comments = 120};
}

void run(SyncBed& bed) {
  bed.sync_to_the_end();
  bed.work_goes_on();
  bed.sync_to_the_end();
  bed.settle();
  bed.sync_to_the_end();
}

class SyncFaults : public ::testing::TestWithParam<const char*> {};

TEST_P(SyncFaults, EndWithTheStoreBeingTheTracker) {
  SyncBed calm{GetParam(), {}, small(1)};
  run(calm);
  EXPECT_EQ(calm.stored(), calm.truth());
  for (int seed = 1; seed <= schedules(); ++seed) {
    SCOPED_TRACE(seed);
    FaultOptions faults;
    faults.seed = static_cast<std::uint64_t>(seed);
    SyncBed bed{GetParam(), faults, small(1)};
    run(bed);
    const std::int64_t requests = bed.front().requests();
    ASSERT_EQ(bed.stored(), bed.truth());
    EXPECT_THAT(bed.fake().handler->violations(), ::testing::IsEmpty());
    // A sync that gave up and was begun again asks for the beginning again: not a storm, but more than one
    // run.
    EXPECT_LE(requests, 3 * calm.front().requests()) << "faults: " << bed.front().faults();
    if (HasFailure()) return;
  }
}

// Everything that is not in the store goes, at any request.
TEST_P(SyncFaults, AProcessThatEndsAnywhereIsGoneOnWith) {
  SyncBed whole{GetParam(), {}, small(1)};
  whole.sync_to_the_end();
  const std::int64_t all = whole.front().requests();
  for (int i = 0; i < kill_points(); ++i) {
    SCOPED_TRACE(i);
    SyncBed bed{GetParam(), {}, small(1)};
    const std::int64_t last = 1 + all * i / kill_points();
    std::stop_source stop;
    std::int64_t seen = 0;
    bed.front().record_to([&](const Exchange&) {
      if (++seen == last) stop.request_stop();
    });
    static_cast<void>(bed.sync("data", false, stop.get_token()));
    bed.front().record_to({});
    bed.sync_to_the_end();
    ASSERT_EQ(bed.stored(), bed.truth());
  }
}

std::string name_of(const ::testing::TestParamInfo<const char*>& product) {
  std::string name = product.param;
  std::erase(name, '-');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Of, SyncFaults,
                         ::testing::Values("jira-cloud", "jira-data-center", "azure-devops", "taiga"),
                         name_of);

}  // namespace
}  // namespace stint::test
