#include "tracker/csv/jira_csv.h"

#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <vector>

#include "lib/libcsv/reader.h"
#include "tracker/csv/status_words.h"

namespace stint::tracker {
namespace {

struct Read {
  std::vector<Issue> issues;
  std::vector<jira::IssueRecord> records;
  std::vector<std::string> errors;
  std::vector<Field> number_fields;
};

// The whole text: first for its dates, then for its issues.
Read read(std::string_view text, ToInstant to_instant = {}) {
  Read out;
  std::optional<JiraCsv> jira;
  for (const bool learning : {true, false}) {
    bool first = true;
    csv::Reader reader([&](const csv::Row& row) -> Outcome {
      if (std::exchange(first, false)) {
        if (!learning) return {};
        auto created = JiraCsv::create(row, to_instant);
        if (!created) return fail(created.error());
        jira = std::move(*created);
      } else if (learning) {
        jira->learn_dates(row);
      } else if (auto record = jira->read_row(row)) {
        out.issues.push_back(record->issue);
        out.records.push_back(std::move(*record));
      } else {
        out.errors.push_back(record.error().to_string());
      }
      return {};
    });
    auto done = reader.feed(text);
    if (done) done = reader.finish();
    if (!done) {
      out.errors.push_back(done.error().to_string());
      return out;
    }
  }
  if (jira) out.number_fields = jira->number_fields();
  return out;
}

TEST(JiraCsv, ReadsAFullRow) {
  const Read out = read(
      "Summary,Issue key,Issue id,Issue Type,Status,Status Category,Project key,Project "
      "name,Priority,Resolution,"
      "Assignee,Assignee Id,Reporter,Reporter Id,Created,Updated,Resolved,Due "
      "date,Labels,Labels,Sprint,Sprint,"
      "Component/s,Fix Version/s,Affects Version/s,Description,Environment,Parent id,Custom field (Story "
      "Points),"
      "Custom field (Team),Custom field (Flagged),Custom field (Acceptance Criteria),Inward issue link "
      "(Blocks),"
      "Outward issue link (Polaris),Comment,Comment\n"
      "Fix login,WEB-7,10007,Story,In Progress,In Progress,WEB,Web shop,High,,Ann Lee,5b10,Bob,5b11,"
      "03/Nov/26 9:00 AM,17/Nov/26 3:04 PM,,20/Nov/26,api,login,Web 1,Web 2,Checkout,2.0,1.9,"
      "\"h2. Why\n\n*Users* wait\",Firefox,,3.0,Blue,Impediment,* works,WEB-3,OTH-1,"
      "\"04/Nov/26 10:00 AM;5b12;It _still_ fails; sometimes\",no structure\n");
  ASSERT_EQ(std::vector<std::string>{}, out.errors);
  ASSERT_EQ(1U, out.issues.size());
  const Issue& issue = out.issues[0];
  EXPECT_EQ("WEB-7", issue.key);
  EXPECT_EQ("10007", issue.id);
  EXPECT_EQ("Fix login", issue.summary);
  EXPECT_EQ("Story", issue.type);
  EXPECT_FALSE(issue.subtask);
  EXPECT_FALSE(issue.epic);
  EXPECT_EQ("In Progress", issue.status.name);
  EXPECT_EQ("In Progress", issue.status.id);
  EXPECT_EQ(StatusCategory::in_progress, issue.status.category);
  EXPECT_EQ("WEB", issue.project_key);
  EXPECT_EQ("Web shop", issue.project_name);
  EXPECT_EQ("High", issue.priority);
  EXPECT_EQ("", issue.resolution);
  EXPECT_EQ("5b10", issue.assignee.id);
  EXPECT_EQ("Ann Lee", issue.assignee.name);
  EXPECT_EQ("5b11", issue.reporter.id);
  EXPECT_EQ("2026-11-03T09:00:00+00:00", format_iso(issue.created));
  EXPECT_EQ("2026-11-17T15:04:00+00:00", format_iso(issue.updated));
  EXPECT_EQ(std::nullopt, issue.resolved);
  EXPECT_EQ("2026-11-20T00:00:00+00:00", format_iso(issue.due.value_or(Instant{})));
  EXPECT_EQ((std::vector<std::string>{"api", "login"}), issue.labels);
  EXPECT_EQ((std::vector<std::string>{"Web 1", "Web 2"}), issue.sprint_ids);
  EXPECT_EQ(std::vector<std::string>{"Checkout"}, issue.components);
  EXPECT_EQ((std::vector<Version>{{"2.0", "2.0", false, {}}}), issue.fix_versions);
  EXPECT_EQ((std::vector<Version>{{"1.9", "1.9", false, {}}}), issue.affected_versions);
  EXPECT_EQ("## Why\n\n**Users** wait", issue.description);
  EXPECT_EQ("Firefox", issue.environment);
  EXPECT_EQ("- works", issue.acceptance_criteria);
  EXPECT_TRUE(issue.flagged);
  EXPECT_EQ((std::vector<NumberField>{{"Story Points", 3.0}}), issue.numbers);
  EXPECT_EQ((std::vector<Link>{{"Blocks", "is blocked by", false, "", "WEB-3"},
                               {"Polaris", "Polaris", true, "", "OTH-1"}}),
            issue.links);
  ASSERT_EQ(2U, issue.comments.size());
  EXPECT_EQ("5b12", issue.comments[0].author);
  EXPECT_EQ("2026-11-04T10:00:00+00:00", format_iso(issue.comments[0].at));
  EXPECT_EQ("It *still* fails; sometimes", issue.comments[0].body);
  EXPECT_EQ("no structure", issue.comments[1].body);
  EXPECT_EQ(issue.updated, issue.comments[1].at);
  EXPECT_NE(issue.comments[0].id, issue.comments[1].id);
  EXPECT_FALSE(issue.has_history);
  EXPECT_TRUE(issue.changes.empty());

  ASSERT_EQ(2U, out.records[0].sprints.size());
  EXPECT_EQ("Web 1", out.records[0].sprints[0].id);
  EXPECT_EQ("Web 1", out.records[0].sprints[0].name);
  EXPECT_EQ(SprintState::unknown, out.records[0].sprints[0].state);
  EXPECT_EQ(3U, out.records[0].people.size());
  ASSERT_EQ(1U, out.number_fields.size());
  EXPECT_EQ("Story Points", out.number_fields[0].id);
}

TEST(JiraCsv, HeadersMayDifferInCaseAndBlanks) {
  const Read out = read("ISSUE KEY; Summary ;story points;LABELS\nA-1;x;2,5;a b\n");
  ASSERT_EQ(1U, out.issues.size());
  EXPECT_EQ("x", out.issues[0].summary);
  EXPECT_EQ((std::vector<NumberField>{{"story points", 2.5}}), out.issues[0].numbers);
  EXPECT_EQ((std::vector<std::string>{"a", "b"}), out.issues[0].labels);
}

TEST(JiraCsv, MissingIdsAreMadeFromWhatThereIs) {
  const Read out =
      read("Issue key,Issue id,Assignee,Issue Type,Created\nAB-1,,Ann,Sub-task,2026-01-02\n,55,,Epic,\n");
  ASSERT_EQ(2U, out.issues.size());
  EXPECT_EQ("AB-1", out.issues[0].id);
  EXPECT_EQ("AB", out.issues[0].project_key);
  EXPECT_EQ("Ann", out.issues[0].assignee.id);
  EXPECT_TRUE(out.issues[0].subtask);
  EXPECT_EQ("55", out.issues[1].key);
  EXPECT_EQ("", out.issues[1].project_key);
  EXPECT_EQ("", out.issues[1].assignee.id);
  EXPECT_TRUE(out.issues[1].epic);
  EXPECT_EQ(Instant{}, out.issues[1].created);
}

TEST(JiraCsv, WithoutAKeyColumnItSaysWhichThereAre) {
  const Read out = read("Summary,Status,Owner\nx,y,z\n");
  ASSERT_EQ(1U, out.errors.size());
  EXPECT_EQ(
      "line 1: no column \"Issue key\" or \"Issue id\"; the columns are: Summary, Status, Owner; in Jira "
      "choose "
      "Export > Export CSV (all fields) in the issue search, with \"Issue key\" among the columns",
      out.errors[0]);
}

TEST(JiraCsv, ARowWithoutKeyOrIdIsNamed) {
  const Read out = read("Issue key,Issue id,Summary\nA-1,1,x\n,,y\nA-3,3,z\n");
  EXPECT_EQ(2U, out.issues.size());
  ASSERT_EQ(1U, out.errors.size());
  EXPECT_TRUE(out.errors[0].starts_with("line 3: neither an issue key nor an issue id; ")) << out.errors[0];
}

TEST(JiraCsv, ADateThatIsNoneIsNamed) {
  const Read out = read("Issue key,Created\nA-1,2026-01-02\nA-2,gestern\n");
  EXPECT_EQ(1U, out.issues.size());
  ASSERT_EQ(1U, out.errors.size());
  EXPECT_TRUE(out.errors[0].starts_with(
      "line 3: Created: \"gestern\" is no date; dates are read as 17/Nov/26 3:04 PM, "))
      << out.errors[0];
  EXPECT_TRUE(out.errors[0].ends_with("; day and month in the order day/month")) << out.errors[0];
}

TEST(JiraCsv, TooManyCellsAreNamed) {
  const Read out = read("Issue key,Summary\nA-1,x,,\nA-2,x,y\n");
  EXPECT_EQ(1U, out.issues.size());
  EXPECT_EQ((std::vector<std::string>{
                "line 3: 3 cells, but the header has 2 columns; look for a quote or a delimiter "
                "that is not quoted"}),
            out.errors);
}

TEST(JiraCsv, BytesThatAreNoTextAreNamed) {
  const Read out = read("Issue key,Summary\nA-1,caf\xE9\nA-2,caf\xC3\xA9\n");
  EXPECT_EQ(1U, out.issues.size());
  EXPECT_EQ(
      (std::vector<std::string>{"line 2: Summary: not valid UTF-8; save the file as UTF-8 and try again"}),
      out.errors);
}

TEST(JiraCsv, TheWholeFileDecidesTheOrderOfDayAndMonth) {
  const Read out = read("Issue key,Created\nA-1,03/04/2026 15:04\nA-2,11/17/2026 15:04\n");
  ASSERT_EQ(2U, out.issues.size());
  EXPECT_EQ("2026-03-04T15:04:00+00:00", format_iso(out.issues[0].created));
}

TEST(JiraCsv, MissingDatesFollowFromOthers) {
  const Read out = read(
      "Issue key,Created,Resolved,Comment\nA-1,2026-01-02,2026-02-03,2026-03-04 "
      "10:00;me;late\nA-2,,2026-02-03,\n");
  ASSERT_EQ(2U, out.issues.size());
  EXPECT_EQ("2026-03-04T10:00:00+00:00", format_iso(out.issues[0].updated));
  EXPECT_EQ("2026-02-03T00:00:00+00:00", format_iso(out.issues[1].created));
}

TEST(JiraCsv, LocalTimesGoThroughTheZone) {
  const Read out = read("Issue key,Created\nA-1,2026-01-02 12:00\n", [](LocalTime local) {
    return Instant{local.time_since_epoch()} + std::chrono::hours(5);
  });
  ASSERT_EQ(1U, out.issues.size());
  EXPECT_EQ("2026-01-02T17:00:00+00:00", format_iso(out.issues[0].created));
}

TEST(JiraCsv, StatusCategoriesAreGuessedInOrder) {
  const Read out = read(
      "Issue key,Status,Status Category,Resolution\n"
      "A-1,Shipped,Done,\nA-2,Done,To Do,Fixed\nA-3,Odd,,Fixed\nA-4,Odd,,Unresolved\nA-5,in "
      "review,,\nA-6,Backlog,,\n");
  std::vector<StatusCategory> categories;
  categories.reserve(out.issues.size());
  for (const Issue& issue : out.issues) categories.push_back(issue.status.category);
  using enum StatusCategory;
  EXPECT_EQ((std::vector{done, todo, done, unknown, in_progress, todo}), categories);
  EXPECT_EQ("", out.issues[3].resolution);
}

TEST(JiraCsv, ParentsAndEpics) {
  const Read out = read(
      "Issue key,Parent,Parent id,Parent key,Custom field (Epic Link)\n"
      "A-1,A-9,,,\nA-2,1009,,,\nA-3,,1009,A-9,E-1\nA-4,,,,E-1\n");
  ASSERT_EQ(4U, out.issues.size());
  EXPECT_EQ("A-9", out.issues[0].parent_key);
  EXPECT_EQ("1009", out.issues[1].parent_id);
  EXPECT_EQ("", out.issues[1].parent_key);
  EXPECT_EQ("A-9", out.issues[2].parent_key);
  EXPECT_EQ("1009", out.issues[2].parent_id);
  EXPECT_EQ("E-1", out.issues[3].parent_key);
}

TEST(JiraCsv, OnlyWholeNumbersAreNumbers) {
  const Read out = read(
      "Issue key;Custom field (A);Custom field (B);Custom field (C);Custom field (D);Custom field (E);Custom "
      "field (F)\n"
      "A-1;0|i0007z:;1,234;1,5;-2e1;nan;3 days\n");
  ASSERT_EQ(1U, out.issues.size());
  EXPECT_EQ((std::vector<NumberField>{{"C", 1.5}, {"D", -20}}), out.issues[0].numbers);
}

TEST(JiraCsv, SprintsOfServersAreReadWhole) {
  const Read out = read(
      "Issue key,Sprint,Sprint,Sprint\n"
      "A-1,\"com.atlassian.greenhopper.service.sprint.Sprint@1[id=5,state=ACTIVE,name=S, 5]\",S 6,S 6\n");
  ASSERT_EQ(1U, out.records.size());
  EXPECT_EQ((std::vector<std::string>{"5", "S 6"}), out.issues[0].sprint_ids);
  ASSERT_EQ(2U, out.records[0].sprints.size());
  EXPECT_EQ("S, 5", out.records[0].sprints[0].name);
  EXPECT_EQ(SprintState::active, out.records[0].sprints[0].state);
}

TEST(JiraCsv, HeadersAreTold) {
  const std::vector<std::string_view> jira{"Summary", "Issue key"};
  const std::vector<std::string_view> alone{"Issue key"};
  const std::vector<std::string_view> other{"Work Item Id", "Title"};
  EXPECT_TRUE(JiraCsv::is_header(jira));
  EXPECT_FALSE(JiraCsv::is_header(alone));
  EXPECT_FALSE(JiraCsv::is_header(other));
}

TEST(StatusWords, AnyCase) {
  EXPECT_EQ(StatusCategory::done, guess_category("CLOSED"));
  EXPECT_EQ(StatusCategory::unknown, guess_category("Limbo"));
  EXPECT_EQ(StatusCategory::in_progress, category_of_words("Indeterminate"));
  EXPECT_EQ(StatusCategory::unknown, category_of_words(""));
}

}  // namespace
}  // namespace stint::tracker
