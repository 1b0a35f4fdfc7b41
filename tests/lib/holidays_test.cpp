#include "lib/ical/holidays.h"

#include <gmock/gmock.h>
#include <string>

#include "support/scratch.h"

namespace stint {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A calendar of events, each given by its properties.
std::string calendar(const std::vector<std::string>& events, std::string_view line_end = "\r\n") {
  std::string text = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//test//EN\n";
  for (const std::string& event : events) text += "BEGIN:VEVENT\n" + event + "\nEND:VEVENT\n";
  text += "END:VCALENDAR\n";
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += line_end;
    } else {
      out += c;
    }
  }
  return out;
}

std::vector<std::string> days(const std::vector<std::string>& events) {
  const auto holidays = parse_holidays(calendar(events));
  EXPECT_TRUE(holidays) << holidays.error().to_string();
  std::vector<std::string> texts;
  if (!holidays) return texts;
  for (const Day day : holidays->days) texts.push_back(format_day(day));
  return texts;
}

std::string mistake(const std::string& text) {
  const auto holidays = parse_holidays(text);
  if (holidays) return "none";
  EXPECT_EQ(holidays.error().code, ErrorCode::usage);
  return holidays.error().to_string();
}

TEST(Holidays, OneDay) {
  EXPECT_THAT(days({"DTSTART;VALUE=DATE:20261225"}), ElementsAre("2026-12-25"));
  EXPECT_THAT(days({"DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261226"}), ElementsAre("2026-12-25"));
  EXPECT_THAT(days({"DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261225"}), ElementsAre("2026-12-25"));
  EXPECT_THAT(days({"dtstart;value=date:20261225\nsummary:Christmas"}), ElementsAre("2026-12-25"));
  EXPECT_THAT(days({}), ElementsAre());
}

TEST(Holidays, SeveralDays) {
  EXPECT_THAT(days({"DTSTART;VALUE=DATE:20261230\nDTEND;VALUE=DATE:20270102"}),
              ElementsAre("2026-12-30", "2026-12-31", "2027-01-01"));
  EXPECT_THAT(days({"DTSTART;VALUE=DATE:20261230\nDURATION:P2D"}), ElementsAre("2026-12-30", "2026-12-31"));
  EXPECT_EQ(days({"DTSTART;VALUE=DATE:20261228\nDURATION:P1W"}).size(), 7U);
}

TEST(Holidays, SortedAndEachOnce) {
  EXPECT_THAT(days({"DTSTART;VALUE=DATE:20261226", "DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261227",
                    "DTSTART;VALUE=DATE:20260101", "DTSTART;VALUE=DATE:20261225"}),
              ElementsAre("2026-01-01", "2026-12-25", "2026-12-26"));
}

TEST(Holidays, Yearly) {
  const auto christmas = days({"DTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY"});
  EXPECT_EQ(christmas.size(), 81U);  // 2020 to 2100
  EXPECT_EQ(christmas.front(), "2020-12-25");
  EXPECT_EQ(christmas.back(), "2100-12-25");
  EXPECT_THAT(days({"DTSTART;VALUE=DATE:20241225\nRRULE:FREQ=YEARLY;COUNT=3"}),
              ElementsAre("2024-12-25", "2025-12-25", "2026-12-25"));
  for (const char* until : {"20251231", "20251225", "20251225T000000Z", "20251225T120000Z"}) {
    EXPECT_THAT(days({std::string{"DTSTART;VALUE=DATE:20241225\nRRULE:FREQ=YEARLY;UNTIL="} + until}),
                ElementsAre("2024-12-25", "2025-12-25"))
        << until;
  }
  // A file of many that ended, and of many leap days, is nothing out of the ordinary.
  EXPECT_EQ(
      days(std::vector<std::string>(200, "DTSTART;VALUE=DATE:20240101\nRRULE:FREQ=WEEKLY;UNTIL=20241231"))
          .size(),
      53U);
  EXPECT_EQ(days(std::vector<std::string>(
                     50, "DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"))
                .size(),
            19U);
  // Thanksgiving, and the leap day.
  EXPECT_THAT(days({"DTSTART;VALUE=DATE:20241128\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=3"}),
              ElementsAre("2024-11-28", "2025-11-27", "2026-11-26"));
  EXPECT_THAT(days({"DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=2"}),
              ElementsAre("2024-02-29", "2028-02-29"));
}

TEST(Holidays, RepetitionsLastAsLongAsTheFirst) {
  EXPECT_THAT(days({"DTSTART;VALUE=DATE:20241231\nDTEND;VALUE=DATE:20250102\nRRULE:FREQ=YEARLY;COUNT=2"}),
              ElementsAre("2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01"));
}

TEST(Holidays, LeftOutAddedAndReplaced) {
  EXPECT_THAT(days({"DTSTART;VALUE=DATE:20241225\nRRULE:FREQ=YEARLY;COUNT=3\nEXDATE;VALUE=DATE:20251225"}),
              ElementsAre("2024-12-25", "2026-12-25"));
  EXPECT_THAT(days({"DTSTART;VALUE=DATE:20240401\nRDATE;VALUE=DATE:20250421,20260406"}),
              ElementsAre("2024-04-01", "2025-04-21", "2026-04-06"));
  EXPECT_THAT(days({"UID:x\nDTSTART;VALUE=DATE:20241225\nRRULE:FREQ=YEARLY;COUNT=3",
                    "UID:x\nRECURRENCE-ID;VALUE=DATE:20251225\nDTSTART;VALUE=DATE:20251226",
                    "UID:y\nRECURRENCE-ID;VALUE=DATE:20261225\nDTSTART;VALUE=DATE:20260101"}),
              ElementsAre("2024-12-25", "2025-12-26", "2026-01-01", "2026-12-25"));
  EXPECT_THAT(days({"UID:x\nDTSTART;VALUE=DATE:20241225\nSTATUS:CANCELLED"}), ElementsAre());
}

TEST(Holidays, TimedEventsAreCounted) {
  const auto holidays = parse_holidays(
      calendar({"DTSTART:20261225T100000Z\nDTEND:20261225T110000Z", "DTSTART;VALUE=DATE:20261226",
                "DTSTART;TZID=Europe/Berlin:20261227T100000\nRRULE:FREQ=SECONDLY"}));
  ASSERT_TRUE(holidays) << holidays.error().to_string();
  EXPECT_EQ(holidays->timed_events, 2);
  EXPECT_EQ(holidays->days.size(), 1U);
}

TEST(Holidays, LineEndsFoldsAndWhatStandsAround) {
  const std::vector<std::string> events{
      "SUMMARY:A long\n  story\nDTSTART;VALUE=DA\n TE:20261225\nBEGIN:VALARM\nDTSTART;VALUE=DATE:20000101\n"
      "END:VALARM\nDESCRIPTION:BEGIN:VEVENT"};
  for (const std::string_view line_end : {"\r\n", "\n"}) {
    std::string text = "\xEF\xBB\xBF" + calendar(events, line_end);
    const auto holidays = parse_holidays(text);
    ASSERT_TRUE(holidays) << holidays.error().to_string();
    ASSERT_EQ(holidays->days.size(), 1U);
    EXPECT_EQ(format_day(holidays->days.front()), "2026-12-25");
  }
}

TEST(Holidays, OnlyFrom1970To2100) {
  EXPECT_THAT(days({"DTSTART;VALUE=DATE:19691230\nDTEND;VALUE=DATE:19700103"}),
              ElementsAre("1970-01-01", "1970-01-02"));
  EXPECT_THAT(days({"DTSTART;VALUE=DATE:21001231\nDTEND;VALUE=DATE:99991231"}), ElementsAre("2100-12-31"));
  EXPECT_EQ(days({"DTSTART;VALUE=DATE:18000101\nRRULE:FREQ=YEARLY"}).size(), 131U);
  EXPECT_EQ(days({"DTSTART;VALUE=DATE:19700101\nDURATION:P99999999W"}).size(), 47'847U);
}

TEST(Holidays, MistakesSayTheLine) {
  EXPECT_EQ(mistake(""), "line 1: this is not an iCalendar file");
  EXPECT_EQ(mistake("{\"holidays\": []}"), "line 1: this is not an iCalendar file");
  EXPECT_EQ(mistake(calendar({}) + "more\n"), "line 5: this is outside of the calendar");
  EXPECT_EQ(mistake(calendar({"SUMMARY:x"})), "line 4: an event without a start (DTSTART)");
  EXPECT_EQ(mistake(calendar({"DTSTART;VALUE=DATE:20261225", "DTSTART;VALUE=DATE:20261399"})),
            "line 7: an event whose start (DTSTART) is no date");
  EXPECT_EQ(mistake(calendar({"DTSTART;VALUE=DATE:soon"})), "line 4: an event's DTSTART cannot be read");
  EXPECT_EQ(mistake(calendar({"DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=OFTEN"})),
            "line 4: an event's RRULE cannot be read");
  EXPECT_EQ(mistake("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\n"),
            "line 2: the file ends within the event that begins here");
  EXPECT_EQ(mistake("BEGIN:VCALENDAR\nVERSION:2.0\n"), "line 2: the file ends within the calendar");
}

TEST(Holidays, HostileFilesEnd) {
  EXPECT_THAT(mistake(calendar({"DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=SECONDLY"})),
              HasSubstr("cannot repeat within a day"));
  const std::vector<std::string> daily(10, "DTSTART;VALUE=DATE:19700101\nRRULE:FREQ=DAILY");
  EXPECT_THAT(mistake(calendar(daily)), HasSubstr("more than 300000 steps"));
  const std::vector<std::string> yearly(501, "DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;COUNT=1");
  EXPECT_THAT(mistake(calendar(yearly)), HasSubstr("more than 500 repeating events"));
  EXPECT_THAT(days({"DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"}),
              ElementsAre("2026-01-01"));
  EXPECT_EQ(days({"DTSTART;VALUE=DATE:21000101\nRRULE:FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3"}).size(), 365U);
  // What is looked for in vain is worked for all the same, in every unit of time; one such rule is borne
  // with.
  for (const char* in_vain : {"DAILY;BYMONTH=2;BYMONTHDAY=30", "WEEKLY;BYMONTH=2;BYDAY=MO;BYSETPOS=7",
                              "MONTHLY;BYMONTH=2;BYMONTHDAY=31"}) {
    const std::string event = "DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=" + std::string{in_vain};
    EXPECT_THAT(mistake(calendar(std::vector<std::string>(500, event))), HasSubstr("more than 300000 steps"))
        << in_vain;
    EXPECT_EQ(mistake(calendar({event})), "none") << in_vain;
  }
  std::string dates = "20260101";
  while (dates.size() < 900'000) dates += ",20260101";
  EXPECT_THAT(days({"DTSTART;VALUE=DATE:20260101\nRDATE;VALUE=DATE:" + dates}), ElementsAre("2026-01-01"));
  EXPECT_THAT(mistake(calendar({"UID:" + std::string(2'000'000, 'x')})), HasSubstr("more than 1 MB"));
  std::string deep = "BEGIN:VCALENDAR\n";
  for (int i = 0; i < 100'000; ++i) deep += "BEGIN:VEVENT\n";
  EXPECT_EQ(mistake(deep), "line 2: the file ends within the event that begins here");
}

TEST(Holidays, Files) {
  const test::Scratch scratch;
  const auto file = scratch.write("h.ics", calendar({"DTSTART;VALUE=DATE:20261225"}));
  EXPECT_EQ(read_holidays(file)->days.size(), 1U);
  EXPECT_EQ(read_holidays(scratch / "none.ics").error().code, ErrorCode::not_found);
  EXPECT_FALSE(read_holidays(scratch / "."));
  const auto bad = read_holidays(scratch.write("b.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\n"));
  ASSERT_FALSE(bad);
  EXPECT_THAT(bad.error().where, HasSubstr("b.ics, line 2"));
}

}  // namespace
}  // namespace stint
