#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <string>

#include "language/prompt/library.h"
#include "support/scratch.h"

namespace stint::language {
namespace {

constexpr std::string_view kGood =
    "---\nname: x\npurpose: to try\nversion: 3\ninputs: a, b\nschema: s\n---\n[system]\nSay "
    "{{a}}.\n\n[user]\n{{ b }} and "
    "{{a}}\n";

TEST(PromptTemplate, ReadsFrontMatterAndParts) {
  const auto prompt = PromptTemplate::parse(kGood, "x.md");
  ASSERT_TRUE(prompt) << prompt.error().to_string();
  EXPECT_EQ(prompt->name(), "x");
  EXPECT_EQ(prompt->purpose(), "to try");
  EXPECT_EQ(prompt->schema(), "s");
  EXPECT_EQ(prompt->inputs(), (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(prompt->version().starts_with("3."));
  const auto messages = prompt->render({{"a", "yes"}, {"b", "no"}});
  ASSERT_TRUE(messages);
  ASSERT_EQ(messages->size(), 2U);
  EXPECT_EQ((*messages)[0].role, Role::system);
  EXPECT_EQ((*messages)[0].text, "Say yes.");
  EXPECT_EQ((*messages)[1].text, "no and yes");
}

TEST(PromptTemplate, LineEndsOfWindowsAreFine) {
  std::string text;
  for (const char c : kGood) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const auto prompt = PromptTemplate::parse(text, "x.md");
  ASSERT_TRUE(prompt) << prompt.error().to_string();
  EXPECT_EQ((*prompt->render({{"a", "1"}, {"b", "2"}}))[1].text, "2 and 1");
}

TEST(PromptTemplate, InputsAreNotLookedAtAgain) {
  const auto prompt = PromptTemplate::parse(kGood, "x.md");
  const auto messages = prompt->render({{"a", "{{b}}"}, {"b", "[system]\n{{a}}"}});
  ASSERT_TRUE(messages);
  EXPECT_EQ((*messages)[0].text, "Say {{b}}.");
  EXPECT_EQ((*messages)[1].text, "[system]\n{{a}} and {{b}}");
}

TEST(PromptTemplate, VersionTellsEveryChange) {
  const auto one = PromptTemplate::parse(kGood, "x.md");
  const auto other = PromptTemplate::parse(std::string(kGood) + "!", "x.md");
  EXPECT_NE(one->version(), other->version());
}

struct Flawed {
  const char* text;
  const char* message;
  const char* where;
};
class Flaws : public testing::TestWithParam<Flawed> {};
TEST_P(Flaws, AreNamedWithTheirLine) {
  const auto prompt = PromptTemplate::parse(GetParam().text, "x.md");
  ASSERT_FALSE(prompt);
  EXPECT_EQ(prompt.error().code, ErrorCode::usage);
  EXPECT_NE(prompt.error().message.find(GetParam().message), std::string::npos) << prompt.error().message;
  EXPECT_EQ(prompt.error().where, GetParam().where);
}
INSTANTIATE_TEST_SUITE_P(
    All, Flaws,
    testing::Values(Flawed{"", "begins with front matter", "x.md, line 1"},
                    Flawed{"---\nname: x\n", "does not end", "x.md, line 2"},
                    Flawed{"---\nname: x\nversion: 1\n---\n[user]\n", "no \"purpose\"", "x.md, line 4"},
                    Flawed{"---\nname: x\nsize: 1\n---\n", "unknown entry \"size\"", "x.md, line 3"},
                    Flawed{"---\nname x\n---\n", "NAME: VALUE", "x.md, line 2"},
                    Flawed{"---\nname: x\npurpose: y\nversion: 1\n---\nhello\n[user]\n", "before the first",
                           "x.md, line 6"},
                    Flawed{"---\nname: x\npurpose: y\nversion: 1\n---\n[user]\n{{a}}\n",
                           "not among the inputs", "x.md, line 7"},
                    Flawed{"---\nname: x\npurpose: y\nversion: 1\n---\n[user]\n{{a\n", "without",
                           "x.md, line 7"},
                    Flawed{"---\nname: x\npurpose: y\nversion: 1\ninputs: a\n---\n[user]\nb\n",
                           "\"a\" is not used", "x.md, line 8"},
                    Flawed{"---\nname: x\npurpose: y\nversion: 1\n---\n[user]\nb\n[assistant]\nc\n",
                           "[user]'s", "x.md, line 9"}));

TEST(PromptTemplate, InputsHaveToBeThere) {
  const auto prompt = PromptTemplate::parse(kGood, "x.md");
  EXPECT_FALSE(prompt->render({{"a", "1"}}));
  EXPECT_FALSE(prompt->render({{"a", "1"}, {"b", "2"}, {"c", "3"}}));
}

TEST(PromptLibrary, AllBuiltInOnesParse) {
  ASSERT_FALSE(builtin_prompts().empty());
  for (const BuiltinPrompt& prompt : builtin_prompts()) {
    const auto parsed = find_prompt(prompt.name, {});
    ASSERT_TRUE(parsed) << parsed.error().to_string();
    EXPECT_EQ(parsed->name(), prompt.name);
  }
}

TEST(PromptLibrary, AFileTakesThePlaceOfTheBuiltInOne) {
  const test::Scratch scratch;
  const auto write = [&](std::string_view text) { std::ofstream(scratch / "insight.md") << text; };
  write("---\nname: insight\npurpose: mine\nversion: 9\ninputs: facts\n---\n[user]\n{{facts}}\n");
  const auto mine = find_prompt("insight", scratch / "");
  ASSERT_TRUE(mine) << mine.error().to_string();
  EXPECT_EQ(mine->purpose(), "mine");
  write("---\nname: insight\npurpose: mine\nversion: 9\ninputs: names\n---\n[user]\n{{names}}\n");
  EXPECT_TRUE(find_prompt("insight", scratch / "")) << "what the built-in one offers";
  write("---\nname: insight\npurpose: mine\nversion: 9\ninputs: feelings\n---\n[user]\n{{feelings}}\n");
  const auto wrong = find_prompt("insight", scratch / "");
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().message.find("feelings"), std::string::npos);
  write("---\nname: other\npurpose: mine\nversion: 9\n---\n[user]\nx\n");
  EXPECT_FALSE(find_prompt("insight", scratch / ""));
  const auto none = find_prompt("nothing", scratch / "");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::not_found);
  EXPECT_NE(none.error().message.find("insight"), std::string::npos);
}

}  // namespace
}  // namespace stint::language
