#include "server/chat/stop_texts.h"

#include <gtest/gtest.h>
#include <random>

namespace stint::server {
namespace {

std::string all_of(const std::string& text, const std::vector<std::string>& stops,
                   const std::vector<std::size_t>& cuts) {
  StopTexts one{stops};
  std::string out;
  std::size_t from = 0;
  for (const std::size_t cut : cuts) {
    out += one.add(std::string_view(text).substr(from, cut - from));
    from = cut;
  }
  out += one.add(std::string_view(text).substr(from));
  if (!one.stopped()) out += one.rest();
  return out;
}

// By trying every beginning of the text, the shortest first.
std::string by_definition(const std::string& text, const std::vector<std::string>& stops) {
  for (std::size_t end = 1; end <= text.size(); ++end) {
    std::size_t longest = 0;
    for (const std::string& stop : stops) {
      if (end >= stop.size() && text.compare(end - stop.size(), stop.size(), stop) == 0)
        longest = std::max(longest, stop.size());
    }
    if (longest > 0) return text.substr(0, end - longest);
  }
  return text;
}

TEST(StopTexts, EndTheAnswerWithoutThem) {
  StopTexts one{{"\n\n", "END"}};
  EXPECT_EQ(one.add("a EN"), "a ");
  EXPECT_EQ(one.add("X\n"), "ENX");
  EXPECT_EQ(one.add("b\n"), "\nb");
  EXPECT_FALSE(one.stopped());
  EXPECT_EQ(one.add("\nrest"), "");
  EXPECT_TRUE(one.stopped());
  EXPECT_EQ(one.add("more"), "");
  EXPECT_EQ(one.rest(), "");
}

TEST(StopTexts, HoldNothingBackForGood) {
  StopTexts one{{"END"}};
  EXPECT_EQ(one.add("the E"), "the ");
  EXPECT_EQ(one.add("N"), "");
  EXPECT_EQ(one.rest(), "EN");
  StopTexts none{{}};
  EXPECT_EQ(none.add("abc"), "abc");
  EXPECT_EQ(none.rest(), "");
}

TEST(StopTexts, AreTheSameHoweverTheTextIsCut) {
  std::mt19937 random{7};
  const auto below = [&](std::size_t most) { return random() % most; };
  const auto word = [&](std::size_t least, std::size_t most) {
    std::string text;
    for (std::size_t i = least + below(most - least + 1); i > 0; --i) text += "abc"[below(3)];
    return text;
  };
  int stopped = 0;
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = word(0, 14);
    std::vector<std::string> stops;
    for (std::size_t i = below(4); i > 0; --i) stops.push_back(word(1, 4));
    std::vector<std::size_t> cuts;
    for (std::size_t at = 0; at <= text.size(); ++at) {
      if (below(3) == 0) cuts.push_back(at);
    }
    const std::string expected = by_definition(text, stops);
    stopped += expected != text ? 1 : 0;
    ASSERT_EQ(all_of(text, stops, cuts), expected) << text;
  }
  EXPECT_GT(stopped, 3'000);
}

}  // namespace
}  // namespace stint::server
