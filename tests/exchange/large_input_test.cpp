// Memory does not grow with the file.
#include <cstdint>
#include <gtest/gtest.h>
#include <string>

#include "exchange/importing.h"
#include "support/child.h"
#include "support/sanitizer.h"

namespace stint::exchange {
namespace {

// Sanitizers keep freed memory for a while.
constexpr std::uint64_t kBytes = std::uint64_t{kSanitized ? 20 : 200} << 20;
constexpr std::int64_t kMostKib = kSanitized ? 4 << 20 : 200 << 10;

TEST_F(Importing, AStreamOfAnySizeTakesLittleMemory) {
  const std::string description(20'000, 'd');
  std::uint64_t sent = 0;
  int number = 0;
  std::string piece;
  bool ended = false;
  const auto feed = [&]() -> std::string_view {
    if (ended) return {};
    piece = number == 0 ? "{\"issues\":[" : ",";
    if (sent >= kBytes) {
      piece = "]}";
      ended = true;
    } else {
      ++number;
      piece += test::issue_json(
          {.number = number,
           .fields = "'description':'" + description + "',",
           .histories = {test::status_change(number, "2026-01-05T00:00:00.000Z", "1", "2")}});
    }
    sent += piece.size();
    return piece;
  };
  const auto result =
      test::run_child({STINT_BINARY, "--data", data().string(), "import", "-"}, {.feed = feed});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(rows("SELECT count(*) FROM issue"), std::to_string(number) + "\n");
  EXPECT_LT(result.peak_kib, kMostKib);
}

// A line without end is refused once it is over the limit, not read to its end.
TEST_F(Importing, AnEndlessItemIsRefusedInTime) {
  std::uint64_t sent = 0;
  std::string piece = "{\"issues\":[" + test::issue_json({.number = 1}) + ",{\"id\":\"";
  const auto feed = [&]() -> std::string_view {
    if (sent > 0) piece.assign(std::size_t{1} << 20, 'x');
    sent += piece.size();
    return sent < (std::uint64_t{3} << 30) ? std::string_view{piece} : std::string_view{};
  };
  const auto result =
      test::run_child({STINT_BINARY, "--data", data().string(), "import", "-"}, {.feed = feed});
  EXPECT_EQ(result.status, 1) << result.err;
  EXPECT_NE(result.err.find("one item is larger than 256 MiB"), std::string::npos) << result.err;
  EXPECT_LT(sent, std::uint64_t{1} << 30);
  EXPECT_EQ(rows("SELECT key FROM issue"), "T-1\n");
}

}  // namespace
}  // namespace stint::exchange
