#include "chart/text.h"

#include <gtest/gtest.h>
#include <random>
#include <string>

namespace stint::chart {
namespace {

TEST(Escaping, MarkupIsText) {
  EXPECT_EQ(escaped("<b a=\"1\" c='2'>&amp;</b>"),
            "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;&lt;/b&gt;");
}

TEST(Cleaning, ControlsAndLineEndsAreSpaces) {
  EXPECT_EQ(cleaned("a\x01"
                    "b\nc\td\x7F\u0085"
                    "e\u2028f"),
            "a b c d  e f");
}

TEST(Cleaning, InvalidBytesAreReplaced) {
  EXPECT_EQ(cleaned("a\xFF"
                    "b"),
            "a\uFFFD"
            "b");
  EXPECT_EQ(cleaned("\xC3"), "\uFFFD");                                // cut off
  EXPECT_EQ(cleaned("\xC0\xAF"), "\uFFFD\uFFFD");                      // overlong
  EXPECT_EQ(cleaned("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");            // a surrogate
  EXPECT_EQ(cleaned("\xEF\xBF\xBF"), "\uFFFD");                        // U+FFFF
  EXPECT_EQ(cleaned("\xF4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD");  // beyond U+10FFFF
}

TEST(Cleaning, DirectionOverridesVanish) {
  EXPECT_EQ(cleaned("exe\u202Egnp\u202C\u2066!\u2069\u200F"), "exegnp!");
}

TEST(Cleaning, OrdinaryTextStays) {
  EXPECT_EQ(cleaned("Zürich · 東京 · 🚀 – “q”"), "Zürich · 東京 · 🚀 – “q”");
}

// Whatever the bytes, what comes out is UTF-8 that XML takes: cleaning it again changes nothing.
TEST(Cleaning, IsDoneAtOnce) {
  std::mt19937 engine{3};
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes;
    for (auto i = engine() % 12; i > 0; --i) bytes += static_cast<char>(engine() % 256);
    const std::string once = cleaned(bytes);
    ASSERT_EQ(cleaned(once), once);
    for (std::size_t i = 0; i < once.size();) {
      const Character c = character_at(once, i);
      ASSERT_FALSE(c.point < 0x20);
      if (c.point == 0xFFFD) {
        ASSERT_EQ(c.length, 3U);
      }
      i += c.length;
    }
  }
}

TEST(TextWidth, GrowsWithTextAndSize) {
  EXPECT_NEAR(text_width("0", 1000), 556 * 1.03, 1e-9);
  EXPECT_DOUBLE_EQ(text_width("12", 10), 2 * text_width("1", 10));
  EXPECT_DOUBLE_EQ(text_width("abc", 20), 2 * text_width("abc", 10));
  EXPECT_GT(text_width("東", 10), text_width("m", 10));
  EXPECT_EQ(text_width("", 10), 0);
}

TEST(Fitting, CutsAtCharactersAndSaysSo) {
  EXPECT_EQ(fitted("Review", 100, 10), "Review");
  for (const std::string text : {"Ready for release", "ÄÖÜäöüßéèê", "東京の仕事の名前"}) {
    for (double width = 5; width < 80; width += 1) {
      const std::string cut = fitted(text, width, 10);
      ASSERT_EQ(cleaned(cut), cut) << "cut inside a character";
      if (cut == text) continue;
      ASSERT_TRUE(cut.ends_with("…"));
      ASSERT_FALSE(cut.ends_with(" …"));
      if (cut != "…") {
        ASSERT_LE(text_width(cut, 10), width);
      }
    }
  }
}

}  // namespace
}  // namespace stint::chart
