// URLs through libcurl's reader: what the policy sees, and what is sent.
#include "lib/curl/url.h"

#include <gtest/gtest.h>

namespace stint::curl {
namespace {

struct Row {
  const char* text;
  const char* host;
  int port;
  const char* request;
};

TEST(Url, IsReadAsItIsRequested) {
  const Row rows[] = {
      {"https://Jira.Example.com", "jira.example.com", 443, "https://jira.example.com/"},
      {"https://jira.example.com:443/a", "jira.example.com", 443, "https://jira.example.com/a"},
      {"http://jira.example.com:8080/a/../b?q=1#part", "jira.example.com", 8080,
       "http://jira.example.com:8080/b?q=1"},
      {"http://[::1]:11434/api", "::1", 11434, "http://[::1]:11434/api"},
      {"http://[0:0:0:0:0:0:0:1]/", "::1", 80, "http://[::1]/"},
      {"http://2130706433/", "127.0.0.1", 80, "http://127.0.0.1/"},
      {"http://0x7f.1/", "127.0.0.1", 80, "http://127.0.0.1/"},
      {"http://0177.0.0.1/", "127.0.0.1", 80, "http://127.0.0.1/"},
      {"http://%31%32%37.0.0.1/", "127.0.0.1", 80, "http://127.0.0.1/"},
      {"http://good.example@evil.example/", "evil.example", 80, "http://evil.example/"},
      {"http://host/\xc3\xa9?x=\xc3\xa9", "host", 80, "http://host/%c3%a9?x=%c3%a9"},
  };
  for (const Row& row : rows) {
    const auto url = parse_url(row.text);
    ASSERT_TRUE(url) << row.text;
    EXPECT_EQ(url->host, row.host) << row.text;
    EXPECT_EQ(url->port, row.port) << row.text;
    EXPECT_EQ(url->text(), row.request) << row.text;
  }
}

TEST(Url, ThatIsNoneIsAnErrorWithoutItsText) {
  const std::string zero{"http://host/\0secret", 19};
  for (const std::string& text :
       {std::string{"secret"}, std::string{""}, std::string{"http://"}, std::string{"http:///"},
        std::string{"http://user:secret@"}, std::string{"http://a b.secret/"},
        std::string{"http://host:99999/secret"}, std::string{"http://host:secret/"},
        std::string{"http://ho\nst/secret"}, std::string{"http://[::1/secret"},
        std::string{"http://[secret]/"}, zero, std::string(70'000, 'a')}) {
    const auto url = parse_url(text);
    ASSERT_FALSE(url) << text.substr(0, 100);
    EXPECT_EQ(url.error().code, ErrorCode::usage);
    EXPECT_EQ(url.error().to_string().find("secret"), std::string::npos) << url.error().to_string();
  }
}

TEST(Url, KeepsCredentialsAndQueriesOutOfWhatIsShown) {
  const auto url = parse_url("https://me:pa%40ss@host:8443/v1/models?key=hidden#part");
  ASSERT_TRUE(url);
  EXPECT_TRUE(url->credentials);
  EXPECT_EQ(url->user, "me");
  EXPECT_EQ(url->password, "pa@ss");
  EXPECT_EQ(url->written_authority, "me:pa%40ss@host:8443");
  EXPECT_EQ(url->text(), "https://host:8443/v1/models?key=hidden");
  EXPECT_EQ(url->shown(), "https://host:8443/v1/models");
  EXPECT_EQ(url->origin(), "https://host:8443");
  EXPECT_TRUE(parse_url("http://@host/")->credentials);
  EXPECT_TRUE(parse_url("http://:@host/")->credentials);
  EXPECT_FALSE(parse_url("http://host/@")->credentials);
}

TEST(Url, OfAReferenceDependsOnItsBase) {
  const auto base = parse_url("https://host:8443/a/b?c=d");
  ASSERT_TRUE(base);
  const std::pair<const char*, const char*> rows[] = {
      {"e", "https://host:8443/a/e"},         {"/e?f", "https://host:8443/e?f"},
      {"../../../e", "https://host:8443/e"},  {"?f", "https://host:8443/a/b?f"},
      {"//other/e", "https://other/e"},       {"http://other:1/e", "http://other:1/e"},
      {"HTTPS://OTHER/e", "https://other/e"},
  };
  for (const auto& [reference, expected] : rows) {
    const auto url = resolve_reference(*base, reference);
    ASSERT_TRUE(url) << reference;
    EXPECT_EQ(url->text(), expected) << reference;
  }
  EXPECT_EQ(resolve_reference(*base, "//Other/e")->written_authority, "Other");
  EXPECT_EQ(resolve_reference(*base, "/e")->written_authority, "host:8443");
}

}  // namespace
}  // namespace stint::curl
