#include "access/keys.h"

#include <gtest/gtest.h>

#include "access/directory_test_bed.h"

namespace stint::access::test {
namespace {

class KeysTest : public DirectoryTest {
 protected:
  void SetUp() override {
    DirectoryTest::SetUp();
    add("root", {{"*", Role::admin}});
    ann_ = add("ann", {{"PAY", Role::lead}, {"WEB", Role::viewer}});
  }

  IssuedKey issue(const NewApiKey& key) {
    auto issued = keys_().issue(principal("ann"), key, act());
    EXPECT_TRUE(issued) << issued.error().to_string();
    return issued ? std::move(*issued) : IssuedKey{};
  }
  std::optional<Principal> find(std::string_view text) {
    auto found = keys_().find(Secret{std::string{text}}, now_);
    EXPECT_TRUE(found);
    return found.value_or(std::nullopt);
  }

  User ann_;
};

TEST_F(KeysTest, SpeaksForItsOwnerWithinItsLimits) {
  const IssuedKey key = issue({.name = "nightly",
                               .scopes = {Scope::read, Scope::model},
                               .projects = {.all = false, .keys = {"PAY"}}});
  EXPECT_EQ(61U, key.text.reveal().size());
  EXPECT_TRUE(key.text.reveal().starts_with("stint_" + key.key.id));
  const auto found = find(key.text.reveal());
  ASSERT_TRUE(found);
  EXPECT_EQ(Principal::Kind::key, found->kind);
  EXPECT_EQ(ann_.id, found->user);
  EXPECT_EQ("ann", found->name);
  EXPECT_EQ(key.key.id, found->key);
  EXPECT_TRUE(may(*found, Role::lead, "PAY", Scope::read));
  EXPECT_TRUE(may(*found, Role::lead, "PAY", Scope::model));
  EXPECT_FALSE(may(*found, Role::viewer, "PAY", Scope::write));
  EXPECT_FALSE(may(*found, Role::viewer, "WEB", Scope::read));
  // And after a restart.
  directory_ = opened();
  const auto again = find(key.text.reveal());
  ASSERT_TRUE(again);
  EXPECT_EQ(found->projects, again->projects);
  EXPECT_EQ(found->scopes, again->scopes);
}

TEST_F(KeysTest, ItsCeilingIsTheOwnersRoleNow) {
  const IssuedKey key = issue({.name = "k", .scopes = Scopes::all()});
  EXPECT_TRUE(may(*find(key.text.reveal()), Role::lead, "PAY", Scope::write));
  ASSERT_TRUE(users_().change(ann_.id, {.roles = ProjectRoles{{"PAY", Role::viewer}}}, act()));
  EXPECT_FALSE(may(*find(key.text.reveal()), Role::member, "PAY", Scope::write));
  EXPECT_TRUE(may(*find(key.text.reveal()), Role::viewer, "PAY", Scope::write));
  ASSERT_TRUE(users_().change(ann_.id, {.disabled = true}, act()));
  EXPECT_FALSE(find(key.text.reveal()));
  ASSERT_TRUE(users_().change(ann_.id, {.disabled = false}, act()));
  EXPECT_TRUE(find(key.text.reveal())) << "a key rests while its owner does";
}

TEST_F(KeysTest, OnlyTheHashIsKept) {
  const IssuedKey key = issue({.name = "k"});
  const std::string_view secret = parse_key(key.text.reveal())->secret;
  EXPECT_EQ(std::string::npos, bytes().find(secret));
  EXPECT_NE(std::string::npos, bytes().find(hash_of(Secret{std::string{secret}})));
}

TEST_F(KeysTest, AnythingElseFindsNothing) {
  const IssuedKey key = issue({.name = "k"});
  const std::string text{key.text.reveal()};
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string other = text;
    other[i] = other[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(find(other)) << i;
  }
  EXPECT_FALSE(find(text + "A"));
  EXPECT_FALSE(find(text.substr(0, text.size() - 1)));
  EXPECT_FALSE(find(""));
  EXPECT_FALSE(find("Bearer " + text));
  EXPECT_FALSE(find(std::string(1 << 20, 'x')));
  EXPECT_TRUE(find(text));
}

TEST_F(KeysTest, ExpiresAndIsRevoked) {
  const IssuedKey day = issue({.name = "day", .expires = now_ + 24h});
  const IssuedKey forever = issue({.name = "forever"});
  now_ += 24h - 1ms;
  EXPECT_TRUE(find(day.text.reveal()));
  now_ += 1ms;
  EXPECT_FALSE(find(day.text.reveal()));
  EXPECT_TRUE(find(forever.text.reveal()));
  ASSERT_TRUE(keys_().revoke(forever.key.id, act()));
  EXPECT_FALSE(find(forever.text.reveal()));
  const auto revoked = keys_().one(forever.key.id, now_);
  ASSERT_TRUE(revoked && *revoked);
  EXPECT_EQ(now_, (*revoked)->revoked);
  now_ += 1h;
  EXPECT_TRUE(keys_().revoke(forever.key.id, act())) << "twice is no error, and keeps the first time";
  EXPECT_EQ(now_ - 1h, (**keys_().one(forever.key.id, now_)).revoked);
  EXPECT_EQ(ErrorCode::not_found, code_of(keys_().revoke("nonesuch", act())));
}

TEST_F(KeysTest, IsIssuedForNothingTheCallerLacks) {
  const auto refusal = [&](const Principal& caller, const NewApiKey& key) {
    return code_of(keys_().issue(caller, key, act()));
  };
  EXPECT_EQ(ErrorCode::authentication, refusal(open_principal(), {.name = "k"}));
  const Principal ann = principal("ann");
  EXPECT_EQ(ErrorCode::usage, refusal(ann, {.name = ""}));
  EXPECT_EQ(ErrorCode::usage, refusal(ann, {.name = "k", .scopes = {}}));
  EXPECT_EQ(ErrorCode::usage, refusal(ann, {.name = "k", .projects = {}}));
  EXPECT_EQ(ErrorCode::usage, refusal(ann, {.name = "k", .expires = now_}));
  // A key makes no key that could do more than itself.
  const NewApiKey limits{.name = "limited",
                         .scopes = {Scope::read, Scope::admin},
                         .projects = {.all = false, .keys = {"PAY"}},
                         .expires = now_ + 24h};
  const IssuedKey made = issue(limits);
  const Principal limited = *find(made.text.reveal());
  EXPECT_TRUE(keys_().issue(limited, limits, act()));
  for (int what = 0; what < 5; ++what) {
    NewApiKey more = limits;
    if (what == 0) more.scopes = {Scope::read, Scope::write};
    if (what == 1) more.projects = {.all = true, .keys = {}};
    if (what == 2) more.projects.keys.insert("WEB");
    if (what == 3) more.expires = now_ + 25h;
    if (what == 4) more.expires.reset();
    EXPECT_EQ(ErrorCode::declined, refusal(limited, more)) << what;
  }
}

TEST_F(KeysTest, LastUseIsKeptToTheMinute) {
  const IssuedKey key = issue({.name = "k"});
  EXPECT_EQ(std::nullopt, (**keys_().one(key.key.id, now_)).used);
  now_ += 5s;
  ASSERT_TRUE(find(key.text.reveal()));
  EXPECT_EQ(now_, (**keys_().one(key.key.id, now_)).used);
  EXPECT_EQ(0, count("SELECT count(used_at) FROM api_key"));
  ASSERT_TRUE(directory_->write_last_uses(now_));
  EXPECT_EQ(to_epoch_ms(now_), count("SELECT used_at FROM api_key"));
}

TEST_F(KeysTest, ListsTheNewestFirst) {
  issue({.name = "one"});
  now_ += 1s;
  issue({.name = "two"});
  ASSERT_TRUE(keys_().issue(principal("root"), {.name = "three"}, act()));
  const auto own = keys_().list(ann_.id, now_);
  ASSERT_TRUE(own);
  ASSERT_EQ(2U, own->size());
  EXPECT_EQ("two", own->front().name);
  EXPECT_EQ(3U, keys_().list(std::nullopt, now_)->size());
}

TEST_F(KeysTest, WhatSomebodyWroteIntoTheFileAllowsNothing) {
  const IssuedKey key = issue({.name = "k"});
  for (const char* damage :
       {"UPDATE api_key SET scopes = 'everything'", "UPDATE api_key SET projects = '{'"}) {
    ASSERT_TRUE(raw().execute(damage));
    now_ += 1s;
    const auto found = find(key.text.reveal());
    ASSERT_TRUE(found);
    EXPECT_FALSE(may_somewhere(*found, Role::viewer, Scope::read)) << damage;
  }
}

}  // namespace
}  // namespace stint::access::test
