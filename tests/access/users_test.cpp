// Users and the setup that makes the first.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "access/directory_test_bed.h"

namespace stint::access::test {
namespace {

class UsersTest : public DirectoryTest {};

TEST_F(UsersTest, TheFileIsTheOwnersAlone) {
  add("ann");
  for (const auto& file : stint::test::files_below(folder_.path())) {
    struct stat status{};
    ASSERT_EQ(0, ::stat(file.c_str(), &status));
    EXPECT_EQ(0600U, status.st_mode & 0777U) << file;
  }
}

TEST_F(UsersTest, IsAddedAndComesBackAfterARestart) {
  auto added = users_().add({.name = "Ann",
                             .display_name = "Ann Example",
                             .email = "ann@team.example",
                             .password = Secret{kGood},
                             .roles = {{"*", Role::viewer}, {"PAY", Role::lead}}},
                            act());
  ASSERT_TRUE(added);
  directory_ = opened();
  const auto found = users_().find("aNN", now_);
  ASSERT_TRUE(found);
  ASSERT_TRUE(*found);
  const User& ann = **found;
  EXPECT_EQ(added->id, ann.id);
  EXPECT_EQ("Ann", ann.name);
  EXPECT_EQ("Ann Example", ann.display_name);
  EXPECT_EQ("ann@team.example", ann.email);
  EXPECT_EQ((ProjectRoles{{"*", Role::viewer}, {"PAY", Role::lead}}), ann.roles);
  EXPECT_TRUE(ann.has_password);
  EXPECT_FALSE(ann.disabled);
  EXPECT_EQ(now_, ann.created);
  EXPECT_EQ(std::nullopt, ann.signed_in);
}

TEST_F(UsersTest, NamesAreTakenInAnyCase) {
  add("Łukasz");
  EXPECT_EQ(ErrorCode::conflict, code_of(users_().add({.name = "ŁUKASZ"}, act())));
  EXPECT_EQ(1U, users_().list(now_)->size());
  EXPECT_EQ(1, count("SELECT count(*) FROM audit")) << "what was not done is not logged as done";
}

TEST_F(UsersTest, BadOnesAreRefused) {
  EXPECT_EQ(ErrorCode::usage, code_of(users_().add({.name = " "}, act())));
  EXPECT_EQ(ErrorCode::usage, code_of(users_().add({.name = "ann", .email = "none"}, act())));
  EXPECT_EQ(ErrorCode::usage, code_of(users_().add({.name = "ann", .password = Secret{"short"}}, act())));
  EXPECT_EQ(ErrorCode::usage, code_of(users_().add({.name = "ann", .roles = {{"", Role::admin}}}, act())));
  EXPECT_FALSE(*users_().any(now_));
  EXPECT_EQ(0, work_.hashed);
}

TEST_F(UsersTest, NumbersAreNeverGivenTwice) {
  add("root", {{"*", Role::admin}});
  const User first = add("ann");
  ASSERT_TRUE(users_().remove(first.id, act()));
  EXPECT_GT(add("ann").id, first.id);
}

TEST_F(UsersTest, ChangesWhatIsGivenAndNothingElse) {
  const User ann = add("ann");
  auto changed = users_().change(ann.id, {.email = "a@b"}, act());
  ASSERT_TRUE(changed);
  EXPECT_EQ("a@b", changed->email);
  EXPECT_EQ("ann", changed->display_name);
  EXPECT_EQ(ann.roles, changed->roles);
  changed = users_().change(ann.id, {.display_name = "Ann", .roles = ProjectRoles{}}, act());
  ASSERT_TRUE(changed);
  EXPECT_EQ("a@b", changed->email);
  EXPECT_EQ(ProjectRoles{}, changed->roles);
  EXPECT_EQ(ErrorCode::not_found, code_of(users_().change(999, {.email = ""}, act())));
  EXPECT_EQ(ErrorCode::usage, code_of(users_().change(ann.id, {.email = "x"}, act())));
}

TEST_F(UsersTest, TheLastAdminStays) {
  const User root = add("root", {{"*", Role::admin}, {"PAY", Role::viewer}});
  const User pay = add("pay", {{"PAY", Role::admin}});  // of one project: does not count
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(ErrorCode::conflict, code_of(users_().change(root.id, {.disabled = true}, act())));
    EXPECT_EQ(ErrorCode::conflict, code_of(users_().remove(root.id, act())));
    EXPECT_EQ(ErrorCode::conflict,
              code_of(users_().change(root.id, {.roles = ProjectRoles{{"*", Role::lead}}}, act())));
    EXPECT_EQ(ErrorCode::conflict, code_of(users_().change(root.id, {.roles = ProjectRoles{}}, act())));
    // A second admin who may not come in is none.
    const User other = add("other" + std::to_string(i), {{"*", Role::admin}});
    ASSERT_TRUE(users_().change(other.id, {.disabled = true}, act()));
  }
  EXPECT_FALSE((**users_().find("root", now_)).disabled);
  EXPECT_EQ(root.roles, (**users_().find("root", now_)).roles);
  EXPECT_EQ(5, count("SELECT count(*) FROM user_role"));
  const User second = add("second", {{"*", Role::admin}});
  EXPECT_TRUE(users_().change(root.id, {.disabled = true}, act()));
  EXPECT_EQ(ErrorCode::conflict, code_of(users_().remove(second.id, act())));
  EXPECT_TRUE(users_().change(root.id, {.disabled = false}, act()));
  EXPECT_TRUE(users_().remove(second.id, act()));
  EXPECT_TRUE(users_().remove(pay.id, act()));
}

TEST_F(UsersTest, GoesWithEverythingButRatings) {
  add("root", {{"*", Role::admin}});
  const User ann = add("ann");
  const Secret session = session_of_user(ann.id);
  ASSERT_TRUE(keys_().issue(principal("ann"), {.name = "k"}, act()));
  Reactions reactions{*directory_};
  ASSERT_TRUE(reactions.mark_seen(ann.id, "i1", "h", now_));
  ASSERT_TRUE(reactions.rate(ann.id, "i1", {.helpful = true, .comment = "yes"}, now_));
  ASSERT_TRUE(users_().remove(ann.id, act()));
  for (const char* table : {"session", "api_key", "reaction"}) {
    EXPECT_EQ(0, count(std::string("SELECT count(*) FROM ") + table)) << table;
  }
  EXPECT_EQ(1, count("SELECT count(*) FROM user_role"));
  EXPECT_FALSE(look_up(session));
  const auto ratings = reactions.ratings(0, 10);
  ASSERT_TRUE(ratings);
  ASSERT_EQ(1U, ratings->size());
  EXPECT_EQ("", ratings->front().user);
  EXPECT_EQ("yes", ratings->front().rating.comment);
}

TEST_F(UsersTest, WhatAnotherProcessChangesIsSeenWithinASecond) {
  add("root", {{"*", Role::admin}});
  const User ann = add("ann");
  const Secret session = session_of_user(ann.id);
  ASSERT_TRUE(look_up(session));
  auto other = opened(2);
  ASSERT_TRUE(Users{*other}.change(ann.id, {.disabled = true}, act()));
  now_ += 1s;
  EXPECT_FALSE(look_up(session));
  EXPECT_TRUE((**users_().find("ann", now_)).disabled);
  EXPECT_EQ(1U, directory_->foreign_changes());
}

TEST_F(UsersTest, WhatThisProcessChangesIsSeenAtOnce) {
  add("root", {{"*", Role::admin}});
  const User ann = add("ann");
  ASSERT_TRUE(users_().find("ann", now_));
  ASSERT_TRUE(users_().change(ann.id, {.disabled = true}, act()));
  EXPECT_TRUE((**users_().find("ann", now_)).disabled);
  EXPECT_EQ(0U, directory_->foreign_changes());
}

TEST_F(UsersTest, AProxysPersonIsLookedUpOrAdded) {
  const User ann = add("Ann", {{"*", Role::member}});
  const ProxyIdentity known{.user = "ann", .display_name = "", .email = "", .roles = std::nullopt};
  auto principal = users_().of_proxy(known, false, act());
  ASSERT_TRUE(principal);
  EXPECT_EQ(Principal::Kind::proxy, principal->kind);
  EXPECT_EQ(ann.id, principal->user);
  EXPECT_EQ(ann.roles, principal->roles);
  ProxyIdentity in_groups = known;
  in_groups.roles = ProjectRoles{{"PAY", Role::viewer}};
  EXPECT_EQ(in_groups.roles, users_().of_proxy(in_groups, false, act())->roles);
  EXPECT_EQ(ann.roles, (**users_().find("ann", now_)).roles) << "groups are not written down";

  const ProxyIdentity stranger{
      .user = "bob", .display_name = "Bob", .email = "b@c", .roles = ProjectRoles{{"*", Role::viewer}}};
  EXPECT_EQ(ErrorCode::authentication, code_of(users_().of_proxy(stranger, false, act())));
  principal = users_().of_proxy(stranger, true, act());
  ASSERT_TRUE(principal);
  EXPECT_EQ((ProjectRoles{{"*", Role::viewer}}), principal->roles);
  EXPECT_EQ(principal->user, users_().of_proxy(stranger, true, act())->user);
  const User bob = **users_().find("bob", now_);
  EXPECT_FALSE(bob.has_password);
  EXPECT_EQ("b@c", bob.email);

  ASSERT_TRUE(users_().change(bob.id, {.disabled = true}, act()));
  EXPECT_EQ(ErrorCode::authentication, code_of(users_().of_proxy(stranger, true, act())));
}

TEST_F(UsersTest, AGeneratedPasswordKeepsTheRules) {
  const Secret one = generated_password(directory_->random());
  const Secret other = generated_password(directory_->random());
  EXPECT_EQ(20U, one.reveal().size());
  EXPECT_NE(one.reveal(), other.reveal());
  EXPECT_TRUE(check_password(one, "ann", ""));
  EXPECT_EQ(std::string_view::npos, one.reveal().find_first_of("lo01"));
}

TEST_F(UsersTest, AnotherProgramsFileIsLeftAlone) {
  const stint::test::Scratch folder;
  {
    auto database = sqlite::Database::open(database_file(folder.path()), sqlite::OpenMode::read_write);
    ASSERT_TRUE(database->execute("CREATE TABLE theirs (x); PRAGMA user_version = 3"));
  }
  const auto refused = Directory::open(folder.path(), cheap_options());
  ASSERT_FALSE(refused);
  EXPECT_EQ(ErrorCode::usage, refused.error().code);
  EXPECT_NE(std::string::npos, refused.error().where.find("access.db"));
}

TEST_F(UsersTest, AFolderThatCannotBeUsedIsNamed) {
  const auto file = folder_.write("file", "");
  const auto refused = Directory::open(file / "below", cheap_options());
  ASSERT_FALSE(refused);
  EXPECT_NE(std::string::npos, refused.error().where.find("below"));
  EXPECT_FALSE(refused.error().hint.empty());
}

TEST_F(UsersTest, ALinkInThePlaceOfTheFileIsNotFollowed) {
  const stint::test::Scratch folder;
  std::filesystem::create_symlink(folder_.path() / "access.db", database_file(folder.path()));
  EXPECT_FALSE(Directory::open(folder.path(), cheap_options()));
}

TEST_F(UsersTest, AFileThatIsDamagedWhileOpenIsAnErrorAndNobodyComesIn) {
  const Secret session = session_of_user(add("ann").id);
  {
    auto database = raw();
    ASSERT_TRUE(database.execute("ALTER TABLE api_key RENAME COLUMN secret_hash TO other"));
  }
  now_ += 1s;
  for (int i = 0; i < 2; ++i) EXPECT_FALSE(sessions_().find(session, now_));
  ASSERT_TRUE(raw().execute("ALTER TABLE api_key RENAME COLUMN other TO secret_hash"));
  EXPECT_TRUE(look_up(session)) << "and it goes on where the file is whole again";
}

class SetupTest : public DirectoryTest {
 protected:
  std::optional<Secret> renew() {
    auto token = setup().renew(now_);
    EXPECT_TRUE(token);
    return token.value_or(std::nullopt);
  }
  InitialSetup setup() { return InitialSetup{*directory_}; }
  static NewUser first() { return {.name = "root", .password = Secret{kGood}}; }
};

TEST_F(SetupTest, MakesTheFirstAdminOnce) {
  const auto token = renew();
  ASSERT_TRUE(token);
  EXPECT_EQ(kTokenLength, token->reveal().size());
  EXPECT_EQ(std::string::npos, bytes().find(token->reveal())) << "only its hash is kept";
  const auto user = setup().use(*token, first(), act());
  ASSERT_TRUE(user);
  EXPECT_EQ((ProjectRoles{{"*", Role::admin}}), user->roles);
  EXPECT_TRUE(user->has_password);
  NewUser second = first();
  second.name = "second";
  EXPECT_EQ(ErrorCode::conflict, code_of(setup().use(*token, second, act())));
  EXPECT_FALSE(renew()) << "no link while there are users";
  EXPECT_EQ(0, count("SELECT count(*) FROM setup"));
  EXPECT_EQ(1, count("SELECT count(*) FROM user"));
  EXPECT_EQ(1, count("SELECT count(*) FROM audit WHERE action = 'setup.use' AND target = 'root'"));
}

TEST_F(SetupTest, IsGoodForADay) {
  const auto token = renew();
  now_ += 24h;
  EXPECT_EQ(ErrorCode::authentication, code_of(setup().use(*token, first(), act())));
  now_ -= 1ms;
  EXPECT_TRUE(setup().use(*token, first(), act()));
}

TEST_F(SetupTest, AWrongOrEarlierOneIsRefusedWithoutWork) {
  EXPECT_EQ(ErrorCode::authentication, code_of(setup().use(Secret{"x"}, first(), act())));
  const auto earlier = renew();
  const auto token = renew();
  EXPECT_EQ(ErrorCode::authentication, code_of(setup().use(*earlier, first(), act())));
  EXPECT_EQ(ErrorCode::authentication, code_of(setup().use(Secret{""}, first(), act())));
  EXPECT_EQ(0, work_.hashed);
  EXPECT_EQ(ErrorCode::usage, code_of(setup().use(*token, {.name = "root"}, act())));
  EXPECT_EQ(ErrorCode::usage, code_of(setup().use(*token, {.name = "root", .password = Secret{"x"}}, act())));
  EXPECT_EQ(0, work_.hashed);
  EXPECT_TRUE(setup().use(*token, first(), act())) << "a slip does not cost the link";
}

TEST_F(SetupTest, ComesBackWhenTheLastUserIsGone) {
  const auto token = renew();
  NewUser viewer = first();
  ASSERT_TRUE(setup().use(*token, viewer, act()));
  auto database = raw();
  ASSERT_TRUE(database.execute("DELETE FROM user"));
  EXPECT_EQ(ErrorCode::authentication, code_of(setup().use(*token, first(), act()))) << "a link is used once";
  EXPECT_TRUE(renew());
}

}  // namespace
}  // namespace stint::access::test
