// What reaches a terminal: colour only there, and nothing of a tracker's texts that could move its cursor.
#include <gtest/gtest.h>

#include "app/program.h"
#include "support/jira.h"

namespace stint::app {
namespace {

constexpr Terminal kTerminal{.out = true, .err = true};

// The first byte that a terminal would act upon, beyond line ends.
std::size_t first_control(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte < 0x20 && byte != '\n') || byte == 0x7f) return i;
    if (byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0) return i;
  }
  return std::string_view::npos;
}

TEST_F(Program, ColourOnlyOnATerminal) {
  import_demo();
  EXPECT_NE(run({"insights"}, kTerminal).out.find("\x1b["), std::string::npos);
  EXPECT_EQ(first_control(run({"insights"}).out), std::string::npos);
  EXPECT_EQ(first_control(run({"insights"}, {.out = false, .err = true}).out), std::string::npos);
  environment_["NO_COLOR"] = "1";
  EXPECT_EQ(first_control(run({"insights"}, kTerminal).out), std::string::npos);
  environment_["NO_COLOR"] = "";  // empty is as good as unset
  EXPECT_NE(first_control(run({"insights"}, kTerminal).out), std::string::npos);
  EXPECT_EQ(run({"insights", "-o", (scratch_ / "out").string()}, kTerminal).status, 0);
  EXPECT_EQ(first_control(test::read_file(scratch_ / "out")), std::string::npos);
  for (const char* format : {"--json", "--csv"})
    EXPECT_EQ(first_control(run({"insights", format}, kTerminal).out), std::string::npos);
}

TEST_F(Program, ProgressOnlyOnATerminalAndNeverOnStandardOutput) {
  import_demo();
  const std::string folder = (scratch_ / "demo").string();
  const Ran shown = run({"import", folder}, kTerminal);
  EXPECT_NE(shown.err.find("100 %"), std::string::npos) << shown.err;
  EXPECT_TRUE(shown.err.ends_with("\r\x1b[K")) << shown.err;
  EXPECT_EQ(first_control(shown.out), std::string::npos);
  EXPECT_EQ(run({"import", folder}).err, "");
  EXPECT_EQ(run({"import", folder, "--quiet"}, kTerminal).err, "");
}

TEST_F(Program, TablesFitTheTerminal) {
  import_demo();
  for (const std::size_t columns : {60UL, 80UL, 120UL}) {
    const std::string out = run({"insights"}, {.out = false, .err = false, .columns = columns}).out;
    std::size_t begin = 0;
    for (std::size_t end = out.find('\n'); end != std::string::npos;
         begin = end + 1, end = out.find('\n', begin)) {
      EXPECT_LE(end - begin, columns + 24)
          << out.substr(begin, end - begin);  // bytes; some letters have more than one
    }
  }
}

// Every place where a tracker's own words could come out.
TEST_F(Program, ControlCharactersOfATrackerGoNowhere) {
  const std::string evil = "\\u001b]0;owned\\u0007\\u001b[2J\\u009b31m\\r";
  const auto issue = [&](int number, std::string_view summary, int total) {
    std::string text = test::with_quotes(
        "{'id':'" + std::to_string(number) + "','key':'E@-" + std::to_string(number) +
        "','fields':{'summary':'@" + std::string{summary} +
        "','project':{'key':'E@','name':'@'},'issuetype':{'name':'Bug@'},'status':{'id':'3@','name':'Doing@',"
        "'statusCategory':{'key':'indeterminate'}},"
        "'assignee':{'accountId':'u@','displayName':'Ann@'},'environment':'production@','labels':['@'],"
        "'customfield_20':[{'id':8,'name':'Sprint@','state':'active','boardId':1,'goal':'@','startDate':'"
        "2026-01-01T00:00:00Z','endDate':'2026-01-15T00:00:00Z'}],"
        "'customfield_21':[{'value':'Impediment'}],'created':'2026-01-01T00:00:00Z','updated':'2026-01-09T00:"
        "00:00Z',"
        "'comment':{'comments':[{'id':'1','created':'2026-01-02T00:00:00Z','body':'waiting for @'}]}},"
        "'changelog':{'total':" +
        std::to_string(total) +
        ",'histories':[{'id':'5','created':'2026-01-02T00:00:00Z','items':["
        "{'field':'status','from':'1','fromString':'Open@','to':'3@','toString':'Doing@'},"
        "{'field':'Flagged','fieldId':'customfield_21','from':'','fromString':'','to':'1','toString':'"
        "Impediment'}]}]}}");
    for (std::size_t at = text.find('@'); at != std::string::npos; at = text.find('@', at + evil.size()))
      text.replace(at, 1, evil);
    return text;
  };
  std::string board = test::with_quotes(
      "{'id':1,'name':'B@','type':'scrum','location':{'type':'project','key':'E@'},'columnConfig':{'columns':"
      "["
      "{'name':'Doing@','statuses':[{'id':'3@'}]}]}}");
  for (std::size_t at = board.find('@'); at != std::string::npos; at = board.find('@', at + evil.size()))
    board.replace(at, 1, evil);
  // One with an incomplete history, one in conflict with itself, one that cannot be read.
  std::string broken = issue(9, "", 1);
  broken.replace(broken.find("\"created\""), 9, "\"cre\"");
  const Ran imported = import_json("[" + board + "," + issue(1, "a", 9) + "," + issue(2, "b", 1) + "," +
                                   issue(2, "c", 1) + "," + broken + "]");
  EXPECT_EQ(imported.status, 1);
  EXPECT_NE(imported.out.find("owned"), std::string::npos);  // it was there to be said
  EXPECT_EQ(first_control(imported.out), std::string::npos) << imported.out;
  EXPECT_EQ(first_control(imported.err), std::string::npos) << imported.err;
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"issues"},
                                             {"insights", "--all"},
                                             {"metrics", "sprints"},
                                             {"metrics", "velocity"},
                                             {"metrics", "flow"},
                                             {"metrics", "defects"},
                                             {"metrics", "hygiene"},
                                             {"issues", "--project", "NOPE"},
                                             {"doctor"}}) {
    environment_["NO_COLOR"] = "1";
    const Ran ran = run(words, {.out = true, .err = false, .columns = 500});
    EXPECT_EQ(first_control(ran.out), std::string::npos) << words.back() << ": " << ran.out;
    EXPECT_EQ(first_control(ran.err), std::string::npos) << words.back() << ": " << ran.err;
  }
}

}  // namespace
}  // namespace stint::app
