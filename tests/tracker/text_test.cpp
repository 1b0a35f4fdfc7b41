// ADF and wiki markup to Markdown.
#include <chrono>
#include <fstream>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "golden.h"
#include "lib/simdjson/json.h"
#include "lib/simdjson/utf8.h"
#include "tracker/text/adf.h"
#include "tracker/text/markdown.h"
#include "tracker/text/wiki.h"

namespace stint::tracker::text {
namespace {

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

std::string adf(const std::string& document) {
  json::Parser parser;
  const auto value = parser.parse(document);
  return value ? adf_to_markdown(*value) : "error: " + value.error().to_string();
}

TEST(Adf, Golden) {
  test::check_golden("adf.txt", [](const std::string& document) { return test::show_breaks(adf(document)); });
}

TEST(Adf, DeepNestingKeepsTheWords) {
  const std::string open = R"({"type":"bulletList","content":[{"type":"listItem","content":[)";
  const std::string document = repeated(open, 100) +
                               R"({"type":"paragraph","content":[{"type":"text","text":"deep"}]})" +
                               repeated("]}]}", 100);
  const std::string markdown = adf(document);
  EXPECT_TRUE(markdown.ends_with("- deep")) << markdown;
  EXPECT_LT(markdown.size(), 1000U);
}

TEST(Adf, WideTablesStaySmall) {
  std::string rows;
  for (int i = 0; i < 2000; ++i) rows += ",{}";
  const std::string document = R"({"type":"table","content":[{"content":[{})" + rows + "]}" + rows + "]}";
  EXPECT_LT(adf(document).size(), document.size() * 10);
}

TEST(Wiki, Golden) {
  test::check_golden("wiki.txt",
                     [](const std::string& wiki) { return test::show_breaks(wiki_to_markdown(wiki)); });
}

TEST(Wiki, EveryLineEndCounts) {
  EXPECT_EQ("a  \nb  \nc", wiki_to_markdown("a\r\nb\rc\r\n"));
  EXPECT_EQ("```\na\nb\n```", wiki_to_markdown("{code}\r\na\r\nb\r\n{code}"));
}

TEST(Wiki, HostileTextsTakeLinearTime) {
  constexpr int kTimes = 100'000;
  for (const std::string_view piece : {"*a ",
                                       "_a *b -c ",
                                       "[",
                                       "[a|",
                                       "{{",
                                       "{code}",
                                       "{code}x{code} ",
                                       "{noformat",
                                       "{quote}",
                                       "{panel:a=b}",
                                       "!a.b",
                                       "|",
                                       "||",
                                       "|[",
                                       "|a\n",
                                       "* a\n",
                                       "#*#*#* a\nb\n",
                                       "{color:red}",
                                       "\\",
                                       "\\\\ ",
                                       "`",
                                       "```\n",
                                       "h1. ",
                                       "http://",
                                       "http://(",
                                       "  ",
                                       "{*}",
                                       "&nbsp;",
                                       "(/)",
                                       "\n",
                                       "-",
                                       "~~",
                                       "[~a",
                                       "{code:",
                                       "{{a}}",
                                       "!",
                                       "\xC2\xA0"}) {
    const std::string text = repeated(piece, kTimes);
    const auto start = std::chrono::steady_clock::now();
    const std::string markdown = wiki_to_markdown(text);
    const auto taken = std::chrono::steady_clock::now() - start;
    EXPECT_LE(markdown.size(), 40 * text.size() + 100) << piece;
    // A quadratic reader takes minutes; sanitizers and a busy machine do not make it that slow.
    EXPECT_LT(taken, std::chrono::seconds(20)) << piece;
  }
}

TEST(Wiki, RealTextsStayTexts) {
  std::ifstream file(STINT_REAL_ISSUES);
  if (!file) GTEST_SKIP() << "no " << STINT_REAL_ISSUES;
  json::Parser parser;
  for (std::string line; std::getline(file, line);) {
    const auto issue = parser.parse(line);
    ASSERT_TRUE(issue) << issue.error().to_string();
    const std::string_view description = (*issue)["description"].text();
    const std::string markdown = wiki_to_markdown(description);
    ASSERT_TRUE(is_valid_utf8(markdown)) << (*issue)["key"].text();
    ASSERT_LE(markdown.size(), 3 * description.size() + 100) << (*issue)["key"].text();
  }
}

TEST(Markdown, ExcerptsCutBetweenCharacters) {
  EXPECT_EQ("abc", excerpt("abc", 3));
  EXPECT_EQ("ab…", excerpt("abcd", 2));
  EXPECT_EQ("a…", excerpt("a€b", 3));
}

TEST(Markdown, TextSeesWhatStandsBefore) {
  std::string out = "x ";
  append_text(out, "- y");
  EXPECT_EQ("x - y", out);
  out = "x\n";
  append_text(out, "- y");
  EXPECT_EQ("x\n\\- y", out);
}

TEST(Markdown, CellsEscapeEachBarOnce) {
  EXPECT_EQ("a\\|b", table_cell("a|b"));
  EXPECT_EQ("a\\|b", table_cell("a\\|b"));
  EXPECT_EQ("a\\\\\\|b", table_cell("a\\\\|b"));
}

}  // namespace
}  // namespace stint::tracker::text
