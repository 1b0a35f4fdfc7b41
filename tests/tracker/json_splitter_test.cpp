#include <cstring>
#include <gtest/gtest.h>
#include <random>
#include <string>
#include <vector>

#include "lib/simdjson/json.h"
#include "tracker/json/splitter.h"

namespace stint::tracker {
namespace {

// Gives `text` in pieces of at most `chunk` bytes.
ByteSource cut(std::string_view text, std::size_t chunk) {
  return [text, chunk](std::span<char> room) mutable -> Result<std::size_t> {
    const std::size_t count = std::min({chunk, text.size(), room.size()});
    std::memcpy(room.data(), text.data(), count);
    text.remove_prefix(count);
    return count;
  };
}

// What came of a text, a line a piece: kind, member, offset, text.
std::string split(std::string_view text, std::size_t chunk, std::size_t limit = std::size_t{1} << 20) {
  JsonSplitter::Options options;
  options.chunk_bytes = chunk;
  options.max_piece_bytes = limit;
  JsonSplitter splitter{cut(text, chunk), std::move(options)};
  std::string out;
  for (;;) {
    auto piece = splitter.next();
    if (!piece) {
      out += "error: " + piece.error().to_string() + "\n";
      EXPECT_EQ(piece.error().code, ErrorCode::usage);
      const auto after = splitter.next();
      EXPECT_TRUE(after && !*after) << "pieces after an error";
      return out;
    }
    if (!*piece) return out;
    const JsonPiece& p = **piece;
    // The parser may read beyond the piece; the sanitizer says whether it can.
    json::Parser parser;
    static_cast<void>(parser.parse_padded(p.text));
    out += p.kind == JsonPiece::Kind::element ? "element " : p.had_list ? "rest " : "document ";
    if (!p.member.empty()) out += std::string{p.member} + " ";
    out += "@" + std::to_string(p.offset) + " " + std::string{p.text} + "\n";
  }
}

// Whatever size the input is read in, the same comes of it.
std::string split_any_way(std::string_view text, std::size_t limit = std::size_t{1} << 20) {
  const std::string whole = split(text, text.size() + 1, limit);
  for (std::size_t chunk = 1; chunk <= text.size(); ++chunk) {
    EXPECT_EQ(split(text, chunk, limit), whole) << "in chunks of " << chunk;
  }
  return whole;
}

TEST(JsonSplitter, GivesTheElementsOfATopLevelArray) {
  EXPECT_EQ(split_any_way(R"( [ {"a":[1,{"b":"]"}]} , 12 ,"x,y",null ] )"),
            "element @3 {\"a\":[1,{\"b\":\"]\"}]}\nelement @25 12\nelement @29 \"x,y\"\nelement @35 null\n");
  EXPECT_EQ(split_any_way("[]"), "");
  EXPECT_EQ(split_any_way(" \r\n\t "), "");
  EXPECT_EQ(split_any_way(""), "");
}

TEST(JsonSplitter, StreamsTheMembersItIsTold) {
  EXPECT_EQ(split_any_way(R"({"total":2,"issues":[{"id":1},{"id":2}],"names":{"a":"b"}})"),
            "element issues @21 {\"id\":1}\nelement issues @30 {\"id\":2}\n"
            "rest @0 {\"total\":2,\"names\":{\"a\":\"b\"}}\n");
  EXPECT_EQ(split_any_way(R"({"issues":[]})"), "rest @0 {}\n");
  EXPECT_EQ(split_any_way(R"({"issueChangeLogs":[{"issueId":"1"}],"nextPageToken":"t"})"),
            "element issueChangeLogs @20 {\"issueId\":\"1\"}\nrest @0 {\"nextPageToken\":\"t\"}\n");
  // Only on the top level, and only lists.
  EXPECT_EQ(split_any_way(R"({"issues":"none","in":{"issues":[1]}})"),
            "document @0 {\"issues\":\"none\",\"in\":{\"issues\":[1]}}\n");
}

TEST(JsonSplitter, TakesDocumentsOneAfterTheOther) {
  const std::string text = "{\"a\":1}\n{\"issues\":[2]}\r\n[3,4]{\"b\":5}";
  EXPECT_EQ(split_any_way(text),
            "document @0 {\"a\":1}\nelement issues @19 2\nrest @8 {}\nelement @25 3\nelement @27 4\n"
            "document @29 {\"b\":5}\n");
}

TEST(JsonSplitter, PassesOverAByteOrderMark) {
  EXPECT_EQ(split_any_way("\xEF\xBB\xBF{\"a\":1}"), "document @3 {\"a\":1}\n");
  EXPECT_EQ(split_any_way("\xEF\xBB\xBF"), "");
  EXPECT_EQ(split_any_way("\xEF\xBB{}"), "error: byte 0: this is not JSON: { or [ is expected\n");
  EXPECT_EQ(split_any_way("{}\xEF\xBB\xBF{}"),
            "document @0 {}\nerror: byte 2: this is not JSON: { or [ is expected\n");
}

TEST(JsonSplitter, QuotesAndBackslashesAtEveryBorder) {
  const std::string text = R"(["\"","\\","\\\"","a\\\\","{[,]}\\",{"\"k\\":"\\\\\"}"}])";
  EXPECT_EQ(split_any_way(text),
            "element @1 \"\\\"\"\nelement @6 \"\\\\\"\nelement @11 \"\\\\\\\"\"\nelement @18 \"a\\\\\\\\\"\n"
            "element @26 \"{[,]}\\\\\"\nelement @36 {\"\\\"k\\\\\":\"\\\\\\\\\\\"}\"}\n");
}

TEST(JsonSplitter, BadElementsAreThePiecesOfTheParser) {
  // Brackets and strings are sound, so the neighbours survive.
  EXPECT_EQ(split_any_way(R"([{"a" 1},tru,{"b":2}])"),
            "element @1 {\"a\" 1}\nelement @9 tru\nelement @13 {\"b\":2}\n");
}

TEST(JsonSplitter, SaysWhereItIsNoJson) {
  EXPECT_EQ(split_any_way("hello"), "error: byte 0: this is not JSON: { or [ is expected\n");
  EXPECT_EQ(split_any_way("  ]"), "error: byte 2: this is not JSON: { or [ is expected\n");
  EXPECT_EQ(split_any_way("[1 2]"), "element @1 1\nerror: byte 3: a comma or ] is missing\n");
  EXPECT_EQ(split_any_way("[1,]"), "element @1 1\n");  // the list's parser would refuse it; nothing is lost
  EXPECT_EQ(split_any_way("[,1]"), "error: byte 1: a value is missing\n");
  EXPECT_EQ(split_any_way("{\"a\":1 \"b\":2}"), "error: byte 7: a comma or } is missing\n");
  EXPECT_EQ(split_any_way("{1:2}"), "error: byte 1: a member name is missing\n");
  EXPECT_EQ(split_any_way("{\"a\" 1}"), "error: byte 5: a colon is missing after a member name\n");
  EXPECT_EQ(split_any_way("{\"a\":}"), "error: byte 5: a value is missing\n");
}

TEST(JsonSplitter, TruncatedAnywhereIsAnErrorThatSaysWhere) {
  const std::string text = R"({"total":3,"issues":[{"id":"1"},{"id":"2\""},["x"]],"names":{"a":"b"}})";
  const std::string whole = split_any_way(text);
  for (std::size_t size = 1; size < text.size(); ++size) {
    const std::string_view part = std::string_view{text}.substr(0, size);
    const std::string got = split_any_way(part);
    const std::size_t error = got.find("error: byte ");
    ASSERT_NE(error, std::string::npos) << part;
    EXPECT_NE(got.find("the input is truncated: it ends inside "), std::string::npos) << got;
    const std::size_t byte = std::stoul(got.substr(error + 12));
    EXPECT_LE(byte, size);
    // Everything before is there.
    EXPECT_TRUE(whole.starts_with(std::string_view{got}.substr(0, error))) << got;
  }
}

TEST(JsonSplitter, RefusesWhatIsTooLarge) {
  const std::string large = "\"" + std::string(100, 'x') + "\"";
  EXPECT_EQ(split_any_way("[1," + large + ",2]", 50),
            "element @1 1\nerror: byte 3: one item is larger than 50 bytes\n");
  EXPECT_EQ(split_any_way("[1," + large + ",2]", 102).find("error"), std::string::npos);
  EXPECT_NE(split_any_way("[1," + large + ",2]", 101).find("error"), std::string::npos);
  // An object's own members count together.
  const std::string half = "\"" + std::string(30, 'y') + "\"";
  EXPECT_NE(split_any_way("{\"a\":" + half + ",\"b\":" + half + "}", 50).find("one item is larger"),
            std::string::npos);
  EXPECT_EQ(split_any_way("{\"issues\":[" + half + "," + half + "]}", 50).find("error"), std::string::npos);
}

TEST(JsonSplitter, MemoryIsThatOfAPiece) {
  // 64 MiB of list in pieces of some bytes, read with a limit far below.
  std::uint64_t left = std::uint64_t{64} << 20;
  bool begun = false;
  const ByteSource source = [&](std::span<char> room) -> Result<std::size_t> {
    if (left == 0) return 0;
    std::size_t at = 0;
    if (!begun) room[at++] = '[';
    begun = true;
    constexpr std::string_view kItem = "{\"k\":\"vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv\"},";
    for (; at + kItem.size() < room.size() && left >= kItem.size();
         at += kItem.size(), left -= kItem.size()) {
      std::memcpy(room.data() + at, kItem.data(), kItem.size());
    }
    if (left < kItem.size() && at < room.size()) {
      room[at++] = ']';
      left = 0;
    }
    return at;
  };
  JsonSplitter splitter{source, {.streamed = {}, .max_piece_bytes = 64, .chunk_bytes = 4096}};
  std::size_t count = 0;
  for (;;) {
    const auto piece = splitter.next();
    ASSERT_TRUE(piece) << piece.error().to_string();
    if (!*piece) break;
    ++count;
  }
  EXPECT_EQ(count, (std::size_t{64} << 20) / 56);
}

TEST(JsonSplitter, AFailingSourceIsTheErrorOfNext) {
  JsonSplitter splitter{
      [](std::span<char>) -> Result<std::size_t> { return fail(ErrorCode::failure, "gone", "disk"); }, {}};
  const auto piece = splitter.next();
  ASSERT_FALSE(piece);
  EXPECT_EQ(piece.error().to_string(), "disk: gone");
  EXPECT_TRUE(splitter.next().value_or(JsonPiece{}) == std::nullopt);
}

// Made-up JSON, without white space.
class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  std::string value(int depth) {
    switch (random_() % (depth > 0 ? 6 : 4)) {
      case 0:
        return std::to_string(static_cast<int>(random_() % 2000) - 1000);
      case 1:
        return random_() % 2 == 0 ? "true" : "null";
      case 2:
      case 3:
        return string();
      case 4:
        return list(depth);
      default:
        return object(depth);
    }
  }
  std::string list(int depth) {
    std::string out = "[";
    for (std::size_t i = random_() % 4; i > 0; --i) out += (out.size() > 1 ? "," : "") + value(depth - 1);
    return out + "]";
  }
  std::string object(int depth) {
    std::string out = "{";
    for (std::size_t i = random_() % 4; i > 0; --i) {
      out += (out.size() > 1 ? "," : "") + string() + ":" + value(depth - 1);
    }
    return out + "}";
  }

 private:
  std::string string() {
    constexpr std::string_view kParts[] = {"a", "{", "]", ",", ":", " ", "\\\"", "\\\\", "\\u0041", "é"};
    std::string out = "\"";
    for (std::size_t i = random_() % 6; i > 0; --i) out += kParts[random_() % std::size(kParts)];
    return out + "\"";
  }
  std::mt19937 random_;
};

TEST(JsonSplitter, PiecesRejoinedAreTheDocument) {
  for (unsigned seed = 0; seed < 400; ++seed) {
    Maker maker{seed};
    const bool array = seed % 2 == 0;
    const std::string text = array ? maker.list(4) : maker.object(4);
    JsonSplitter splitter{cut(text, 1 + seed % 7), {.streamed = {"issues"}, .chunk_bytes = 1 + seed % 5}};
    std::string rejoined;
    for (;;) {
      const auto piece = splitter.next();
      ASSERT_TRUE(piece) << text << ": " << piece.error().to_string();
      if (!*piece) break;
      EXPECT_EQ(text.substr((*piece)->offset, (*piece)->text.size()), (*piece)->text) << text;
      rejoined += (rejoined.empty() ? "" : ",") + std::string{(*piece)->text};
    }
    EXPECT_EQ(array ? "[" + rejoined + "]" : rejoined, text);
    EXPECT_EQ(splitter.position(), text.size());
  }
}

}  // namespace
}  // namespace stint::tracker
