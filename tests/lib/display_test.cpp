#include "lib/utf8proc/display.h"

#include <gtest/gtest.h>

namespace stint {
namespace {

TEST(Display, WidthsAreThoseOfATerminal) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("é"), 1U);
  EXPECT_EQ(display_width("e\u0301"), 1U);
  EXPECT_EQ(display_width("日本"), 4U);
  EXPECT_EQ(display_width("\x1b[31m"), 4U);  // without the escape itself
  EXPECT_EQ(display_width("\xff\xfe"), 0U);
  EXPECT_EQ(display_width(""), 0U);
}

TEST(Display, NothingThatMovesATerminalGetsThrough) {
  EXPECT_EQ(printable("a\x1b[2Jb\a\b\r\nc\td\x7f"), "a[2Jb c d");
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m"),
            "31m");                                      // a C1 control
  EXPECT_EQ(printable("a\u202eb\u200f"), "ab");          // directions
  EXPECT_EQ(printable("ok \xff\xc3 é 😀"), "ok  é 😀");  // broken bytes go
}

TEST(Display, FitsWithAnEllipsis) {
  EXPECT_EQ(fit("abcdef", 6), "abcdef");
  EXPECT_EQ(fit("abcdefg", 6), "abcde…");
  EXPECT_EQ(fit("日本語", 5), "日本…");
  EXPECT_EQ(fit("日本語", 4), "日…");
  EXPECT_EQ(fit("", 3), "");
  EXPECT_EQ(fit("ab", 1), "…");
}

TEST(Display, WrapsAtSpaces) {
  EXPECT_EQ(wrap("one two  three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrap("incomprehensible is long", 8), (std::vector<std::string>{"incomprehensible", "is long"}));
  EXPECT_TRUE(wrap("  \n ", 8).empty());
}

}  // namespace
}  // namespace stint
