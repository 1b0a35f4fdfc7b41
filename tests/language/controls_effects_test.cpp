#include <algorithm>
#include <gtest/gtest.h>
#include <random>
#include <vector>

#include "language/controls/effects.h"
#include "language/quality/quality.h"

namespace stint::language {
namespace {

const std::vector<int Controls::*> kPotentiometers{
    &Controls::depth, &Controls::creativity, &Controls::technical, &Controls::formality, &Controls::length};

Controls random_controls(std::mt19937& random) {
  std::uniform_int_distribution<int> level{0, 100};
  std::bernoulli_distribution coin;
  Controls controls;
  for (int Controls::* one : kPotentiometers) controls.*one = level(random);
  if (coin(random)) controls.layout = Layout::bullets;
  controls.plain = coin(random);
  return controls;
}

TEST(ControlsEffects, AreTheUsualValuesInTheMiddle) {
  EXPECT_EQ(limits({}), (Limits{1, 4, 28, 512}));
  EXPECT_DOUBLE_EQ(sampling({}).temperature, Sampling{}.temperature);
  EXPECT_DOUBLE_EQ(sampling({}).top_p, Sampling{}.top_p);
  EXPECT_EQ(sampling({}).top_k, Sampling{}.top_k);
  EXPECT_EQ(
      instructions({}),
      "Write in English. Write 1 to 4 sentences of at most 28 words each. Speak to the reader as \"you\" and "
      "say what to do.");
}

TEST(ControlsEffects, ReachTheirEnds) {
  Controls controls;
  controls.creativity = 0;
  EXPECT_DOUBLE_EQ(sampling(controls).temperature, 0);
  EXPECT_DOUBLE_EQ(sampling(controls).top_p, 0.8);
  controls.creativity = 25;
  EXPECT_DOUBLE_EQ(sampling(controls).temperature, 0.35);
  controls.creativity = 100;
  EXPECT_DOUBLE_EQ(sampling(controls).temperature, 1.2);
  EXPECT_DOUBLE_EQ(sampling(controls).top_p, 0.99);

  controls.length = 0;
  EXPECT_EQ(limits(controls), (Limits{1, 1, 16, 64 + 4 * 16}));
  controls.length = 100;
  controls.depth = 100;
  EXPECT_EQ(limits(controls), (Limits{3, 9, 36, 64 + 4 * 9 * 36}));
  controls.plain = true;
  EXPECT_EQ(limits(controls), (Limits{3, 9, 16, 64 + 4 * 9 * 16}));
}

TEST(ControlsEffects, RiseWithEveryPotentiometer) {
  std::mt19937 random{3};
  for (int round = 0; round < 20; ++round) {
    const Controls base = random_controls(random);
    for (int Controls::* one : kPotentiometers) {
      Controls controls = base;
      controls.*one = 0;
      Limits room = limits(controls);
      Sampling before = sampling(controls);
      for (int level = 0; level <= 100; ++level) {
        controls.*one = level;
        const Limits now = limits(controls);
        EXPECT_GE(now.least_sentences, room.least_sentences);
        EXPECT_GE(now.most_sentences, room.most_sentences);
        EXPECT_GE(now.words_per_sentence, room.words_per_sentence);
        EXPECT_GE(now.max_tokens, room.max_tokens);
        EXPECT_LE(now.least_sentences, now.most_sentences);
        // A word is seldom more than three tokens.
        EXPECT_GE(now.max_tokens, 3 * now.most_sentences * now.words_per_sentence);
        room = now;
        const Sampling sampled = sampling(controls);
        EXPECT_GE(sampled.temperature, before.temperature);
        EXPECT_GE(sampled.top_p, before.top_p);
        EXPECT_LE(sampled.top_p, 1);
        before = sampled;
      }
    }
  }
}

// Once a potentiometer has left a wording behind, that does not come back further up.
TEST(ControlsEffects, InstructEachRangeOnceAndInItsOrder) {
  for (int Controls::* one : kPotentiometers) {
    std::vector<std::string> seen;
    Controls controls;
    for (int level = 0; level <= 100; ++level) {
      controls.*one = level;
      const std::string text = instructions(controls);
      EXPECT_EQ(text, instructions(controls));
      if (seen.empty() || seen.back() != text) {
        EXPECT_EQ(std::ranges::find(seen, text), seen.end());
        seen.push_back(text);
      }
    }
    EXPECT_GE(seen.size(), 3U);
  }
}

TEST(ControlsEffects, InstructSwitches) {
  const auto controls =
      parse_controls("language=pt-BR,layout=bullets,address=neutral,examples=off,plain=on,technical=90");
  ASSERT_TRUE(controls);
  EXPECT_EQ(
      instructions(*controls),
      "Write in Portuguese (pt-BR). Write 1 to 4 sentences of at most 16 words each. Do not speak to the "
      "reader directly; say what would help rather than what to do. Use everyday words and no terms of the "
      "trade. Write short main clauses that anybody can follow. Put each sentence on a line of its own that "
      "begins with \"- \". Name no more than a single issue.");
  EXPECT_TRUE(
      instructions(*parse_controls("language=gsw")).starts_with("Write in the language with the code gsw."));
  EXPECT_NE(instructions(*parse_controls("length=0")).find("Write 1 sentence of at most 16 words"),
            std::string::npos);
}

TEST(ControlsEffects, AreWhatQualityExpects) {
  const Expectations expected = expectations(*parse_controls("length=100,language=de"));
  EXPECT_EQ(expected.language, "de");
  EXPECT_EQ(expected.least_words, 9U);
  EXPECT_EQ(expected.most_words, 216U);
}

}  // namespace
}  // namespace stint::language
