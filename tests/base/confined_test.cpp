#include "base/confined.h"

#include <atomic>
#include <charconv>
#include <gtest/gtest.h>
#include <memory>
#include <stdexcept>
#include <string>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "support/sanitizer.h"

namespace stint {
namespace {

using std::chrono::milliseconds;

TEST(Confined, GivesWhatTheWorkGives) {
  const pid_t own = ::getpid();
  int changed = 0;
  const auto answer = confined([&]() -> Result<std::string> {
    changed = 1;
    return ::getpid() == own ? "here" : "elsewhere";
  });
  ASSERT_TRUE(answer) << answer.error().to_string();
  EXPECT_EQ(*answer, "elsewhere");
  EXPECT_EQ(changed, 0);
  EXPECT_EQ(confined([] { return Result<std::string>(std::string()); }), std::string());
  const std::string all(1U << 20U, '\0');
  EXPECT_EQ(confined([&] { return Result<std::string>(all); }), all);
}

TEST(Confined, TellsItsError) {
  const auto failed = confined([]() -> Result<std::string> { return fail(ErrorCode::conflict, "not so"); });
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().message, "not so");
  const auto thrown = confined([]() -> Result<std::string> { throw std::runtime_error("thrown"); });
  ASSERT_FALSE(thrown);
  EXPECT_EQ(thrown.error().message, "thrown");
}

TEST(Confined, EndsWhatTakesTooMuchTime) {
  const auto answer = confined(
      []() -> Result<std::string> {
        for (std::atomic<int> i = 0;; ++i) {
        }
      },
      {.time = milliseconds(50)});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().message, "it takes longer than 50 ms");
}

// Pieces of a mebibyte that can be had, `most` at the most. Asked of the system itself: a sanitizer's
// allocator ends the process, or waits, where memory ends.
int pieces_to_be_had(int most) {
  constexpr std::size_t kPiece = std::size_t{1} << 20U;
  int had = 0;
  while (had < most &&
         ::mmap(nullptr, kPiece, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED)
    ++had;
  return had;
}

// Whether this system keeps to a limit of addresses at all; some sandboxes take the limit and forget it.
bool limits_of_addresses_hold() {
  const pid_t child = ::fork();
  if (child == 0) {
    const rlimit none{.rlim_cur = 0, .rlim_max = 0};
    ::setrlimit(RLIMIT_AS, &none);
    ::_exit(pieces_to_be_had(2));
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST(Confined, MemoryEnds) {
  if (!limits_of_addresses_hold()) GTEST_SKIP() << "this system does not limit addresses";
  std::string count(8, ' ');  // taken before memory ends
  const auto answer = confined(
      [&]() -> Result<std::string> {
        std::to_chars(count.data(), count.data() + count.size(), pieces_to_be_had(64));
        return std::move(count);
      },
      {.memory = std::uint64_t{16} << 20U});
  ASSERT_TRUE(answer) << answer.error().to_string();
  const int had = std::stoi(*answer);
  EXPECT_LE(had, 16);
  EXPECT_GE(had, 8);
}

TEST(Confined, EndsWhatTakesTooMuchMemory) {
  if (!limits_of_addresses_hold()) GTEST_SKIP() << "this system does not limit addresses";
  if (kSanitized) GTEST_SKIP() << "a sanitizer's allocator ends the process itself, or waits";
  const auto answer = confined(
      []() -> Result<std::string> {
        std::vector<std::unique_ptr<std::string>> all;
        for (;;) all.push_back(std::make_unique<std::string>(1U << 20U, 'x'));
      },
      {.memory = std::uint64_t{16} << 20U});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().message, "it needs too much memory");
}

TEST(Confined, EndsWhatGivesTooMuch) {
  const auto answer = confined([] { return Result<std::string>(std::string(1000, 'x')); }, {.answer = 999});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().message, "it gives more than 999 bytes");
}

TEST(Confined, SurvivesACrash) {
  const auto answer = confined([]() -> Result<std::string> { ::_exit(0); });
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::usage);
}

TEST(Confined, FromSeveralThreads) {
  std::vector<std::string> said(4);
  {
    std::vector<std::jthread> threads;
    for (std::string& one : said) {
      threads.emplace_back([&one] {
        for (int i = 0; i < 20; ++i)
          one = confined([&] { return Result<std::string>(std::to_string(i)); }).value_or("-");
      });
    }
  }
  for (const std::string& one : said) EXPECT_EQ(one, "19");
}

}  // namespace
}  // namespace stint
