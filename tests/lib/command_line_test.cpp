#include "lib/cli11/command_line.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace stint {
namespace {

class CommandLineTest : public ::testing::Test {
 protected:
  CommandLineTest() {
    line_.global().flag("--json", json_, "Write JSON").option("-o,--output", output_, "File", "FILE");
    line_.global().options("--set", set_, "Set", "NAME=VALUE");
    line_.verb("go", "Goes", "prog go 3")
        .option("--count", count_, "How often", "N")
        .arguments("PATH", paths_, "Where", true);
    static_cast<void>(line_.verb("stay", "Stays", "prog stay"));
  }
  Result<CommandLine::Parsed> parse(std::vector<const char*> words) {
    words.insert(words.begin(), "prog");
    return line_.parse(static_cast<int>(words.size()), words.data());
  }

  CommandLine line_{"prog", "A program.", "prog 1"};
  bool json_ = false;
  std::string output_;
  std::vector<std::string> set_;
  std::vector<std::string> paths_;
  std::int64_t count_ = 0;
};

TEST_F(CommandLineTest, GlobalOptionsStandAnywhere) {
  EXPECT_EQ(
      parse({"--json", "--set", "a=1", "go", "--set", "b=2", "x", "-o", "f", "--count", "3", "y"})->verb,
      "go");
  EXPECT_TRUE(json_);
  EXPECT_EQ(output_, "f");
  EXPECT_EQ(count_, 3);
  EXPECT_EQ(paths_, (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(set_, (std::vector<std::string>{"a=1", "b=2"}));
}

TEST_F(CommandLineTest, ADashIsAnArgument) {
  EXPECT_EQ(parse({"go", "-"})->verb, "go");
  EXPECT_EQ(paths_, std::vector<std::string>{"-"});
}

TEST_F(CommandLineTest, HelpAndVersionAreTexts) {
  EXPECT_EQ(parse({"--version"})->text, "prog 1\n");
  EXPECT_NE(parse({})->text.find("stay"), std::string::npos);
  EXPECT_NE(parse({"go", "--help"})->text.find("prog go 3"), std::string::npos);
  EXPECT_EQ(parse({"go", "--help"})->verb, "");
}

TEST_F(CommandLineTest, WrongLinesAreUsageErrors) {
  for (const std::vector<const char*>& words :
       std::vector<std::vector<const char*>>{{"go"},
                                             {"fly"},
                                             {"stay", "here"},
                                             {"go", "x", "--count", "many"},
                                             {"--nope"},
                                             {"go", "x", "-o"},
                                             {"go", "stay", "--no"}}) {
    const auto parsed = parse(words);
    ASSERT_FALSE(parsed) << words[0];
    EXPECT_EQ(parsed.error().code, ErrorCode::usage);
    EXPECT_NE(parsed.error().hint.find("--help"), std::string::npos);
  }
}

TEST_F(CommandLineTest, DescribesItself) {
  const auto verbs = line_.describe_verbs();
  ASSERT_EQ(verbs.size(), 2U);
  EXPECT_EQ(verbs[0].name, "go");
  EXPECT_EQ(verbs[0].example, "prog go 3");
  bool found = false;
  for (const OptionDescription& option : line_.describe_globals()) {
    if (option.names == std::vector<std::string>{"-o", "--output"}) found = option.takes_value;
  }
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace stint
