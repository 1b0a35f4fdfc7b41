#include "base/instant.h"

#include <cstdint>
#include <gtest/gtest.h>
#include <random>
#include <string>

namespace stint {
namespace {

std::string read(std::string_view text) {
  const auto instant = parse_iso_instant(text);
  return instant ? format_iso(*instant) : "none";
}

TEST(Instant, ReadsTheFormsOfIso8601) {
  EXPECT_EQ(read("2026-11-20T09:15:30.250Z"), "2026-11-20T09:15:30.250+00:00");
  EXPECT_EQ(read("2026-11-20T09:15:30.250+0000"), "2026-11-20T09:15:30.250+00:00");
  EXPECT_EQ(read("2026-11-20T09:15:30+01:00"), "2026-11-20T08:15:30+00:00");
  EXPECT_EQ(read("2026-11-20T09:15:30-0330"), "2026-11-20T12:45:30+00:00");
  EXPECT_EQ(read("2026-11-20T09:15+01"), "2026-11-20T08:15:00+00:00");
  EXPECT_EQ(read("2026-11-20 09:15:30"), "2026-11-20T09:15:30+00:00");
  EXPECT_EQ(read("2026-11-20t09:15:30z"), "2026-11-20T09:15:30+00:00");
  EXPECT_EQ(read("2026-11-20"), "2026-11-20T00:00:00+00:00");
  EXPECT_EQ(read("2024-02-29"), "2024-02-29T00:00:00+00:00");
  EXPECT_EQ(read("2026-11-20T09:15:30.1Z"), "2026-11-20T09:15:30.100+00:00");
  EXPECT_EQ(read("2026-11-20T09:15:30.123456789Z"), "2026-11-20T09:15:30.123+00:00");
  EXPECT_EQ(read("2026-11-20T09:15:30,5Z"), "2026-11-20T09:15:30.500+00:00");
  EXPECT_EQ(read("2016-12-31T23:59:60Z"), "2017-01-01T00:00:00+00:00");
  EXPECT_EQ(read("0001-01-01"), "0001-01-01T00:00:00+00:00");
  EXPECT_EQ(read("1969-12-31T23:59:59.999Z"), "1969-12-31T23:59:59.999+00:00");
}

TEST(Instant, RefusesEverythingElse) {
  for (const char* text : {"",
                           "2026",
                           "2026-11",
                           "2026-13-01",
                           "2026-02-30",
                           "2025-02-29",
                           "2026-11-20T",
                           "2026-11-20T24:00Z",
                           "2026-11-20T09:60Z",
                           "2026-11-20T09:15:61Z",
                           "2026-11-20T09:15:30.Z",
                           "2026-11-20T09:15:30+1",
                           "2026-11-20T09:15:30+19:00",
                           "2026-11-20T09:15:30+01:60",
                           "2026-11-20T09:15:30Zx",
                           " 2026-11-20",
                           "20-11-2026",
                           "2026/11/20",
                           "tomorrow",
                           "2026-11-20T9:15Z",
                           "-026-11-20",
                           "2026-11-20T09:15:30+"}) {
    EXPECT_EQ(read(text), "none") << text;
  }
}

TEST(Instant, WhatIsWrittenIsReadAgain) {
  std::mt19937_64 random{7};
  for (int i = 0; i < 2000; ++i) {
    const Instant instant =
        from_epoch_ms(static_cast<std::int64_t>(random() % 8'000'000'000'000) - 2'000'000'000'000);
    EXPECT_EQ(parse_iso_instant(format_iso(instant)), instant) << format_iso(instant);
  }
}

TEST(Instant, Days) {
  EXPECT_EQ(format_day(Day{std::chrono::days{0}}), "1970-01-01");
  EXPECT_EQ(format_day(Day{std::chrono::days{-1}}), "1969-12-31");
  EXPECT_EQ(to_epoch_ms(from_epoch_ms(-5)), -5);
}

}  // namespace
}  // namespace stint
