#include "access/proxy.h"

#include <gtest/gtest.h>

namespace stint::access {
namespace {

using Headers = std::vector<Header>;

ProxySettings settings() {
  return {
      .proxies = {*parse_network("10.0.0.0/24"), *parse_network("::1")},
      .user_header = "X-Forwarded-User",
      .groups_header = "X-Forwarded-Groups",
      .name_header = "X-Forwarded-Name",
      .email_header = "X-Forwarded-Email",
      .groups = {
          {"staff", {{"*", Role::viewer}}}, {"pay", {{"PAY", Role::lead}}}, {"root", {{"*", Role::admin}}}}};
}

std::optional<ProxyIdentity> identity(const std::string& peer, const Headers& headers) {
  const auto found = identity_of(settings(), peer, headers);
  EXPECT_TRUE(found) << found.error().to_string();
  return found.value_or(std::nullopt);
}

TEST(Proxy, SaysWhoItIs) {
  const Headers headers{{"x-forwarded-USER", " ann "},
                        {"X-Forwarded-Name", "Ann"},
                        {"X-Forwarded-Email", "ann@team.example"},
                        {"X-Forwarded-Groups", "pay , staff,unknown"}};
  for (const char* peer : {"10.0.0.9", "::ffff:10.0.0.9", "::1"}) {
    const auto found = identity(peer, headers);
    ASSERT_TRUE(found) << peer;
    EXPECT_EQ("ann", found->user);
    EXPECT_EQ("Ann", found->display_name);
    EXPECT_EQ("ann@team.example", found->email);
    EXPECT_EQ((ProjectRoles{{"*", Role::viewer}, {"PAY", Role::lead}}), found->roles);
  }
}

TEST(Proxy, FromAnybodyElseTheHeadersMeanNothing) {
  const Headers headers{{"X-Forwarded-User", "ann"}, {"X-Forwarded-For", "203.0.113.5"}};
  for (const char* peer : {"10.0.1.9", "127.0.0.1", "::2", "::ffff:10.0.1.9", "", "10.0.0.9:443", "proxy"}) {
    EXPECT_FALSE(identity(peer, headers)) << peer;
    EXPECT_FALSE(is_proxy(settings(), peer)) << peer;
  }
  EXPECT_EQ("10.0.1.9", client_address(settings(), "10.0.1.9", headers));
  ProxySettings none = settings();
  none.proxies.clear();
  EXPECT_FALSE(*identity_of(none, "10.0.0.9", headers));
  ProxySettings unnamed = settings();
  unnamed.user_header.clear();
  const Headers without_a_name{{"", "ann"}, {"X-Forwarded-User", "ann"}};
  EXPECT_FALSE(*identity_of(unnamed, "10.0.0.9", without_a_name));
}

TEST(Proxy, NamesNobody) {
  EXPECT_FALSE(identity("10.0.0.9", {}));
  EXPECT_FALSE(identity("10.0.0.9", {{"X-Forwarded-User", " "}}));
  EXPECT_FALSE(identity("10.0.0.9", {{"X-Forwarded-User2", "ann"}}));
}

TEST(Proxy, WhatIsNotClearIsRefused) {
  for (const Headers& headers :
       {Headers{{"X-Forwarded-User", "ann"}, {"X-Forwarded-User", "root"}},
        Headers{{"X-Forwarded-User", "ann"}, {"x-forwarded-user", "ann"}},
        Headers{{"X-Forwarded-User", "ann, root"}}, Headers{{"X-Forwarded-User", "a\u202Enn"}},
        Headers{{"X-Forwarded-User", std::string_view{"a\0b", 3}}},
        Headers{{"X-Forwarded-User", ""}, {"X-Forwarded-User", "root"}}}) {
    const auto found = identity_of(settings(), "10.0.0.9", headers);
    ASSERT_FALSE(found);
    EXPECT_EQ(ErrorCode::authentication, found.error().code);
  }
}

TEST(Proxy, GroupsStandForRolesWhereThereAreAny) {
  const auto stranger = identity("10.0.0.9", {{"X-Forwarded-User", "ann"}});
  ASSERT_TRUE(stranger);
  EXPECT_EQ(ProjectRoles{}, stranger->roles);
  // Case matters in groups.
  EXPECT_EQ(ProjectRoles{},
            identity("10.0.0.9", {{"X-Forwarded-User", "ann"}, {"X-Forwarded-Groups", "ROOT"}})->roles);
  // Over several headers.
  EXPECT_EQ(
      (ProjectRoles{{"*", Role::admin}, {"PAY", Role::admin}}),
      identity("10.0.0.9",
               {{"X-Forwarded-User", "ann"}, {"X-Forwarded-Groups", "pay"}, {"X-Forwarded-Groups", "root"}})
          ->roles);
  ProxySettings without = settings();
  without.groups.clear();
  const Headers headers{{"X-Forwarded-User", "ann"}, {"X-Forwarded-Groups", "root"}};
  EXPECT_EQ(std::nullopt, (*identity_of(without, "10.0.0.9", headers))->roles);
}

TEST(Proxy, ABadNameOrAddressIsLeftOut) {
  const auto found = identity(
      "10.0.0.9", {{"X-Forwarded-User", "ann"}, {"X-Forwarded-Name", "a\nb"}, {"X-Forwarded-Email", "none"}});
  ASSERT_TRUE(found);
  EXPECT_EQ("", found->display_name);
  EXPECT_EQ("", found->email);
}

struct ForCase {
  std::string header;
  std::string expected;
};

TEST(Proxy, TheVisitorIsTheLastThatIsNoProxy) {
  const std::vector<ForCase> cases{
      {"203.0.113.5", "203.0.113.5"},
      {"1.1.1.1, 203.0.113.5", "203.0.113.5"},  // the first is what the visitor wrote
      {"203.0.113.5, 10.0.0.7", "203.0.113.5"},
      {"203.0.113.5,::1 , 10.0.0.7", "203.0.113.5"},
      {"::ffff:203.0.113.5", "203.0.113.5"},
      {"2001:db8::5", "2001:db8::5"},
      {"10.0.0.7, 10.0.0.8", "10.0.0.9"},
      {"203.0.113.5, unknown", "10.0.0.9"},
      {"203.0.113.5:1234", "10.0.0.9"},
      {"", "10.0.0.9"}};
  for (const ForCase& one : cases) {
    const Headers headers{{"X-Forwarded-For", one.header}};
    EXPECT_EQ(one.expected, client_address(settings(), "10.0.0.9", headers)) << one.header;
  }
  const Headers two{{"X-Forwarded-For", "203.0.113.5"}, {"x-forwarded-for", "203.0.113.6"}};
  EXPECT_EQ("203.0.113.6", client_address(settings(), "::ffff:10.0.0.9", two));
  EXPECT_EQ("10.0.0.9", client_address(settings(), "::ffff:10.0.0.9", {}));
}

TEST(Proxy, SettingsThatLetAnybodyInAreRefused) {
  EXPECT_TRUE(check_proxy(settings()));
  for (const char* everybody : {"0.0.0.0/0", "::/0", "::ffff:0.0.0.0/96"}) {
    ProxySettings open = settings();
    open.proxies.push_back(*parse_network(everybody));
    EXPECT_FALSE(check_proxy(open)) << everybody;
  }
  for (const char* name : {"Host", "cookie", "Authorization", "a b", "a:b", "a\n"}) {
    ProxySettings other = settings();
    other.user_header = name;
    EXPECT_FALSE(check_proxy(other)) << name;
  }
}

}  // namespace
}  // namespace stint::access
