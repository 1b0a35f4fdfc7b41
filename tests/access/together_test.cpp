// Many threads at once, as a server has them: for the thread sanitizer, and for what must hold meanwhile.
#include <atomic>
#include <gtest/gtest.h>
#include <thread>

#include "access/directory_test_bed.h"

namespace stint::access::test {
namespace {

class TogetherTest : public DirectoryTest {};

TEST_F(TogetherTest, ReadersNeverSeeHalfAChange) {
  add("root", {{"*", Role::admin}});
  const User ann = add("ann", {{"A", Role::viewer}, {"B", Role::viewer}});
  const Secret token = session_of_user(ann.id);
  const auto key = keys_().issue(principal("ann"), {.name = "k"}, act());
  ASSERT_TRUE(key);
  Reactions reactions{*directory_};
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0;
  std::atomic<int> failed = 0;
  const auto look = [&](int thread) {
    for (int i = 0; !done; ++i) {
      const Instant now = kStart + Milliseconds{500} * (i % 100);
      const auto session = sessions_().find(token, now);
      const auto by_key = keys_().find(key->text, now);
      const auto own = reactions.of_user(ann.id);
      if (!session || !*session || !by_key || !*by_key || !own) {
        ++failed;
        continue;
      }
      // Both roles are always changed together.
      for (const Principal* one : {&(*session)->principal, &**by_key}) {
        if (role_for(*one, "A") != role_for(*one, "B")) ++wrong;
      }
      if (thread == 0 && i % 16 == 0 && !directory_->write_last_uses(now, true)) ++failed;
    }
  };
  std::vector<std::jthread> readers;
  for (int i = 0; i < 3; ++i) readers.emplace_back(look, i);
  for (int i = 0; i < 60; ++i) {
    const Role role = kRoles[static_cast<std::size_t>(i) % kRoles.size()];
    if (!users_().change(ann.id, {.roles = ProjectRoles{{"A", role}, {"B", role}}}, act())) ++failed;
    if (!reactions.mark_seen(ann.id, "i" + std::to_string(i), "h", kStart)) ++failed;
  }
  done = true;
  readers.clear();
  EXPECT_EQ(0, wrong);
  EXPECT_EQ(0, failed);
  EXPECT_EQ(60U, (*reactions.of_user(ann.id))->size());
  EXPECT_FALSE(audit_().verify()->broken);
}

TEST_F(TogetherTest, TheSetupLinkMakesOneAdmin) {
  InitialSetup setup{*directory_};
  const auto token = setup.renew(now_);
  ASSERT_TRUE(token && *token);
  std::atomic<int> made = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&, i] {
        NewUser user{.name = "root" + std::to_string(i), .password = Secret{kGood}};
        if (setup.use(**token, std::move(user), act())) ++made;
      });
    }
  }
  EXPECT_EQ(1, made);
  EXPECT_EQ(1, count("SELECT count(*) FROM user"));
}

TEST_F(TogetherTest, GuessesAtOnceAreCountedAtOnce) {
  add("ann");
  Authentication authentication{*directory_};
  work_.verified = 0;
  std::atomic<int> told_to_wait = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 16; ++i) {
      threads.emplace_back([&] {
        const auto answer = authentication.sign_in("ann", Secret{"another long one"}, act(), "");
        if (answer && answer->wait > 0ms) ++told_to_wait;
      });
    }
  }
  EXPECT_EQ(5, work_.verified);
  EXPECT_EQ(11, told_to_wait);
}

TEST_F(TogetherTest, TwoProcessesAppendToOneChain) {
  auto other = opened(2);
  ASSERT_TRUE(other);
  AuditLog theirs{*other};
  AuditLog ours{*directory_};
  {
    const auto append = [&](AuditLog& log) {
      for (int i = 0; i < 50; ++i) EXPECT_TRUE(log.append(act(), {.action = "a"}));
    };
    const std::jthread one{append, std::ref(ours)};
    const std::jthread two{append, std::ref(theirs)};
  }
  const auto check = ours.verify();
  ASSERT_TRUE(check);
  EXPECT_EQ(100, check->entries);
  EXPECT_FALSE(check->broken);
}

TEST_F(TogetherTest, TheLastAdminStaysEvenWhenTwoGoAtOnce) {
  for (int round = 0; round < 10; ++round) {
    const User one = add("one" + std::to_string(round), {{"*", Role::admin}});
    const User two = add("two" + std::to_string(round), {{"*", Role::admin}});
    if (round > 0) {
      ASSERT_TRUE(raw().execute("UPDATE user SET disabled = 1 WHERE id < (SELECT max(id) - 1 FROM user)"));
    }
    std::atomic<int> gone = 0;
    {
      const auto remove = [&](std::int64_t id) { gone += users_().remove(id, act()) ? 1 : 0; };
      const std::jthread first{remove, one.id};
      const std::jthread second{remove, two.id};
    }
    EXPECT_EQ(1, gone);
  }
}

}  // namespace
}  // namespace stint::access::test
