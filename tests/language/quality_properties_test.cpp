// What holds for all texts.
#include <gtest/gtest.h>
#include <random>

#include "language/quality/quality.h"

namespace stint::language {
namespace {

std::string garbage(std::mt19937& random, std::string_view alphabet, std::size_t size) {
  std::uniform_int_distribution<std::size_t> one{0, alphabet.size() - 1};
  std::string text;
  for (std::size_t i = 0; i < size; ++i) text += alphabet[one(random)];
  return text;
}

TEST(QualityProperties, GarbageFails) {
  std::mt19937 random{5};
  std::string printable;
  for (char c = ' '; c <= '~'; ++c) printable += c;
  std::string bytes;
  for (int c = 0; c < 256; ++c) bytes += static_cast<char>(c);
  for (int round = 0; round < 300; ++round) {
    EXPECT_FALSE(assess(garbage(random, printable, 200) + ".", {}).passes());
    EXPECT_FALSE(assess(garbage(random, bytes, 200) + ".", {}).passes());
    // Letters only, and a full stop: nothing but the language can tell.
    const std::string letters = garbage(random, "abcdefghijklmnopqrstuvwxyz    ", 200) + ".";
    EXPECT_FALSE(assess(letters, {}).passes()) << letters;
  }
}

TEST(QualityProperties, AnyBytesGetAScore) {
  std::mt19937 random{6};
  const std::string alphabet =
      "ab. \n<>[](){}:/\\w-*\"'!&;\xE2\x80\xAE\xF0\x9F\xFF\xC2\x00 ://www."
      "https";
  std::uniform_int_distribution<std::size_t> size{0, 60};
  Expectations expected;
  expected.allowed_hosts = {"a.b", "*.b"};
  expected.prompt_fragments = {"a b a b"};
  for (int round = 0; round < 5000; ++round) {
    const std::string text = garbage(random, alphabet, size(random));
    const Quality quality = assess(text, expected);
    ASSERT_EQ(quality.checks.size(), quality_checks().size());
    for (const Check& check : quality.checks) {
      EXPECT_GE(check.score, 0);
      EXPECT_LE(check.score, 1);
      EXPECT_EQ(check.score < 1, !check.reason.empty());
      EXPECT_TRUE(check.passed || check.score < 1);
      // A reason goes to a terminal.
      for (const char c : check.reason) EXPECT_GE(static_cast<unsigned char>(c), 0x20) << check.name;
    }
    EXPECT_EQ(quality.score(), assess(text, expected).score());
  }
}

// A good text that is spoilt fails, and for its own reason.
TEST(QualityProperties, EachFlawIsFoundInAGoodText) {
  const std::string good =
      "The team completed 24 points in the last sprint, where 36 points are usual for this team. Ask whether "
      "people "
      "were away, and plan less for the next sprint.";
  ASSERT_TRUE(assess(good, {}).passes(0.9));
  struct Flaw {
    std::string name;
    std::string text;
  };
  for (const Flaw& flaw : std::initializer_list<Flaw>{
           {"repetition", good + " " + good},
           {"ending", good.substr(0, good.size() - 10)},
           {"refusal", "I'm sorry. " + good},
           {"template", good + "<|im_end|>"},
           {"markup", good + " <script>x</script>."},
           {"length", ""},
       }) {
    const Quality quality = assess(flaw.text, {});
    EXPECT_FALSE(quality.passes());
    EXPECT_FALSE(quality.find(flaw.name)->passed) << flaw.name;
  }
  // Broken off anywhere but where a sentence ends.
  for (std::size_t size = 40; size < good.size(); ++size) {
    const std::string cut = good.substr(0, size);
    if (cut.ends_with('.') || cut.ends_with(". ")) continue;
    EXPECT_FALSE(assess(cut, {}).find("ending")->passed) << cut;
  }
}

}  // namespace
}  // namespace stint::language
