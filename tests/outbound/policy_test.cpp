// Whom a connection may speak to: the table of tricks, and what a refusal says.
#include "outbound/policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "outbound/redirect.h"

namespace stint::outbound {

namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Reason = RefusalReason;

Policy policy_of(const std::vector<std::string>& urls) {
  auto policy = Policy::for_connection("team", urls);
  EXPECT_TRUE(policy);
  return *policy;
}

// A tracker on the internet, a model on this machine, a tracker in the own network, and somewhere to
// download.
Policy usual_policy() {
  Policy policy = policy_of({"https://jira.example.com/jira", "http://localhost:11434",
                             "http://127.0.0.1:11434", "http://10.1.2.3:8080", "http://[fd12::3]:8080"});
  EXPECT_FALSE(policy.also_allow("https://files.example.org", true));
  return policy;
}

struct Row {
  const char* url;
  std::optional<Reason> refused;
};

TEST(Policy, HoldsAgainstTheTableOfTricks) {
  const Policy policy = usual_policy();
  const Row rows[] = {
      // What is meant.
      {"https://jira.example.com/rest/api/3/search", {}},
      {"HTTPS://JIRA.Example.COM/x", {}},
      {"https://jira.example.com:443/", {}},
      {"https://jira.example.com?q=1", {}},
      {"http://localhost:11434/api/chat", {}},
      {"http://127.0.0.1:11434/api/chat", {}},
      {"http://10.1.2.3:8080/", {}},
      {"http://[fd12::3]:8080/", {}},
      {"https://files.example.org/a", {}},
      {"https://cdn.files.example.org/a", {}},
      // Another scheme, host or port.
      {"http://jira.example.com/", Reason::not_listed},
      {"https://jira.example.com:8443/", Reason::not_listed},
      {"https://example.com/", Reason::not_listed},
      {"https://sub.jira.example.com/", Reason::not_listed},
      {"https://evil-jira.example.com/", Reason::not_listed},
      {"https://jira.example.com.evil.example/", Reason::not_listed},
      {"https://evilfiles.example.org/", Reason::not_listed},
      {"https://.files.example.org/", Reason::host_name},
      {"http://localhost/", Reason::not_listed},
      {"http://localhost:11435/", Reason::not_listed},
      {"https://localhost:11434/", Reason::not_listed},
      {"http://127.0.0.2:11434/", Reason::not_listed},
      {"http://[::1]:11434/", Reason::not_listed},
      {"http://10.1.2.3/", Reason::not_listed},
      {"http://10.1.2.4:8080/", Reason::not_listed},
      {"ftp://jira.example.com/", Reason::scheme},
      {"file:///etc/passwd", Reason::unreadable},
      {"gopher://127.0.0.1:11434/_x", Reason::scheme},
      {"javascript:alert(1)", Reason::unreadable},
      {"jira.example.com", Reason::unreadable},
      // Never, whoever asks.
      {"http://169.254.169.254/latest/meta-data/", Reason::address},
      {"http://[fe80::1]/", Reason::address},
      {"http://[fd00:ec2::254]/", Reason::address},
      {"http://100.100.100.200/", Reason::address},
      {"http://168.63.129.16/", Reason::address},
      {"http://0.0.0.0:11434/", Reason::address},
      {"http://[::]:11434/", Reason::address},
      {"http://224.0.0.1/", Reason::address},
      {"http://255.255.255.255/", Reason::address},
      {"http://[::ffff:169.254.169.254]/", Reason::address},
      {"http://[64:ff9b::a9fe:a9fe]/", Reason::address},
      {"http://[2002:a9fe:a9fe::]/", Reason::address},
      {"http://metadata.google.internal/", Reason::metadata_host},
      {"http://metadata/", Reason::metadata_host},
      // Another form of an address that is allowed in its plain form.
      {"http://[::ffff:127.0.0.1]:11434/", Reason::not_listed},
      {"http://[64:ff9b::127.0.0.1]:11434/", Reason::spelling},
      {"http://[64:ff9b::7f00:1]:11434/", Reason::not_listed},
      {"http://[2002:7f00:1::]:11434/", Reason::not_listed},
      // Odd spellings of it.
      {"http://2130706433:11434/", Reason::spelling},
      {"http://017700000001:11434/", Reason::spelling},
      {"http://0x7f000001:11434/", Reason::spelling},
      {"http://0x7f.0.0.1:11434/", Reason::spelling},
      {"http://0177.0.0.1:11434/", Reason::spelling},
      {"http://127.1:11434/", Reason::spelling},
      {"http://127.0.1:11434/", Reason::spelling},
      {"http://127.0.0.01:11434/", Reason::spelling},
      {"http://%31%32%37.0.0.1:11434/", Reason::spelling},
      {"http://127.0.0.1.:11434/", Reason::host_name},
      {"http://localhost.:11434/", Reason::host_name},
      {"https://jira.example.com./", Reason::host_name},
      {"http://[fd12:0::3]:8080/", Reason::spelling},
      {"http://[FD12::3]:8080/", {}},
      {"http://[fd12::3%25eth0]:8080/", Reason::spelling},
      {"http://127.0.0.1:011434/", Reason::spelling},
      {"http://127.0.0.1:0/", Reason::spelling},
      {"http:/127.0.0.1:11434/", Reason::spelling},
      {"http:///127.0.0.1:11434/", Reason::spelling},
      {"http://127.0.0.256:11434/", Reason::host_name},
      {"http://1.2.3.4.5:11434/", Reason::host_name},
      {"http://0x7f.0.0.0x:11434/", Reason::host_name},
      // Somebody else before or after the host.
      {"https://jira.example.com@evil.example/", Reason::credentials},
      {"https://evil.example@jira.example.com/", Reason::credentials},
      {"https://user:password@jira.example.com/", Reason::credentials},
      {"https://@jira.example.com/", Reason::credentials},
      {"https://jira.example.com:443@evil.example/", Reason::credentials},
      {"https://evil.example\\@jira.example.com/", Reason::credentials},
      {"https://jira.example.com\\@evil.example/", Reason::credentials},
      {"https://jira.example.com\\.evil.example/", Reason::unreadable},
      {"https://evil.example#@jira.example.com/", Reason::not_listed},
      {"https://evil.example?@jira.example.com/", Reason::not_listed},
      {"https://jira.example.com#@evil.example/", {}},
      {"https://jira.example.com%00.evil.example/", Reason::unreadable},
      {"https://jira.example.com%2eevil.example/", Reason::spelling},
      {"https://jira.example.com%2f.evil.example/", Reason::unreadable},
      {"https://jira.example.com \t.evil.example/", Reason::unreadable},
      {"https://jira.example.com\r\nHost: evil.example/", Reason::unreadable},
      // Letters that look alike.
      {"https://jir\xd0\xb0.example.com/", Reason::host_name},   // a Cyrillic a
      {"https://xn--jir-8cd.example.com/", Reason::not_listed},  // the same, in its own form
      {"https://jira\xe3\x80\x82"
       "example.com/",
       Reason::host_name},  // an ideographic full stop
      {"http://\xef\xbc\x91\xef\xbc\x92\xef\xbc\x97.0.0.1:11434/", Reason::host_name},  // wide digits
      {"http://\xe2\x91\xa0\xe2\x91\xa1\xe2\x91\xa6.0.0.1:11434/", Reason::host_name},  // digits in circles
      {"http://127\xe3\x80\x82"
       "0.0.1:11434/",
       Reason::host_name},
  };
  for (const Row& row : rows) {
    const auto admitted = policy.admit(row.url);
    if (row.refused) {
      ASSERT_FALSE(admitted) << row.url;
      EXPECT_EQ(name_of(admitted.error().reason), name_of(*row.refused))
          << row.url << "\n"
          << admitted.error().error().to_string();
    } else {
      EXPECT_TRUE(admitted) << row.url << "\n" << admitted.error().error().to_string();
    }
  }
}

TEST(Policy, LetsNoConnectionUseWhatAnotherIsConfiguredFor) {
  const Policy tracker = policy_of({"https://jira.example.com"});
  EXPECT_EQ(name_of(tracker.admit("http://localhost:11434/").error().reason), name_of(Reason::not_listed));
  EXPECT_EQ(name_of(Policy::for_connection("none", {})->admit("https://jira.example.com/").error().reason),
            name_of(Reason::not_listed));
}

TEST(Policy, KeepsHostsThatWereOnlyAllowedBesidesOnTheInternet) {
  Policy policy = policy_of({"https://jira.example.com"});
  EXPECT_FALSE(policy.also_allow("http://localhost:9000"));
  EXPECT_FALSE(policy.also_allow("http://10.0.0.1", true));
  EXPECT_FALSE(policy.also_allow("https://com", true));
  EXPECT_EQ(name_of(policy.admit("http://localhost:9000/").error().reason), name_of(Reason::address));
  EXPECT_EQ(name_of(policy.admit("http://10.0.0.1/").error().reason), name_of(Reason::address));
  // No whole top-level domain.
  EXPECT_EQ(name_of(policy.admit("https://anything.com/").error().reason), name_of(Reason::not_listed));
  // The connection's own word stands above.
  EXPECT_FALSE(policy.also_allow("https://jira.example.com"));
  EXPECT_EQ(policy.admit("https://jira.example.com/")->reach, Reach::own_network);
}

TEST(Policy, IsNotMadeFromAUrlThatNoRequestCouldHave) {
  const std::pair<const char*, Reason> rows[] = {
      {"http://169.254.169.254", Reason::address},
      {"https://me:secret@jira.example.com", Reason::credentials},
      {"http://2130706433", Reason::spelling},
      {"ftp://jira.example.com", Reason::scheme},
      {"jira.example.com", Reason::unreadable},
      {"http://[::ffff:169.254.1.1]", Reason::address},
      {"http://metadata.goog", Reason::metadata_host},
  };
  for (const auto& [url, reason] : rows) {
    const auto policy = Policy::for_connection("team", {url});
    ASSERT_FALSE(policy) << url;
    EXPECT_EQ(name_of(policy.error().reason), name_of(reason)) << url;
  }
}

TEST(Policy, ChecksTheAddressThatANameLeadsTo) {
  struct Resolved {
    const char* address;
    bool in_public;
    bool in_own;
  };
  const Resolved rows[] = {
      {"93.184.216.34", true, true},
      {"2606:4700::1111", true, true},
      {"127.0.0.1", false, true},
      {"::1", false, true},
      {"10.0.0.1", false, true},
      {"::ffff:192.168.1.1", false, true},
      {"fd12::1", false, true},
      {"169.254.169.254", false, false},
      {"fe80::1", false, false},
      {"0.0.0.0", false, false},
      {"::ffff:169.254.169.254", false, false},
      {"fd00:ec2::254", false, false},
      {"224.0.0.1", false, false},
      {"nonsense", false, false},
      {"", false, false},
  };
  for (const Resolved& row : rows) {
    EXPECT_EQ(!check_address("host.example", row.address, Reach::public_only), row.in_public) << row.address;
    EXPECT_EQ(!check_address("host.example", row.address, Reach::own_network), row.in_own) << row.address;
  }
}

TEST(Policy, SaysWhatItRefusedAndWhatToDo) {
  const Policy policy = policy_of({"https://jira.example.com"});
  const Error error = policy.admit("https://elsewhere.example/a?key=secret#secret").error().error();
  EXPECT_EQ(error.to_string(),
            "the outbound policy refused https://elsewhere.example, which the connection \"team\" does not "
            "name; it may "
            "reach https://jira.example.com; if the other is meant, write it as the connection's URL");
  EXPECT_EQ(check_address("host.example", "127.0.0.1", Reach::public_only)->error().message,
            "the outbound policy refused host.example, which leads to 127.0.0.1, an address of this machine");
  for (const char* url :
       {"https://secret:secret@jira.example.com/?secret", "https://secret@evil.example/#secret",
        "https://secret:secret@/", "https://me:secret@169.254.169.254/secret"}) {
    const Error refused = policy.admit(url).error().error();
    EXPECT_THAT(refused.message, testing::StartsWith("the outbound policy refused "));
    EXPECT_THAT(refused.to_string(), Not(HasSubstr("secret"))) << url;
    EXPECT_FALSE(refused.hint.empty()) << url;
  }
}

// Redirects.

struct Redirect {
  const char* method;
  const char* location;
  const char* next_method;
  const char* next_url;
  int status;
  bool same_origin;
  std::optional<Reason> refused;
};

TEST(Redirect, IsCheckedAgain) {
  const Policy policy = usual_policy();
  const auto from = policy.admit("https://jira.example.com/a/b?c");
  ASSERT_TRUE(from);
  const Redirect rows[] = {
      {"GET", "d", "GET", "https://jira.example.com/a/d", 301, true, {}},
      {"HEAD", "/d", "HEAD", "https://jira.example.com/d", 302, true, {}},
      {"POST", "/d", "GET", "https://jira.example.com/d", 303, true, {}},
      {"HEAD", "/d", "HEAD", "https://jira.example.com/d", 303, true, {}},
      {"POST", "/d", "POST", "https://jira.example.com/d", 307, true, {}},
      {"PUT", "https://files.example.org/", "PUT", "https://files.example.org/", 308, false, {}},
      {"GET", "//cdn.files.example.org/x", "GET", "https://cdn.files.example.org/x", 302, false, {}},
      {"POST", "/d", "", "", 301, false, Reason::redirect_method},
      {"DELETE", "/d", "", "", 302, false, Reason::redirect_method},
      {"GET", "http://169.254.169.254/", "", "", 302, false, Reason::address},
      {"GET", "//169.254.169.254/", "", "", 302, false, Reason::address},
      {"GET", "http://2130706433:11434/", "", "", 302, false, Reason::spelling},
      {"GET", "http://jira.example.com/", "", "", 302, false, Reason::not_listed},
      {"GET", "https://jira.example.com:444/", "", "", 302, false, Reason::not_listed},
      {"GET", "https://evil.example/", "", "", 302, false, Reason::not_listed},
      {"GET", "//evil.example/", "", "", 302, false, Reason::not_listed},
      {"GET", "https://evil.example@jira.example.com/", "", "", 302, false, Reason::credentials},
      {"GET", "//a:b@jira.example.com/", "", "", 302, false, Reason::credentials},
      {"GET", "file:///etc/passwd", "", "", 302, false, Reason::unreadable},
      {"GET", "\\\\evil.example/", "GET", "https://jira.example.com/a/\\\\evil.example/", 302, true, {}},
  };
  for (const Redirect& row : rows) {
    const auto hop = next_hop(policy, from->url, row.method, row.status, row.location);
    if (row.refused) {
      ASSERT_FALSE(hop) << row.location;
      EXPECT_EQ(name_of(hop.error().reason), name_of(*row.refused)) << row.location;
      EXPECT_THAT(hop.error().what, HasSubstr("redirect"));
      continue;
    }
    ASSERT_TRUE(hop) << row.location << hop.error().what;
    EXPECT_EQ(hop->method, row.next_method) << row.location;
    EXPECT_EQ(hop->target.url.text(), row.next_url) << row.location;
    EXPECT_EQ(hop->same_origin, row.same_origin) << row.location;
    EXPECT_EQ(hop->with_body, row.status != 303) << row.location;
  }
}

}  // namespace
}  // namespace stint::outbound
