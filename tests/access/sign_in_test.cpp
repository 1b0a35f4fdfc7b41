// Signing in with a password, and changing it.
#include <gtest/gtest.h>

#include "access/directory_test_bed.h"

namespace stint::access::test {
namespace {

class SignInTest : public DirectoryTest {
 protected:
  void SetUp() override {
    DirectoryTest::SetUp();
    authentication_ = std::make_unique<Authentication>(*directory_);
    add("root", {{"*", Role::admin}});
    ann_ = add("Ann");
    work_.hashed = 0;
  }

  SignInAnswer sign_in(const std::string& name, const std::string& password) {
    Act typed = act();
    typed.who = name;
    auto answer = authentication_->sign_in(name, Secret{password}, typed, "a browser");
    EXPECT_TRUE(answer) << answer.error().to_string();
    return answer ? std::move(*answer) : SignInAnswer{};
  }

  User ann_;
  std::unique_ptr<Authentication> authentication_;
};

TEST_F(SignInTest, BeginsASession) {
  const auto answer = sign_in("ANN", kGood);
  ASSERT_TRUE(answer.signed_in);
  EXPECT_EQ(ann_.id, answer.signed_in->session.principal.user);
  const auto session = look_up(answer.signed_in->token);
  ASSERT_TRUE(session);
  EXPECT_EQ(answer.signed_in->session.id, session->id);
  EXPECT_EQ(now_, (**users_().find("ann", now_)).signed_in);
  EXPECT_EQ(
      1, count("SELECT count(*) FROM audit WHERE action = 'session.start' AND who = 'Ann' AND target = 'Ann' "
               "AND outcome = 'done' AND address = '192.0.2.7'"));
}

TEST_F(SignInTest, WrongNameAndWrongPasswordLookTheSameAndTakeTheSameWork) {
  const User quiet = *users_().add({.name = "proxied"}, act());  // without a password
  const User gone = add("gone");
  ASSERT_TRUE(users_().change(gone.id, {.disabled = true}, act()));
  for (const char* name : {"Ann", "nobody", "proxied", "gone"}) {
    work_.hashed = 0;
    work_.verified = 0;
    const bool right_but_disabled = std::string_view{name} == "gone";
    const auto answer = sign_in(name, right_but_disabled ? kGood : "another long one");
    EXPECT_FALSE(answer.signed_in) << name;
    EXPECT_EQ(0ms, answer.wait) << name;
    EXPECT_EQ(1, work_.hashed + work_.verified) << name;
    EXPECT_EQ("the name or the password is wrong; check both and try again", refusal_of(answer).to_string());
  }
  EXPECT_FALSE(sign_in("proxied", "").signed_in);
  EXPECT_EQ(0, count("SELECT count(*) FROM session"));
}

TEST_F(SignInTest, RefusalsAreLoggedWithoutWhatWasTyped) {
  sign_in("Ann", "my wrong password");
  sign_in("my password in the wrong field", "x");
  EXPECT_EQ(1, count("SELECT count(*) FROM audit WHERE outcome = 'refused' AND target = 'Ann'"));
  EXPECT_EQ(1, count("SELECT count(*) FROM audit WHERE outcome = 'refused' AND target = '' AND who = '' "
                     "AND details = '{\"unknown_user\":true}'"));
  EXPECT_EQ(std::string::npos, bytes().find("wrong password"));
  EXPECT_EQ(std::string::npos, bytes().find("wrong field"));
  EXPECT_EQ(std::string::npos, bytes().find(kGood));
}

TEST_F(SignInTest, IsThrottledWithoutWork) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(0ms, sign_in("Ann", "another long one").wait);
  work_.verified = 0;
  // Even with the right password.
  const auto waits = sign_in("ann", kGood);
  EXPECT_FALSE(waits.signed_in);
  EXPECT_EQ(1s, waits.wait);
  EXPECT_EQ(ErrorCode::throttled, refusal_of(waits).code);
  EXPECT_EQ("try again in 1 s", refusal_of(waits).hint);
  EXPECT_EQ(0, work_.verified + work_.hashed);
  now_ += 1s;
  EXPECT_TRUE(sign_in("ann", kGood).signed_in);
  EXPECT_EQ(0ms, sign_in("ann", "another long one").wait);
}

TEST_F(SignInTest, AnUnknownNameIsThrottledLikeAKnownOne) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(0ms, sign_in("nobody", "another long one").wait);
  EXPECT_EQ(1s, sign_in("nobody", "another long one").wait);
}

TEST_F(SignInTest, AHashOfAnotherCostIsMadeAnew) {
  const std::string old = *hash_password(Secret{kGood}, {.passes = 2, .memory = 16384});
  {
    auto database = raw();
    ASSERT_TRUE(
        database.execute(("UPDATE user SET password_hash = '" + old + "' WHERE folded = 'ann'").c_str()));
  }
  EXPECT_FALSE(sign_in("ann", "another long one").signed_in);
  EXPECT_EQ(0, work_.hashed) << "only for the right password";
  EXPECT_TRUE(sign_in("ann", kGood).signed_in);
  EXPECT_EQ(1, work_.hashed);
  EXPECT_EQ(1, count("SELECT count(*) FROM user WHERE password_hash LIKE '$argon2id$v=19$m=8,t=1,p=1$%' "
                     "AND folded = 'ann'"));
  EXPECT_TRUE(sign_in("ann", kGood).signed_in);
  EXPECT_EQ(1, work_.hashed);
}

TEST_F(SignInTest, VeryLongPasswordsCostNothing) {
  work_.verified = 0;
  EXPECT_FALSE(sign_in("ann", std::string(1 << 20, 'x')).signed_in);
  EXPECT_EQ(0, work_.verified + work_.hashed);
}

TEST_F(SignInTest, AUserDisabledMeanwhileDoesNotComeIn) {
  DirectoryOptions options = cheap_options();
  Directory* other = directory_.get();
  options.passwords.verify = [&, real = options.passwords.verify](const Secret& password,
                                                                  std::string_view hash) {
    EXPECT_TRUE(Users{*other}.change(ann_.id, {.disabled = true}, act()));
    return real(password, hash);
  };
  auto slow = Directory::open(folder_.path(), options);
  ASSERT_TRUE(slow);
  Authentication authentication{**slow};
  EXPECT_EQ(ErrorCode::conflict, code_of(authentication.sign_in("ann", Secret{kGood}, act(), "")));
  EXPECT_EQ(0, count("SELECT count(*) FROM session"));
}

TEST_F(SignInTest, TooManyAtOnceAreTurnedAway) {
  DirectoryOptions options = cheap_options();
  options.hashing = {.at_once = 1, .waiting = 0};
  Directory* directory = nullptr;
  ErrorCode inner{};
  // The second comes while the first is being worked on.
  options.passwords.verify = [&](const Secret&, std::string_view) -> Result<bool> {
    inner = code_of(directory->passwords().hash(Secret{kGood}));
    return true;
  };
  auto busy = Directory::open(folder_.path(), options);
  ASSERT_TRUE(busy);
  directory = busy->get();
  Authentication authentication{*directory};
  EXPECT_TRUE(authentication.sign_in("ann", Secret{kGood}, act(), ""));
  EXPECT_EQ(ErrorCode::throttled, inner);
}

TEST_F(SignInTest, ChangesThePassword) {
  const Secret session = session_of_user(ann_.id);
  const auto change = [&](const std::string& current, const std::string& next) {
    return authentication_->change_password(ann_.id, Secret{current}, Secret{next}, act());
  };
  EXPECT_EQ(ErrorCode::authentication, code_of(change("another long one", "the new long one")));
  EXPECT_EQ(ErrorCode::usage, code_of(change(kGood, "short")));
  EXPECT_TRUE(look_up(session));
  ASSERT_TRUE(change(kGood, "the new long one"));
  EXPECT_FALSE(look_up(session)) << "signed out everywhere";
  EXPECT_FALSE(sign_in("ann", kGood).signed_in);
  EXPECT_TRUE(sign_in("ann", "the new long one").signed_in);
  EXPECT_EQ(ErrorCode::not_found,
            code_of(authentication_->change_password(999, Secret{kGood}, Secret{"the new long one"}, act())));
}

TEST_F(SignInTest, GuessingThePresentPasswordIsThrottledToo) {
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(ErrorCode::authentication,
              code_of(authentication_->change_password(ann_.id, Secret{"another long one"},
                                                       Secret{"the new one!"}, act())));
  }
  EXPECT_EQ(ErrorCode::throttled,
            code_of(authentication_->change_password(ann_.id, Secret{kGood}, Secret{"the new one!"}, act())));
}

TEST_F(SignInTest, AnAdminResetsThePassword) {
  const Secret session = session_of_user(ann_.id);
  EXPECT_EQ(ErrorCode::usage, code_of(users_().reset_password(ann_.id, Secret{"ann"}, act())));
  EXPECT_TRUE(look_up(session));
  ASSERT_TRUE(users_().reset_password(ann_.id, Secret{"the new long one"}, act()));
  EXPECT_FALSE(look_up(session));
  EXPECT_TRUE(sign_in("ann", "the new long one").signed_in);
  EXPECT_EQ(ErrorCode::not_found, code_of(users_().reset_password(999, Secret{kGood}, act())));
}

}  // namespace
}  // namespace stint::access::test
