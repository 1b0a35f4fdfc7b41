// Schedules: what can be written, when it is due across changes of the clocks, and how it reads.
#include "jobs/schedule/cron.h"

#include <gmock/gmock.h>
#include <random>
#include <set>

#include "jobs/schedule/next_time.h"
#include "jobs/schedule/schedule.h"
#include "jobs/schedule/words.h"

namespace stint::jobs {
namespace {

namespace chr = std::chrono;
using ::testing::HasSubstr;

CronExpression cron(std::string_view text) {
  auto parsed = CronExpression::parse(text);
  EXPECT_TRUE(parsed) << text;
  return std::move(*parsed);
}

TimeZone zone(std::string_view name) {
  auto found = TimeZone::find(name);
  EXPECT_TRUE(found) << name;
  return *found;
}

Instant at(std::string_view text) {
  const auto parsed = parse_iso_instant(text);
  EXPECT_TRUE(parsed) << text;
  return *parsed;
}

std::string next(std::string_view text, std::string_view zone_name, std::string_view after) {
  const auto found = next_after(cron(text), zone(zone_name), at(after));
  return found ? format_iso(*found) : "never";
}

TEST(Cron, ComesAtTheTimesThatAreWritten) {
  EXPECT_EQ(next("0 8 * * 1-5", "UTC", "2026-11-20T08:00:00Z"), "2026-11-23T08:00:00+00:00");
  EXPECT_EQ(next("0 8 * * 1-5", "UTC", "2026-11-20T07:59:59.999Z"), "2026-11-20T08:00:00+00:00");
  EXPECT_EQ(next("*/15 * * * *", "UTC", "2026-11-20T08:15:30Z"), "2026-11-20T08:30:00+00:00");
  EXPECT_EQ(next("30 6 29 2 *", "UTC", "2026-01-01T00:00:00Z"), "2028-02-29T06:30:00+00:00");
  EXPECT_EQ(next("@weekly", "UTC", "2026-11-21T23:00:00Z"), "2026-11-22T00:00:00+00:00");
  EXPECT_EQ(next("@monthly", "Asia/Kolkata", "2026-11-21T23:00:00Z"), "2026-11-30T18:30:00+00:00");
  EXPECT_EQ(next("0 22 * * FRI-mon", "UTC", "2026-11-23T22:00:00Z"), "2026-11-27T22:00:00+00:00");
  EXPECT_EQ(next("0 0 * * 7", "UTC", "2026-11-21T00:00:00Z"), "2026-11-22T00:00:00+00:00");
  // Either day, as crontab(5) says: the 13th, and every Friday.
  EXPECT_EQ(next("0 0 13 * 5", "UTC", "2026-11-07T00:00:00Z"), "2026-11-13T00:00:00+00:00");
  EXPECT_EQ(next("0 0 13 * 5", "UTC", "2026-11-13T00:00:00Z"), "2026-11-20T00:00:00+00:00");
  // Both, where one begins with "*".
  EXPECT_EQ(next("0 0 */10 * 5", "UTC", "2026-11-01T00:00:00Z"), "2026-12-11T00:00:00+00:00");
  // The 1st or 29th of February, if it is a Monday.
  EXPECT_EQ(next("0 0 */28 2 1", "UTC", "2026-03-01T00:00:00Z"), "2027-02-01T00:00:00+00:00");
}

TEST(Cron, RunsOnceWhereClocksChange) {
  // 29 March 2026: 02:00 to 03:00 is not there. 25 October: 02:00 to 03:00 is there twice.
  EXPECT_EQ(next("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z"), "2026-03-29T01:00:00+00:00");
  EXPECT_EQ(next("30 2 * * *", "Europe/Berlin", "2026-03-29T01:00:00Z"), "2026-03-30T00:30:00+00:00");
  EXPECT_EQ(next("*/10 2 * * *", "Europe/Berlin", "2026-03-29T01:00:00Z"), "2026-03-30T00:00:00+00:00");
  EXPECT_EQ(next("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z"), "2026-10-25T00:30:00+00:00");
  EXPECT_EQ(next("30 2 * * *", "Europe/Berlin", "2026-10-25T00:30:00Z"), "2026-10-26T01:30:00+00:00");
  // Samoa left out the whole 30 December 2011.
  EXPECT_EQ(next("0 9 30 12 *", "Pacific/Apia", "2011-12-29T20:00:00Z"), "2011-12-30T10:00:00+00:00");
}

// The definition, walked minute by minute: a minute runs if its local time fits and has not been shown
// before; the first one after a gap also if a skipped time fits. `from` is a whole minute.
std::vector<Instant> by_walking(const CronExpression& times, const TimeZone& where, Instant from,
                                Instant to) {
  const auto fits = [&](chr::local_time<Milliseconds> local) {
    const Day day = chr::floor<chr::days>(local);
    const chr::hh_mm_ss clock{local - chr::local_time<Milliseconds>{day}};
    return times.on_day(day) &&
           times.at(static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()));
  };
  std::vector<Instant> runs;
  auto latest = where.local(from - chr::hours{30});
  for (Instant now = from - chr::hours{30} + chr::minutes{1}; now <= to; now += chr::minutes{1}) {
    const auto local = where.local(now);
    bool run = false;
    for (auto skipped = latest + chr::minutes{1}; skipped <= local; skipped += chr::minutes{1})
      run = run || fits(skipped);
    if (run && now > from) runs.push_back(now);
    latest = std::max(latest, local);
  }
  return runs;
}

std::string random_field(std::mt19937& random, int least, int most) {
  const auto pick = [&](int low, int high) { return std::uniform_int_distribution{low, high}(random); };
  const int first = pick(least, most);
  const int last = pick(first, most);
  switch (pick(0, 6)) {
    case 0:
    case 1:
      return "*";
    case 2:
      return "*/" + std::to_string(pick(1, most));
    case 3:
      return std::to_string(first) + "-" + std::to_string(last);
    case 4:
      return std::to_string(first) + "-" + std::to_string(last) + "/" + std::to_string(pick(1, most));
    case 5:
      return std::to_string(first) + "," + std::to_string(last);
    default:
      return std::to_string(first);
  }
}

TEST(Cron, AgreesWithAWalkOverMinutes) {
  struct Change {
    std::string_view zone;
    std::string_view around;
  };
  constexpr Change kChanges[] = {{"Europe/Berlin", "2026-03-29"},       {"Europe/Berlin", "2026-10-25"},
                                 {"America/New_York", "2026-03-08"},    {"America/New_York", "2026-11-01"},
                                 {"Australia/Lord_Howe", "2026-04-05"}, {"Australia/Lord_Howe", "2026-10-04"},
                                 {"America/Sao_Paulo", "2018-11-04"},   {"Pacific/Apia", "2011-12-30"},
                                 {"Asia/Kolkata", "2026-02-28"},        {"UTC", "2027-12-31"}};
  std::mt19937 random{20261121};
  int compared = 0;
  for (int round = 0; round < 400; ++round) {
    const Change& change = kChanges[static_cast<std::size_t>(round) % std::size(kChanges)];
    std::string text = random_field(random, 0, 59) + " " + random_field(random, 0, 23) + " " +
                       random_field(random, 1, 31) + " " + random_field(random, 1, 12) + " " +
                       random_field(random, 0, 6);
    const auto parsed = CronExpression::parse(text);
    if (!parsed) continue;
    const TimeZone where = zone(change.zone);
    const Instant from = at(change.around) - chr::hours{36};
    const Instant to = from + chr::hours{72};
    std::vector<Instant> runs;
    for (auto due = next_after(*parsed, where, from); due && *due <= to;
         due = next_after(*parsed, where, *due))
      runs.push_back(*due);
    ASSERT_EQ(runs, by_walking(*parsed, where, from, to))
        << text << " in " << change.zone << " " << change.around;
    if (!runs.empty()) ++compared;
    // From between two times it is the later one.
    for (std::size_t i = 1; i < runs.size() && i < 5; ++i)
      EXPECT_EQ(next_after(*parsed, where, runs[i] - Milliseconds{1}), runs[i]) << text;
  }
  EXPECT_GT(compared, 100);
}

TEST(Cron, SaysWhatIsWrong) {
  const auto error = [](std::string_view text) {
    const auto parsed = CronExpression::parse(text);
    EXPECT_FALSE(parsed) << text;
    return parsed ? "" : parsed.error().to_string();
  };
  EXPECT_THAT(error("61 * * * *"), HasSubstr("the minute \"61\" is not between 0 and 59"));
  EXPECT_THAT(error("* 24 * * *"), HasSubstr("the hour \"24\" is not between 0 and 23"));
  EXPECT_THAT(error("* * 0 * *"), HasSubstr("the day of the month \"0\" is not between 1 and 31"));
  EXPECT_THAT(error("* * * foo *"), HasSubstr("the month \"foo\" is not known"));
  EXPECT_THAT(error("* * * * 8"), HasSubstr("the day of the week \"8\""));
  EXPECT_THAT(error("* * * *"), HasSubstr("has 4 fields instead of five"));
  EXPECT_THAT(error("5-1 * * * *"), HasSubstr("ends before it begins"));
  EXPECT_THAT(error("5/10 * * * *"), HasSubstr("write 5-59/10"));
  EXPECT_THAT(error("*/0 * * * *"), HasSubstr("step"));
  EXPECT_THAT(error("1,,2 * * * *"), HasSubstr("no number"));
  EXPECT_THAT(error("0 0 30 2 *"), HasSubstr("never comes"));
  EXPECT_THAT(error("0 0 31 4,6,9,11 *"), HasSubstr("never comes"));
  EXPECT_THAT(error("@sometimes"), HasSubstr("@hourly"));
  EXPECT_THAT(error(""), HasSubstr("fields"));
  EXPECT_THAT(error(std::string(1000, '*')), HasSubstr("too long"));
  EXPECT_EQ(CronExpression::parse("-1 * * * *").error().code, ErrorCode::usage);
  EXPECT_TRUE(CronExpression::parse("0 0 30 2 mon"));
}

TEST(Cron, ReadsAsASentence) {
  const auto words = [](std::string_view text) { return in_words(cron(text)); };
  EXPECT_EQ(words("0 8 * * 1-5"), "every weekday at 08:00");
  EXPECT_EQ(words("0 8 * * *"), "every day at 08:00");
  EXPECT_EQ(words("@weekly"), "every Sunday at 00:00");
  EXPECT_EQ(words("@hourly"), "every hour");
  EXPECT_EQ(words("*/15 * * * *"), "every 15 minutes");
  EXPECT_EQ(words("* * * * *"), "every minute");
  EXPECT_EQ(words("*/15 8-18 * * 1-5"), "every weekday, every 15 minutes from 08:00 to 18:45");
  EXPECT_EQ(words("0 8,12 * * mon,thu"), "every Monday and Thursday at 08:00 and 12:00");
  EXPECT_EQ(words("0 */6 * * *"), "every day at 00:00, 06:00, 12:00 and 18:00");
  EXPECT_EQ(words("5 */2 * * *"), "every 2 hours, at minute 5");
  EXPECT_EQ(words("0 9 1 * *"), "on day 1 of every month at 09:00");
  EXPECT_EQ(words("0 9 1,15 1,7 *"), "on days 1 and 15 of January and July at 09:00");
  EXPECT_EQ(words("0 0 13 * 5"), "on day 13 of every month and every Friday at 00:00");
  EXPECT_EQ(words("0 0 * 12 0,6"), "every Saturday and Sunday in December at 00:00");
}

TEST(Schedule, IsReadFromJson) {
  const auto schedule =
      schedule_from_json(R"({"name":"morning","kind":"refresh","expression":"0 8 * * 1-5"})");
  ASSERT_TRUE(schedule);
  const std::string json = to_line(to_json(*schedule, zone("Europe/Berlin"), at("2026-11-21T12:00:00Z")));
  EXPECT_EQ(
      json,
      R"({"name":"morning","kind":"refresh","expression":"0 8 * * 1-5","words":"every weekday at 08:00",)"
      R"("zone":"Europe/Berlin","on":true,"next":"2026-11-23T07:00:00+00:00"})");
  const auto wrong = schedule_from_json(R"({"name":"x","kind":"refresh","expression":"0 25 * * *"})");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().where, "expression");
  EXPECT_EQ(schedule_from_json(R"({"name":"X y","kind":"r","expression":"@daily"})").error().where, "name");
  EXPECT_EQ(schedule_from_json(R"({"name":"x","kind":"r"})").error().where, "expression");
  EXPECT_EQ(schedule_from_json(R"({"name":"x","kind":"r","expression":"@daily","user":1})").error().where,
            "user");
  EXPECT_FALSE(schedule_from_json("[]"));
  EXPECT_FALSE(schedule_from_json("{"));
}

}  // namespace
}  // namespace stint::jobs
