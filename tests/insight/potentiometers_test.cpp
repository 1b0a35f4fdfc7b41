#include "insight/potentiometers.h"

#include <gtest/gtest.h>
#include <memory>

#include "insight/wording.h"
#include "language/controls/effects.h"
#include "language/scripted_provider.h"
#include "lib/nlohmann/json_document.h"

namespace stint::insight {
namespace {

using language::GenerationRequest;

language::EngineOptions without_cache() {
  language::EngineOptions options;
  options.cache = false;
  return options;
}

TEST(TermsIn, AreCountedAsWholePhrases) {
  const Terms terms =
      terms_in("Velocity is the amount of completed work. The medians of cycle times, cycle times.");
  EXPECT_EQ(terms.of_the_trade, 3U);  // velocity, cycle times twice
  EXPECT_EQ(terms.everyday, 1U);
  EXPECT_EQ(terms_in("").of_the_trade, 0U);
  // What reworded() makes of a sentence is counted on the other side.
  const std::string sentence = "Velocity is stale and scope is under control.";
  EXPECT_EQ(terms_in(sentence).of_the_trade, 3U);
  EXPECT_EQ(terms_in(reworded(sentence, 0, 50)).of_the_trade, 0U);
  EXPECT_EQ(terms_in(reworded(sentence, 0, 50)).everyday, 3U);
}

TEST(TextFigures, AreCountedByHand) {
  const std::vector<std::string> texts{"The team completed 10 points. It had planned 20.", "Velocity fell."};
  const TextFigures figures = text_figures(texts);
  EXPECT_DOUBLE_EQ(figures.words, 5.5);
  EXPECT_DOUBLE_EQ(figures.words_per_sentence, 11.0 / 3);
  EXPECT_DOUBLE_EQ(figures.numbers, 1);
  EXPECT_DOUBLE_EQ(figures.terms, 0.5);
  EXPECT_DOUBLE_EQ(figures.different_words, 1);
  const std::vector<std::string> again{"so so so so"};
  EXPECT_DOUBLE_EQ(text_figures(again).different_words, 0.25);
  EXPECT_EQ(text_figures({}).words, 0);
}

// A model that writes more where there is more room, and something else where it may not choose.
TEST(Potentiometers, AreTriedOneAfterTheOther) {
  history::Dataset data;
  Insight insight;
  metrics::Finding& finding = insight.finding;
  finding.id = finding.kind = finding.topic = "velocity";
  finding.text("board", "Payments");
  finding.fact("completed", 10, metrics::FactUnit::points);
  insight.message = "narrated";
  insight.source = "builtin";
  const auto room = [](int length) {
    language::Controls controls;
    controls.length = length;
    return language::limits(controls).max_tokens;
  };
  auto obedient = std::make_shared<test::ScriptedProvider>("m@1", [&](const GenerationRequest& request,
                                                                      std::size_t) {
    std::string message = "{board} completed {completed}.";
    if (request.max_tokens > room(50)) {
      message += " Look at what {completed} says with the team.";
    }
    if (request.sampling.temperature == 0) message = "It is what the team knows.";
    return test::saying(JsonDocument{{"title", "{board} is what this says"}, {"message", message}}.dump());
  });
  language::Engine engine({{obedient, {}}}, without_cache(), {}, [] { return Instant{}; });
  std::vector<std::pair<std::string, int>> told;
  const auto levels =
      try_potentiometers(data, {insight}, engine, {},
                         [&](std::string_view control, int level) { told.emplace_back(control, level); });
  ASSERT_TRUE(levels) << levels.error().to_string();
  ASSERT_EQ(levels->size(), 25U);
  ASSERT_EQ(told.size(), 25U);
  EXPECT_EQ(obedient->asked().size(), 25U) << "nothing comes from a cache";
  const auto at = [&](std::string_view control, int level) {
    for (const PotentiometerLevel& one : *levels)
      if (one.control == control && one.level == level) return one.figures;
    ADD_FAILURE() << control << level;
    return TextFigures{};
  };
  EXPECT_EQ(at("length", 50).words, 4);
  EXPECT_EQ(at("length", 75).words, 13);
  EXPECT_EQ(at("depth", 50).words, 4) << "the others stay at their defaults";
  EXPECT_EQ(at("creativity", 0).numbers, 0);
  EXPECT_EQ(at("creativity", 25).numbers, 1);
  for (const PotentiometerLevel& level : *levels)
    EXPECT_EQ(level.by_model, 1U) << level.control << level.level;
}

TEST(Potentiometers, TextsOfTheNarratorAreNotTheModels) {
  history::Dataset data;
  Insight insight;
  insight.finding.id = insight.finding.kind = insight.finding.topic = "velocity";
  insight.message = "Narrated words.";
  insight.source = "builtin";
  auto liar = std::make_shared<test::ScriptedProvider>("m@1", [](const GenerationRequest&, std::size_t) {
    return test::saying(R"({"title":"It doubled","message":"It rose by 12 %."})");
  });
  language::Engine engine({{liar, {}}}, without_cache(), {}, [] { return Instant{}; });
  const auto levels = try_potentiometers(data, {insight}, engine, {});
  ASSERT_TRUE(levels);
  for (const PotentiometerLevel& level : *levels) {
    EXPECT_EQ(level.by_model, 0U);
    EXPECT_EQ(level.by_narrator, 1U);
    EXPECT_EQ(level.figures.words, 0);
  }
}

TEST(Potentiometers, StopWhenAsked) {
  history::Dataset data;
  auto none = std::make_shared<test::ScriptedProvider>(
      "m@1", [](const GenerationRequest&, std::size_t) { return test::saying("{}"); });
  language::Engine engine({{none, {}}}, without_cache(), {}, [] { return Instant{}; });
  std::stop_source stop;
  std::size_t told = 0;
  const auto levels = try_potentiometers(
      data, {}, engine, {},
      [&](std::string_view, int) {
        if (++told == 3) stop.request_stop();
      },
      stop.get_token());
  ASSERT_FALSE(levels);
  EXPECT_EQ(levels.error().code, ErrorCode::declined);
  EXPECT_EQ(told, 3U);
}

}  // namespace
}  // namespace stint::insight
