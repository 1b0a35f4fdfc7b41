// Flag, else environment, else configuration file, else default.
#include <gtest/gtest.h>

#include "app/program.h"

namespace stint::app {
namespace {

class Configuration : public Program {
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

TEST_F(Configuration, FlagThenEnvironmentThenFileThenDefault) {
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

TEST_F(Configuration, OptionsOfTheMetrics) {
  EXPECT_EQ(option("scope_creep.warning"), 0.2);
  configure("options:\n  scope_creep:\n    warning: 0.3\n");
  EXPECT_EQ(option("scope_creep.warning"), 0.3);
  EXPECT_EQ(option("scope_creep.warning", {"--set", "scope_creep.warning=0.5"}), 0.5);
  configure("options.scope_creep.warning: 0.4\n");
  EXPECT_EQ(option("scope_creep.warning"), 0.4);
}

TEST_F(Configuration, AFileOfOnesChoice) {
  const std::string file = scratch_.write("mine.yaml", "options:\n  velocity.warning: 0.6\n").string();
  EXPECT_EQ(option("velocity.warning", {"--config", file}), 0.6);
  EXPECT_EQ(run({"doctor", "--config", (scratch_ / "none.yaml").string()}).status, 4);
}

TEST_F(Configuration, MistakesAreUsageErrorsWithTheLine) {
  const auto wrong = [&](std::string_view text) {
    configure(text);
    const Ran ran = run({"doctor"});
    EXPECT_EQ(ran.status, 2) << text;
    EXPECT_NE(ran.err.find("config/stint/config.yaml, line "), std::string::npos) << ran.err;
    return ran.err.substr(std::min(ran.err.find("line "), ran.err.size()));
  };
  EXPECT_TRUE(wrong("data: [1\n").starts_with("line "));
  EXPECT_EQ(wrong("data: x\ncolour: red\n"),
            "line 2: unknown setting \"colour\"; known are data, time_zone, points_field, project and "
            "options.NAME\n");
  EXPECT_TRUE(wrong("# first\noptions:\n  scope_crep.warning: 1\n")
                  .starts_with("line 3: there is no option \"scope_crep.warning\""));
  EXPECT_TRUE(wrong("options:\n  scope_creep.warning: lots\n")
                  .starts_with("line 2: option scope_creep.warning takes a number"));
  EXPECT_TRUE(wrong("data:\n  - a\n").starts_with("line 2"));
}

TEST_F(Configuration, TheRestOfTheFile) {
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

}  // namespace
}  // namespace stint::app
