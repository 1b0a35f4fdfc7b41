#include "exchange/source.h"

#include <gtest/gtest.h>
#include <string>

#include "support/jira.h"
#include "support/scratch.h"

namespace stint::exchange {
namespace {

using test::with_quotes;

Source look(std::string_view head) {
  Source source;
  look_at(head, source);
  return source;
}

TEST(LookAt, TellsFormatsApart) {
  EXPECT_EQ(look("").format, Format::empty);
  EXPECT_EQ(look(" \r\n\t").format, Format::empty);
  EXPECT_EQ(look("\xEF\xBB\xBF").format, Format::empty);
  EXPECT_EQ(look(" {").format, Format::json);
  EXPECT_EQ(look("\xEF\xBB\xBF[").format, Format::json);
  EXPECT_EQ(look("Issue key,Summary\n").format, Format::csv);
  EXPECT_EQ(look("Issue key;Summary\n").format, Format::csv);
  EXPECT_EQ(look("Issue key\tSummary\n").format, Format::csv);
  EXPECT_EQ(look(std::string_view{"a,b\n\0", 5}).format, Format::other);
  EXPECT_EQ(look("just words\nand, here, commas").format, Format::other);
}

TEST(LookAt, FindsTheSite) {
  EXPECT_EQ(look(with_quotes("{'self':'https://a.example/rest/api/3/issue/1'}")).site, "https://a.example");
  EXPECT_EQ(look(with_quotes("{'self' : 'x', 'in':{'self':'https://a.example/jira/rest/api/2/user'}}")).site,
            "https://a.example/jira");
  EXPECT_EQ(look(with_quotes("{'self':'https://cut.exam")).site, "");
  EXPECT_EQ(look(with_quotes("{'name':'self'}")).site, "");
}

TEST(LookAt, IssuesComeAfterDefinitions) {
  EXPECT_TRUE(look(with_quotes("{'startAt':0,'issues':[]}")).holds_issues);
  EXPECT_TRUE(look(with_quotes("[{'id':'1','fields':{}}]")).holds_issues);
  EXPECT_TRUE(look("Issue key,Summary\n").holds_issues);
  EXPECT_FALSE(look(with_quotes("[{'id':'3','name':'Done','statusCategory':{}}]")).holds_issues);
}

TEST(NamesInTail, AreReadFromTheEndOfAPage) {
  const auto names = names_in_tail(with_quotes(
      "…cut off'}],'total':3,'names':{'customfield_1':'A {\\'}','summary':'S','customfield_2':7}}\n"));
  ASSERT_EQ(names.size(), 1U);
  EXPECT_EQ(
      names_in_tail(
          with_quotes("'names':{'customfield_1':'Points'},'schema':{'customfield_1':{'type':'number'}}}"))
          .at("customfield_1"),
      "Points");
  for (const char* tail : {"", "'names'", "'names':", "'names':{", "'names':{'customfield_1'",
                           "'names':{'customfield_1' 'x'}", "'names':[1]{'a':1}", "'summary':'names'}"}) {
    EXPECT_TRUE(names_in_tail(with_quotes(tail)).empty()) << tail;
  }
}

TEST(FindSources, DefinitionsFirstThenByPath) {
  const test::Scratch scratch;
  scratch.write("b/2.json", with_quotes("{'issues':[]}"));
  scratch.write("b/1.json", with_quotes("{'issues':[]}"));
  scratch.write("z-statuses.json", with_quotes("[{'id':'1'}]"));
  scratch.write("a.csv", "Issue key,Summary\n");
  const auto sources = find_sources({scratch.path(), "-"});
  ASSERT_TRUE(sources);
  std::string order;
  for (const Source& source : *sources) order += source.path.filename().string() + " ";
  EXPECT_EQ(order, "z-statuses.json - a.csv 1.json 2.json ");
}

TEST(SourceReaderTest, GivesPeekedBytesAgain) {
  const test::Scratch scratch;
  Source source;
  source.path = scratch.write("f", "0123456789");
  auto reader = SourceReader::open(source);
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->last_bytes(3), "789");
  EXPECT_EQ(reader->last_bytes(30), "0123456789");
  EXPECT_EQ(reader->peek(4).value(), "0123");
  EXPECT_EQ(reader->peek(6).value(), "012345");
  SourceReader moved = std::move(*reader);
  std::string all;
  std::array<char, 3> room{};
  for (;;) {
    const auto got = moved.read(room);
    ASSERT_TRUE(got);
    if (*got == 0) break;
    all.append(room.data(), *got);
  }
  EXPECT_EQ(all, "0123456789");
  EXPECT_EQ(moved.peek(100).value(), "012345");
  source.path = scratch / "none";
  EXPECT_EQ(SourceReader::open(source).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace stint::exchange
