// Which proxy is used, and which is refused.
#include "outbound/proxies.h"

#include <gtest/gtest.h>
#include <map>

namespace stint::outbound {
namespace {

Environment environment(std::map<std::string, std::string> variables) {
  return [variables = std::move(variables)](const char* name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
}

// "host:port", "direct" or "refused".
std::string way(const char* url, const ProxySettings& settings) {
  const auto proxy = proxy_for(*curl::parse_url(url), settings);
  if (!proxy) return "refused";
  return *proxy ? (*proxy)->host + ":" + std::to_string((*proxy)->port) : "direct";
}

TEST(Proxies, ComeFromTheUsualVariables) {
  const auto settings = proxies_of(environment({{"http_proxy", "http://a:1"},
                                                {"HTTPS_PROXY", "b:2"},
                                                {"ALL_PROXY", "c:3"},
                                                {"NO_PROXY", "x.example"}}));
  EXPECT_EQ(way("http://h.example/", settings), "a:1");
  EXPECT_EQ(way("https://h.example/", settings), "b:2");
  EXPECT_EQ(way("https://x.example/", settings), "direct");
  // HTTP_PROXY may have been set by a request's header "Proxy".
  EXPECT_EQ(way("http://h.example/", proxies_of(environment({{"HTTP_PROXY", "http://evil:1"}}))), "direct");
  EXPECT_EQ(way("http://h.example/", proxies_of(environment({{"all_proxy", "https://c"}}))), "c:443");
  EXPECT_EQ(way("http://h.example/", proxies_of(environment({{"http_proxy", ""}}))), "direct");
  EXPECT_EQ(way("https://h.example/", proxies_of(environment({{"https_proxy", "d"}, {"HTTPS_PROXY", "e"}}))),
            "d:80");
}

TEST(Proxies, AreNotUsedForExceptions) {
  struct Row {
    const char* none_for;
    const char* url;
    bool direct;
  };
  const Row rows[] = {
      {"", "https://h.example/", false},
      {"*", "https://h.example/", true},
      {"h.example", "https://h.example/", true},
      {"H.Example", "https://h.example/", true},
      {"example", "https://h.example/", true},
      {".example", "https://h.example/", true},
      {"ample", "https://h.example/", false},
      {"a, h.example ,b", "https://h.example/", true},
      {"h.example:443", "https://h.example/", true},
      {"h.example:444", "https://h.example/", false},
      {"h.example.com", "https://h.example/", false},
      {"10.0.0.0/8", "http://10.9.9.9/", true},
      {"10.0.0.0/8", "http://11.9.9.9/", false},
      {"10.0.0.0/33", "http://10.9.9.9/", false},
      {"10.0.0.0/x", "http://10.9.9.9/", false},
      {"0.0.0.0/0", "http://10.9.9.9/", true},
      {"0.0.0.0/0", "http://[fd00::1]/", false},
      {"10.9.9.9", "http://10.9.9.9/", true},
      {"10.9.9.9:80", "http://10.9.9.9/", true},
      {"10.9.9.9:81", "http://10.9.9.9/", false},
      {"fd00::/8", "http://[fd00::1]/", true},
      {"[fd00::1]:80", "http://[fd00::1]/", true},
      {"[fd00::1]:81", "http://[fd00::1]/", false},
      {"fd00::1", "http://[fd00::1]/", true},
      // A model on this machine is never asked through a proxy.
      {"", "http://localhost:11434/", true},
      {"", "http://127.0.0.1:11434/", true},
      {"", "http://[::1]:11434/", true},
  };
  for (const Row& row : rows) {
    const ProxySettings settings{"http://p:1", "http://p:1", row.none_for};
    EXPECT_EQ(way(row.url, settings), row.direct ? "direct" : "p:1") << row.none_for << " " << row.url;
  }
}

TEST(Proxies, AreCheckedByThePolicy) {
  const char* url = "https://h.example/";
  for (const char* proxy :
       {"socks5://p:1", "socks5h://p:1", "ftp://p:1", "http://169.254.169.254:80", "http://[fe80::1]:80",
        "http://2130706433:80", "http://metadata.google.internal", "http://p:99999", "http://"}) {
    EXPECT_EQ(way(url, {"", proxy, ""}), "refused") << proxy;
  }
  // Configured as it is, it may be in the own network.
  EXPECT_EQ(way(url, {"", "http://10.0.0.1:3128", ""}), "10.0.0.1:3128");
  EXPECT_EQ(way(url, {"", "http://127.0.0.1:3128", ""}), "127.0.0.1:3128");
  const auto proxy = proxy_for(*curl::parse_url(url), {"", "http://me:secret@p:3128", ""});
  ASSERT_TRUE(proxy && *proxy);
  EXPECT_EQ((*proxy)->user, "me");
  EXPECT_EQ((*proxy)->password, "secret");
  const auto refused = proxy_for(*curl::parse_url(url), {"", "http://me:secret@169.254.169.254", ""});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().error().to_string().find("secret"), std::string::npos);
}

}  // namespace
}  // namespace stint::outbound
