// The log of writes.
#include <gtest/gtest.h>

#include "exchange/writes/encoding.h"
#include "exchange/writes/schema.h"
#include "exchange/writes/writing.h"
#include "lib/sodium/sha256.h"

namespace stint::writes {
namespace {

using test::create;
using test::edit;
using test::Fate;

class AuditTest : public test::Writing {
 protected:
  sqlite::Database raw() {
    auto database = sqlite::Database::open(database_file(folder_), sqlite::OpenMode::read_write);
    EXPECT_TRUE(database);
    return std::move(*database);
  }
};

TEST_F(AuditTest, SaysWhoWhenAndWhat) {
  ASSERT_TRUE(apply(plan(edit("priority", "Low"), "PAY-1")));
  const auto entries = writes_->newest_audit(10);
  ASSERT_TRUE(entries);
  ASSERT_EQ(4U, entries->size());
  const AuditEntry& planned = entries->back();
  EXPECT_EQ("ann", planned.actor.user);
  EXPECT_EQ("work", planned.actor.connection);
  EXPECT_EQ("PAY-1", planned.target);
  EXPECT_EQ(connector_.time, planned.at);
  EXPECT_NE(std::string::npos,
            planned.detail.find(R"("diff":[{"field":"priority","before":"High","after":"Low"}])"));
  EXPECT_NE(std::string::npos, entries->front().detail.find(R"("state":"applied")"));
  // The chain, worked out by hand.
  EXPECT_EQ("", planned.previous);
  EXPECT_EQ(sha256_of(R"([1,)" + std::to_string(to_epoch_ms(connector_.time)) +
                      R"(,"ann","work","plan",1,"PAY-1",)" + line_of(planned.detail) + R"(,""])"),
            planned.hash);
  EXPECT_EQ(planned.hash, (*entries)[2].previous);
}

TEST_F(AuditTest, CannotBeRewrittenThroughSql) {
  ASSERT_TRUE(apply(plan(edit("priority", "Low"), "PAY-1")));
  sqlite::Database database = raw();
  EXPECT_FALSE(database.execute("UPDATE audit SET user = 'bob' WHERE seq = 2"));
  EXPECT_FALSE(database.execute("DELETE FROM audit WHERE seq = 2"));
  EXPECT_EQ(4, writes_->check_audit()->entries);
}

TEST_F(AuditTest, TamperingShows) {
  for (const char* tampering :
       {"UPDATE audit SET user = 'bob' WHERE seq = 3", "DELETE FROM audit WHERE seq = 3",
        "UPDATE audit SET detail = '{}' WHERE seq = 3", "UPDATE audit SET at = at + 1 WHERE seq = 3"}) {
    TearDown();
    SetUp();
    ASSERT_TRUE(apply(plan(edit("priority", "Low"), "PAY-1")));
    connector_.change("1", [](tracker::Issue& issue) { issue.priority = "High"; });
    const auto whole = writes_->check_audit();
    ASSERT_TRUE(whole);
    EXPECT_FALSE(whole->broken);
    sqlite::Database database = raw();
    ASSERT_TRUE(database.execute("DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_deleted"));
    ASSERT_TRUE(database.execute(tampering));
    const auto broken = writes_->check_audit();
    ASSERT_TRUE(broken);
    ASSERT_TRUE(broken->broken) << tampering;
    EXPECT_GE(*broken->broken, 3) << tampering;
    EXPECT_LE(*broken->broken, 4) << tampering;
  }
}

TEST_F(AuditTest, HoldsNoSecretAndNoToken) {
  // In what is asked: refused.
  const auto refused = writes_->plan(kAnn, connector_, {create("my canary-token-1"), "", true});
  ASSERT_FALSE(refused);
  EXPECT_EQ(ErrorCode::usage, refused.error().code);
  // In what the tracker holds: masked.
  connector_.change("1", [](tracker::Issue& issue) { issue.description = "it is canary-token-1!"; });
  const Proposed proposed = plan(edit("description", "gone"), "PAY-1");
  ASSERT_TRUE(apply(proposed));
  const auto entries = writes_->newest_audit(100);
  ASSERT_TRUE(entries);
  for (const AuditEntry& entry : *entries) {
    EXPECT_EQ(std::string::npos, entry.detail.find("canary-token-1")) << entry.detail;
    EXPECT_EQ(std::string::npos, entry.detail.find(proposed.token)) << entry.detail;
  }
  EXPECT_NE(std::string::npos, entries->at(entries->size() - 2).detail.find("it is …!"));
  // The token itself is nowhere in the file.
  sqlite::Database database = raw();
  const auto found = database.query_integer(
      "SELECT count(*) FROM plan WHERE token_hash || requests || diff LIKE '%" + proposed.token + "%'");
  ASSERT_TRUE(found);
  EXPECT_EQ(0, *found);
}

TEST(WriteEncoding, EveryKindComesBack) {
  tracker::CreateIssue made{"PAY", "Bug", "S \"x\"\n", {{"priority", "Low"}, {"labels", "a, b"}},
                            "ann", "7",   "m"};
  const std::vector<tracker::Write> kinds{made,
                                          tracker::EditFields{{{"points", "3"}}},
                                          tracker::AddComment{"**b**"},
                                          tracker::Transition{"Done"},
                                          tracker::Assign{"ann"},
                                          tracker::AddLink{"blocks", "PAY-2"},
                                          tracker::MoveToSprint{"7"},
                                          tracker::DeleteComment{"1"},
                                          tracker::DeleteLink{"2"},
                                          tracker::DeleteIssue{}};
  ASSERT_EQ(std::variant_size_v<tracker::Write>, kinds.size());
  for (const tracker::Write& write : kinds) {
    const std::string json = line_of(to_json(write));
    const auto back = write_of(json);
    ASSERT_TRUE(back) << json;
    EXPECT_EQ(write.index(), back->index());
    EXPECT_EQ(json, line_of(to_json(*back)));
  }
  EXPECT_FALSE(write_of("{}"));
  EXPECT_FALSE(write_of(R"({"kind":"comment"})"));
  EXPECT_FALSE(write_of("nonsense"));
}

}  // namespace
}  // namespace stint::writes
