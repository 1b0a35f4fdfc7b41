// `stint report`: its formats, its choices, and what it refuses.
#include <gmock/gmock.h>

#include "app/program.h"

namespace stint::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class ReportVerb : public Program {};

TEST_F(ReportVerb, WritesTheFormatThatIsAskedFor) {
  import_demo();
  EXPECT_THAT(run({"report"}).out, StartsWith("<!DOCTYPE html>"));
  EXPECT_THAT(run({"report", "--format", "md"}).out, StartsWith("# "));
  EXPECT_THAT(run({"report", "--csv"}).out, StartsWith("section,figure,board,label,value,unit,n\n"));
  const JsonDocument json = run({"report", "--json"}).json();
  EXPECT_EQ(json["schema"], "stint.report/1");
  EXPECT_FALSE(json["sections"].empty());
  EXPECT_EQ(run({"report"}).out, run({"report"}).out) << "the same bytes again";
  const std::string file = (scratch_ / "out.md").string();
  ASSERT_EQ(run({"report", "-o", file}).status, 0);
  EXPECT_EQ(test::read_file(file), run({"report", "--format", "md"}).out) << "the name of the file says it";
  ASSERT_EQ(run({"report", "-o", file, "--format", "html"}).status, 0);
  EXPECT_THAT(test::read_file(file), StartsWith("<!DOCTYPE html>"));
}

TEST_F(ReportVerb, AgreesWithTheMetrics) {
  import_demo();
  const JsonDocument report = run({"report", "--json"}).json();
  const JsonDocument velocity = run({"metrics", "velocity", "--json"}).json();
  const JsonDocument hygiene = run({"metrics", "hygiene", "--json"}).json();
  ASSERT_EQ(velocity["boards"].size(), 1U);
  bool found = false;
  for (const JsonDocument& figure : report["figures"]) {
    if (figure["name"] == "Usual velocity") {
      found = true;
      EXPECT_EQ(figure["value"], velocity["boards"][0]["median"]);
    }
    if (figure["name"] == "Hygiene score") {
      EXPECT_NEAR(figure["value"].get<double>(), hygiene["boards"][0]["score"].get<double>(), 0.5);
    }
  }
  EXPECT_TRUE(found);
}

TEST_F(ReportVerb, TakesABoardAndASprint) {
  import_demo();
  const JsonDocument sprints = run({"metrics", "sprints", "--json"}).json();
  const JsonDocument all = run({"report", "--json"}).json();
  const std::string board = all["board"].get<std::string>();
  EXPECT_EQ(run({"report", "--board", board, "--json"}).json(), all);
  const JsonDocument& first = sprints["sprints"].front();
  const JsonDocument one = run({"report", "--sprint", first["name"].get<std::string>(), "--json"}).json();
  EXPECT_THAT(one["sprint"].get<std::string>(), StartsWith(first["name"].get<std::string>()));
  EXPECT_NE(one["sections"][0], all["sections"][0]) << "another burndown";
}

TEST_F(ReportVerb, RefusesWhatThereIsNot) {
  import_demo();
  const Ran format = run({"report", "--format", "pdf"});
  EXPECT_EQ(format.status, 2);
  EXPECT_THAT(format.err, HasSubstr("html"));
  EXPECT_EQ(run({"report", "--format", "html", "--json"}).status, 2);
  const Ran board = run({"report", "--board", "nowhere"});
  EXPECT_EQ(board.status, 4);
  EXPECT_EQ(board.out, "");
  EXPECT_EQ(run({"report", "--sprint", "never"}).status, 4);
}

TEST_F(ReportVerb, SaysThatThereIsNothing) {
  ASSERT_EQ(import_json("{\"issues\":[]}").status, 0);
  const Ran ran = run({"report", "--format", "md"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("Nothing to report"));
  EXPECT_THAT(ran.out, Not(HasSubstr("nan")));
}

}  // namespace
}  // namespace stint::app
