// Which requests are looked at at all.
#include "server/guard.h"

#include <gtest/gtest.h>

namespace stint::server {
namespace {

struct Case {
  const char* method;
  const char* host;
  const char* origin;
  const char* site;  // Sec-Fetch-Site
  const char* type;
  const char* body;
  unsigned status;  // 0: let through
};

class Guard : public ::testing::TestWithParam<Case> {};

TEST_P(Guard, LetsThroughWhatIsMeantForUs) {
  const Case& one = GetParam();
  http::Request request;
  request.method = one.method;
  request.target = "/";
  request.body = one.body;
  const auto add = [&](const char* name, const char* value) {
    if (*value != '\0') request.headers.emplace_back(name, value);
  };
  add("Host", one.host);
  add("Origin", one.origin);
  add("Sec-Fetch-Site", one.site);
  add("Content-Type", one.type);
  const auto refused = guard(request, {{"localhost", "127.0.0.1", "[::1]", "stint.example"}});
  EXPECT_EQ(refused ? refused->status : 0U, one.status);
}

INSTANTIATE_TEST_SUITE_P(
    Requests, Guard,
    ::testing::Values(
        Case{"GET", "localhost", "", "", "", "", 0}, Case{"GET", "LocalHost:5001", "", "", "", "", 0},
        Case{"GET", "[::1]:5001", "", "", "", "", 0}, Case{"GET", "stint.example.", "", "", "", "", 0},
        Case{"GET", "", "", "", "", "", 421}, Case{"GET", "evil.example", "", "", "", "", 421},
        Case{"GET", "localhost.evil.example", "", "", "", "", 421},
        Case{"GET", "localhost:x", "", "", "", "", 421},
        Case{"GET", "localhost@evil.example", "", "", "", "", 421}, Case{"GET", "[::1", "", "", "", "", 421},
        // Reading is not changed by where a page comes from: it cannot see the answer.
        Case{"GET", "localhost", "https://evil.example", "cross-site", "", "", 0},
        Case{"POST", "localhost:5001", "", "", "application/json", "{}", 0},
        Case{"POST", "localhost:5001", "http://localhost:5001", "same-origin",
             "application/json; charset=utf-8", "{}", 0},
        Case{"POST", "localhost:5001", "http://localhost:5002", "", "application/json", "{}", 403},
        Case{"POST", "localhost:5001", "http://evil.example", "", "application/json", "{}", 403},
        Case{"POST", "localhost:5001", "http://evil.example#localhost:5001", "", "application/json", "{}",
             403},
        Case{"POST", "localhost:5001", "null", "", "application/json", "{}", 403},
        Case{"POST", "localhost:5001", "", "cross-site", "application/json", "{}", 403},
        Case{"POST", "localhost:5001", "", "same-site", "application/json", "{}", 403},
        Case{"POST", "localhost:5001", "", "none", "application/json", "{}", 0},
        // What a form of another site can send without asking.
        Case{"POST", "localhost:5001", "", "", "text/plain", "{}", 415},
        Case{"POST", "localhost:5001", "", "", "application/x-www-form-urlencoded", "a=b", 415},
        Case{"POST", "localhost:5001", "", "", "", "", 415},
        Case{"PUT", "localhost:5001", "", "", "", "", 415},
        Case{"DELETE", "localhost:5001", "", "", "", "", 0},
        Case{"DELETE", "localhost:5001", "http://evil.example", "", "", "", 403},
        Case{"PATCH", "localhost:5001", "http://evil.example", "", "", "", 403}));

}  // namespace
}  // namespace stint::server
