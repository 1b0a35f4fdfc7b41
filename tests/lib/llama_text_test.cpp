#include <gtest/gtest.h>
#include <random>
#include <string>

#include "lib/llama/text_stream.h"
#include "lib/simdjson/utf8.h"

namespace stint::llama {
namespace {

std::string streamed(std::string_view bytes, std::size_t piece) {
  TextStream stream;
  std::string result;
  for (std::size_t i = 0; i < bytes.size(); i += piece) {
    const std::string shown = stream.add(bytes.substr(i, piece));
    EXPECT_TRUE(is_valid_utf8(shown));
    result += shown;
  }
  return result + stream.finish();
}

TEST(TextStream, HoldsBackWhatIsNotYetACharacter) {
  TextStream stream;
  EXPECT_EQ(stream.add("a\xC3"), "a");
  EXPECT_EQ(stream.add("\xA4z"), "\xC3\xA4z");
  EXPECT_EQ(stream.add("\xF0\x9F\x99"), "");
  EXPECT_EQ(stream.add("\x82"), "\xF0\x9F\x99\x82");
  EXPECT_EQ(stream.finish(), "");
}

TEST(TextStream, ReplacesWhatIsNone) {
  EXPECT_EQ(streamed("a\xFFz", 1), "a\xEF\xBF\xBDz");
  EXPECT_EQ(streamed("\xC3", 1), "\xEF\xBF\xBD");
  EXPECT_EQ(streamed("\xE2\x82z", 1), "\xEF\xBF\xBDz");
  // A surrogate, an overlong form, beyond the last character: no byte of them may begin or go on a character.
  EXPECT_EQ(streamed("\xED\xA0\x80", 3), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(streamed("\xC0\xAF", 2), "\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(streamed("\xF4\x90\x80\x80", 4), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(TextStream, DoesNotDependOnThePieces) {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes;
    // Mostly bytes at the edges of what is allowed.
    constexpr std::string_view kEdges =
        "a\x7F\x80\x8F\x90\x9F\xA0\xBF\xC1\xC2\xDF\xE0\xE1\xED\xEF\xF0\xF1\xF4\xF5\xFF";
    for (int i = 0; i < 12; ++i) bytes += kEdges[random() % kEdges.size()];
    const std::string whole = streamed(bytes, bytes.size());
    for (const std::size_t piece : {1U, 2U, 3U, 5U}) ASSERT_EQ(streamed(bytes, piece), whole);
    if (is_valid_utf8(bytes)) {
      ASSERT_EQ(whole, bytes);
    }
  }
}

}  // namespace
}  // namespace stint::llama
