#include <gmock/gmock.h>

#include "app/program.h"
#include "store/capacity_table.h"
#include "store/store.h"
#include "support/trackers/products.h"
#include "support/trackers/server.h"

namespace stint::app {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class CapacityVerb : public Program {
 protected:
  // Two weeks of Fleet, in which the team is off on a Wednesday and Ann from a Friday to a Monday; and a
  // sprint without dates.
  void fill() const {
    auto lock = store::WriteLock::acquire(data());
    auto database = store::open_for_writing(data(), *lock);
    auto definitions = store::Definitions::load(*database);
    const store::SiteId site = definitions->site("https://dev.azure.com/contoso");
    definitions->put(site, tracker::Person{"ann", "Ann Ray", false});
    definitions->put(site, tracker::Person{"bob", "Bob Li", false});
    definitions->put(site, tracker::Board{"t1", "Fleet Team", "scrum", "Fleet", "", {}});
    store::SprintRow sprint;
    sprint.sprint.id = "5";
    sprint.sprint.name = "Sprint 5";
    sprint.sprint.state = tracker::SprintState::active;
    sprint.sprint.start = parse_iso_instant("2026-11-16");
    sprint.sprint.end = parse_iso_instant("2026-11-29T23:59:59.999Z");
    definitions->put(site, sprint);
    ASSERT_TRUE(definitions->flush(*database));
    const auto day = [](const char* text) {
      return std::chrono::floor<std::chrono::days>(*parse_iso_instant(text));
    };
    ASSERT_TRUE(
        store::replace_capacity(*database, site,
                                {"5",
                                 "t1",
                                 {{"ann", 6, {{day("2026-11-20"), day("2026-11-23")}}}, {"bob", 4.5, {}}},
                                 {{day("2026-11-18"), day("2026-11-18")}}}));
    ASSERT_TRUE(store::replace_capacity(*database, site, {"6", "t1", {{"bob", 3, {}}}, {}}));
  }
};

TEST_F(CapacityVerb, CountsTheHoursOfDaysThatAreWorkedOn) {
  fill();
  EXPECT_EQ(
      run({"capacity", "--csv"}).out,
      "sprint_id,sprint,state,start,end,team,project,team_days_off,person_id,person,hours_per_day,days_off,"
      "days,hours\n"
      "6,,,,,Fleet Team,Fleet,,bob,Bob Li,3,,,\n"
      "5,Sprint 5,active,2026-11-16,2026-11-29,Fleet Team,Fleet,2026-11-18,ann,Ann Ray,6,"
      "2026-11-20/2026-11-23,7,42\n"
      "5,Sprint 5,active,2026-11-16,2026-11-29,Fleet Team,Fleet,2026-11-18,bob,Bob Li,4.5,,9,40.5\n");
  const JsonDocument json = run({"capacity", "--json"}).json();
  EXPECT_EQ(json["schema"], "stint.capacity/1");
  EXPECT_EQ(json["sprints"][0]["hours"], nullptr);
  EXPECT_EQ(json["sprints"][1]["working_days"], 9);
  EXPECT_EQ(json["sprints"][1]["hours"], 82.5);
  EXPECT_EQ(json["sprints"][1]["people"][0]["days_off"][0]["last"], "2026-11-23");
  const std::string text = run({"capacity"}).out;
  EXPECT_THAT(text, HasSubstr("82.5"));
  EXPECT_THAT(text, HasSubstr("Ann Ray"));
}

TEST_F(CapacityVerb, KeepsToAProject) {
  fill();
  EXPECT_EQ(run({"capacity", "--json", "--project", "fleet"}).json()["sprints"].size(), 2U);
  EXPECT_THAT(run({"capacity", "--json", "--project", "Other"}).json()["sprints"], IsEmpty());
}

TEST_F(CapacityVerb, SaysWhenThereIsNone) {
  const Ran ran = run({"capacity"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_THAT(ran.err, HasSubstr("No team"));
}

TEST_F(CapacityVerb, ShowsWhatASyncBrought) {
  const test::FakeTracker fake =
      test::make_fake("azure-devops", {.issues = 20, .sprints = 3, .seed = 5, .extremes = false});
  test::Front front{*fake.handler};
  test::TrackerServer server{front, [&] { return fake.site->built; }};
  environment_["AZURE_DEVOPS_ORG_URL"] = server.url();
  environment_["AZURE_DEVOPS_EXT_PAT"] = std::string{fake.connection.secret.reveal()};
  const Ran synced = run({"sync"});
  ASSERT_EQ(synced.status, 0) << synced.err;
  const JsonDocument json = run({"capacity", "--json"}).json();
  ASSERT_EQ(json["sprints"].size(), fake.site->sprints.size());
  int with_dates = 0;
  for (const JsonDocument& sprint : json["sprints"]) {
    EXPECT_NE(sprint["sprint"], "");
    EXPECT_NE(sprint["team"], "");
    for (const JsonDocument& person : sprint["people"]) EXPECT_NE(person["name"], "");
    if (!sprint["start"].is_null()) {
      EXPECT_GT(sprint["hours"], 0.0);
      ++with_dates;
    }
  }
  EXPECT_GT(with_dates, 0);
}

}  // namespace
}  // namespace stint::app
