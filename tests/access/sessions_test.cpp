#include "access/sessions.h"

#include <gtest/gtest.h>

#include "access/directory_test_bed.h"

namespace stint::access::test {
namespace {

class SessionsTest : public DirectoryTest {
 protected:
  void SetUp() override {
    DirectoryTest::SetUp();
    add("root", {{"*", Role::admin}});
    ann_ = add("ann", {{"PAY", Role::lead}});
  }

  User ann_;
};

TEST_F(SessionsTest, TellsWhoItIs) {
  const Secret token = session_of_user(ann_.id);
  EXPECT_EQ(kTokenLength, token.reveal().size());
  const auto session = look_up(token);
  ASSERT_TRUE(session);
  EXPECT_EQ(Principal::Kind::user, session->principal.kind);
  EXPECT_EQ(ann_.id, session->principal.user);
  EXPECT_EQ("ann", session->principal.name);
  EXPECT_EQ(ann_.roles, session->principal.roles);
  EXPECT_EQ(Scopes::all(), session->principal.scopes);
  EXPECT_EQ(session->id, session->principal.session);
  EXPECT_EQ(now_, session->created);
  EXPECT_EQ(now_ + 12h, session->ends);
  EXPECT_EQ("192.0.2.7", session->address);
  EXPECT_EQ("a browser", session->agent);
}

TEST_F(SessionsTest, OnlyTheHashIsKept) {
  const Secret token = session_of_user(ann_.id);
  EXPECT_EQ(std::string::npos, bytes().find(token.reveal()));
  EXPECT_NE(std::string::npos, bytes().find(hash_of(token)));
  // The hash opens nothing.
  EXPECT_FALSE(look_up(Secret{hash_of(token)}));
}

TEST_F(SessionsTest, WhatIsNoTokenFindsNothing) {
  const Secret token = session_of_user(ann_.id);
  std::string other{token.reveal()};
  other.back() = other.back() == 'A' ? 'B' : 'A';
  for (const std::string& text : {other, std::string{}, other + "x", std::string(1 << 20, 'x')}) {
    EXPECT_FALSE(look_up(Secret{text}));
  }
}

TEST_F(SessionsTest, EndsWhenIdle) {
  const Secret token = session_of_user(ann_.id);
  now_ += 12h - 1ms;
  EXPECT_TRUE(look_up(token));
  now_ += 12h - 1ms;
  EXPECT_TRUE(look_up(token)) << "it was used in between";
  now_ += 12h;
  EXPECT_FALSE(look_up(token));
  EXPECT_FALSE(look_up(token));
}

TEST_F(SessionsTest, EndsAfterTwoWeeksInAnyCase) {
  const Secret token = session_of_user(ann_.id);
  for (; now_ < kStart + std::chrono::days{14}; now_ += 6h) ASSERT_TRUE(look_up(token));
  EXPECT_FALSE(look_up(token));
}

TEST_F(SessionsTest, LastUseIsWrittenAtMostOnceAMinute) {
  const Secret token = session_of_user(ann_.id);
  const auto seen = [&] { return count("SELECT seen_at FROM session") - to_epoch_ms(kStart); };
  ASSERT_TRUE(directory_->write_last_uses(now_));
  now_ += 30s;
  ASSERT_TRUE(look_up(token));
  ASSERT_TRUE(directory_->write_last_uses(now_));
  EXPECT_EQ(0, seen());
  now_ += 30s;
  ASSERT_TRUE(directory_->write_last_uses(now_));
  EXPECT_EQ(30'000, seen());
  now_ += 1s;
  ASSERT_TRUE(look_up(token));
  ASSERT_TRUE(directory_->write_last_uses(now_, true));
  EXPECT_EQ(61'000, seen());
  // A restart knows it.
  directory_ = opened();
  EXPECT_EQ(kStart + 61s, sessions_().of_user(ann_.id, now_)->front().seen);
}

TEST_F(SessionsTest, WhatHasEndedIsForgotten) {
  session_of_user(ann_.id);
  now_ += 6h;
  const Secret later = session_of_user(ann_.id);
  now_ += 6h;
  ASSERT_TRUE(directory_->write_last_uses(now_));
  EXPECT_EQ(1, count("SELECT count(*) FROM session"));
  EXPECT_TRUE(look_up(later));
}

TEST_F(SessionsTest, AChangeElsewhereLosesNoNoteOfUse) {
  const Secret token = session_of_user(ann_.id);
  now_ += 11h;
  ASSERT_TRUE(look_up(token));
  auto other = opened(2);
  ASSERT_TRUE(Users{*other}.change(ann_.id, {.email = "a@b"}, act()));
  now_ += 11h;
  EXPECT_TRUE(look_up(token)) << "the file was read again, with the earlier time of use in it";
}

TEST_F(SessionsTest, SignsOut) {
  const Secret one = session_of_user(ann_.id);
  const Secret two = session_of_user(ann_.id);
  ASSERT_TRUE(sessions_().end(one, act()));
  EXPECT_FALSE(look_up(one));
  EXPECT_TRUE(look_up(two));
  EXPECT_TRUE(sessions_().end(one, act())) << "twice is no error";
  EXPECT_EQ(1, count("SELECT count(*) FROM audit WHERE action = 'session.end' AND target = 'ann'"));
}

TEST_F(SessionsTest, SignsOutEverywhere) {
  const Secret one = session_of_user(ann_.id);
  const Secret two = session_of_user(ann_.id);
  const Secret root = session_of_user((**users_().find("root", now_)).id);
  EXPECT_EQ(2, sessions_().end_all(ann_.id, act()).value_or(-1));
  EXPECT_FALSE(look_up(one));
  EXPECT_FALSE(look_up(two));
  EXPECT_TRUE(look_up(root));
  EXPECT_EQ(ErrorCode::not_found, code_of(sessions_().end_all(999, act())));
}

TEST_F(SessionsTest, EndsOneByItsIdOnlyForItsUser) {
  const Secret token = session_of_user(ann_.id);
  const std::string id = look_up(token)->id;
  const std::int64_t root = (**users_().find("root", now_)).id;
  EXPECT_EQ(ErrorCode::not_found, code_of(sessions_().end_one(root, id, act())));
  EXPECT_EQ(ErrorCode::not_found, code_of(sessions_().end_one(ann_.id, "0000000000000000", act())));
  EXPECT_TRUE(look_up(token));
  EXPECT_TRUE(sessions_().end_one(ann_.id, id, act()));
  EXPECT_FALSE(look_up(token));
}

TEST_F(SessionsTest, ADisabledUserIsOutAtOnce) {
  const Secret token = session_of_user(ann_.id);
  ASSERT_TRUE(users_().change(ann_.id, {.disabled = true}, act()));
  EXPECT_FALSE(look_up(token));
  EXPECT_EQ(ErrorCode::authentication, code_of(sessions_().start(ann_.id, act(), "")));
  // Coming back, they sign in anew.
  ASSERT_TRUE(users_().change(ann_.id, {.disabled = false}, act()));
  EXPECT_FALSE(look_up(token));
}

TEST_F(SessionsTest, ANewRoleCountsAtOnce) {
  const Secret token = session_of_user(ann_.id);
  ASSERT_TRUE(users_().change(ann_.id, {.roles = ProjectRoles{{"WEB", Role::viewer}}}, act()));
  EXPECT_EQ((ProjectRoles{{"WEB", Role::viewer}}), look_up(token)->principal.roles);
}

TEST_F(SessionsTest, HoldsFiftyAUserAndDropsTheLongestUnused) {
  std::vector<Secret> tokens;
  for (int i = 0; i < 50; ++i) {
    now_ += 1s;
    tokens.push_back(session_of_user(ann_.id));
  }
  now_ += 1s;
  ASSERT_TRUE(look_up(tokens[0]));
  ASSERT_TRUE(directory_->write_last_uses(now_, true));
  tokens.push_back(session_of_user(ann_.id));
  EXPECT_EQ(50U, sessions_().of_user(ann_.id, now_)->size());
  EXPECT_TRUE(look_up(tokens[0]));
  EXPECT_FALSE(look_up(tokens[1]));
  EXPECT_TRUE(look_up(tokens[2]));
  EXPECT_TRUE(look_up(tokens[50]));
}

TEST_F(SessionsTest, ListsTheLastUsedFirst) {
  const Secret one = session_of_user(ann_.id);
  now_ += 1min;
  const Secret two = session_of_user(ann_.id);
  now_ += 1min;
  ASSERT_TRUE(look_up(one));
  const auto listed = sessions_().of_user(ann_.id, now_);
  ASSERT_TRUE(listed);
  ASSERT_EQ(2U, listed->size());
  EXPECT_EQ(look_up(one)->id, listed->front().id);
}

}  // namespace
}  // namespace stint::access::test
