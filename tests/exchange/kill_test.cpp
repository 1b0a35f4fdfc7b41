// An import that is killed loses nothing and doubles nothing, wherever the kill hits it.
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <random>
#include <sched.h>
#include <string>

#include "demo/demo.h"
#include "exchange/importing.h"
#include "store/store.h"
#include "support/child.h"

namespace stint::exchange {
namespace {

namespace fs = std::filesystem;

// In each of kBlocks tests, which can run side by side.
constexpr int kBlocks = 4;
int kill_points() {
  return (std::getenv("STINT_LONG_TESTS") != nullptr ? 100 : 20) / kBlocks;
}

// All files of an export as one text, its definitions first.
std::string one_text(const fs::path& folder) {
  std::string definitions;
  std::string issues;
  for (const fs::path& file : test::files_below(folder)) {
    if (file.filename() == "truth.json") continue;
    (file.parent_path().filename() == "issues" ? issues : definitions) += test::read_file(file) + "\n";
  }
  return definitions + issues;
}

std::uintmax_t size_of(const fs::path& file) {
  std::error_code ignored;
  const std::uintmax_t size = fs::file_size(file, ignored);
  return ignored ? 0 : size;
}

class Kill : public Importing {
 protected:
  void SetUp() override {
    ASSERT_TRUE(demo::write_demo(scratch_ / "demo", {.seed = 17, .issues = 2200}));
    text_ = one_text(scratch_ / "demo");
    // An uninterrupted import of the same text is what everything is compared with.
    const auto result = test::run_child({STINT_BINARY, "--data", (scratch_ / "full").string(), "import", "-"},
                                        {.input = text_});
    ASSERT_EQ(result.status, 0) << result.err;
    dump_ = test::dump(scratch_ / "full");
    issues_ = test::dump_issues(scratch_ / "full");
    ASSERT_EQ(issues_.size(), 2200U);
    // The log's own size grows with progress; without a reader it is gone at the end.
    most_bytes_ = size_of(scratch_ / "full" / "stint.db");
  }

  [[nodiscard]] std::vector<std::string> command() const {
    return {STINT_BINARY, "--data", data().string(), "import", "-"};
  }

  // Kills once that many bytes of the input are delivered.
  void kill_after_bytes(std::size_t bytes) const {
    test::PipedChild child{command()};
    static_cast<void>(child.write(std::string_view{text_}.substr(0, bytes)));
    child.kill();
  }

  // Delivers everything and kills once the database and its log have together grown to that size.
  void kill_after_growth(std::uintmax_t bytes) const {
    test::PipedChild child{command()};
    std::size_t sent = 0;
    constexpr std::size_t kPiece = std::size_t{32} << 10;
    bool open = true;
    while (size_of(data() / "stint.db") + size_of(data() / "stint.db-wal") < bytes && !child.has_ended()) {
      if (sent < text_.size()) {
        static_cast<void>(child.write(std::string_view{text_}.substr(sent, kPiece)));
        sent += std::min(kPiece, text_.size() - sent);
      } else if (open) {
        child.close_input();
        open = false;
      } else {
        ::sched_yield();
      }
    }
    child.kill();
  }

  // What a kill may leave: nothing at all, or a sound database with whole issues.
  void check_what_is_left() const {
    if (!fs::exists(data() / "stint.db")) return;
    auto database = sqlite::Database::open(data() / "stint.db", sqlite::OpenMode::read_write);
    ASSERT_TRUE(database) << database.error().to_string();
    EXPECT_EQ(test::rows(*database, "PRAGMA integrity_check"), "ok\n");
    EXPECT_EQ(test::rows(*database, "PRAGMA foreign_key_check"), "");
    if (test::rows(*database, "SELECT count(*) FROM sqlite_master") == "0\n")
      return;  // before the first table
    const auto left = test::dump_issues(data());
    for (const auto& [id, row] : left) {
      const auto whole = issues_.find(id);
      ASSERT_NE(whole, issues_.end()) << id;
      ASSERT_EQ(row, whole->second);
    }
    EXPECT_EQ(
        test::rows(*database, "SELECT count(*) FROM changelog WHERE issue NOT IN (SELECT ref FROM issue)"),
        "0\n");
    seen_[left.size()]++;
  }

  void check_completion() const {
    const auto result = test::run_child(command(), {.input = text_});
    ASSERT_EQ(result.status, 0) << result.err;
    ASSERT_EQ(test::dump(data()), dump_);
  }

  std::string text_;
  std::string dump_;
  std::map<std::string, std::string> issues_;
  std::uintmax_t most_bytes_ = 0;
  mutable std::map<std::size_t, int> seen_;  // issues left → how often
};

class KillAnywhere : public Kill, public ::testing::WithParamInterface<int> {};

TEST_P(KillAnywhere, LosesAndDoublesNothing) {
  std::mt19937_64 random{static_cast<std::uint64_t>(GetParam())};
  const int points = kill_points();
  for (int i = 0; i < points; ++i) {
    fs::remove_all(data());
    // What was delivered on a slow machine is not read yet: most points are of the store's own growth.
    if (i % 3 == 0) {
      const std::size_t bytes = random() % text_.size();
      SCOPED_TRACE("killed after " + std::to_string(bytes) + " bytes of input");
      kill_after_bytes(bytes);
      check_what_is_left();
    } else {
      const std::uintmax_t bytes = random() % (most_bytes_ * 3 / 2);
      SCOPED_TRACE("killed once the store had " + std::to_string(bytes) + " bytes");
      kill_after_growth(bytes);
      check_what_is_left();
    }
    if (HasFatalFailure()) return;
    check_completion();
    if (HasFatalFailure()) return;
  }
  // Otherwise the points were not spread over the run.
  EXPECT_GE(seen_.size(), 2U);
}

INSTANTIATE_TEST_SUITE_P(Blocks, KillAnywhere, ::testing::Range(1, kBlocks + 1));

TEST_F(Kill, OneKillAfterTheOther) {
  std::mt19937_64 random{7};
  for (int i = 0; i < 6; ++i) {
    kill_after_bytes(text_.size() / 2 + random() % (text_.size() / 2));
    check_what_is_left();
    if (HasFatalFailure()) return;
  }
  check_completion();
}

}  // namespace
}  // namespace stint::exchange
