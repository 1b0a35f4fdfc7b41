// A directory in a folder of its own, with cheap passwords and randomness that repeats.
#pragma once

#include <atomic>
#include <gtest/gtest.h>
#include <memory>
#include <mutex>
#include <random>
#include <string>

#include "access/audit_log.h"
#include "access/authentication.h"
#include "access/directory.h"
#include "access/keys.h"
#include "access/reactions.h"
#include "access/schema.h"
#include "access/sessions.h"
#include "access/setup.h"
#include "access/users.h"
#include "support/scratch.h"

namespace stint::access::test {

using namespace std::chrono_literals;

inline constexpr Instant kStart = from_epoch_ms(1'790'000'000'000);
inline constexpr PasswordCost kCheap{.passes = 1, .memory = 8192};
inline const std::string kGood = "a good long password";

struct Work {
  std::atomic<int> hashed = 0;
  std::atomic<int> verified = 0;
};

inline Randomness seeded(std::uint64_t seed) {
  auto random = std::make_shared<std::mt19937_64>(seed);
  auto mutex = std::make_shared<std::mutex>();
  return [random, mutex](std::size_t count) {
    const std::lock_guard lock{*mutex};
    std::string bytes;
    while (bytes.size() < count) bytes += static_cast<char>((*random)() >> 56U);
    return bytes;
  };
}

inline DirectoryOptions cheap_options(Work* work = nullptr, std::uint64_t seed = 1) {
  DirectoryOptions options{.random = seeded(seed), .passwords = argon2id(kCheap), .hashing = {}};
  if (work != nullptr) {
    options.passwords.hash = [work, real = options.passwords.hash](const Secret& password) {
      ++work->hashed;
      return real(password);
    };
    options.passwords.verify = [work, real = options.passwords.verify](const Secret& password,
                                                                       std::string_view hash) {
      ++work->verified;
      return real(password, hash);
    };
  }
  return options;
}

class DirectoryTest : public ::testing::Test {
 protected:
  void SetUp() override { directory_ = opened(); }

  std::unique_ptr<Directory> opened(std::uint64_t seed = 1) {
    auto directory = Directory::open(folder_.path(), cheap_options(&work_, seed));
    EXPECT_TRUE(directory) << directory.error().to_string();
    return directory ? std::move(*directory) : nullptr;
  }

  [[nodiscard]] Act act() const { return {.at = now_, .who = "tester", .from = "192.0.2.7"}; }

  // With the good password.
  User add(const std::string& name, const ProjectRoles& roles = {{"*", Role::member}}) {
    auto user = users_().add({.name = name, .password = Secret{kGood}, .roles = roles}, act());
    EXPECT_TRUE(user) << user.error().to_string();
    return user.value_or(User{});
  }
  Secret session_of_user(std::int64_t user) {
    auto token = sessions_().start(user, act(), "a browser");
    EXPECT_TRUE(token) << token.error().to_string();
    return token.value_or(Secret{});
  }
  std::optional<Session> look_up(const Secret& token) {
    auto session = sessions_().find(token, now_);
    EXPECT_TRUE(session) << session.error().to_string();
    return session.value_or(std::nullopt);
  }
  Principal principal(const std::string& name) {
    auto found = users_().principal(name, now_);
    EXPECT_TRUE(found) << name;
    return found.value_or(Principal{});
  }

  Users users_() { return Users{*directory_}; }
  Sessions sessions_() { return Sessions{*directory_}; }
  Keys keys_() { return Keys{*directory_}; }
  AuditLog audit_() { return AuditLog{*directory_}; }

  // The file as anybody else opens it.
  [[nodiscard]] sqlite::Database raw() const {
    auto database = sqlite::Database::open(database_file(folder_.path()), sqlite::OpenMode::read_write);
    EXPECT_TRUE(database);
    return std::move(*database);
  }
  [[nodiscard]] std::int64_t count(std::string_view sql) const {
    auto database = raw();
    return database.query_integer(sql).value_or(-1);
  }
  // All that is on the disk, the log included.
  [[nodiscard]] std::string bytes() const {
    std::string all;
    for (const auto& file : stint::test::files_below(folder_.path())) all += stint::test::read_file(file);
    return all;
  }

  Work work_;
  stint::test::Scratch folder_;
  Instant now_ = kStart;
  std::unique_ptr<Directory> directory_;
};

template <class T>
ErrorCode code_of(const Result<T>& result) {
  EXPECT_FALSE(result);
  return result ? ErrorCode::threshold : result.error().code;
}

}  // namespace stint::access::test
