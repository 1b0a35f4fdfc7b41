#include "base/confined.h"

#include <atomic>
#include <gtest/gtest.h>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

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

TEST(Confined, EndsWhatTakesTooMuchMemory) {
  const auto answer = confined(
      []() -> Result<std::string> {
        std::vector<std::unique_ptr<std::string>> all;
        for (;;) all.push_back(std::make_unique<std::string>(1U << 20U, 'x'));
      },
      {.memory = std::uint64_t{16} << 20U});
  ASSERT_FALSE(answer);
  // Sanitizers end the copy before it can say so itself.
  EXPECT_TRUE(answer.error().message.contains("memory")) << answer.error().message;
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
