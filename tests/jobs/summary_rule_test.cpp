// Which summaries go to whom: how that is written, kept and used.
#include <ctime>
#include <gmock/gmock.h>

#include "jobs/alert_scene.h"
#include "jobs/alerts/summary.h"
#include "jobs/channels/formats.h"

namespace stint::jobs {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(SummaryRule, IsReadAndWritten) {
  const auto short_one = summary_from_json(R"({"name":"daily","kind":"daily_hygiene","channel":"team"})");
  ASSERT_TRUE(short_one);
  EXPECT_EQ(to_line(to_json(*short_one)),
            R"({"name":"daily","on":true,"kind":"daily_hygiene","projects":[],"attach_report":false,)"
            R"("channel":"team"})");
  const std::string whole =
      R"({"name":"w","on":false,"kind":"weekly_summary","projects":["PAY","Web shop"],"attach_report":true,)"
      R"("channel":"mail"})";
  const auto read = summary_from_json(whole);
  ASSERT_TRUE(read);
  EXPECT_EQ(to_line(to_json(*read)), whole);
}

TEST(SummaryRule, SaysWhatIsWrongWhere) {
  struct Case {
    const char* json;
    const char* where;
  };
  for (const Case& bad :
       {Case{R"([])", ""}, Case{R"({"name":"d","kind":"daily_hygiene"})", "channel"},
        Case{R"({"name":"d","channel":"c"})", "kind"},
        Case{R"({"name":"d","channel":"c","kind":"hourly"})", "kind"},
        Case{R"({"name":"A b","channel":"c","kind":"daily_hygiene"})", "name"},
        Case{R"({"name":"d","channel":"c","kind":"daily_hygiene","projects":"PAY"})", "projects"},
        Case{R"({"name":"d","channel":"c","kind":"daily_hygiene","attach_report":1})", "attach_report"},
        Case{R"({"name":"d","channel":"c","kind":"daily_hygiene","to":"x"})", "to"}}) {
    const auto read = summary_from_json(bad.json);
    ASSERT_FALSE(read) << bad.json;
    EXPECT_EQ(read.error().code, ErrorCode::usage) << bad.json;
    EXPECT_EQ(read.error().where, bad.where) << bad.json;
  }
}

// The C library has its own idea of weeks, and it is the same.
TEST(Period, IsTheDayOrTheWeekOfIso8601) {
  const Day first = std::chrono::local_days{std::chrono::year{2015} / 1 / 1};
  for (int i = 0; i < 8000; ++i) {
    const Day day = first + std::chrono::days{i};
    const std::time_t seconds = static_cast<std::time_t>(day.time_since_epoch().count()) * 86'400;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%G-W%V", &parts);
    ASSERT_EQ(period_of(SummaryKind::weekly_summary, day), text.data());
    std::strftime(text.data(), text.size(), "%F", &parts);
    ASSERT_EQ(period_of(SummaryKind::daily_hygiene, day), text.data());
  }
}

TEST(Summaries, AreKeptWithTheirChannels) {
  Desk desk;
  const auto alerts = desk.open_with_rule();
  const auto rule = summary_from_json(R"({"name":"daily","kind":"daily_hygiene","channel":"hook"})");
  ASSERT_TRUE(rule);
  ASSERT_TRUE(alerts->put_summary(*rule));
  SummaryRule lost = *rule;
  lost.channel = "nowhere";
  EXPECT_EQ(alerts->put_summary(lost).error().where, "channel");
  ASSERT_EQ(alerts->summaries()->size(), 1U);
  ASSERT_TRUE(alerts->remove_rule("all"));
  EXPECT_EQ(alerts->remove_channel("hook").error().code, ErrorCode::conflict);
  ASSERT_TRUE(alerts->remove_summary("daily"));
  EXPECT_EQ(alerts->remove_summary("daily").error().code, ErrorCode::not_found);
  EXPECT_TRUE(alerts->remove_channel("hook"));
}

Message report_titled(std::string title) {
  Message message;
  message.purpose = "report";
  message.title = std::move(title);
  return message;
}

TEST(Summaries, GoOutOnceForEachPeriod) {
  Desk desk;
  {
    const auto alerts = desk.open_with_rule();
    EXPECT_TRUE(alerts->enqueue("hook", "daily_hygiene 2026-11-20 daily", report_titled("t")).value());
    desk.run_all(*alerts);
    EXPECT_FALSE(alerts->enqueue("hook", "daily_hygiene 2026-11-20 daily", report_titled("u")).value());
  }
  const auto again = desk.open();
  EXPECT_FALSE(again->enqueue("hook", "daily_hygiene 2026-11-20 daily", report_titled("u")).value());
  EXPECT_TRUE(again->enqueue("hook", "daily_hygiene 2026-11-21 daily", report_titled("v")).value());
  desk.run_all(*again);
  EXPECT_EQ(desk.requests.size(), 2U);
}

// Nothing in a report was judged, so nothing in it is called a warning.
TEST(Reports, NameTheirItemsWithoutASeverity) {
  Message message;
  message.purpose = "report";
  message.title = "Board 1: hygiene 59 of 100";
  message.text = "Board 1: 59 of 100.\nBoard 2: 70 of 100.";
  AlertItem item = finding("x");
  item.title = "PAY-7: Refund twice";
  item.link = "https://stint.example.com/issues/PAY-7";
  message.items.push_back(item);
  for (const std::string& text :
       {slack_body(message), teams_body(message), mail_html(message), mail_plain(message)}) {
    EXPECT_THAT(text, HasSubstr("PAY-7: Refund twice"));
    EXPECT_THAT(text, HasSubstr("https://stint.example.com/issues/PAY-7"));
    EXPECT_THAT(text, Not(HasSubstr("Warning")));
  }
  message.purpose = "alert";
  EXPECT_THAT(mail_plain(message), HasSubstr("Warning (new): PAY-7: Refund twice"));
}

}  // namespace
}  // namespace stint::jobs
