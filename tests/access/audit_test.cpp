#include "access/audit.h"

#include <gtest/gtest.h>

#include "access/directory_test_bed.h"
#include "lib/sodium/sha256.h"

namespace stint::access::test {
namespace {

class AuditTest : public DirectoryTest {
 protected:
  void append(int times) {
    for (int i = 0; i < times; ++i) {
      ASSERT_TRUE(audit_().append(act(), {.action = "settings.change", .target = "mail"}));
      now_ += 1s;
    }
  }
};

TEST_F(AuditTest, ChainsWhatIsAdded) {
  ASSERT_TRUE(audit_().append({.at = now_, .who = "an\"n", .from = "::1"},
                              {.action = "settings.change",
                               .target = "mail",
                               .details = {{"port", 25}, {"hosts", {"a", "b"}}},
                               .outcome = "failed"}));
  append(1);
  const auto page = audit_().page(std::nullopt, 10);
  ASSERT_TRUE(page);
  ASSERT_EQ(2U, page->entries.size());
  const AuditEntry& first = page->entries[1];
  EXPECT_EQ(1, first.seq);
  EXPECT_EQ(now_ - 1s, first.act.at);
  EXPECT_EQ("an\"n", first.act.who);
  EXPECT_EQ("::1", first.act.from);
  EXPECT_EQ("failed", first.outcome);
  EXPECT_EQ(R"({"port":25,"hosts":["a","b"]})", first.details);
  // The chain, worked out by hand.
  EXPECT_EQ("", first.previous);
  EXPECT_EQ(sha256_of(R"([1,1790000000000,"an\"n","::1","settings.change","mail",)"
                      R"("{\"port\":25,\"hosts\":[\"a\",\"b\"]}","failed",""])"),
            first.hash);
  EXPECT_EQ(first.hash, page->entries[0].previous);
  EXPECT_EQ("{}", page->entries[0].details);
}

TEST_F(AuditTest, SecretsAreMasked) {
  ASSERT_TRUE(audit_().append(act(), {.action = "connection.change",
                                      .details = {{"url", "https://tracker.example"},
                                                  {"new_Password", "canary-1"},
                                                  {"auth", {{"api_token", "canary-2"}, {"user", "ann"}}},
                                                  {"list", {{{"secret", {"canary-3"}}}}},
                                                  {"token_count", 3},
                                                  {"Authorization", {{"x", "canary-4"}}}}}));
  EXPECT_EQ(std::string::npos, bytes().find("canary"));
  const auto page = audit_().page(std::nullopt, 1);
  EXPECT_EQ(R"({"url":"https://tracker.example","new_Password":"…","auth":{"api_token":"…","user":"ann"},)"
            R"("list":[{"secret":"…"}],"token_count":3,"Authorization":"…"})",
            page->entries.at(0).details);
}

TEST_F(AuditTest, ComesInPages) {
  append(25);
  std::vector<std::int64_t> seen;
  std::optional<std::int64_t> before;
  int pages = 0;
  do {
    const auto page = audit_().page(before, 10);
    ASSERT_TRUE(page);
    for (const AuditEntry& entry : page->entries) seen.push_back(entry.seq);
    before = page->next;
    ++pages;
    if (pages == 1) append(1);  // what comes meanwhile moves nothing
  } while (before);
  EXPECT_EQ(3, pages);
  ASSERT_EQ(25U, seen.size());
  for (std::size_t i = 0; i < seen.size(); ++i) EXPECT_EQ(25 - static_cast<std::int64_t>(i), seen[i]);
  // An exact fit has no empty page behind it.
  EXPECT_EQ(std::nullopt, audit_().page(std::nullopt, 26)->next);
  EXPECT_EQ(1U, audit_().page(std::nullopt, 0)->entries.size());
  EXPECT_TRUE(audit_().page(std::nullopt, 10, "nobody")->entries.empty());
  EXPECT_EQ(10U, audit_().page(std::nullopt, 10, "tester")->entries.size());
}

TEST_F(AuditTest, CannotBeRewrittenThroughSql) {
  append(3);
  auto database = raw();
  EXPECT_FALSE(database.execute("UPDATE audit SET who = 'bob' WHERE seq = 2"));
  EXPECT_FALSE(database.execute("DELETE FROM audit WHERE seq = 2"));
  const auto check = audit_().verify();
  ASSERT_TRUE(check);
  EXPECT_EQ(3, check->entries);
  EXPECT_FALSE(check->broken);
  EXPECT_EQ(audit_().page(std::nullopt, 1)->entries.front().hash, check->head);
}

TEST_F(AuditTest, TamperingShows) {
  struct Case {
    const char* sql;
    std::int64_t broken;
  };
  // More than one piece of the check, and in the second of them.
  const std::vector<Case> cases{{"UPDATE audit SET who = 'bob' WHERE seq = 1003", 1003},
                                {"UPDATE audit SET details = '[]' WHERE seq = 1", 1},
                                {"UPDATE audit SET at = at + 1 WHERE seq = 1005", 1005},
                                {"UPDATE audit SET outcome = 'refused' WHERE seq = 1000", 1000},
                                {"DELETE FROM audit WHERE seq = 1000", 1001},
                                {"DELETE FROM audit WHERE seq = 1", 2},
                                {"DELETE FROM audit WHERE seq = 1; UPDATE audit SET seq = seq - 1", 1}};
  const Act who = act();
  const auto many = [&](sqlite::Database& database) -> Outcome {
    for (int i = 0; i < 1005; ++i) {
      if (Outcome added = append_audit(database, who, {.action = "a"}); !added) return added;
    }
    return {};
  };
  ASSERT_TRUE(directory_->record(many));
  EXPECT_EQ(1005, audit_().verify()->entries);
  for (const Case& one : cases) {
    directory_.reset();
    const stint::test::Scratch copy;
    for (const auto& file : stint::test::files_below(folder_.path())) {
      std::filesystem::copy_file(file, copy.path() / file.filename());
    }
    {
      auto database = sqlite::Database::open(database_file(copy.path()), sqlite::OpenMode::read_write);
      ASSERT_TRUE(
          database->execute("DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_deleted"));
      ASSERT_TRUE(database->execute(one.sql)) << one.sql;
    }
    auto tampered = Directory::open(copy.path(), cheap_options());
    ASSERT_TRUE(tampered);
    const auto check = AuditLog{**tampered}.verify();
    ASSERT_TRUE(check);
    EXPECT_EQ(one.broken, check->broken) << one.sql;
  }
}

TEST_F(AuditTest, EveryChangeOfWhoMayDoWhatIsInIt) {
  const User root = add("root", {{"*", Role::admin}});
  const User ann = add("ann");
  const auto key = keys_().issue(principal("ann"), {.name = "k"}, act());
  ASSERT_TRUE(key);
  ASSERT_TRUE(keys_().revoke(key->key.id, act()));
  ASSERT_TRUE(users_().change(ann.id, {.roles = ProjectRoles{{"PAY", Role::lead}}}, act()));
  ASSERT_TRUE(users_().reset_password(ann.id, Secret{"the new long one"}, act()));
  ASSERT_TRUE(sessions_().end(session_of_user(ann.id), act()));
  ASSERT_TRUE(sessions_().end_all(ann.id, act()));
  ASSERT_TRUE(users_().remove(ann.id, act()));
  const auto page = audit_().page(std::nullopt, 100);
  std::vector<std::string> actions;
  for (auto entry = page->entries.rbegin(); entry != page->entries.rend(); ++entry) {
    actions.push_back(entry->action + " " + entry->target);
    EXPECT_EQ("tester", entry->act.who);
    EXPECT_EQ("192.0.2.7", entry->act.from);
  }
  EXPECT_EQ((std::vector<std::string>{"user.add root", "user.add ann", "key.issue " + key->key.id,
                                      "key.revoke " + key->key.id, "user.change ann",
                                      "user.reset_password ann", "session.start ann", "session.end ann",
                                      "session.end_all ann", "user.remove ann"}),
            actions);
  EXPECT_EQ(R"({"roles":{"PAY":"lead"}})", page->entries[5].details);
  EXPECT_FALSE(audit_().verify()->broken);
}

}  // namespace
}  // namespace stint::access::test
