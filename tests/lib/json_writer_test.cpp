// What the writer writes, another parser reads back.
#include "lib/rapidjson/json_writer.h"

#include <array>
#include <bit>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <random>

#include "lib/nlohmann/json_document.h"
#include "lib/simdjson/utf8.h"

namespace stint {
namespace {

TEST(JsonWriter, LooksAsPeopleWriteIt) {
  std::string text;
  {
    JsonWriter json{text};
    const auto document = json.object();
    json.member("name", "a \"quoted\"\n name");
    json.member("count", 3);
    json.member("share", 0.25);
    json.member("whole", 2.0);
    json.member("none", nullptr);
    json.member("maybe", std::optional<double>{});
    json.member("sure", std::optional<int>{7});
    json.member("yes", true);
    json.line("days", std::array{1, 2, 3});
    json.line("nothing", std::array<int, 0>{});
    {
      const auto list = json.array("list");
      json.item("first");
      const auto second = json.object();
      json.member("in", "second");
    }
    {
      const auto empty = json.object("empty");
    }
  }
  EXPECT_EQ(text, R"({
  "name": "a \"quoted\"\n name",
  "count": 3,
  "share": 0.25,
  "whole": 2.0,
  "none": null,
  "maybe": null,
  "sure": 7,
  "yes": true,
  "days": [1, 2, 3],
  "nothing": [],
  "list": [
    "first",
    {
      "in": "second"
    }
  ],
  "empty": {}
})");
}

TEST(JsonWriter, PartsMadeApartStandAsIfWrittenInPlace) {
  const auto part = [](JsonWriter& json) {
    const auto object = json.object();
    json.member("text", "two\nlines");
    json.line("numbers", std::array{1, 2});
    const auto list = json.array("list");
    json.item(1);
  };
  std::string apart;
  {
    JsonWriter json{apart, 1};
    part(json);
  }
  std::string put_in;
  {
    JsonWriter json{put_in};
    const auto document = json.object();
    json.raw("part", apart);
    json.member("after", 1);
  }
  std::string in_place;
  {
    JsonWriter json{in_place};
    const auto document = json.object();
    const auto write = [&] {
      const auto object = json.object("part");
      json.member("text", "two\nlines");
      json.line("numbers", std::array{1, 2});
      const auto list = json.array("list");
      json.item(1);
    };
    write();
    json.member("after", 1);
  }
  EXPECT_EQ(put_in, in_place);
}

std::string one(const auto& value) {
  std::string text;
  {
    JsonWriter json{text};
    const auto list = json.array();
    json.item(value);
  }
  return text;
}

TEST(JsonWriter, WritesOnlyWhatJsonKnows) {
  EXPECT_EQ(one(std::numeric_limits<double>::infinity()), one(nullptr));
  EXPECT_EQ(one(std::nan("")), one(nullptr));
  EXPECT_EQ(one(std::string_view{"\xff z\xc3"}), one("\xEF\xBF\xBD z\xEF\xBF\xBD"));
  EXPECT_EQ(one(std::string_view{"\0\x1f", 2}), "[\n  \"\\u0000\\u001F\"\n]");
  EXPECT_EQ(one(std::numeric_limits<std::int64_t>::min()), "[\n  -9223372036854775808\n]");
}

TEST(JsonWriter, NumbersAndTextsComeBackExactly) {
  std::mt19937_64 random{3};
  for (int i = 0; i < 20'000; ++i) {
    const double number = std::bit_cast<double>(static_cast<std::uint64_t>(random()));
    if (std::isfinite(number)) {
      EXPECT_EQ(JsonDocument::parse(one(number))[0].get<double>(), number);
    }
    std::string bytes(random() % 12, ' ');
    for (char& c : bytes) c = static_cast<char>(random() % 256);
    // The parser refuses what is no UTF-8.
    const std::string back = JsonDocument::parse(one(std::string_view{bytes}))[0].get<std::string>();
    if (is_valid_utf8(bytes)) {
      EXPECT_EQ(back, bytes);
    } else {
      EXPECT_NE(back.find("\xEF\xBF\xBD"), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace stint
