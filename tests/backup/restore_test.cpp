// Restoring: the former folder or the restored one, whenever the process ends.
#include <fstream>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "backup/folders.h"
#include "jobs/dying.h"

namespace stint::backup::test {
namespace {

using stint::test::read_file;
using stint::test::Scratch;
using ::testing::HasSubstr;

class Restoring : public ::testing::Test {
 protected:
  Restoring() {
    make_folder(scratch_ / "kept", 2);
    auto made = back_up(scratch_ / "kept", parts(), file(), options());
    EXPECT_TRUE(made) << made.error().to_string();
  }

  [[nodiscard]] fs::path file() const { return scratch_ / "b.tar.gz"; }
  [[nodiscard]] fs::path data() const { return scratch_ / "data"; }
  [[nodiscard]] Result<Manifest> restored(bool force) const {
    RestoreOptions options;
    options.force = force;
    return restore(file(), data(), parts(), options);
  }

  Scratch scratch_;
};

TEST_F(Restoring, MakesAFolderForItsOwnerAlone) {
  const auto manifest = restored(false);
  ASSERT_TRUE(manifest) << manifest.error().to_string();
  EXPECT_EQ("9.9", manifest->program);
  EXPECT_EQ(kMade, manifest->made);
  EXPECT_EQ(2, mark_of(data()));
  EXPECT_FALSE(fs::exists(data() / "history.cache"));
  for (const auto& entry : fs::recursive_directory_iterator{data()}) {
    EXPECT_EQ(fs::perms::none, entry.status().permissions() & (fs::perms::group_all | fs::perms::others_all))
        << entry.path();
  }
  EXPECT_EQ(fs::perms::owner_all, fs::status(data()).permissions());
  EXPECT_FALSE(fs::exists(scratch_ / "data.restoring"));
  EXPECT_FALSE(fs::exists(scratch_ / "data.restoring.lock"));
}

TEST_F(Restoring, ReplacesAFolderOnlyByForce) {
  make_folder(data(), 1);
  const auto refused = restored(false);
  ASSERT_FALSE(refused);
  EXPECT_EQ(ErrorCode::conflict, refused.error().code);
  EXPECT_THAT(refused.error().hint, HasSubstr("--force"));
  EXPECT_EQ(1, mark_of(data()));
  ASSERT_TRUE(restored(true));
  EXPECT_EQ(2, mark_of(data()));
  EXPECT_FALSE(fs::exists(data() / "write.lock"));
  EXPECT_FALSE(fs::exists(scratch_ / "data.restoring"));
}

TEST_F(Restoring, AFolderOfLocksIsAnEmptyOne) {
  fs::create_directory(data());
  std::ofstream{data() / "jobs.lock"} << "";
  ASSERT_TRUE(restored(false));
  EXPECT_EQ(2, mark_of(data()));
}

TEST_F(Restoring, FollowsALinkToTheFolder) {
  make_folder(scratch_ / "real", 1);
  fs::create_directory_symlink(scratch_ / "real", data());
  ASSERT_TRUE(restored(true));
  EXPECT_TRUE(fs::is_symlink(data()));
  EXPECT_EQ(2, mark_of(scratch_ / "real"));
}

TEST_F(Restoring, IsRefusedWhileTheFolderIsInUse) {
  make_folder(data(), 1);
  RestoreOptions options;
  options.force = true;
  options.take = [](const fs::path&) -> Result<std::shared_ptr<void>> {
    return fail(ErrorCode::conflict, "a server runs on it");
  };
  const auto refused = restore(file(), data(), parts(), options);
  ASSERT_FALSE(refused);
  EXPECT_EQ("a server runs on it", refused.error().message);
  EXPECT_EQ(1, mark_of(data()));
}

TEST_F(Restoring, IsRefusedFromWithinTheFolder) {
  make_folder(data(), 1);
  fs::copy_file(file(), data() / "b.tar.gz");
  RestoreOptions options;
  options.force = true;
  const auto refused = restore(data() / "b.tar.gz", data(), parts(), options);
  ASSERT_FALSE(refused);
  EXPECT_EQ(ErrorCode::usage, refused.error().code);
  EXPECT_EQ(1, mark_of(data()));
}

TEST_F(Restoring, KeepsModelsThatTheBackupDoesNotBring) {
  make_folder(data(), 1);
  ASSERT_TRUE(restored(true));
  EXPECT_EQ("weights of 1", read_file(data() / "models" / "small.gguf"));
  EXPECT_EQ("models of 1", read_file(data() / "models" / "models.json")) << "the list is of the models there";

  auto all = options();
  all.large = true;
  ASSERT_TRUE(back_up(scratch_ / "kept", parts(), file(), all));
  ASSERT_TRUE(restored(true));
  EXPECT_EQ("weights of 2", read_file(data() / "models" / "small.gguf"));
  EXPECT_EQ("models of 2", read_file(data() / "models" / "models.json"));
}

TEST_F(Restoring, WhatAPartRefusesChangesNothing) {
  make_folder(data(), 1);
  auto strict = parts();
  strict[1].settle = [](const fs::path& folder, Instant made) -> Outcome {
    EXPECT_EQ(kMade, made);
    EXPECT_TRUE(fs::exists(folder / "notes.db"));
    return fail(ErrorCode::conflict, "was written by a newer version");
  };
  RestoreOptions options;
  options.force = true;
  const auto refused = restore(file(), data(), strict, options);
  ASSERT_FALSE(refused);
  EXPECT_EQ("was written by a newer version", refused.error().message);
  EXPECT_EQ(1, mark_of(data()));
}

// Dies at every moment in turn, and is then run again.
TEST_F(Restoring, LeavesTheFormerFolderOrTheRestoredOne) {
  int moments = 0;
  int former = 0;
  for (bool died = true; died; ++moments) {
    fs::remove_all(data());
    make_folder(data(), 1);
    died = jobs::dies_at(moments, [&](const std::function<void()>& moment_passes) {
      RestoreOptions options;
      options.force = true;
      options.after_step = moment_passes;
      EXPECT_TRUE(restore(file(), data(), parts(), options));
    });
    const int mark = mark_of(data());
    EXPECT_THAT(mark, ::testing::AnyOf(1, 2)) << "moment " << moments;
    if (mark == 1) ++former;
    if (!died) {
      EXPECT_EQ(2, mark);
    }
    ASSERT_TRUE(restored(true)) << "moment " << moments;
    EXPECT_EQ(2, mark_of(data()));
    EXPECT_FALSE(fs::exists(scratch_ / "data.restoring"));
  }
  // Begun, five files, settled, ready; then in place, and the end.
  EXPECT_EQ(10, moments);
  EXPECT_EQ(8, former);
}

TEST_F(Restoring, ABackupThatIsKilledLeavesTheOlderOne) {
  const std::string before = read_file(file());
  execute(scratch_ / "kept" / "money.db", "UPDATE mark SET value = 3");
  for (int moment = 0; moment < 6; ++moment) {
    ASSERT_TRUE(jobs::dies_at(moment, [&](const std::function<void()>& moment_passes) {
      auto made = options();
      made.after_step = moment_passes;
      EXPECT_TRUE(back_up(scratch_ / "kept", parts(), file(), made));
    }));
    EXPECT_EQ(before, read_file(file())) << moment;
  }
  ASSERT_TRUE(back_up(scratch_ / "kept", parts(), file(), options()));
  EXPECT_FALSE(fs::exists(scratch_ / "b.tar.gz.new"));
  EXPECT_FALSE(fs::exists(scratch_ / "b.tar.gz.new.copies"));
}

}  // namespace
}  // namespace stint::backup::test
