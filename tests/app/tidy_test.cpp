// What the daily job removes, and what it leaves.
#include "app/serving/tidy.h"

#include <gmock/gmock.h>

#include "app/program.h"
#include "exchange/writes/plan_table.h"
#include "exchange/writes/schema.h"
#include "language/engine/call_log.h"
#include "language/engine/database.h"

namespace stint::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Instant kNow = *parse_iso_instant("2026-11-20T03:30:00Z");

Instant days_ago(int days) {
  return kNow - std::chrono::days{days};
}

language::CallRecord call_at(Instant at) {
  language::CallRecord call;
  call.at = at;
  call.user = "anna";
  call.purpose = "insights";
  call.model = "m";
  call.outcome = "complete";
  return call;
}

class Tidy : public Program {
 protected:
  // A plan made so long ago, and where it stands; its id.
  std::int64_t add_plan(int days, writes::State state, std::optional<Instant> expires = {}) const {
    auto database = writes::open_database(data());
    EXPECT_TRUE(database);
    writes::Plan plan{.actor = {"anna", "work"}, .write = tracker::AddComment{}};
    plan.created = days_ago(days);
    plan.expires = expires.value_or(plan.created + std::chrono::minutes{10});
    static int token = 0;
    const auto id = writes::insert_plan(*database, plan, std::to_string(++token));
    EXPECT_TRUE(id);
    plan.id = *id;
    plan.state = state;
    EXPECT_TRUE(writes::update_plan(*database, plan));
    return *id;
  }
  [[nodiscard]] std::vector<std::int64_t> plans() const {
    auto database = writes::open_database(data());
    const auto newest = writes::newest_plans(*database, 100);
    std::vector<std::int64_t> ids;
    for (const writes::Plan& plan : *newest) ids.push_back(plan.id);
    std::ranges::sort(ids);
    return ids;
  }
};

TEST_F(Tidy, RemovesOldPlansThatHaveComeToTheirEnd) {
  using writes::State;
  std::vector<std::int64_t> kept;
  for (const State state : {State::planned, State::applied, State::partly, State::refused, State::conflict}) {
    add_plan(31, state);
    kept.push_back(add_plan(29, state));
  }
  // These wait for somebody.
  kept.push_back(add_plan(400, State::unknown));
  kept.push_back(add_plan(400, State::sending));
  kept.push_back(add_plan(400, State::planned, kNow + std::chrono::hours{1}));
  RetentionSettings retention;
  retention.plans = std::chrono::days{30};
  const auto done = tidy(data(), retention, kNow);
  ASSERT_TRUE(done) << done.error().to_string();
  EXPECT_EQ(5, done->at("plans").get<int>());
  EXPECT_EQ(kept, plans());
}

TEST_F(Tidy, RemovesOldRecordsOfCalls) {
  auto database = language::open_database(data());
  ASSERT_TRUE(database);
  auto log = language::CallLog::create(*database);
  ASSERT_TRUE(log);
  for (const Instant at : {days_ago(91), days_ago(90) - Milliseconds{1}, days_ago(90), days_ago(1), kNow})
    ASSERT_TRUE(log->record(call_at(at)));
  RetentionSettings retention;
  retention.calls = std::chrono::days{90};
  const auto done = tidy(data(), retention, kNow);
  ASSERT_TRUE(done) << done.error().to_string();
  EXPECT_EQ(2, done->at("calls").get<int>());
  EXPECT_EQ(3, database->query_integer("SELECT count(*) FROM call").value_or(-1));
}

TEST_F(Tidy, MakesNoFiles) {
  ASSERT_TRUE(tidy(data(), {}, kNow));
  EXPECT_FALSE(std::filesystem::exists(data()));
}

TEST_F(Tidy, SettingsAreDays) {
  const auto told = [&](const std::string& text) {
    return run({"doctor", "--config", scratch_.write("config.yaml", text).string()});
  };
  EXPECT_THAT(told("retention:\n  plans: 1\n").err, HasSubstr("from 2 to 3650"));
  EXPECT_THAT(told("retention:\n  plans: soon\n").err, HasSubstr("line 2"));
  EXPECT_THAT(told("retention:\n  audit: 30\n").err, HasSubstr("never shortened"));
  EXPECT_THAT(told("retention:\n  cookies: 30\n").err,
              HasSubstr("jobs, deliveries, calls, plans and reports"));
  scratch_.write("config/stint/config.yaml",
                 "retention:\n  jobs: 3\n  deliveries: 4\n  calls: 5\n  plans: 6\n  reports: 7\n");
  with_session([](const Session& session) {
    const RetentionSettings& days = session.retention();
    EXPECT_THAT((std::vector{days.jobs, days.deliveries, days.calls, days.plans, days.reports}),
                ElementsAre(std::chrono::days{3}, std::chrono::days{4}, std::chrono::days{5},
                            std::chrono::days{6}, std::chrono::days{7}));
  });
}

}  // namespace
}  // namespace stint::app
