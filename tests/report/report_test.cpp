#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

#include "report/format.h"
#include "report/sections.h"
#include "sample.h"

namespace stint::report {
namespace {

using testing::HasSubstr;
using testing::Not;

Report small() {
  Report report;
  report.title = "Title";
  report.project = "P";
  report.board = "Board";
  report.as_of = from_epoch_ms(1'794'416'400'000);
  report.as_of_local = chart::Moment{report.as_of.time_since_epoch() + std::chrono::hours{1}};
  report.as_of_source = "option";
  report.time_zone = "Europe/Zurich";
  report.issue_url = "https://tracker.example/browse/";
  Section section{"flow", "Flow", "Flow is fine", "Read it."};
  section.figures = {{"Median", number(4.5), "days", "usual 5", 0},
                     {"Rate", undefined("nothing finished"), "", "", {}}};
  section.table =
      Table{"",
            {{"Item"}, {"Days", "days"}, {"Share"}},
            {{key("P-1"), number(3), share(0.25)}, {key("P-2"), number(-0.00001), undefined("none")}}};
  section.notes = {
      {"Median", "The middle.", 12, "items", {{"epics", {{"P-9"}, 1, ""}}}, {{"P-1", "P-2"}, 2, ""}},
      {"Chart", "All of them.", {}, "", {}, {}}};
  report.sections = {section};
  return report;
}

TEST(Formats, AreFoundByName) {
  std::set<std::string_view> names;
  for (const Format& format : formats()) {
    EXPECT_TRUE(names.insert(format.name).second);
    EXPECT_EQ(find_format(format.name), &format);
    EXPECT_FALSE(format.media_type.empty());
    EXPECT_FALSE(format.write(small()).empty());
  }
  EXPECT_EQ(names, (std::set<std::string_view>{"csv", "html", "json", "md"}));
  EXPECT_EQ(find_format("pdf"), nullptr);
  EXPECT_EQ(find_format(""), nullptr);
}

TEST(Formats, GiveTheSameBytesEachTime) {
  for (const Format& format : formats()) {
    EXPECT_EQ(format.write(test::sample_report()), format.write(test::sample_report())) << format.name;
    EXPECT_EQ(format.write(test::awkward_report()), format.write(test::awkward_report())) << format.name;
  }
}

TEST(Formats, TakeAnEmptyReport) {
  for (const Format& format : formats()) EXPECT_FALSE(format.write(Report{}).empty()) << format.name;
}

TEST(Sections, HaveTheirOwnIds) {
  std::set<std::string_view> ids;
  for (const SectionMaker& maker : section_makers()) EXPECT_TRUE(ids.insert(maker.id).second) << maker.id;
}

TEST(Notes, AreNumberedThroughTheReport) {
  Report report = small();
  report.sections.push_back(report.sections.front());
  report.sections.back().id = "again";
  EXPECT_THAT(first_note_numbers(report), testing::ElementsAre(1, 3));
  EXPECT_EQ(note_number(report, {"x", number(1), "", "", 1, "again"}), 4U);
  EXPECT_EQ(note_number(report, {"x", number(1), "", "", 7, "again"}), std::nullopt);
  EXPECT_EQ(note_number(report, {"x", number(1), "", "", 0, "gone"}), std::nullopt);
}

TEST(IssueAddress, IsEncodedAndOnlyHttp) {
  Report report = small();
  EXPECT_EQ(issue_address(report, "P-1"), "https://tracker.example/browse/P-1");
  EXPECT_EQ(issue_address(report, "a b\"<ü"), "https://tracker.example/browse/a%20b%22%3C%C3%BC");
  report.issue_url = "javascript:alert(1)//";
  EXPECT_EQ(issue_address(report, "P-1"), "");
  report.issue_url = "";
  EXPECT_EQ(issue_address(report, "P-1"), "");
}

TEST(Dateline, LeavesOutWhatIsEmpty) {
  EXPECT_EQ(dateline(small()), "P · Board · as of 11 Nov 2026, 18:00 Europe/Zurich");
}

TEST(Html, LoadsAndRunsNothing) {
  for (const Report& report : {test::sample_report(), test::awkward_report()}) {
    const std::string page = write_html(report);
    EXPECT_THAT(page, HasSubstr("default-src 'none'"));
    EXPECT_THAT(page, Not(HasSubstr("<script")));
    EXPECT_THAT(page, Not(HasSubstr("src=")));
    EXPECT_THAT(page, Not(HasSubstr("url(")));
    EXPECT_THAT(page, Not(HasSubstr("@import")));
    EXPECT_THAT(page, Not(HasSubstr("javascript:alert(1)//")));
  }
}

TEST(Html, LeadsFromAFigureToItsNote) {
  const std::string page = write_html(small());
  EXPECT_THAT(page, HasSubstr(R"(<dt>Median<sup><a href="#note-1" aria-label="Note 1">1</a></sup></dt>)"));
  EXPECT_THAT(page, HasSubstr("Read it.<sup><a href=\"#note-2\""))
      << "a note of no figure belongs to the chart";
  EXPECT_THAT(
      page,
      HasSubstr(
          R"(<li id="note-1"><b>Median.</b> The middle. <span class="n"><i>n</i>&#160;=&#160;12 items.</span>)"
          " Left out: epics&#160;(1)."));
  EXPECT_THAT(page, HasSubstr(R"(<a class="key" href="https://tracker.example/browse/P-9">P-9</a>)"));
}

TEST(Html, SaysWhyAFigureIsUndefined) {
  EXPECT_THAT(write_html(small()), HasSubstr("nothing finished"));
}

TEST(Html, CapsLongListsOfIssues) {
  Report report = small();
  Keys& keys = report.sections[0].notes[0].issues;
  keys = {{}, 1234, "stint metrics flow --evidence"};
  for (int i = 0; i < 80; ++i) keys.keys.push_back("LONG-" + std::to_string(i));
  const std::string page = write_html(report);
  EXPECT_THAT(page, HasSubstr("issues&#160;(1,234)"));
  EXPECT_THAT(page, HasSubstr("LONG-49"));
  EXPECT_THAT(page, Not(HasSubstr("LONG-50")));
  EXPECT_THAT(page, HasSubstr("and 1,184 more: <code>stint metrics flow --evidence</code>"));
}

TEST(Html, CapsLongTables) {
  Report report = small();
  auto& rows = report.sections[0].table->rows;
  rows.assign(100, {text("row"), number(1), share(1)});
  EXPECT_THAT(write_html(report), HasSubstr("40 more rows are in the CSV and JSON formats."));
  EXPECT_THAT(write_markdown(report), HasSubstr("75 more rows are in the CSV and JSON formats."));
}

TEST(Csv, IsOneTidyTable) {
  EXPECT_EQ(write_csv(small()),
            "section,figure,board,label,value,unit,n\n"
            "flow,Median,Board,,4.5,days,12\n"
            "flow,Rate,Board,,,,\n"
            "flow,Days,Board,P-1,3,days,\n"
            "flow,Share,Board,P-1,0.25,share,\n"
            "flow,Days,Board,P-2,0,days,\n"
            "flow,Share,Board,P-2,,,\n");
}

TEST(Csv, DisarmsFormulasButNotNumbers) {
  Report report = small();
  report.sections[0].figures = {{"=1+1", number(-5), "@SUM(A1)", "", {}},
                                {"+x", text("-2+3"), "a,b", "", {}},
                                {"say \"hi\"", text("two\nlines"), "", "", {}}};
  report.sections[0].table.reset();
  EXPECT_EQ(write_csv(report),
            "section,figure,board,label,value,unit,n\n"
            "flow,'=1+1,Board,,-5,'@SUM(A1),\n"
            "flow,'+x,Board,,'-2+3,\"a,b\",\n"
            "flow,\"say \"\"hi\"\"\",Board,,two lines,,\n");
}

TEST(Json, HoldsTheDataBehindCharts) {
  const std::string json = write_json(small());
  EXPECT_THAT(json, HasSubstr("\"schema\": \"stint.report/1\""));
  EXPECT_THAT(json, HasSubstr("\"as_of\": \"2026-11-11T17:00:00+00:00\""));
  EXPECT_THAT(json, HasSubstr("\"reason\": \"nothing finished\""));
  EXPECT_THAT(json, Not(HasSubstr("<svg")));
}

TEST(Markdown, IsReadable) {
  EXPECT_EQ(
      write_markdown(small()),
      "# Title\n\n"
      "P · Board · as of 11 Nov 2026, 18:00 Europe/Zurich\n\n"
      "## Flow is fine\n\n*Flow*\n\n"
      "Read it.[^2]\n\n"
      "- **Median**: 4.5 days[^1], usual 5\n"
      "- **Rate**: – (nothing finished)\n\n"
      "| Item | Days (days) | Share |\n| --- | --: | --: |\n"
      "| [P-1](<https://tracker.example/browse/P-1>) | 3 | 25\u00A0% |\n"
      "| [P-2](<https://tracker.example/browse/P-2>) | 0 | – |\n\n"
      "[^1]: **Median.** The middle. n = 12 items. Left out: epics (1): "
      "[P-9](<https://tracker.example/browse/P-9>). "
      "Issues: [P-1](<https://tracker.example/browse/P-1>), [P-2](<https://tracker.example/browse/P-2>).\n"
      "[^2]: **Chart.** All of them.\n");
}

TEST(Markdown, TakesNoMarkupFromTexts) {
  Report report = small();
  report.title = "# 1 <b>*x*</b> [a](b) | `c` @team #12 _d_ ~e~ \\ &amp; $m$";
  report.sections[0].title = "- not a list";
  report.sections[0].lede = "12. not a list either";
  report.sections[0].notes.clear();
  const std::string text = write_markdown(report);
  EXPECT_THAT(text,
              HasSubstr("# \\#\u2060 1 \\<b\\>\\*x\\*\\</b\\> \\[a\\](b) \\| \\`c\\` @\u2060team \\#\u2060"
                        "12 \\_d\\_ \\~e\\~ \\\\ \\&amp; \\$m\\$\n"));
  EXPECT_THAT(text, HasSubstr("## \\- not a list"));
  EXPECT_THAT(text, HasSubstr("\n12\\. not a list either\n"));
}

}  // namespace
}  // namespace stint::report
