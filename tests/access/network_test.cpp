#include "access/network.h"

#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace stint::access {
namespace {

TEST(Network, HoldsWhatPythonSaysItHolds) {
  std::ifstream file{STINT_NETWORKS};
  ASSERT_TRUE(file);
  int cases = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream words{line};
    std::string network;
    std::string address;
    std::string expected;
    words >> network >> address >> expected;
    const auto parsed = parse_network(network);
    const auto inside = parse_address(address);
    ASSERT_TRUE(parsed) << line;
    ASSERT_TRUE(inside) << line;
    EXPECT_EQ(expected == "in", contains(*parsed, *inside)) << line;
    ++cases;
  }
  EXPECT_EQ(180, cases);
}

TEST(Network, FamiliesAreApart) {
  const Network all_four = *parse_network("0.0.0.0/0");
  const Network all_six = *parse_network("::/0");
  EXPECT_TRUE(contains(all_four, *parse_address("203.0.113.9")));
  EXPECT_FALSE(contains(all_six, *parse_address("203.0.113.9")));
  EXPECT_TRUE(contains(all_four, *parse_address("::ffff:203.0.113.9")));
  EXPECT_TRUE(contains(all_six, *parse_address("2001:db8::1")));
  EXPECT_FALSE(contains(all_four, *parse_address("2001:db8::1")));
  // Only the mapped form is the other family's; these merely look alike.
  EXPECT_FALSE(contains(all_four, *parse_address("::203.0.113.9")));
  EXPECT_FALSE(contains(all_four, *parse_address("64:ff9b::203.0.113.9")));
}

TEST(Network, MappedNetworksAreOfIpv4) {
  EXPECT_EQ(*parse_network("10.0.0.0/8"), *parse_network("::ffff:10.0.0.0/104"));
  EXPECT_EQ(*parse_network("10.1.2.3"), *parse_network("::ffff:10.1.2.3"));
  EXPECT_EQ(*parse_network("10.1.2.3/32"), *parse_network("::ffff:a01:203/128"));
}

TEST(Network, WhatIsNoneIsRefused) {
  for (const char* text : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8 ", " 10.0.0.0/8",
                           "10.0.0/8", "10.0.0.0/08", "10.0.0.0/8/8", "fd00::/129", "fe80::1%eth0", "[::1]",
                           "localhost", "10.0.0.1:80", "10.0.0.0/99999999999", "010.0.0.1", "0x0a.0.0.1"}) {
    const auto network = parse_network(text);
    ASSERT_FALSE(network) << text;
    EXPECT_EQ(ErrorCode::usage, network.error().code);
  }
}

TEST(Network, BitsBeyondThePrefixAreAnError) {
  const auto network = parse_network("10.1.2.3/8");
  ASSERT_FALSE(network);
  EXPECT_NE(std::string::npos, network.error().hint.find("10.0.0.0/8"));
  EXPECT_FALSE(parse_network("fd00::1/8"));
  EXPECT_TRUE(parse_network("10.1.2.3/32"));
}

TEST(Network, HasOneText) {
  EXPECT_EQ("10.0.0.0/8", to_text(*parse_network("10.0.0.0/8")));
  EXPECT_EQ("2001:db8:0:0:0:0:0:0/32", to_text(*parse_network("2001:db8::/32")));
}

}  // namespace
}  // namespace stint::access
