// The cache gives back what was written, and nothing else.
#include "history/cache.h"

#include <fstream>
#include <gtest/gtest.h>
#include <sys/mman.h>

#include "history/dataset_text.h"
#include "history/update.h"
#include "metrics/random_history.h"
#include "metrics/scenario.h"
#include "support/scratch.h"

namespace stint::history {
namespace {

using test::dataset_of;
using test::dataset_text;
using test::parse_scenario;
using test::Scratch;

const Stamp kStamp{"0123abcd", 42, {7, 9}};

std::string read_file(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

void write_file(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream{file, std::ios::binary} << bytes;
}

TEST(Cache, GivesBackWhatWasWritten) {
  const Scratch scratch;
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    const Dataset data = dataset_of(parse_scenario(test::random_scenario(seed)));
    ASSERT_TRUE(write_cache(scratch / "cache", data, kStamp));
    const auto cached = read_cache(scratch / "cache");
    ASSERT_TRUE(cached) << cached.error().to_string();
    ASSERT_EQ(dataset_text(cached->dataset), dataset_text(data));
    EXPECT_EQ(cached->stamp.store, kStamp.store);
    EXPECT_EQ(cached->stamp.revision, kStamp.revision);
    EXPECT_EQ(cached->stamp.fingerprint, kStamp.fingerprint);
  }
}

TEST(Cache, HoldsADatasetWithoutIssues) {
  const Scratch scratch;
  ASSERT_TRUE(write_cache(scratch / "cache", Dataset{}, kStamp));
  const auto cached = read_cache(scratch / "cache");
  ASSERT_TRUE(cached) << cached.error().to_string();
  EXPECT_TRUE(cached->dataset.issues.empty());
}

TEST(Cache, IsNotThereBeforeItIsWritten) {
  const Scratch scratch;
  EXPECT_EQ(read_cache(scratch / "cache").error().code, ErrorCode::not_found);
  write_file(scratch / "cache", "");
  EXPECT_EQ(read_cache(scratch / "cache").error().code, ErrorCode::failure);
}

// Every bit that means something is guarded: flipped one at a time, in steps through the whole file.
TEST(Cache, IsNeverTrustedWhenDamaged) {
  const Scratch scratch;
  const Dataset data = dataset_of(parse_scenario(test::random_scenario(3)));
  ASSERT_TRUE(write_cache(scratch / "cache", data, kStamp));
  const std::string whole = read_file(scratch / "cache");
  const std::string text = dataset_text(data);
  std::size_t noticed = 0;
  for (std::size_t i = 0; i < whole.size(); i += i < 700 ? 3 : 997) {
    std::string bytes = whole;
    bytes[i] = static_cast<char>(bytes[i] ^ 0x10);
    write_file(scratch / "cache", bytes);
    const auto cached = read_cache(scratch / "cache");
    if (!cached) {
      ++noticed;
    } else {
      ASSERT_EQ(dataset_text(cached->dataset), text) << i;  // a byte of the room between the columns
    }
  }
  EXPECT_GT(noticed, 220U);
  for (std::size_t size = 0; size < whole.size(); size += 4099) {
    write_file(scratch / "cache", whole.substr(0, size));
    ASSERT_FALSE(read_cache(scratch / "cache")) << size;
  }
}

TEST(Cache, IsNotChangedByWhatIsPutIntoItsDataset) {
  const Scratch scratch;
  const Dataset data = dataset_of(parse_scenario(test::random_scenario(5)));
  ASSERT_TRUE(write_cache(scratch / "cache", data, kStamp));
  const std::string before = read_file(scratch / "cache");
  {
    auto cached = read_cache(scratch / "cache");
    ASSERT_TRUE(cached);
    cached->dataset.issues.change(0).created += Milliseconds{1};
    for (int i = 0; i < 5000; ++i) cached->dataset.events.append(Event{});
    EXPECT_EQ(cached->dataset.events.size(), data.events.size() + 5000);
    EXPECT_EQ(cached->dataset.events.at[0], data.events.at[0]);
  }
  EXPECT_EQ(read_file(scratch / "cache"), before);
}

TEST(Cache, LeavesNoUnfinishedFiles) {
  const Scratch scratch;
  write_file(scratch / "cache.999999999.part", "left by a process that was killed");
  ASSERT_TRUE(write_cache(scratch / "cache", Dataset{}, kStamp));
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator{scratch / ""}) ++files;
  EXPECT_EQ(files, 1U);
}

}  // namespace
}  // namespace stint::history
