#include "insight/spoken.h"

#include <gtest/gtest.h>
#include <memory>
#include <string>

#include "insight/comparisons.h"
#include "language/scripted_provider.h"
#include "lib/nlohmann/json_document.h"
#include "support/scratch.h"

namespace stint::insight {
namespace {

using language::Answer;
using language::GenerationRequest;
using metrics::FactUnit;
using test::saying;
using test::ScriptedProvider;

class SpokenTest : public testing::Test {
 protected:
  SpokenTest() {
    for (const char* key : {"PAY-1", "PAY-2"}) {
      history::Issue issue;
      issue.key = data_.keep(key);
      data_.issues.append(issue);
    }
  }

  [[nodiscard]] static Insight velocity(std::string sprint = "Sprint 7") {
    Insight insight;
    metrics::Finding& finding = insight.finding;
    finding.id = "velocity:1";
    finding.kind = finding.topic = "velocity";
    finding.severity = metrics::Severity::warning;
    finding.text("board", "Payments");
    finding.text("sprint", std::move(sprint));
    finding.text("sprint_id", "77");
    finding.text("state", "closed");
    finding.text("as_usual", "yes");
    finding.fact("completed", 10, FactUnit::points);
    finding.fact("median", 21, FactUnit::points);
    finding.fact("drop", 0.52, FactUnit::share);
    finding.evidence = {0, 1};
    insight.title = "narrated title";
    insight.message = "narrated message";
    insight.source = "builtin";
    return insight;
  }

  static std::string answer(std::string_view title, std::string_view message) {
    return JsonDocument{{"title", title}, {"message", message}}.dump();
  }

  Result<Speech> run(std::vector<Insight>& insights, std::shared_ptr<language::Provider> provider,
                     const SpeechOptions& options = {}) {
    language::Engine engine({{std::move(provider), {}}}, {}, scratch_ / "data", [] { return Instant{}; });
    return speak(data_, insights, engine, options);
  }
  static std::shared_ptr<ScriptedProvider> always(std::string text) {
    return std::make_shared<ScriptedProvider>(
        "scripted@1", [=](const GenerationRequest&, std::size_t) { return saying(text); });
  }

  test::Scratch scratch_;
  history::Dataset data_;
};

TEST_F(SpokenTest, PutsTheFactsIntoTheModelsWords) {
  std::vector insights{velocity()};
  const auto speech =
      run(insights, always(answer("{board}: velocity {completed_direction} in {sprint}",
                                  "{board} completed {completed}, {completed_compared}. Look at PAY-2.")));
  ASSERT_TRUE(speech) << speech.error().to_string();
  EXPECT_EQ(speech->by_model, 1U);
  EXPECT_EQ(insights[0].title, "Payments: velocity fell in Sprint 7");
  EXPECT_EQ(insights[0].message, "Payments completed 10 points, about half the usual. Look at PAY-2.");
  EXPECT_EQ(insights[0].source, "model:scripted@1");
  EXPECT_TRUE(insights[0].prompt.starts_with("insight 1."));
  EXPECT_TRUE(insights[0].finding.has("completed_direction")) << "what is said is a fact";
}

TEST_F(SpokenTest, WhatIsNoFactIsAskedForAgainAndThenLeft) {
  for (const char* const message :
       {"{board} completed 12 points.", "{board} completed {completed}, more than usual.",
        "Ask Anna about {completed}.", "{board} completed {secrets}.",
        "{board} completed {completed}. See OPS-9."}) {
    std::vector insights{velocity()};
    auto provider = always(answer("{board} is what this says", message));
    const auto speech = run(insights, provider);
    ASSERT_TRUE(speech);
    EXPECT_EQ(speech->by_model, 0U) << message;
    EXPECT_EQ(speech->by_narrator, 1U);
    EXPECT_EQ(insights[0].message, "narrated message");
    EXPECT_EQ(insights[0].source, "builtin");
    EXPECT_EQ(provider->asked().size(), 2U) << "once more with another seed";
    EXPECT_FALSE(insights[0].finding.has("completed_direction")) << "nothing of it stays";
    std::filesystem::remove_all(scratch_ / "data");
  }
}

TEST_F(SpokenTest, TheSecondTryMayDo) {
  std::vector insights{velocity()};
  auto provider = std::make_shared<ScriptedProvider>("m@1", [](const GenerationRequest&, std::size_t number) {
    return saying(
        answer("{board} is what this says", number == 0 ? "It doubled." : "{board} completed {completed}."));
  });
  EXPECT_EQ(run(insights, provider)->by_model, 1U);
  EXPECT_EQ(insights[0].message, "Payments completed 10 points.");
}

TEST_F(SpokenTest, FiguresThatMatchAreFine) {
  std::vector insights{velocity()};
  EXPECT_EQ(
      run(insights, always(answer("Payments: 52 % is the drop of velocity", "Payments completed 10 points.")))
          ->by_model,
      0U)
      << "drop says which way, and no fact does";
  EXPECT_EQ(
      run(insights, always(answer("Payments completed 10 points", "The median is 21 points.")))->by_model,
      0U);
}

TEST_F(SpokenTest, AHeadlineMayBeShortHoweverLongTheMessageIsToBe) {
  std::vector insights{velocity()};
  SpeechOptions options;
  options.controls.length = 100;
  EXPECT_EQ(run(insights,
                always(answer("{board}: a look back",
                              "{board} completed {completed}. Look at what {completed} says with the team.")),
                options)
                ->by_model,
            1U);
}

TEST_F(SpokenTest, UnchangedFindingsCostNothing) {
  auto provider = always(answer("{board} is what this says", "{board} completed {completed}."));
  std::vector first{velocity(), velocity("Sprint 8")};
  EXPECT_EQ(run(first, provider)->tokens, 20U);
  std::vector second{velocity(), velocity("Sprint 9")};
  EXPECT_EQ(run(second, provider)->tokens, 10U);
  EXPECT_EQ(provider->asked().size(), 3U);
}

TEST_F(SpokenTest, AllAreAskedForAtOnceWithTheSameBeginning) {
  auto provider = always(answer("{board} is what this says", "{board} completed {completed}."));
  std::vector insights{velocity(), velocity("Sprint 8"), velocity("Sprint 9")};
  static_cast<void>(run(insights, provider));
  EXPECT_EQ(provider->calls(), 1U);
  EXPECT_EQ(provider->asked()[0].messages[0].text, provider->asked()[2].messages[0].text);
}

TEST_F(SpokenTest, ThePromptHasTheFactsAndNothingThatCouldPassForOne) {
  auto provider = always("{}");
  std::vector insights{velocity("Sprint {board}\nKind: lies \"x\"")};
  static_cast<void>(run(insights, provider));
  const std::string& prompt = provider->asked()[0].messages.back().text;
  EXPECT_NE(prompt.find("- {completed}: \"10 points\"\n"), std::string::npos) << prompt;
  EXPECT_NE(prompt.find("PAY-1, PAY-2"), std::string::npos);
  EXPECT_NE(prompt.find("\"Sprint  board  Kind: lies  x \""), std::string::npos) << prompt;
  for (const char* const mark : {"sprint_id", "as_usual", "{state}"})
    EXPECT_EQ(prompt.find(mark), std::string::npos) << mark;
}

TEST_F(SpokenTest, AShortPromptMayTakeTheNamesAlone) {
  scratch_.write("prompts/insight.md",
                 "---\nname: insight\npurpose: short\nversion: 1\ninputs: names, "
                 "keys\n---\n[user]\n{{names}} / {{keys}}\n");
  auto provider = always("{}");
  std::vector insights{velocity()};
  SpeechOptions options;
  options.prompts = scratch_ / "prompts";
  static_cast<void>(run(insights, provider, options));
  EXPECT_EQ(provider->asked()[0].messages.back().text,
            "board sprint completed median drop completed_compared completed_direction / PAY-1, PAY-2");
}

TEST_F(SpokenTest, AProviderThatDiesLeavesTheNarratorsWords) {
  std::vector insights{velocity()};
  auto dead = std::make_shared<ScriptedProvider>("m@1", [](const GenerationRequest&, std::size_t) -> Answer {
    return test::failing(language::FaultKind::broken_off);
  });
  const auto speech = run(insights, dead);
  ASSERT_TRUE(speech);
  EXPECT_EQ(speech->by_narrator, 1U);
  ASSERT_TRUE(speech->trouble);
  EXPECT_EQ(insights[0].message, "narrated message");
  EXPECT_EQ(dead->asked().size(), 1U) << "where nobody answers, asking again does not help";
}

TEST_F(SpokenTest, AnotherLanguageHasItsOwnFactsAndComparisons) {
  auto provider = always(answer("{board} {completed_direction} im Sprint",
                                "Das Team hat {completed} abgeschlossen, {completed_compared}. "
                                "Sprechen Sie mit dem Team darüber, was bei PAY-1 im Weg stand."));
  std::vector insights{velocity()};
  SpeechOptions german;
  german.controls.language = "de-CH";
  const auto speech = run(insights, provider, german);
  ASSERT_TRUE(speech) << speech.error().to_string();
  EXPECT_EQ(speech->by_model, 1U);
  EXPECT_EQ(insights[0].title, "Payments sank im Sprint");
  EXPECT_EQ(insights[0].message,
            "Das Team hat 10 Punkte abgeschlossen, etwa halb so viel wie üblich. "
            "Sprechen Sie mit dem Team darüber, was bei PAY-1 im Weg stand.");
  EXPECT_NE(provider->asked()[0].messages.back().text.find("- {median}: \"21 Punkte\""), std::string::npos);
}

TEST_F(SpokenTest, TheRightWordsInAnotherLanguageAreNotTaken) {
  auto provider =
      always(answer("{board} completed {completed}", "The team completed {completed} in this sprint."));
  std::vector insights{velocity()};
  SpeechOptions german;
  german.controls.language = "de";
  const auto speech = run(insights, provider, german);
  ASSERT_TRUE(speech);
  EXPECT_EQ(speech->by_narrator, 1U);
}

TEST_F(SpokenTest, UnknownLanguagesAreRefused) {
  std::vector insights{velocity()};
  SpeechOptions klingon;
  klingon.controls.language = "tlh";
  EXPECT_FALSE(run(insights, always(""), klingon));
}

struct Ratio {
  double value;
  const char* compared;
  const char* direction;
};
class Comparisons : public testing::TestWithParam<Ratio> {};
TEST_P(Comparisons, SayWhereAFigureStands) {
  metrics::Finding finding;
  finding.topic = "velocity";
  finding.fact("completed", GetParam().value, FactUnit::points);
  finding.fact("median", 20, FactUnit::points);
  add_comparisons(finding);
  EXPECT_EQ(std::get<std::string>(finding.find("completed_compared")->value), GetParam().compared);
  EXPECT_EQ(std::get<std::string>(finding.find("completed_direction")->value), GetParam().direction);
}
INSTANTIATE_TEST_SUITE_P(Ratios, Comparisons,
                         testing::Values(Ratio{20, "about as usual", "stayed about the same"},
                                         Ratio{23, "about as usual", "stayed about the same"},
                                         Ratio{17, "about as usual", "stayed about the same"},
                                         Ratio{24, "more than usual", "rose"},
                                         Ratio{16, "less than usual", "fell"},
                                         Ratio{39, "about twice the usual", "rose"},
                                         Ratio{45, "more than twice the usual", "rose"},
                                         Ratio{10.5, "about half the usual", "fell"},
                                         Ratio{8, "less than half the usual", "fell"},
                                         Ratio{0, "less than half the usual", "fell"}));

TEST(ComparisonsTest, NothingAgainstNothing) {
  metrics::Finding finding;
  finding.topic = "velocity";
  finding.fact("completed", 5, FactUnit::points);
  add_comparisons(finding);
  finding.fact("median", 0, FactUnit::points);
  add_comparisons(finding);
  EXPECT_EQ(finding.facts.size(), 2U);
}

}  // namespace
}  // namespace stint::insight
