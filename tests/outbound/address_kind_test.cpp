// Which addresses are whose: the edges of every range, and IPv4 inside of IPv6.
#include "outbound/address_kind.h"

#include <gtest/gtest.h>

namespace stint::outbound {

namespace {

using enum AddressKind;

AddressKind kind_of_text(const char* text) {
  const auto address = parse_ip_address(text);
  EXPECT_TRUE(address) << text;
  return address ? kind_of(*address) : reserved;
}

struct Row {
  const char* address;
  AddressKind kind;
};

TEST(AddressKind, OfFourBytesChangesAtTheEdgesOfItsRanges) {
  const Row rows[] = {
      {"0.0.0.0", unspecified},
      {"0.255.255.255", unspecified},
      {"1.0.0.0", global},
      {"9.255.255.255", global},
      {"10.0.0.0", private_network},
      {"10.255.255.255", private_network},
      {"11.0.0.0", global},
      {"100.63.255.255", global},
      {"100.64.0.0", private_network},
      {"100.127.255.255", private_network},
      {"100.128.0.0", global},
      {"100.100.100.199", private_network},
      {"100.100.100.200", metadata},
      {"126.255.255.255", global},
      {"127.0.0.0", loopback},
      {"127.255.255.255", loopback},
      {"128.0.0.0", global},
      {"168.63.129.15", global},
      {"168.63.129.16", metadata},
      {"169.253.255.255", global},
      {"169.254.0.0", link_local},
      {"169.254.169.254", link_local},
      {"169.254.255.255", link_local},
      {"169.255.0.0", global},
      {"172.15.255.255", global},
      {"172.16.0.0", private_network},
      {"172.31.255.255", private_network},
      {"172.32.0.0", global},
      {"191.255.255.255", global},
      {"192.0.0.1", reserved},
      {"192.0.0.192", metadata},
      {"192.0.1.0", global},
      {"192.0.2.1", reserved},
      {"192.0.3.0", global},
      {"192.88.99.1", reserved},
      {"192.167.255.255", global},
      {"192.168.0.0", private_network},
      {"192.168.255.255", private_network},
      {"192.169.0.0", global},
      {"198.17.255.255", global},
      {"198.18.0.0", private_network},
      {"198.19.255.255", private_network},
      {"198.20.0.0", global},
      {"198.51.100.7", reserved},
      {"203.0.113.7", reserved},
      {"223.255.255.255", global},
      {"224.0.0.0", multicast},
      {"239.255.255.255", multicast},
      {"240.0.0.0", reserved},
      {"255.255.255.255", reserved},
      {"8.8.8.8", global},
  };
  for (const Row& row : rows) EXPECT_EQ(name_of(kind_of_text(row.address)), name_of(row.kind)) << row.address;
}

TEST(AddressKind, OfSixteenBytesChangesAtTheEdgesOfItsRanges) {
  const Row rows[] = {
      {"::", unspecified},          {"::1", loopback},           {"fe7f::1", reserved},
      {"fe80::", link_local},       {"febf:ffff::", link_local}, {"fec0::", private_network},
      {"feff::", private_network},  {"fbff::", reserved},        {"fc00::", private_network},
      {"fdff::1", private_network}, {"fd00:ec2::254", metadata}, {"fd00:ec2::253", private_network},
      {"fd20:ce::254", metadata},   {"ff00::", multicast},       {"ff02::1", multicast},
      {"2001:db8::1", reserved},    {"2001:db9::1", global},     {"2606:4700::1111", global},
      {"3fff:fff::1", reserved},    {"3fff:1000::1", global},    {"1fff::1", reserved},
      {"4000::1", reserved},        {"100::1", reserved},        {"5f00::1", reserved},
  };
  for (const Row& row : rows) EXPECT_EQ(name_of(kind_of_text(row.address)), name_of(row.kind)) << row.address;
}

TEST(AddressKind, OfACarrierIsThatOfTheAddressItCarries) {
  const Row rows[] = {
      {"::ffff:127.0.0.1", loopback},
      {"::ffff:7f00:1", loopback},
      {"::ffff:10.1.2.3", private_network},
      {"::ffff:169.254.169.254", link_local},
      {"::ffff:8.8.8.8", global},
      {"::ffff:0:127.0.0.1", loopback},           // translated
      {"::127.0.0.1", loopback},                  // compatible
      {"::0.0.0.2", unspecified},                 // compatible, of 0.0.0.2
      {"64:ff9b::127.0.0.1", loopback},           // NAT64
      {"64:ff9b::a9fe:a9fe", link_local},         // NAT64 of 169.254.169.254
      {"64:ff9b::8.8.8.8", global},               //
      {"64:ff9b:1::8.8.8.8", unspecified},        // one's own NAT64: bytes 6, 7, 9, 10 say 0.0.0.0
      {"64:ff9b:1:a9fe:a9:fe00::", link_local},   // with the address around byte 8
      {"2002:7f00:1::", loopback},                // 6to4
      {"2002:a9fe:a9fe::1", link_local},          // 6to4
      {"2002:808:808::1", global},                // 6to4
      {"2001:0:7f00:1::f7f7:f7f7", loopback},     // Teredo's server 127.0.0.1, its client 8.8.8.8
      {"2001:0:7f00:1::", reserved},              // the same, its client 255.255.255.255
      {"2001:0:808:808::5601:5601", link_local},  // Teredo's client 169.254.169.254
      {"2001:0:808:808::f7f7:f7f7", global},      // Teredo, both 8.8.8.8
      {"2606:4700::5efe:127.0.0.1", loopback},    // ISATAP
      {"2606:4700::200:5efe:10.0.0.1", private_network},
      {"fd00::5efe:169.254.169.254", link_local},  // ISATAP in a private network
  };
  for (const Row& row : rows) {
    EXPECT_EQ(name_of(kind_of_text(row.address)), name_of(row.kind)) << row.address;
  }
}

TEST(AddressKind, DecidesHowFarStintGoes) {
  EXPECT_EQ(access_to(global), Access::anyone);
  for (const AddressKind kind : {private_network, loopback}) EXPECT_EQ(access_to(kind), Access::own);
  for (const AddressKind kind : {link_local, metadata, multicast, unspecified, reserved}) {
    EXPECT_EQ(access_to(kind), Access::never);
  }
}

TEST(IpAddress, IsReadInItsPlainFormOnly) {
  EXPECT_EQ(parse_ip_address("127.0.0.1"), IpAddress::of_four(0x7f000001));
  for (const char* text : {"127.1", "127.0.0.01", "0x7f.0.0.1", "2130706433", "127.0.0.1.", " 127.0.0.1",
                           "256.0.0.1", "[::1]", "fe80::1%eth0", "::1::", "", "localhost"}) {
    EXPECT_FALSE(parse_ip_address(text)) << text;
  }
  EXPECT_FALSE(parse_ip_address(std::string_view{"127.0.0.1\0x", 11}));
}

}  // namespace
}  // namespace stint::outbound
