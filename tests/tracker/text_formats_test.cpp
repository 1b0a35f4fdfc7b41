// Markdown to other formats and back.
#include <fstream>
#include <gtest/gtest.h>
#include <random>
#include <string>

#include "golden.h"
#include "lib/nlohmann/json_document.h"
#include "lib/simdjson/json.h"
#include "random_document.h"
#include "tracker/text/adf_reader.h"
#include "tracker/text/adf_writer.h"
#include "tracker/text/html.h"
#include "tracker/text/markdown_printer.h"
#include "tracker/text/markdown_reader.h"
#include "tracker/text/wiki.h"
#include "tracker/text/wiki_writer.h"

namespace stint::tracker::text {
namespace {

using test::random_document;
using test::Subset;

constexpr int kDocuments = 3000;

TEST(MarkdownDocument, IsReadBackAsItIsWritten) {
  std::mt19937 random{1};
  for (int i = 0; i < kDocuments; ++i) {
    const Document document = random_document(random, Subset::markdown);
    const std::string markdown = markdown_of(document);
    ASSERT_EQ(markdown, markdown_of(document_of_markdown(markdown))) << i;
    ASSERT_TRUE(document_of_markdown(markdown) == document) << i << "\n" << markdown;
  }
}

std::string adf_and_back(const std::string& markdown) {
  json::Parser parser;
  const auto value = parser.parse(adf_of_markdown(markdown));
  return value ? markdown_of_adf(*value) : "error: " + value.error().to_string();
}

TEST(AdfWriting, LosesNothingOfTheCommonSubset) {
  std::mt19937 random{2};
  for (int i = 0; i < kDocuments; ++i) {
    const std::string markdown = markdown_of(random_document(random, Subset::adf));
    ASSERT_EQ(markdown, adf_and_back(markdown)) << i;
  }
}

// Each document is what its Markdown says, and is made of it again, to the last attribute.
TEST(AdfEditing, KeepsWhatMarkdownDoesNotKnow) {
  for (const test::GoldenCase& one : test::read_golden("adf_editing.txt")) {
    json::Parser parser;
    const auto value = parser.parse(one.input);
    ASSERT_TRUE(value) << one.name;
    const std::string markdown = markdown_of_adf(*value);
    EXPECT_EQ(one.expected, test::show_breaks(markdown)) << one.name;
    EXPECT_EQ(nlohmann::json::parse(one.input), nlohmann::json::parse(adf_of_markdown(markdown))) << one.name;
  }
}

TEST(AdfEditing, EditedTextKeepsItsNodes) {
  EXPECT_EQ(
      R"({"version":1,"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"Ask "},)"
      R"({"type":"mention","attrs":{"id":"5b10","text":"@Ann"}},{"type":"text","text":" today"}]}]})",
      adf_of_markdown("Ask <adf-mention id=\"5b10\">@Ann</adf-mention> today"));
}

TEST(AdfWriting, PutsIntoEachPlaceWhatMayStandThere) {
  // By the schema: no headings, quotes and tables in lists, no quotes in quotes, nothing that runs.
  EXPECT_EQ(
      R"({"version":1,"type":"doc","content":[{"type":"bulletList","content":[{"type":"listItem","content":[)"
      R"({"type":"paragraph","content":[{"type":"text","text":"head","marks":[{"type":"strong"}]}]},)"
      R"({"type":"paragraph","content":[{"type":"text","text":"said"}]},)"
      R"({"type":"codeBlock","content":[{"type":"text","text":"| h |\n| --- |\n| c |"}]}]}]}]})",
      adf_of_markdown("- # head\n  > said\n\n  | h |\n  | --- |\n  | c |"));
  EXPECT_EQ(
      R"({"version":1,"type":"doc","content":[{"type":"paragraph","content":[)"
      R"({"type":"text","text":"run (javascript:alert(1)) see "},)"
      R"({"type":"text","text":"it","marks":[{"type":"link","attrs":{"href":"https://e.com/i.png"}}]}]}]})",
      adf_of_markdown("[run](javascript:alert(1)) see ![it](https://e.com/i.png)"));
  EXPECT_EQ(R"({"version":1,"type":"doc","content":[]})", adf_of_markdown(" \n"));
}

TEST(HtmlWriting, LetsNothingThrough) {
  EXPECT_EQ("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>", html_of_markdown("<script>alert(1)</script>"));
  EXPECT_EQ("<p>a &lt;img src=x onerror=&quot;alert(1)&quot;&gt; b (JavaScript:alert(1))</p>",
            html_of_markdown("a <img src=x onerror=\"alert(1)\"> [b](JavaScript:alert(1))"));
  EXPECT_EQ("<p>x (data:text/html,y) z</p>", html_of_markdown("![x](data:text/html,y) z"));
  EXPECT_EQ("<p><a href=\"https://e.com/&quot;&gt;\">q</a></p>",
            html_of_markdown("[q](<https://e.com/\"\\>>)"));
  EXPECT_EQ("<pre><code>&lt;b&gt;</code></pre>", html_of_markdown("```c\">\n<b>\n```"));
  EXPECT_EQ("<p>Ann</p>", html_of_markdown("<adf-mention id=\"1\">Ann</adf-mention>"));
}

TEST(HtmlReading, TakesWhatEditorsWrite) {
  EXPECT_EQ("One\n\nTwo\u00A0**bold** *slanted* ~~gone~~",
            markdown_of_html(
                "<div>One</div><div>Two&nbsp;<b>bold </b>"
                "<span style=\"font-style:italic\">slanted</span> <del>gone</del><br></div><div><br></div>"));
  EXPECT_EQ("- a\n  - b\n- c", markdown_of_html("<ul><li>a</li><ul><li>b</li></ul><li><p>c</p></li></ul>"));
  EXPECT_EQ(
      "Hi <adf-mention vss=\"version:2.0,8a\">@Ann</adf-mention>!",
      markdown_of_html("Hi <a href=\"#\" data-vss-mention=\"version:2.0,8a\">@Ann</a>!<script>x</script>"));
  EXPECT_EQ("<p>Hi <a href=\"#\" data-vss-mention=\"version:2.0,8a\">@Ann</a>!</p>",
            html_of_markdown("Hi <adf-mention vss=\"version:2.0,8a\">@Ann</adf-mention>!"));
  EXPECT_EQ("a \\*b\\* \\<u> c", markdown_of_html("a *b* &lt;u&gt; c"));
}

// Letters and digits of all that is read in a document.
void collect(const Document& document, std::string& out) {
  for (const Block& block : document) {
    std::string text = block.text;
    for (const Inline& part : block.line) text += part.text;
    for (const char c : text) {
      if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) out += c;
    }
    collect(block.blocks, out);
  }
}
std::string words_of(const Document& document) {
  std::string out;
  collect(document, out);
  return out;
}

bool has_in_order(std::string_view all, std::string_view some) {
  std::size_t at = 0;
  for (const char c : some) {
    at = all.find(c, at);
    if (at == std::string_view::npos) return false;
    ++at;
  }
  return true;
}

void expect_words_to_survive(const Document& document, const std::string& name) {
  const std::string words = words_of(document);
  const std::string markdown = markdown_of(document);
  EXPECT_TRUE(has_in_order(words_of(document_of_markdown(adf_and_back(markdown))), words)) << name << "\n"
                                                                                           << markdown;
  EXPECT_TRUE(has_in_order(words_of(document_of_html(html_of(document))), words)) << name << "\n" << markdown;
  // Of images the reader of wiki markup keeps the address only, so it is not asked.
  const std::string wiki = wiki_of(document);
  EXPECT_TRUE(has_in_order(wiki, words)) << name << "\n" << wiki;
}

// Also where a format has to say it in another way: whatever is lost, no text is.
TEST(TextFormats, LoseNoWord) {
  std::mt19937 random{6};
  for (int i = 0; i < kDocuments / 3; ++i)
    expect_words_to_survive(random_document(random, Subset::markdown), std::to_string(i));
}

TEST(TextFormats, LoseNoWordOfRealTexts) {
  std::ifstream file(STINT_REAL_ISSUES);
  if (!file) GTEST_SKIP() << "no " << STINT_REAL_ISSUES;
  json::Parser parser;
  int count = 0;
  for (std::string line; std::getline(file, line) && count < 2000; ++count) {
    const auto issue = parser.parse(line);
    ASSERT_TRUE(issue) << issue.error().to_string();
    const std::string description{(*issue)["description"].text()};
    const Document document = document_of_markdown(wiki_to_markdown(description));
    ASSERT_TRUE(document_of_markdown(markdown_of(document)) == document) << (*issue)["key"].text();
    expect_words_to_survive(document, std::string((*issue)["key"].text()));
  }
}

// Hostile texts neither crash nor take long; the sizes are beyond what a stack would bear.
TEST(TextFormats, BearHostileTexts) {
  constexpr int kTimes = 20'000;
  for (const std::string piece : {"> ",       "- ",  "*a ",     "**",      "[",
                                  "](x",      "![",  "<u>",     "<adf-x>", "<adf-x>\n\n",
                                  "</adf-x>", "<b>", "<b x=1>", "<p>",     "<table><tr><td>",
                                  "|a",       "`",   "~~",      "1. ",     "\\",
                                  "&",        "http"}) {
    std::string text;
    for (int i = 0; i < kTimes; ++i) text += piece;
    const std::size_t most = 400 * text.size() + 1000;
    EXPECT_LT(adf_of_markdown(text).size(), most) << piece;
    EXPECT_LT(html_of_markdown(text).size(), most) << piece;
    EXPECT_LT(wiki_of_markdown(text).size(), most) << piece;
    EXPECT_LT(markdown_of_html(text).size(), most) << piece;
  }
}

TEST(HtmlWriting, LosesNothingOfTheCommonSubset) {
  std::mt19937 random{3};
  for (int i = 0; i < kDocuments; ++i) {
    const std::string markdown = markdown_of(random_document(random, Subset::html));
    ASSERT_EQ(markdown, markdown_of_html(html_of_markdown(markdown))) << i << "\n"
                                                                      << html_of_markdown(markdown);
  }
}

TEST(WikiWriting, LosesNothingOfTheCommonSubset) {
  std::mt19937 random{4};
  for (int i = 0; i < kDocuments; ++i) {
    const std::string markdown = markdown_of(random_document(random, Subset::wiki));
    const std::string wiki = wiki_of_markdown(markdown);
    ASSERT_EQ(markdown, markdown_of(document_of_markdown(wiki_to_markdown(wiki)))) << i << "\n" << wiki;
  }
}

}  // namespace
}  // namespace stint::tracker::text
