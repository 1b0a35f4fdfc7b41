// Whoever is killed in the middle leaves whole changes behind: each with its entry in the log, or not at all.
#include <csignal>
#include <gtest/gtest.h>
#include <random>
#include <sys/wait.h>
#include <unistd.h>

#include "access/directory_test_bed.h"

namespace stint::access::test {
namespace {

// Changes this and that until it is killed, and tells after each change.
[[noreturn]] void change_forever(const std::filesystem::path& folder, std::uint64_t seed, int told) {
  auto directory = Directory::open(folder, cheap_options(nullptr, seed));
  if (!directory) ::_exit(1);
  Users users{**directory};
  Sessions sessions{**directory};
  Keys keys{**directory};
  Reactions reactions{**directory};
  for (int i = 0;; ++i) {
    const Act act{.at = kStart + Milliseconds{i}, .who = "child", .from = ""};
    const std::string name = std::to_string(seed) + "-" + std::to_string(i);
    const auto user = users.add({.name = name, .roles = {{"*", Role::member}}}, act);
    if (!user || !sessions.start(user->id, act, "") ||
        !reactions.rate(user->id, "i", {.helpful = true}, act.at)) {
      ::_exit(1);
    }
    const auto caller = users.principal(name, act.at);
    if (!caller || !keys.issue(*caller, {.name = "k"}, act)) ::_exit(1);
    if (i % 3 == 2 && !users.remove(user->id, act)) ::_exit(1);
    if (::write(told, "x", 1) != 1) ::_exit(1);
  }
}

// Kills the child once it has told `changes` times: somewhere within the next change.
void kill_after(const std::filesystem::path& folder, std::uint64_t seed, int changes) {
  std::array<int, 2> ends{};
  ASSERT_EQ(0, ::pipe(ends.data()));
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    ::close(ends[0]);
    change_forever(folder, seed, ends[1]);
  }
  ::close(ends[1]);
  char told = 0;
  for (int i = 0; i < changes; ++i) ASSERT_EQ(1, ::read(ends[0], &told, 1));
  ::kill(child, SIGKILL);
  ::close(ends[0]);
  int status = 0;
  ASSERT_EQ(child, ::waitpid(child, &status, 0));
  ASSERT_TRUE(WIFSIGNALED(status)) << "it ended by itself: " << status;
}

TEST(AccessKill, LeavesWholeChangesOnly) {
  const stint::test::Scratch folder;
  std::mt19937 random{20};
  for (std::uint64_t round = 1; round <= 12; ++round) {
    kill_after(folder.path(), round, static_cast<int>(random() % 6));
    if (::testing::Test::HasFatalFailure()) return;
    auto directory = Directory::open(folder.path(), cheap_options());
    ASSERT_TRUE(directory) << directory.error().to_string();
    const auto check = AuditLog{**directory}.verify();
    ASSERT_TRUE(check);
    EXPECT_FALSE(check->broken);
    auto database = sqlite::Database::open(database_file(folder.path()), sqlite::OpenMode::read_write);
    ASSERT_TRUE(database);
    const auto counted = [&](const std::string& sql) { return database->query_integer(sql).value_or(-1); };
    const auto logged = [&](const std::string& action) {
      return counted("SELECT count(*) FROM audit WHERE action = '" + action + "'");
    };
    EXPECT_EQ(1, counted("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"));
    EXPECT_EQ(0, counted("SELECT count(*) FROM pragma_foreign_key_check"));
    EXPECT_EQ(logged("user.add") - logged("user.remove"), counted("SELECT count(*) FROM user"));
    EXPECT_EQ(counted("SELECT count(*) FROM user"), counted("SELECT count(DISTINCT user) FROM user_role"));
    // Of each user who is gone one session, one key went too.
    EXPECT_EQ(logged("session.start") - logged("user.remove"), counted("SELECT count(*) FROM session"));
    EXPECT_EQ(logged("key.issue") - logged("user.remove"), counted("SELECT count(*) FROM api_key"));
    EXPECT_EQ(logged("user.remove"), counted("SELECT count(*) FROM rating WHERE user IS NULL"));
  }
}

}  // namespace
}  // namespace stint::access::test
