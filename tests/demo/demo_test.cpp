#include "demo/demo.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "json_check.h"
#include "scratch.h"

namespace stint::demo {
namespace {

constexpr std::uint64_t kGolden = 0x632963be4c90d9ed;

using testing::files_in;
using testing::hash_of;
using testing::JsonCheck;
using testing::read_file;
using testing::Scratch;

std::size_t occurrences(const std::string& text, std::string_view what) {
  std::size_t count = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

TEST(Demo, SameOptionsGiveTheSameBytes) {
  const Scratch scratch;
  ASSERT_TRUE(write_demo(scratch.path() / "a", {.seed = 7}));
  ASSERT_TRUE(write_demo(scratch.path() / "b", {.seed = 7}));
  ASSERT_TRUE(write_demo(scratch.path() / "c", {.seed = 8}));
  EXPECT_EQ(hash_of(scratch.path() / "a"), hash_of(scratch.path() / "b"));
  EXPECT_NE(hash_of(scratch.path() / "a"), hash_of(scratch.path() / "c"));
}

// Guards the bytes against other machines and compilers. A deliberate change of the generator changes it.
TEST(Demo, GoldenHash) {
  const Scratch scratch;
  ASSERT_TRUE(write_demo(scratch.path() / "golden", {.seed = 42, .issues = 150, .plants = all_plants()}));
  EXPECT_EQ(hash_of(scratch.path() / "golden"), kGolden) << std::hex << hash_of(scratch.path() / "golden");
}

TEST(Demo, EveryFileIsJsonAndNothingElseIsLeft) {
  const Scratch scratch;
  const auto dir = scratch.path() / "demo";
  const auto summary = write_demo(dir, {.seed = 3, .issues = 2100, .plants = all_plants()});
  ASSERT_TRUE(summary) << summary.error().to_string();
  std::int64_t bytes = 0;
  const auto names = files_in(dir);
  for (const std::string& name : names) {
    const std::string text = read_file(dir / name);
    bytes += static_cast<std::int64_t>(text.size());
    EXPECT_EQ(JsonCheck::first_error(text), std::nullopt) << name;
    EXPECT_TRUE(name.ends_with(".json")) << name;
  }
  EXPECT_EQ(static_cast<std::int64_t>(names.size()), summary->files);
  EXPECT_EQ(bytes, summary->bytes);
  EXPECT_EQ(summary->boards, 15);
  EXPECT_EQ(summary->issues, 2100);
}

TEST(Demo, PagesHoldEveryIssueOnce) {
  const Scratch scratch;
  ASSERT_TRUE(write_demo(scratch.path() / "demo", {.issues = 2100}));
  std::size_t issues = 0;
  for (const char* name : {"page-00001.json", "page-00002.json", "page-00003.json"}) {
    const std::string text = read_file(scratch.path() / "demo" / "issues" / name);
    issues += occurrences(text, "\n{\"expand\":\"operations");
    EXPECT_NE(text.find("\"total\":2100,"), std::string::npos);
  }
  EXPECT_EQ(issues, 2100U);
  EXPECT_FALSE(std::filesystem::exists(scratch.path() / "demo" / "issues" / "page-00004.json"));
}

TEST(Demo, TruthNamesEveryPlant) {
  const Scratch scratch;
  ASSERT_TRUE(write_demo(scratch.path() / "demo", {.issues = 1600, .plants = all_plants()}));
  const std::string truth = read_file(scratch.path() / "demo" / "truth.json");
  const std::string plants = truth.substr(0, truth.find("\"consequences\""));
  for (const Plant plant : all_plants()) {
    EXPECT_EQ(occurrences(plants, "{\"kind\":\"" + std::string(plant_name(plant)) + "\""), 1U)
        << plant_name(plant);
  }
}

TEST(Demo, EndMovesEverything) {
  const Scratch scratch;
  const auto end = parse_end("2025-03-14");
  ASSERT_TRUE(end);
  ASSERT_TRUE(write_demo(scratch.path() / "demo", {.end = *end}));
  EXPECT_NE(
      read_file(scratch.path() / "demo" / "meta.json").find("\"date_end\":\"2025-03-14T17:00:00.000+00:00\""),
      std::string::npos);
  EXPECT_EQ(read_file(scratch.path() / "demo" / "issues" / "page-00001.json").find("\"created\":\"2026"),
            std::string::npos);
}

TEST(DemoOptionsCheck, RefusesWhatCannotBeTold) {
  const auto refused = [](const DemoOptions& options) {
    const Outcome status = check_options(options);
    return !status && status.error().code == ErrorCode::usage;
  };
  EXPECT_TRUE(check_options({}));
  EXPECT_TRUE(check_options({.issues = minimum_issues(8)}));
  EXPECT_TRUE(refused({.issues = minimum_issues(8) - 1}));
  EXPECT_TRUE(refused({.issues = 0}));
  EXPECT_TRUE(refused({.issues = -5}));
  EXPECT_TRUE(refused({.issues = 200'000'000}));
  EXPECT_TRUE(refused({.sprints = 2, .plants = {}}));
  EXPECT_TRUE(refused({.issues = 100'000, .sprints = 1000}));
  EXPECT_TRUE(refused({.sprints = 4}));  // velocity_drop needs sprints to compare with
  EXPECT_TRUE(check_options({.sprints = 4, .plants = {Plant::blocked}}));
  EXPECT_TRUE(refused({.end = from_epoch_ms(0)}));
}

TEST(ParseEnd, TakesADateOrAnInstant) {
  EXPECT_EQ(*parse_end("2026-11-20"), kDefaultEnd);
  EXPECT_EQ(*parse_end("2026-11-20T17:00Z"), kDefaultEnd);
  for (const char* text : {"", "yesterday", "2026-13-01", "20.11.2026"}) {
    const auto end = parse_end(text);
    ASSERT_FALSE(end) << text;
    EXPECT_EQ(end.error().code, ErrorCode::usage);
  }
}

TEST(ParsePlants, ListsNoneAndAll) {
  EXPECT_EQ(*parse_plants("blocked, scope_creep,blocked"), (std::vector{Plant::blocked, Plant::scope_creep}));
  EXPECT_TRUE(parse_plants("none")->empty());
  EXPECT_EQ(parse_plants("all")->size(), 9U);
  EXPECT_EQ(default_plants().size(), 7U);
  for (const char* text : {"", "blocked,", "scope creep", "none,all"}) {
    const auto plants = parse_plants(text);
    ASSERT_FALSE(plants) << text;
    EXPECT_EQ(plants.error().code, ErrorCode::usage);
    EXPECT_NE(plants.error().hint.find("knowledge_silo"), std::string::npos);
  }
}

TEST(Folder, IsReusedForADemoAndRefusedForAnythingElse) {
  const Scratch scratch;
  const auto dir = scratch.path() / "demo";
  ASSERT_TRUE(write_demo(dir, {.issues = 2100}));
  ASSERT_TRUE(write_demo(dir, {.issues = 150}));
  EXPECT_FALSE(std::filesystem::exists(dir / "issues" / "page-00002.json"));

  std::ofstream(dir / "thesis.txt") << "mine";
  const auto refused = write_demo(dir, {.issues = 150});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  EXPECT_NE(refused.error().message.find("thesis.txt"), std::string::npos);
  EXPECT_TRUE(std::filesystem::exists(dir / "truth.json"));

  const auto file = write_demo(dir / "thesis.txt", {.issues = 150});
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code, ErrorCode::conflict);

  std::filesystem::create_directories(scratch.path() / "other" / "issues");
  EXPECT_FALSE(write_demo(scratch.path() / "other", {.issues = 150}));
}

TEST(Folder, UnwritableIsAFailureWithThePath) {
  const Scratch scratch;
  const auto dir = scratch.path() / "locked";
  // A folder below a file can be made by nobody, not even by root.
  std::ofstream(dir) << "a file";
  const auto result = write_demo(dir / "demo", {.issues = 150});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::failure);
  EXPECT_NE(result.error().where.find("locked"), std::string::npos);
  EXPECT_FALSE(result.error().hint.empty());
}

TEST(Folder, AFullDiskLeavesNoTruth) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "no /dev/full here";
  const Scratch scratch;
  const auto dir = scratch.path() / "demo";
  ASSERT_TRUE(write_demo(dir, {.issues = 150}));
  // The page is written under a temporary name, which stands for a full disk here.
  std::filesystem::create_symlink("/dev/full", dir / "meta.json.part");
  const auto result = write_demo(dir, {.issues = 150});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::failure);
  EXPECT_NE(result.error().where.find("meta.json"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(dir / "truth.json"));
}

}  // namespace
}  // namespace stint::demo
