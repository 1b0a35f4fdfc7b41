// The controls on single findings, with the very words.
#include <gtest/gtest.h>

#include "insight/finding_text.h"
#include "insight/insight.h"
#include "insight/style.h"
#include "insight/wording.h"

namespace stint::test {
namespace {

using language::Controls;

constexpr const char* kDrop = R"(velocity warning
sprint = Sprint 12
board = Payments
completed = 24 points
drop = 0.33 share
median = 36 points
least = 30 points
most = 41 points
sprints = 5 sprints
predictability = 0.67 share
next_p50 = 33 points
committed = 38 points
usual_committed = 39 points
unfinished = 14 points: A-1 A-2 A-3
removed = 2 points: A-9
cause started_late: A-1 A-2
cause blocked: A-3
cause too_large: A-3
evidence: A-1 A-2 A-3 A-4 A-5
)";

insight::Insight told(const std::string& body, const std::string& settings) {
  history::Dataset data;
  metrics::Finding finding = parse_finding(body, data);
  auto controls = language::parse_controls(settings);
  EXPECT_TRUE(controls) << controls.error().to_string();
  return insight::narrate(data, std::move(finding), *controls);
}

std::string message(const std::string& body, const std::string& settings) {
  return told(body, settings).message;
}

TEST(StyledWords, AreCutToTheLengthByWhatMatters) {
  EXPECT_EQ(message(kDrop, "length=0"),
            "Payments completed 24 points in Sprint 12, 33 % under its median of 36 points.");
  EXPECT_EQ(
      message(kDrop, "length=20"),
      "Payments completed 24 points in Sprint 12, 33 % under its median of 36 points. Ask whether people "
      "were away or pulled off, and plan the next sprint with about 33 points.");
  EXPECT_EQ(
      message(kDrop, "length=26"),
      "Payments completed 24 points in Sprint 12, 33 % under its median of 36 points (from 30 to 41 in the 5 "
      "sprints before). It had committed to 38 points, about as much as usual, and 14 points were left "
      "unfinished. Ask whether people were away or pulled off, and plan the next sprint with about 33 "
      "points.");
}

TEST(StyledWords, HoldUnsaidFactsAndFurtherCausesAtDepth) {
  EXPECT_EQ(
      message(kDrop, "depth=100,layout=bullets"),
      "- Payments completed 24 points in Sprint 12, 33 % under its median of 36 points (from 30 to 41 in the "
      "5 sprints before).\n"
      "- It had committed to 38 points, about as much as usual, and 14 points were left unfinished.\n"
      "- Of the committed items that were not completed, 2 were started late or not at all, 1 was blocked "
      "for a day or more and 1 was large from the start.\n"
      "- Ask whether people were away or pulled off, and plan the next sprint with about 33 points.\n"
      "- What it completed was 67 % of the average of the sprints before.\n"
      "- 2 points were taken out of the sprint after its start.");
}

TEST(StyledWords, ExplainAndNameFurtherIssuesAtLength) {
  const std::string text = message(kDrop, "length=100");
  EXPECT_TRUE(
      text.ends_with("Only what was done by the end of a sprint counts as completed in it. Issues to look "
                     "at: A-1, A-2 and A-3."))
      << text;
  EXPECT_EQ(message(kDrop, "length=100,examples=off").find("A-1"), std::string::npos);
}

TEST(StyledWords, TakeEverydayWordsOrTermsOfTheTrade) {
  const insight::Insight plain = told(kDrop, "technical=0,length=0");
  EXPECT_EQ(plain.title, "Payments: the amount of completed work dropped by 33 % in Sprint 12");
  EXPECT_EQ(plain.message, "Payments completed 24 points in Sprint 12, 33 % under its usual 36 points.");
  EXPECT_NE(message(kDrop, "technical=100").find("and 14 points were left as spillover."), std::string::npos);
  // Plain language wins.
  EXPECT_EQ(message(kDrop, "technical=100,length=0,plain=on"), plain.message);
}

TEST(StyledWords, AddressTheReaderOrNot) {
  EXPECT_EQ(
      message(kDrop, "length=20,address=neutral"),
      "Payments completed 24 points in Sprint 12, 33 % under its median of 36 points. It may help to ask "
      "whether people were away or pulled off, and plan the next sprint with about 33 points.");
  const insight::Style neutral{*language::parse_controls("address=neutral")};
  EXPECT_EQ(neutral.worded("[Expect {a}|{a} can be expected]."), "{a} can be expected.");
  EXPECT_EQ(neutral.worded("Before the next, [settle] who [asks]."),
            "Before the next, it may help to settle who it may help to asks.");
  EXPECT_EQ(insight::Style{}.worded("[Expect {a}|{a} can be expected] and [do]."), "Expect {a} and do.");
}

TEST(StyledWords, AreCasualOrFormal) {
  EXPECT_NE(message(kDrop, "formality=0").find("Check if people were away"), std::string::npos);
  EXPECT_NE(message(kDrop, "formality=0").find("items that weren't completed"), std::string::npos);
  EXPECT_NE(message(kDrop, "formality=100").find("Establish whether people were away"), std::string::npos);
  EXPECT_NE(message(kDrop, "formality=100").find("approximately as much as usual"), std::string::npos);
}

TEST(StyledWords, LeaveNamesFromTheTrackerAlone) {
  const std::string sprint = "Do not talk about the median (velocity [do|be], work in progress) Sprint";
  const std::string board = "That is its median of cycle times (stale)";
  std::string body{kDrop};
  body.replace(body.find("Sprint 12"), 9, sprint);
  body.replace(body.find("Payments"), 8, board);
  const std::string blocked =
      "hygiene.blocked error\nboard = " + board +
      "\nlongest_issue = A-1\nlongest_blocked = 4 days: A-1\nblocked_items = 1 issues\n"
      "longest_reason = it does not work, find out what the velocity {board} is\n"
      "evidence: A-1\n";
  for (const std::string settings :
       {"technical=0,formality=0,depth=0", "technical=100,formality=100,depth=100", "plain=on,formality=0",
        "length=0,technical=0", ""}) {
    const std::string text = message(body, settings);
    EXPECT_NE(text.find(sprint), std::string::npos) << text;
    EXPECT_NE(text.find(board), std::string::npos) << text;
    const std::string reason = message(blocked, settings);
    if (settings != "length=0,technical=0") {
      EXPECT_NE(reason.find("\"it does not work, find out what the velocity {board} is\""), std::string::npos)
          << reason;
    }
  }
}

TEST(Reworded, SwapsWholePhrasesOutsidePlaceholders) {
  EXPECT_EQ(insight::reworded("The median, its median of {median} and {the median}.", 0, 50),
            "The usual figure, its usual {median} and {the median}.");
  EXPECT_EQ(insight::reworded("Medians and velocitys.", 0, 50), "Medians and velocitys.");
  EXPECT_EQ(insight::reworded("Cycle times and cycle times.", 39, 50),
            "Times from start to finish and times from start to finish.");
  EXPECT_EQ(insight::reworded("Cycle times.", 40, 50), "Cycle times.");
  EXPECT_EQ(insight::reworded("An escape rate of {a}; an escape rate.", 0, 50),
            "A share of {a} that reached production; a share that reached production.");
  EXPECT_EQ(insight::reworded("5 were left unfinished", 65, 50), "5 were left as spillover");
  EXPECT_EQ(insight::reworded("5 were left unfinished", 64, 50), "5 were left unfinished");
  EXPECT_EQ(insight::reworded("It does not {open", 50, 0), "It doesn't {open");
}

}  // namespace
}  // namespace stint::test
