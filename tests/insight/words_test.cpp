#include "insight/words.h"

#include <gtest/gtest.h>

namespace stint::insight {
namespace {

using metrics::FactUnit;

std::string rendered(double value, FactUnit unit) {
  return render({"x", value, unit, {}});
}

TEST(Render, SaysTheUnitInSingularAndPlural) {
  EXPECT_EQ(rendered(1, FactUnit::points), "1 point");
  EXPECT_EQ(rendered(0, FactUnit::points), "0 points");
  EXPECT_EQ(rendered(1.02, FactUnit::points), "1 point");
  EXPECT_EQ(rendered(1.5, FactUnit::points), "1.5 points");
  EXPECT_EQ(rendered(-0.01, FactUnit::points), "0 points");
  EXPECT_EQ(rendered(1, FactUnit::issues), "1 item");
  EXPECT_EQ(rendered(2, FactUnit::hours), "2 hours");
  EXPECT_EQ(rendered(4.46, FactUnit::days), "4.5 days");
  EXPECT_EQ(rendered(1, FactUnit::sprints), "1 sprint");
  EXPECT_EQ(rendered(12, FactUnit::bugs), "12 bugs");
  EXPECT_EQ(rendered(0.376, FactUnit::share), "38 %");
  EXPECT_EQ(rendered(79.6, FactUnit::score), "80");
  EXPECT_EQ(render({"x", "as it is", FactUnit::text, {}}), "as it is");
  EXPECT_EQ(render_number({"x", 0.376, FactUnit::share, {}}), "38");
  EXPECT_EQ(render_number({"x", 3.0, FactUnit::points, {}}), "3");
}

TEST(Render, SaysItInOtherLanguages) {
  const auto german = [](double value, FactUnit unit) {
    return render({"x", value, unit, {}}, kGermanFacts);
  };
  EXPECT_EQ(german(1, FactUnit::points), "1 Punkt");
  EXPECT_EQ(german(4.46, FactUnit::days), "4,5 Tage");
  EXPECT_EQ(german(2, FactUnit::issues), "2 Vorgänge");
  EXPECT_EQ(german(0.376, FactUnit::share), "38 %");
  EXPECT_EQ(german(79.6, FactUnit::score), "80");
  EXPECT_EQ(render({"sprint", "Sprint 7.5", FactUnit::text, {}}, kGermanFacts), "Sprint 7.5");
}

TEST(Render, SaysNamesForProgramsInWords) {
  const metrics::Fact figure{"figure", "weekly_items", FactUnit::text, {}};
  EXPECT_EQ(render(figure), "throughput");
  EXPECT_EQ(render(figure, kGermanFacts), "Durchsatz");
  // The same text in another place is somebody's.
  EXPECT_EQ(render({"component", "weekly_items", FactUnit::text, {}}), "weekly_items");
}

// Every language says every unit and comparison; a fact of a unit without words would be a bare figure.
TEST(FactLanguages, AreComplete) {
  for (const char* const code : {"en", "de"}) {
    const FactWords* const words = find_fact_words(code);
    ASSERT_NE(words, nullptr) << code;
    for (int unit = 0; unit <= static_cast<int>(FactUnit::text); ++unit) {
      const auto of = static_cast<FactUnit>(unit);
      const bool bare = of == FactUnit::score || of == FactUnit::date || of == FactUnit::text;
      EXPECT_EQ(render({"x", 2.0, of, {}}, *words).find(' ') == std::string::npos, bare)
          << code << " " << unit;
    }
  }
  EXPECT_EQ(find_fact_words("de-AT"), &kGermanFacts);
  EXPECT_EQ(find_fact_words("fr"), nullptr);
}

class WordsTest : public testing::Test {
 protected:
  WordsTest() {
    for (const char* key : {"A-1", "A-2", "A-3", "A-4"}) {
      history::Issue issue;
      issue.key = data_.keep(key);
      data_.issues.append(issue);
    }
    finding_.fact("left", 1, FactUnit::points);
    finding_.fact("done", 3, FactUnit::points, {0, 1});
    finding_.text("sprint", "Sprint 1");
    finding_.evidence = {0, 1, 2, 3};
  }
  [[nodiscard]] std::string said(std::string_view text) const {
    return Words{data_, finding_}.say(text).take();
  }

  history::Dataset data_;
  metrics::Finding finding_;
};

TEST_F(WordsTest, FillFactsInto) {
  EXPECT_EQ(said("{sprint}: {done}, {#done}."), "Sprint 1: 3 points, 3.");
  EXPECT_EQ(said("{left} {is:left|was|were} left."), "1 point was left.");
  EXPECT_EQ(said("{done} {is:done|was|were} left."), "3 points were left.");
  EXPECT_EQ(said("{keys} and {keys:done}"), "A-1, A-2 and A-3 and A-1 and A-2");
}

TEST_F(WordsTest, LeaveOutASentenceWithoutItsFacts) {
  EXPECT_EQ(said("{nothing} was left."), "");
  EXPECT_EQ(said("{keys:left}"), "");
  EXPECT_EQ(Words(data_, finding_).say("A.").say("{nothing}.").say("B.").take(), "A. B.");
}

TEST_F(WordsTest, SayCausesWithTheirCounts) {
  EXPECT_EQ(Words(data_, finding_).say_causes("Of those,", 2).take(), "");
  finding_.causes = {{"large", "was large", "were large", {0, 1}},
                     {"late", "was late", "were late", {2}},
                     {"odd", "was odd", "were odd", {3}}};
  EXPECT_EQ(Words(data_, finding_).say_causes("Of those,", 2).take(),
            "Of those, 2 were large and 1 was late.");
  EXPECT_EQ(Words(data_, finding_).say_causes("Of those,", 9).take(),
            "Of those, 2 were large, 1 was late and 1 was odd.");
  EXPECT_EQ(Words(data_, finding_).say_causes_of_one("{keys:left} It", 2).take(), "");
  EXPECT_EQ(Words(data_, finding_).say_causes_of_one("It", 2).take(), "It was large and was late.");
  EXPECT_EQ(Words(data_, finding_).first_cause(), "large");
}

}  // namespace
}  // namespace stint::insight
