// Flag, else environment, else configuration file, else default.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/program.h"
#include "support/jira.h"

namespace stint::app {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class ConfigurationFile : public Program {
 protected:
  void configure(std::string_view text) const { scratch_.write("config/stint/config.yaml", text); }
  [[nodiscard]] double option(std::string_view name, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words{"metrics", "--options", "--json"};
    words.insert(words.end(), more.begin(), more.end());
    const Ran ran = run(words);
    EXPECT_EQ(ran.status, 0) << ran.err;
    if (ran.status != 0) return -1;
    const JsonDocument document = ran.json();
    for (const auto& row : document["options"]) {
      if (row["option"] == name) return row["value"].get<double>();
    }
    return -1;
  }
  // Where the program looks for data.
  [[nodiscard]] std::string folder(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words{"insights"};
    words.insert(words.end(), more.begin(), more.end());
    const std::string err = run(words).err;
    const std::size_t end = err.find("/stint.db");
    return end == std::string::npos ? err : err.substr(7, end - 7);
  }
};

TEST_F(ConfigurationFile, FlagThenEnvironmentThenFileThenDefault) {
  configure("data: /nonexistent/file\n");
  environment_["STINT_DATA"] = "/nonexistent/environment";
  EXPECT_EQ(folder({"--data", "/nonexistent/flag"}), "/nonexistent/flag");
  EXPECT_EQ(folder(), "/nonexistent/environment");
  environment_["STINT_DATA"] = "";
  EXPECT_EQ(folder(), "/nonexistent/file");
  configure("");
  environment_["XDG_DATA_HOME"] = "/nonexistent/xdg";
  EXPECT_EQ(folder(), "/nonexistent/xdg/stint");
  environment_["XDG_DATA_HOME"] = "";
  environment_["HOME"] = "/nonexistent/home";
  EXPECT_EQ(folder(), "/nonexistent/home/.local/share/stint");
}

TEST_F(ConfigurationFile, OptionsOfTheMetrics) {
  EXPECT_EQ(option("scope_creep.warning"), 0.2);
  configure("options:\n  scope_creep:\n    warning: 0.3\n");
  EXPECT_EQ(option("scope_creep.warning"), 0.3);
  EXPECT_EQ(option("scope_creep.warning", {"--set", "scope_creep.warning=0.5"}), 0.5);
  configure("options.scope_creep.warning: 0.4\n");
  EXPECT_EQ(option("scope_creep.warning"), 0.4);
}

TEST_F(ConfigurationFile, AFileOfOnesChoice) {
  const std::string file = scratch_.write("mine.yaml", "options:\n  velocity.warning: 0.6\n").string();
  EXPECT_EQ(option("velocity.warning", {"--config", file}), 0.6);
  EXPECT_EQ(run({"doctor", "--config", (scratch_ / "none.yaml").string()}).status, 4);
}

TEST_F(ConfigurationFile, MistakesAreUsageErrorsWithTheLine) {
  const auto wrong = [&](std::string_view text) {
    configure(text);
    const Ran ran = run({"doctor"});
    EXPECT_EQ(ran.status, 2) << text;
    EXPECT_NE(ran.err.find("config/stint/config.yaml, line "), std::string::npos) << ran.err;
    return ran.err.substr(std::min(ran.err.find("line "), ran.err.size()));
  };
  EXPECT_TRUE(wrong("data: [1\n").starts_with("line "));
  EXPECT_EQ(wrong("data: x\ncolour: red\n"),
            "line 2: unknown setting \"colour\"; known are data, time_zone, points_field, project, style, "
            "options.NAME, calendar, statuses, types, boards, models, server and retention\n");
  EXPECT_TRUE(wrong("# first\noptions:\n  scope_crep.warning: 1\n")
                  .starts_with("line 3: there is no option \"scope_crep.warning\""));
  EXPECT_TRUE(wrong("options:\n  scope_creep.warning: lots\n")
                  .starts_with("line 2: option scope_creep.warning takes a number"));
  EXPECT_TRUE(wrong("data:\n  - a\n").starts_with("line 2"));
}

TEST_F(ConfigurationFile, TheRestOfTheFile) {
  import_demo();
  const auto issues = run({"issues", "--json"}).json()["issues"];
  const std::string key = issues[0]["key"];
  const std::string project = key.substr(0, key.find('-'));
  configure("project: NOPE\ntime_zone: Europe/Berlin\n");
  EXPECT_EQ(run({"issues"}).status, 4);
  EXPECT_EQ(run({"issues", "--project", project}).status, 0);
  EXPECT_NE(run({"doctor"}).out.find("Europe/Berlin"), std::string::npos);
  EXPECT_EQ(
      run({"issues", "--project", project, "--tz", "UTC", "--json", "--as-of", "2026-11-01"}).json()["as_of"],
      "2026-11-01T23:59:59.999+00:00");
}

// In progress from Monday the 5th to Thursday the 8th at the same hour, when it went to a status called "S5".
class Overridden : public ConfigurationFile {
 protected:
  Overridden() {
    const Ran ran = import_json(test::with_quotes(
        test::issue_json({.fields = "'customfield_8':5,'labels':['live'],",
                          .histories = {test::status_change(1, "2026-01-05T09:00:00.000+0000", "1", "3"),
                                        test::status_change(2, "2026-01-08T09:00:00.000+0000", "3", "5")}})));
    EXPECT_EQ(ran.status, 0) << ran.err;
  }
  [[nodiscard]] JsonDocument issue(std::string_view configuration) const {
    configure(configuration);
    const Ran ran = run({"issues", "--json"});
    EXPECT_EQ(ran.status, 0) << ran.err;
    EXPECT_EQ(ran.err, "");
    return ran.json()["issues"][0];
  }
  [[nodiscard]] JsonDocument board(std::string_view configuration) const {
    configure(configuration);
    return run({"metrics", "flow", "--json"}).json()["boards"][0];
  }
};

TEST_F(Overridden, Statuses) {
  EXPECT_TRUE(issue("")["done"].is_null());
  EXPECT_EQ(issue("statuses:\n  s5: {category: done}\n")["done"], "2026-01-08T09:00:00+00:00");
  EXPECT_EQ(issue("statuses:\n  \"5\":\n    category: in_progress\n    blocked: true\n")["blocked_days"],
            1.625);
  EXPECT_TRUE(issue("statuses:\n  In Progress: {category: todo}\n")["started"].is_null());
}

TEST_F(Overridden, Calendar) {
  const std::string done = "statuses: {S5: {category: done}}\n";
  const auto days = [&](const std::string& calendar) {
    return issue(done + calendar)["cycle_working_seconds"].get<double>() / 86'400;
  };
  EXPECT_EQ(days(""), 3);
  EXPECT_EQ(days("calendar: {weekdays: mon-wed}\n"), 3 - 9 / 24.0);
  EXPECT_EQ(days("calendar: {weekdays: [sat-mon, Thursday]}\n"), 1);
  // Named relative to the configuration file.
  scratch_.write("config/stint/days.ics",
                 "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20200106\nRRULE:FREQ=YEARLY;COUNT=10\n"
                 "END:VEVENT\nEND:VCALENDAR\n");
  EXPECT_EQ(days("calendar: {holidays: days.ics}\n"), 2);
  EXPECT_THAT(run({"doctor"}).out, HasSubstr("Mon Tue Wed Thu Fri; 10 holidays in "));
  EXPECT_THAT(run({"doctor"}).out, HasSubstr("days.ics\n"));
  // What begins at a time of day is no holiday, but nothing is passed over without a word.
  scratch_.write(
      "config/stint/days.ics",
      "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20200106\nEND:VEVENT\n"
      "BEGIN:VEVENT\nDTSTART:20200107T100000Z\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART:20200108T100000Z\n"
      "END:VEVENT\nEND:VCALENDAR\n");
  EXPECT_THAT(run({"doctor"}).out, HasSubstr("days.ics, without 2 events at a time of day\n"));
  configure("calendar:\n  holidays: none.ics\n");
  EXPECT_EQ(run({"issues"}).status, 4);
  EXPECT_THAT(run({"issues"}).err,
              HasSubstr("config/stint/none.ics: the calendar of holidays cannot be read"));
  scratch_.write("config/stint/days.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR\n");
  configure("calendar:\n  holidays: days.ics\n");
  EXPECT_EQ(run({"issues"}).status, 2);
  EXPECT_THAT(run({"issues"}).err, HasSubstr("days.ics, line 2: an event without a start"));
}

TEST_F(Overridden, Types) {
  const std::string in_progress = "statuses: {S5: {category: in_progress}}\n";
  EXPECT_EQ(board(in_progress)["in_progress"].size(), 1U);
  EXPECT_EQ(board(in_progress + "types: {story: epic}\n")["in_progress"].size(), 0U);
  EXPECT_EQ(board(in_progress + "types: {Story: task}\n")["in_progress"].size(), 1U);
  // Labels tell where a bug was found, and are there for types that only the configuration makes bugs.
  configure("types: {Story: bug}\n");
  const JsonDocument defects = run({"metrics", "defects", "--json"}).json();
  EXPECT_THAT(defects.dump(), HasSubstr("\"production\":1"));
}

TEST_F(Overridden, Boards) {
  const std::string in_progress = "statuses: {S5: {category: in_progress}}\n";
  EXPECT_EQ(board(in_progress)["in_progress"][0]["column"], "S5");
  EXPECT_EQ(board(in_progress +
                  "boards: {T: {columns: {Open: [In Progress], Check: [S5]}}}\n")["in_progress"][0]["column"],
            "Check");
  EXPECT_TRUE(issue("")["points"].is_null());
  EXPECT_EQ(issue("boards: {T: {estimation: customfield_8}}\n")["points"], 5.0);
  EXPECT_EQ(issue("boards: {t: {estimation: customfield_8}}\n")["points"], 5.0);
}

TEST_F(Overridden, NamesThatAreNotThere) {
  configure("statuses: {In Reviw: {review: true}}\ntypes: {Incident: bug}\n");
  const std::string told =
      "stint: the configuration names the status \"In Reviw\", which is not in the data; there are "
      "\"In Progress\", \"S1\", \"S5\"\n"
      "stint: the configuration names the type \"Incident\", which is not in the data; there are \"Story\"\n";
  EXPECT_THAT(run({"metrics", "flow"}).err, StartsWith(told));
  EXPECT_EQ(run({"metrics", "flow", "--quiet"}).err, "");
  EXPECT_THAT(run({"metrics", "flow", "--project", "T"}).err, StartsWith(told));
  const Ran doctor = run({"doctor"});
  EXPECT_EQ(doctor.status, 0);
  EXPECT_EQ(doctor.err, "");
  EXPECT_THAT(doctor.out, HasSubstr("names the status \"In Reviw\""));
  EXPECT_THAT(doctor.out, HasSubstr("names the type \"Incident\""));
}

TEST_F(Overridden, MistakesSayTheLine) {
  const auto mistake = [&](std::string_view text) {
    configure(text);
    const Ran ran = run({"doctor"});
    EXPECT_EQ(ran.status, 2) << text;
    return ran.err.substr(std::min(ran.err.find("line "), ran.err.size()));
  };
  EXPECT_EQ(mistake("statuses:\n  A: {category: finished}\n"),
            "line 2: \"statuses.A.category\" takes todo, in_progress or done, not \"finished\"\n");
  EXPECT_EQ(mistake("statuses:\n  A:\n    review: maybe\n"),
            "line 3: \"statuses.A.review\" takes true or false, not \"maybe\"\n");
  EXPECT_EQ(
      mistake("statuses:\n  A: {colour: red}\n"),
      "line 2: unknown setting \"statuses.A.colour\"; a status has category, blocked, review and waiting\n");
  EXPECT_THAT(mistake("statuses:\n  A: done\n"), StartsWith("line 2: unknown setting \"statuses.A\""));
  EXPECT_EQ(mistake("types: {A: thing}\n"),
            "line 1: \"types.A\" takes story, task, bug, subtask or epic, not \"thing\"\n");
  EXPECT_THAT(mistake("types:\n  A: [bug]\n"), StartsWith("line 2: \"types.A\" takes"));
  EXPECT_THAT(mistake("boards: {A: {rows: 1}}\n"), StartsWith("line 1: unknown setting \"boards.A.rows\""));
  EXPECT_EQ(mistake("boards:\n  A:\n    columns:\n      X: [S, T]\n      Y: [s]\n"),
            "line 5: the status \"S\" stands in two columns\n");
  EXPECT_THAT(mistake("boards: {A: {columns: [S, T]}}\n"), StartsWith("line 1: unknown setting"));
  EXPECT_EQ(
      mistake("calendar: {weekdays: [mon, funday]}\n"),
      "line 1: \"funday\" is no day of the week; use days such as mon and tue, or a range such as mon-fri\n");
  EXPECT_THAT(mistake("calendar: {hours: 8}\n"), StartsWith("line 1: unknown setting \"calendar.hours\""));
  EXPECT_EQ(mistake("project: [A, B]\n"), "line 1: \"project\" takes a single value\n");
}

}  // namespace
}  // namespace stint::app
