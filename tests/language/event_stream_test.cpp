// The examples of the standard, and every way of cutting a stream into pieces.
#include "language/event_stream.h"

#include <gmock/gmock.h>

namespace stint::language {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "name:data" of each.
std::vector<std::string> read_all(const std::vector<std::string_view>& pieces) {
  EventStream stream;
  std::vector<std::string> events;
  for (const std::string_view piece : pieces) {
    const auto added = stream.add(piece, [&](const StreamEvent& event) {
      events.push_back(event.name + ":" + event.data);
      return true;
    });
    EXPECT_TRUE(added);
  }
  return events;
}

TEST(EventStream, JoinsTheLinesOfAnEvent) {
  EXPECT_THAT(read_all({"data: YHOO\ndata: +2\ndata: 10\n\n"}), ElementsAre("message:YHOO\n+2\n10"));
}

TEST(EventStream, OverlooksCommentsIdsAndOtherFields) {
  EXPECT_THAT(read_all({": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\nretry: "
                        "5\nother: x\n\ndata:  third event\n"}),
              ElementsAre("message:first event", "message:second event"));
}

TEST(EventStream, TakesEmptyDataForData) {
  EXPECT_THAT(read_all({"data\n\ndata\ndata\n\ndata:"}), ElementsAre("message:", "message:\n"));
}

TEST(EventStream, TakesOffOneSpaceOnly) {
  EXPECT_THAT(read_all({"data:test\n\ndata: test\n\ndata:  test\n\n"}),
              ElementsAre("message:test", "message:test", "message: test"));
}

TEST(EventStream, NamesEvents) {
  EXPECT_THAT(read_all({"event: add\ndata: 7\n\ndata: 8\n\nevent: empty\n\nevent: a\nevent: b\ndata: 9\n\n"}),
              ElementsAre("add:7", "message:8", "b:9"));
}

TEST(EventStream, SkipsAMarkOfByteOrderAtTheStartOnly) {
  EXPECT_THAT(read_all({"\xEF\xBB\xBF"
                        "data: 1\n\n\xEF\xBB\xBF"
                        "data: 2\n\n"}),
              ElementsAre("message:1"));
}

TEST(EventStream, DoesNotTakeAnEventWithoutItsEnd) {
  EXPECT_THAT(read_all({"data: 1\n"}), IsEmpty());
  EXPECT_THAT(read_all({"data: 1"}), IsEmpty());
}

TEST(EventStream, IsTheSameHoweverItIsCut) {
  const std::string text =
      "\xEF\xBB\xBF"
      "event: eins\r\ndata: na\xC3\xAFve \xF0\x9F\x9A\x80\r\n\r\n:ping\r\rdata: a\rdata: b\r\rdata: "
      "c\n\ndata: \r\n\n";
  const std::vector<std::string> expected{"eins:na\xC3\xAFve \xF0\x9F\x9A\x80", "message:a\nb", "message:c",
                                          "message:"};
  EXPECT_EQ(read_all({text}), expected);
  for (std::size_t first = 0; first <= text.size(); ++first) {
    for (std::size_t second = first; second <= text.size(); ++second) {
      const std::string_view view = text;
      ASSERT_EQ(read_all({view.substr(0, first), view.substr(first, second - first), view.substr(second)}),
                expected)
          << first << " " << second;
    }
  }
  std::vector<std::string_view> bytes;
  for (std::size_t i = 0; i < text.size(); ++i) bytes.push_back(std::string_view{text}.substr(i, 1));
  EXPECT_EQ(read_all(bytes), expected);
}

TEST(EventStream, StopsWhenNoMoreIsWanted) {
  EventStream stream;
  int taken = 0;
  const auto take = [&](const StreamEvent& /*event*/) { return ++taken < 2; };
  EXPECT_TRUE(stream.add("data: 1\n\ndata: 2\n\ndata: 3\n\n", take));
  EXPECT_TRUE(stream.add("data: 4\n\n", take));
  EXPECT_EQ(taken, 2);
}

TEST(EventStream, RefusesWhatHasNoEnd) {
  const auto ignore = [](const StreamEvent& /*event*/) { return true; };
  EventStream line{100};
  EXPECT_TRUE(line.add("data: " + std::string(94, 'x'), ignore));
  EXPECT_FALSE(line.add("x", ignore));
  EXPECT_FALSE(line.add("\n\n", ignore));

  EventStream event{100};
  Outcome outcome;
  int lines = 0;
  for (; lines < 1'000 && outcome; ++lines) outcome = event.add("data:\n", ignore);
  EXPECT_FALSE(outcome);
  EXPECT_EQ(lines, 97);  // 96 line feeds, and the next line's five bytes

  EventStream many{100};
  for (int i = 0; i < 1'000; ++i) ASSERT_TRUE(many.add("data: " + std::string(80, 'x') + "\n\n", ignore));
}

}  // namespace
}  // namespace stint::language
