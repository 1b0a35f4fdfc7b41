#include "store/capacity_table.h"

#include <gmock/gmock.h>
#include <optional>

#include "store/store.h"
#include "support/dump.h"
#include "support/scratch.h"

namespace stint::store {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using ::testing::ElementsAre;
using ::testing::SizeIs;
using tracker::SprintCapacity;

sys_days day(int number) {
  return sys_days{days{20'000 + number}};
}

class CapacityTable : public ::testing::Test {
 protected:
  CapacityTable() {
    auto lock = WriteLock::acquire(scratch_.path());
    database_.emplace(*open_for_writing(scratch_.path(), *lock));
    Definitions definitions = *Definitions::load(*database_);
    site_ = definitions.site("https://tracker.example");
    EXPECT_TRUE(definitions.flush(*database_));
  }
  bool put(const SprintCapacity& capacity) {
    const auto put = replace_capacity(*database_, site_, capacity);
    EXPECT_TRUE(put) << put.error().to_string();
    return put && *put;
  }
  std::vector<SprintCapacity> all() {
    std::vector<SprintCapacity> list;
    std::vector<CapacityRow> rows = read_capacities(*database_).value();
    for (CapacityRow& row : rows) {
      EXPECT_EQ(row.site, site_);
      list.push_back(std::move(row.capacity));
    }
    return list;
  }

  test::Scratch scratch_;
  std::optional<sqlite::Database> database_;
  SiteId site_ = 0;
};

TEST_F(CapacityTable, KeepsWhatItIsGiven) {
  const SprintCapacity first{
      "1", "a", {{"ann", 4.5, {{day(1), day(3)}, {day(9), day(9)}}}, {"bob", 0, {}}}, {}};
  const SprintCapacity second{"1", "b", {}, {{day(2), day(2)}}};
  EXPECT_TRUE(put(first));
  EXPECT_TRUE(put(second));
  EXPECT_THAT(all(), ElementsAre(first, second));
  EXPECT_FALSE(put(first));
  EXPECT_EQ(test::rows(*database_, "SELECT days_off FROM capacity WHERE person = 'ann'"),
            "[[\"2024-10-05\",\"2024-10-07\"],[\"2024-10-13\",\"2024-10-13\"]]\n");
}

TEST_F(CapacityTable, ReplacesWhatATeamSaidOfASprint) {
  const SprintCapacity other{"2", "a", {{"ann", 6, {}}}, {}};
  EXPECT_TRUE(put(other));
  EXPECT_TRUE(put({"1", "a", {{"ann", 6, {}}, {"bob", 3, {}}}, {{day(1), day(1)}}}));
  const SprintCapacity now{"1", "a", {{"bob", 4, {}}}, {}};
  EXPECT_TRUE(put(now));
  EXPECT_THAT(all(), ElementsAre(now, other));
  EXPECT_TRUE(put({"1", "a", {}, {}}));
  EXPECT_THAT(all(), ElementsAre(other));
}

// Whatever order a tracker gives people in, and though it names one twice.
TEST_F(CapacityTable, KnowsTheSameInAnotherOrder) {
  EXPECT_TRUE(put({"1", "a", {{"bob", 4, {}}, {"ann", 6, {}}}, {}}));
  EXPECT_FALSE(put({"1", "a", {{"ann", 6, {}}, {"bob", 4, {}}, {"bob", 9, {}}}, {}}));
  EXPECT_THAT(all(), SizeIs(1));
}

}  // namespace
}  // namespace stint::store
