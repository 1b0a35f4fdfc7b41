// Rules: whom they match, when they let something be told, and how they are written.
#include "jobs/alerts/rule.h"

#include <gmock/gmock.h>

namespace stint::jobs {
namespace {

AlertItem item(AlertSeverity severity, AlertChange change) {
  AlertItem made;
  made.insight_id = "i1";
  made.kind = "scope_creep";
  made.severity = severity;
  made.change = change;
  made.projects = {"PAY", "OPS"};
  return made;
}

AlertRule rule(std::string_view json) {
  auto read = rule_from_json(json);
  EXPECT_TRUE(read) << read.error().to_string();
  return read ? *read : AlertRule{};
}

TEST(AlertRule, MatchesWhatItNames) {
  const AlertItem fresh = item(AlertSeverity::warning, AlertChange::fresh);
  EXPECT_TRUE(matches(rule(R"({"name":"r","channel":"c"})"), fresh));
  EXPECT_FALSE(matches(rule(R"({"name":"r","channel":"c","on":false})"), fresh));
  EXPECT_FALSE(matches(rule(R"({"name":"r","channel":"c","severity":"error"})"), fresh));
  EXPECT_TRUE(matches(rule(R"({"name":"r","channel":"c","severity":"info"})"), fresh));
  EXPECT_TRUE(matches(rule(R"({"name":"r","channel":"c","kinds":["flow","scope_creep"]})"), fresh));
  EXPECT_FALSE(matches(rule(R"({"name":"r","channel":"c","kinds":["flow"]})"), fresh));
  EXPECT_TRUE(matches(rule(R"({"name":"r","channel":"c","projects":["OPS"]})"), fresh));
  EXPECT_FALSE(matches(rule(R"({"name":"r","channel":"c","projects":["WEB"]})"), fresh));
  EXPECT_FALSE(matches(rule(R"({"name":"r","channel":"c","changes":["worse"]})"), fresh));
  EXPECT_TRUE(matches(rule(R"({"name":"r","channel":"c","changes":["worse"]})"),
                      item(AlertSeverity::error, AlertChange::worse)));
  for (const AlertChange change : {AlertChange::same, AlertChange::better})
    EXPECT_FALSE(matches(rule(R"({"name":"r","channel":"c"})"), item(AlertSeverity::error, change)));
}

struct DueCase {
  std::string_view rule;
  AlertSeverity severity;
  std::string_view now;
  std::string_view due;
};

class Due : public ::testing::TestWithParam<DueCase> {};

TEST_P(Due, IsAsTheRuleSays) {
  const DueCase& test = GetParam();
  const AlertRule read = rule(std::string{R"({"name":"r","channel":"c","zone":"Europe/Berlin",)"} +
                              std::string{test.rule} + "}");
  const auto zone = zone_of(read, {});
  ASSERT_TRUE(zone);
  EXPECT_EQ(
      format_iso(due_at(read, *zone, item(test.severity, AlertChange::fresh), *parse_iso_instant(test.now))),
      test.due)
      << test.rule << " " << test.now;
}

constexpr std::string_view kNight = R"("quiet_hours":{"from":"20:00","to":"07:00","errors_pass":true})";
constexpr std::string_view kNoon = R"("quiet_hours":{"from":"12:00","to":"13:00"})";
constexpr std::string_view kDay = R"("digest":{"every":"day","at":"08:30"})";
constexpr std::string_view kWeek = R"("digest":{"every":"week","at":"08:30","day":"Monday"})";
constexpr AlertSeverity kW = AlertSeverity::warning;

INSTANTIATE_TEST_SUITE_P(
    Rules, Due,
    ::testing::Values(
        DueCase{R"("on":true)", kW, "2026-11-20T23:00:00Z", "2026-11-20T23:00:00+00:00"},
        // 19:59 and 20:00 in Berlin.
        DueCase{kNight, kW, "2026-11-20T18:59:00Z", "2026-11-20T18:59:00+00:00"},
        DueCase{kNight, kW, "2026-11-20T19:00:00Z", "2026-11-21T06:00:00+00:00"},
        DueCase{kNight, kW, "2026-11-21T05:59:59Z", "2026-11-21T06:00:00+00:00"},
        DueCase{kNight, kW, "2026-11-21T06:00:00Z", "2026-11-21T06:00:00+00:00"},
        DueCase{kNight, AlertSeverity::error, "2026-11-20T23:00:00Z", "2026-11-20T23:00:00+00:00"},
        DueCase{kNoon, AlertSeverity::error, "2026-11-20T11:30:00Z", "2026-11-20T12:00:00+00:00"},
        DueCase{kNoon, kW, "2026-11-20T12:00:00Z", "2026-11-20T12:00:00+00:00"},
        // The night of the change is an hour shorter.
        DueCase{kNight, kW, "2026-03-28T22:00:00Z", "2026-03-29T05:00:00+00:00"},
        DueCase{kDay, kW, "2026-11-20T07:29:00Z", "2026-11-20T07:30:00+00:00"},
        DueCase{kDay, kW, "2026-11-20T07:30:00Z", "2026-11-21T07:30:00+00:00"},
        DueCase{kWeek, kW, "2026-11-20T07:30:00Z", "2026-11-23T07:30:00+00:00"}));

TEST(AlertRule, IsWrittenAsItIsRead) {
  constexpr std::string_view kJson =
      R"({"name":"night.watch","on":true,"kinds":["flow"],"severity":"error","projects":["PAY"],)"
      R"("changes":["worse"],"quiet_hours":{"from":"20:00","to":"07:05","errors_pass":true},)"
      R"("digest":{"every":"week","at":"08:30","day":"sunday"},"zone":"Asia/Kolkata","channel":"team"})";
  EXPECT_EQ(to_line(to_json(rule(kJson))), kJson);
  EXPECT_EQ(
      to_line(to_json(rule(R"({"name":"r","channel":"c"})"))),
      R"({"name":"r","on":true,"kinds":[],"severity":"warning","projects":[],"changes":["new","worse"],)"
      R"("quiet_hours":null,"digest":{"every":"once"},"zone":"","channel":"c"})");
}

TEST(AlertRule, SaysWhereItIsWrong) {
  const auto where = [](std::string_view member) {
    const auto read =
        rule_from_json(std::string{R"({"name":"r","channel":"c",)"} + std::string{member} + "}");
    EXPECT_FALSE(read) << member;
    if (!read) {
      EXPECT_EQ(read.error().code, ErrorCode::usage);
    }
    return read ? "" : read.error().where;
  };
  EXPECT_EQ(where(R"("severity":"bad")"), "severity");
  EXPECT_EQ(where(R"("changes":["old"])"), "changes");
  EXPECT_EQ(where(R"("changes":[])"), "changes");
  EXPECT_EQ(where(R"("quiet_hours":{"from":"8:00","to":"09:00"})"), "quiet_hours.from");
  EXPECT_EQ(where(R"("quiet_hours":{"from":"08:00","to":"24:00"})"), "quiet_hours.to");
  EXPECT_EQ(where(R"("quiet_hours":{"from":"08:00","to":"08:00"})"), "quiet_hours.to");
  EXPECT_EQ(where(R"("quiet_hours":"always")"), "quiet_hours");
  EXPECT_EQ(where(R"("digest":{"every":"month"})"), "digest.every");
  EXPECT_EQ(where(R"("digest":{"every":"day"})"), "digest.at");
  EXPECT_EQ(where(R"("digest":{"every":"week","at":"08:00","day":"tomorrow"})"), "digest.day");
  EXPECT_EQ(where(R"("zone":"Middle/Earth")"), "zone");
  EXPECT_EQ(where(R"("kinds":"flow")"), "kinds");
  EXPECT_EQ(where(R"("kinds":[1])"), "kinds[0]");
  EXPECT_EQ(where(R"("on":"yes")"), "on");
  EXPECT_EQ(where(R"("typo":1)"), "typo");
  EXPECT_EQ(where(R"("zone":"a\u0000b")"), "zone");
  EXPECT_FALSE(rule_from_json(R"({"channel":"c"})"));
}

}  // namespace
}  // namespace stint::jobs
