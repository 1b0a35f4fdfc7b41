// Every shape that an export comes in.
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include "exchange/importing.h"
#include "support/child.h"

namespace stint::exchange {
namespace {

using test::classic_page;
using test::issue_json;
using test::status_change;
using test::with_quotes;

constexpr std::string_view kKeys = "SELECT key FROM issue ORDER BY id";

TEST_F(Importing, ClassicAndTokenPages) {
  write("page-1.json", classic_page({issue_json({.number = 1}), issue_json({.number = 2})}));
  write("page-2.json", test::token_page({issue_json({.number = 3})}, "next"));
  write("page-3.json", test::token_page({issue_json({.number = 4})}, ""));
  write("empty-page.json", classic_page({}));
  const ImportReport report = import();
  EXPECT_EQ(errors_of(report), "");
  EXPECT_EQ(report.issues_read, 4);
  EXPECT_EQ(report.counts.added, 4);
  EXPECT_EQ(rows(kKeys), "T-1\nT-2\nT-3\nT-4\n");
  for (const ImportedFile& file : report.files) EXPECT_EQ(file.kind, FileKind::jira_json) << file.name;
  EXPECT_EQ(rows("SELECT url FROM site"), "https://one.example\n");
}

TEST_F(Importing, SingleIssuesArraysAndLines) {
  write("T-1.json", issue_json({.number = 1}));
  write("list.json", "[" + issue_json({.number = 2}) + ",\n" + issue_json({.number = 3}) + "]");
  write("lines.jsonl", issue_json({.number = 4}) + "\n" + issue_json({.number = 5}) + "\n");
  write("marked.json", "\xEF\xBB\xBF" + issue_json({.number = 6}));
  const ImportReport report = import();
  EXPECT_EQ(errors_of(report), "");
  EXPECT_EQ(rows(kKeys), "T-1\nT-2\nT-3\nT-4\nT-5\nT-6\n");
}

TEST_F(Importing, ChangelogPagesNameTheirIssueByUrlOrFile) {
  write("issues.json",
        classic_page({issue_json({.number = 1, .total = 0}), issue_json({.number = 2, .changelog = false}),
                      issue_json({.number = 3, .changelog = false})}));
  const auto page = [](int number, std::string_view at, std::string_view self) {
    return with_quotes("{'self':'" + std::string{self} + "','maxResults':1,'startAt':0,'total':2,'values':[" +
                       status_change(number, at, "1", "2") + "]}");
  };
  write("a.json", page(71, "2026-01-03T00:00:00.000+0000",
                       "https://one.example/rest/api/3/issue/T-1/changelog?startAt=0"));
  write("b.json", page(72, "2026-01-04T00:00:00.000Z",
                       "https://one.example/rest/api/3/issue/10001/changelog?startAt=1"));
  write("T-2-changelog.json", page(73, "2026-01-05T00:00:00.000Z", ""));
  write("T-3/changelog-2.json", with_quotes("{'total':1,'histories':[" +
                                            status_change(74, "2026-01-05T00:00:00.000Z", "1", "2") + "]}"));
  const ImportReport report = import();
  EXPECT_EQ(errors_of(report), "");
  EXPECT_EQ(rows("SELECT key || ' ' || history_id FROM change ORDER BY history_id"),
            "T-1 71\nT-1 72\nT-2 73\nT-3 74\n");
  EXPECT_EQ(rows("SELECT key || ' ' || has_history || ' ' || history_count || '/' || history_total FROM "
                 "issue ORDER BY id"),
            "T-1 1 2/2\nT-2 1 1/2\nT-3 1 1/1\n");
  EXPECT_EQ(report.incomplete.count, 1);
  EXPECT_EQ(report.incomplete.examples, std::vector<std::string>{"T-2"});
  EXPECT_EQ(rows("SELECT name FROM person"), "Ann\n");
}

TEST_F(Importing, APageOfHistoryThatNamesNoIssueIsAnError) {
  write("history.json",
        with_quotes("{'values':[" + status_change(1, "2026-01-05T00:00:00.000Z", "1", "2") + "]}"));
  const ImportReport report = import();
  EXPECT_EQ(report.error_count, 1);
  EXPECT_NE(errors_of(report).find("which issue it belongs to"), std::string::npos);
  EXPECT_NE(errors_of(report).find("SP-1-changelog.json"), std::string::npos);
}

TEST_F(Importing, BulkFetchedHistoriesWithEpochMilliseconds) {
  write(
      "bulk.json",
      with_quotes(
          "{'issueChangeLogs':[{'issueId':'10001','changeHistories':[{'id':'5','created':1767398400000,"
          "'author':{'accountId':'u1','displayName':'Ann'},'items':[{'field':'status','toString':'Done'}]}]},"
          "{'issueId':'10009','changeHistories':[]}],'nextPageToken':'x'}"));
  ImportReport report = import();
  EXPECT_EQ(errors_of(report), "");
  EXPECT_EQ(report.waiting_histories, 2);
  const std::string before = dump();
  report = import();  // waits once, however often it comes
  EXPECT_EQ(dump(), before);
  // The issue may come later.
  write("T-1.json", issue_json({.number = 1, .changelog = false}));
  report = import();
  EXPECT_EQ(report.waiting_histories, 1);
  EXPECT_EQ(rows("SELECT key || ' ' || at || ' ' || to_text FROM change"), "T-1 1767398400000 Done\n");
}

TEST_F(Importing, DefinitionsOfEveryShape) {
  write("board.json", with_quotes("{'id':1,'name':'B','type':'scrum','self':'https://one.example/rest/agile/"
                                  "1.0/board/1/configuration',"
                                  "'location':{'type':'project','key':'T'},'columnConfig':{'columns':[{'name'"
                                  ":'Do','statuses':[{'id':'1'}]}]},"
                                  "'estimation':{'type':'field','field':{'fieldId':'customfield_10016'}}}"));
  write(
      "boards.json",
      with_quotes(
          "{'maxResults':50,'values':[{'id':2,'name':'C','type':'kanban','location':{'projectKey':'T'}}]}"));
  write("sprints.json", with_quotes("{'values':[{'id':8,'self':'https://one.example/rest/agile/1.0/sprint/"
                                    "8','state':'closed','name':'S8',"
                                    "'originBoardId':1,'startDate':'2026-01-01T00:00:00.000Z'}]}"));
  write("sprint.json", with_quotes("{'id':9,'state':'future','name':'S9','originBoardId':1}"));
  write("statuses.json", with_quotes("[{'self':'https://one.example/rest/api/3/status/1','name':'To "
                                     "Do','id':'1','statusCategory':{'key':'new'}}]"));
  write("statuses-search.json",
        with_quotes("{'total':1,'values':[{'id':'2','name':'Going','statusCategory':'IN_PROGRESS'}]}"));
  write("project-statuses.json", with_quotes("[{'id':'10','name':'Story','subtask':false,'statuses':[{'id':'"
                                             "3','name':'Done','statusCategory':{'key':'done'}}]}]"));
  write("fields.json", with_quotes("[{'id':'customfield_10016','name':'Story "
                                   "Points','custom':true,'schema':{'type':'number'}},{'id':'summary','name':"
                                   "'Summary','navigable':true}]"));
  const ImportReport report = import();
  EXPECT_EQ(errors_of(report), "");
  for (const ImportedFile& file : report.files) EXPECT_EQ(file.kind, FileKind::jira_json) << file.name;
  EXPECT_EQ(
      rows(
          "SELECT json_array(id, name, type, project_key, estimation_field, columns) FROM board ORDER BY id"),
      "[\"1\",\"B\",\"scrum\",\"T\",\"customfield_10016\",\"[[\\\"Do\\\",\\\"1\\\"]]\"]\n[\"2\",\"C\","
      "\"kanban\",\"T\",\"\",\"[]\"]\n");
  EXPECT_EQ(rows("SELECT json_array(id, name, state, board_id, listed) FROM sprint ORDER BY id"),
            "[\"8\",\"S8\",3,\"1\",1]\n[\"9\",\"S9\",1,\"1\",1]\n");
  EXPECT_EQ(rows("SELECT id || name || category FROM status ORDER BY id"), "1To Do1\n2Going2\n3Done3\n");
  EXPECT_EQ(rows("SELECT id || name || type FROM field ORDER BY id"),
            "customfield_10016Story Pointsnumber\nsummarySummary\n");
  EXPECT_EQ(rows("SELECT count(*) FROM site"), "1\n");
}

TEST_F(Importing, NamesBehindTheIssuesAreKnownInFrontOfThem) {
  const std::string fields = "'customfield_1':'* one','customfield_2':'T-9',";
  const std::string names =
      ",'names':{'customfield_1':'Acceptance Criteria','customfield_2':'Epic Link','summary':'Summary'}";
  write("page-1.json", classic_page({issue_json({.number = 1, .fields = fields})}, names));
  import();
  EXPECT_EQ(rows("SELECT acceptance_criteria || ' ' || parent_key || criteria FROM issue"), "- one T-91\n");
  EXPECT_EQ(rows("SELECT name FROM field WHERE id = 'customfield_1'"), "Acceptance Criteria\n");
  // And for whatever is imported later.
  write("T-2.json", issue_json({.number = 2, .fields = fields}));
  import();
  EXPECT_EQ(rows("SELECT acceptance_criteria FROM issue WHERE key = 'T-2'"), "- one\n");
  const std::string before = dump();
  EXPECT_FALSE(import().counts.changed_anything());
  EXPECT_EQ(dump(), before);
}

TEST_F(Importing, NamesThatComeLaterAreNoConflict) {
  write("a/T-1.json", issue_json({.number = 1, .fields = "'customfield_1':'* one',"}));
  import();
  write(
      "b/fields.json",
      with_quotes(
          "[{'id':'customfield_1','name':'Acceptance Criteria','custom':true,'schema':{'type':'string'}}]"));
  const ImportReport report = import();
  EXPECT_EQ(report.counts.conflicting.count, 0);
  EXPECT_EQ(report.counts.extended, 1);
  EXPECT_EQ(rows("SELECT acceptance_criteria FROM issue"), "- one\n");
}

TEST_F(Importing, CsvWithRepeatedColumns) {
  write("export.csv",
        "Summary,Issue key,Issue id,Issue Type,Status,Created,Updated,Sprint,Sprint,Labels,Labels,Custom "
        "field (Story Points)\n"
        "\"A, with\nlines\",T-1,10001,Story,Done,17/Nov/26 3:04 PM,18/Nov/26 3:04 PM,S 1,S 2,a,b,5\n");
  ImportOptions options;
  options.time_zone = TimeZone::find("Europe/Berlin").value();
  const ImportReport report = import({}, options);
  EXPECT_EQ(errors_of(report), "");
  EXPECT_EQ(file_of(report, "export.csv").kind, FileKind::jira_csv);
  EXPECT_EQ(report.without_history, 1);
  EXPECT_EQ(rows("SELECT json_array(key, id, summary, sprints, labels, has_history, created_at) FROM issue"),
            "[\"T-1\",\"10001\",\"A, with\\nlines\",\"[\\\"S 1\\\",\\\"S "
            "2\\\"]\",\"[\\\"a\\\",\\\"b\\\"]\",0,1794924240000]\n");
}

TEST_F(Importing, CsvDatesAreReadAsTheWholeFileWritesThem) {
  // Only the last row tells that the day comes first.
  write(
      "export.csv",
      "Issue key,Issue id,Created\nT-1,1,03/04/2026 10:00\nT-2,2,05/06/2026 10:00\nT-3,3,25/12/2026 10:00\n");
  EXPECT_EQ(errors_of(import()), "");
  EXPECT_EQ(rows("SELECT date(created_at / 1000, 'unixepoch') FROM issue ORDER BY id"),
            "2026-04-03\n2026-06-05\n2026-12-25\n");
}

TEST_F(Importing, ACsvBesideTheJsonOfItsSite) {
  write("T-2.json", issue_json({.number = 2}));
  write("export.csv", "Issue key,Issue id,Summary\nT-1,10001,from csv\n");
  import();
  EXPECT_EQ(rows("SELECT count(*) FROM site"), "1\n");
  EXPECT_EQ(rows(kKeys), "T-1\nT-2\n");
}

TEST_F(Importing, WhatIsNoTrackerDataIsNamedAndSkipped) {
  write("T-1.json", issue_json({.number = 1}));
  write("truth.json",
        with_quotes("{'schema':'stint.demo.truth/"
                    "1','end':'2026-01-01T00:00:00Z','plants':[{'kind':'blocked'}],'sprints':[]}"));
  write("notes.md", "# Notes\nnothing here\n");
  write("empty.json", "");
  write("image.png", std::string("\x89PNG\r\n\x1a\n\0\0,;", 12));
  write(".hidden.json", issue_json({.number = 8}));
  write(".git/T-9.json", issue_json({.number = 9}));
  const ImportReport report = import();
  EXPECT_EQ(errors_of(report), "");
  EXPECT_EQ(report.files.size(), 5U);
  for (const char* name : {"truth.json", "notes.md", "empty.json", "image.png"}) {
    EXPECT_EQ(file_of(report, name).kind, FileKind::skipped) << name;
    EXPECT_FALSE(file_of(report, name).note.empty()) << name;
  }
  EXPECT_EQ(rows(kKeys), "T-1\n");
}

TEST_F(Importing, MetaFilesSayWhenTheExportEnds) {
  write("T-1.json", issue_json({.number = 1}));
  write("meta.json",
        with_quotes("{'date_start':'2026-01-01T00:00:00+00:00','date_end':'2026-02-01T00:00:00+00:00'}"));
  write("older_meta.json", with_quotes("{'time_end':'2026-01-15T00:00:00+00:00'}"));
  const ImportReport report = import();
  EXPECT_EQ(file_of(report, "/meta.json").kind, FileKind::export_period);
  EXPECT_EQ(rows("SELECT export_end_at FROM site"), "1769904000000\n");
}

TEST_F(Importing, LinksInFoldersDoNoHarm) {
  write("T-1.json", issue_json({.number = 1}));
  std::filesystem::create_symlink(scratch_ / "in" / "loop.json", scratch_ / "in" / "loop.json");
  std::filesystem::create_symlink("nowhere", scratch_ / "in" / "broken.json");
  std::filesystem::create_directory_symlink(scratch_ / "in", scratch_ / "in" / "self");
  EXPECT_EQ(errors_of(import()), "");
  EXPECT_EQ(rows(kKeys), "T-1\n");
}

TEST_F(Importing, TheSamePathTwiceIsReadOnce) {
  const auto file = write("T-1.json", issue_json({.number = 1}));
  const ImportReport report = import({file, file, scratch_ / "in"});
  EXPECT_EQ(report.issues_read, 1);
}

TEST_F(Importing, NamedPipesAreRead) {
  const auto pipe = scratch_ / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const std::jthread writer{
      [&] { std::ofstream{pipe} << issue_json({.number = 1}) << issue_json({.number = 2}); }};
  const ImportReport report = import({pipe});
  EXPECT_EQ(errors_of(report), "");
  EXPECT_EQ(rows(kKeys), "T-1\nT-2\n");
}

TEST_F(Importing, StandardInput) {
  const std::string json = classic_page(
      {issue_json({.number = 1, .histories = {status_change(1, "2026-01-05T00:00:00.000Z", "1", "2")}})});
  const std::vector<std::string> command{STINT_BINARY, "--data", data().string(), "import", "-"};
  test::ChildResult result = test::run_child(command, {.input = json});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_NE(result.out.find("Read 1 issue from 1 file."), std::string::npos) << result.out;
  EXPECT_EQ(rows(kKeys), "T-1\n");
  EXPECT_EQ(rows("SELECT url FROM site"), "https://one.example\n");
  result = test::run_child(command, {.input = "Issue key,Issue id,Summary\nT-2,10002,s\n"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(rows("SELECT count(*) FROM site"), "1\n");
  result = test::run_child(command, {.input = ""});
  EXPECT_EQ(result.status, 1);
  EXPECT_NE(result.out.find("standard input: empty"), std::string::npos) << result.out;
}

TEST_F(Importing, ProgressGrowsToTheEnd) {
  std::string large = "[";
  for (int i = 1; i < 3000; ++i)
    large += (i > 1 ? "," : "") + issue_json({.number = i, .summary = std::string(1000, 's')});
  write("large.json", large + "]");
  ImportOptions options;
  std::vector<ImportProgress> seen;
  options.progress = [&](const ImportProgress& progress) { seen.push_back(progress); };
  import({}, options);
  ASSERT_GE(seen.size(), 3U);
  for (std::size_t i = 1; i < seen.size(); ++i) {
    EXPECT_GE(seen[i].bytes_done, seen[i - 1].bytes_done);
    EXPECT_GE(seen[i].issues, seen[i - 1].issues);
  }
  EXPECT_EQ(seen.back().bytes_done, seen.back().bytes_total);
  EXPECT_EQ(seen.back().bytes_total, large.size() + 1);
}

TEST_F(Importing, ThePointsFieldIsKept) {
  write("T-1.json", issue_json({.number = 1, .fields = "'customfield_7':3,"}));
  ImportOptions options;
  options.points_field = "customfield_7";
  EXPECT_FALSE(import({}, options).points_field_unknown);
  EXPECT_EQ(rows("SELECT value FROM setting WHERE name = 'points_field'"), "customfield_7\n");
  options.points_field = "Moon phase";
  EXPECT_TRUE(import({}, options).points_field_unknown);
}

}  // namespace
}  // namespace stint::exchange
