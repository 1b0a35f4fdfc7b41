// What a restored database must not do again.
#include "jobs/restored.h"

#include <gmock/gmock.h>

#include "jobs/schema.h"
#include "support/scratch.h"

namespace stint::jobs {
namespace {

const Instant kNow = *parse_iso_instant("2026-11-20T08:00:00Z");

TEST(RestoredJobs, SendNothingThatMayHaveBeenSent) {
  const test::Scratch folder;
  {
    auto owned = open_database(folder.path(), "jobs");
    ASSERT_TRUE(owned);
    const auto insert = [&](const std::string& id, const std::string& state, Instant ready) {
      const std::string sql =
          "INSERT INTO delivery (message_id, purpose, rule, channel, state, attempt, created_at, ready_at, "
          "status, error, "
          "content) VALUES ('" +
          id + "', 'alert', 'r', 'c', '" + state + "', 0, 0, " + std::to_string(to_epoch_ms(ready)) +
          ", 0, '', 'text')";
      EXPECT_TRUE(owned->database.execute(sql.c_str()));
    };
    insert("due", "waiting", kNow);
    insert("later", "waiting", kNow + Milliseconds{1});
    insert("begun", "sending", kNow + Milliseconds{1});
    insert("sent", "sent", kNow);
    const auto note = [&](const std::string& id, Instant due) {
      const std::string sql =
          "INSERT INTO alert (rule, insight_id, content_hash, severity, noted_at, due_at, delivery, content) "
          "VALUES ('r', '" +
          id + "', 'h', 1, 0, " + std::to_string(to_epoch_ms(due)) + ", NULL, '{}')";
      EXPECT_TRUE(owned->database.execute(sql.c_str()));
    };
    note("due", kNow);
    note("later", kNow + Milliseconds{1});
  }
  ASSERT_TRUE(settle_restored(folder.path(), kNow));
  auto owned = open_database(folder.path(), "jobs");
  ASSERT_TRUE(owned);
  const auto count = [&](const std::string& what) {
    return owned->database.query_integer("SELECT count(*) FROM " + what).value_or(-1);
  };
  EXPECT_EQ(
      1,
      count("delivery WHERE message_id = 'due' AND state = 'unknown' AND content = '' AND finished_at > 0"));
  EXPECT_EQ(1, count("delivery WHERE message_id = 'begun' AND state = 'unknown'"));
  EXPECT_EQ(1, count("delivery WHERE message_id = 'later' AND state = 'waiting' AND content = 'text'"));
  EXPECT_EQ(1, count("delivery WHERE message_id = 'sent' AND state = 'sent'"));
  EXPECT_EQ(1, count("alert"));
  EXPECT_EQ(1, count("alert WHERE insight_id = 'later'"));
}

}  // namespace
}  // namespace stint::jobs
