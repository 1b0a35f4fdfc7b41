// The real program, as a shell runs it.
#include "app/program.h"

#include <gtest/gtest.h>

#include "support/child.h"
#include "support/jira.h"

namespace stint::app {
namespace {

TEST_F(Program, TheBinaryIsTheSameProgram) {
  import_demo();
  const auto binary = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {STINT_BINARY, "--data", data()});
    return test::run_child(words);
  };
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"--version"},
                                             {"--help"},
                                             {"issues"},
                                             {"issues", "--csv"},
                                             {"insights"},
                                             {"insights", "--json"},
                                             {"metrics", "sprints"},
                                             {"metrics", "--options"},
                                             {"fly"},
                                             {"insights", "--project", "NOPE"},
                                             {"completion", "fish"}}) {
    const auto result = binary(words);
    const Ran ran = run(words);
    EXPECT_EQ(result.status, ran.status) << words[0];
    EXPECT_EQ(result.out, ran.out) << words[0];
    EXPECT_EQ(result.err, ran.err) << words[0];
  }
}

TEST_F(Program, OutputThatCannotBeWrittenIsAFailure) {
  import_demo();
  const auto full = test::run_child(
      {"sh", "-c", "\"$1\" --data \"$2\" issues --json >/dev/full", "sh", STINT_BINARY, data()});
  EXPECT_EQ(full.status, 1);
  EXPECT_NE(full.err.find("standard output cannot be written"), std::string::npos) << full.err;
}

TEST_F(Program, PipesAreImported) {
  const auto result = test::run_child({STINT_BINARY, "--data", data(), "import", "-"},
                                      {.input = test::issue_json({.number = 1})});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_NE(run({"issues", "--csv"}).out.find("T-1,"), std::string::npos);
}

}  // namespace
}  // namespace stint::app
