// The client against a server on this machine: what goes out, what comes back, and where nothing may go.
#include "outbound/client.h"

#include <gmock/gmock.h>

#include "outbound/connection.h"
#include "support/http_server.h"

namespace stint::outbound {
namespace {

using test::answering;
using test::http_answer;
using test::HttpServer;
using test::ReceivedRequest;
using ::testing::HasSubstr;
using ::testing::Not;

std::string echo(const ReceivedRequest& request) {
  return http_answer(200, request.method + " " + request.target + " " + request.body,
                     {"X-Kind: echo", "X-Empty:"});
}

TEST(Client, SendsWhatItIsGiven) {
  HttpServer server{answering(echo)};
  Client client{policy_for({server.url()}), {}};
  Request request = post(server.url("/a?b=c#d"), "{\"x\":1}");
  request.headers = {{"Content-Type", "application/json"}, {"X-Blank", ""}};
  request.credentials = {{"Authorization", "Bearer token"}};
  const auto response = client.send(request);
  ASSERT_TRUE(response) << response.error().error.to_string();
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->body, "POST /a?b=c {\"x\":1}");
  EXPECT_EQ(curl::find_header(response->headers, "x-kind"), "echo");
  EXPECT_EQ(curl::find_header(response->headers, "X-EMPTY"), "");
  EXPECT_EQ(curl::find_header(response->headers, "X-Other"), std::nullopt);
  EXPECT_EQ(response->shown_url, server.url("/a"));
  const auto seen = server.requests().at(0);
  EXPECT_EQ(seen.header("authorization"), "Bearer token");
  EXPECT_EQ(seen.header("content-type"), "application/json");
  EXPECT_EQ(seen.header("user-agent"), "stint");
  EXPECT_EQ(seen.header("accept-encoding"), "gzip");
  EXPECT_EQ(seen.header("expect"), "");
}

TEST(Client, SpeaksEveryMethod) {
  HttpServer server{answering([](const ReceivedRequest& request) {
    return request.method == "HEAD" ? std::string{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"}
                                    : echo(request);
  })};
  Client client{policy_for({server.url()}), {}};
  for (const char* method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
    Request request = get(server.url("/x"));
    request.method = method;
    const auto empty = client.send(request);
    ASSERT_TRUE(empty) << method;
    EXPECT_EQ(empty->body, std::string{method} == "HEAD" ? "" : std::string{method} + " /x ");
    if (std::string{method} == "HEAD") continue;
    request.body = "body";
    const auto full = client.send(request);
    ASSERT_TRUE(full) << method;
    EXPECT_EQ(full->body, std::string{method} + " /x body");
  }
  for (const ReceivedRequest& request : server.requests()) EXPECT_EQ(request.header("content-type"), "");
}

TEST(Client, GivesErrorsAsAnswersAndShowsNoneOfThem) {
  HttpServer server{answering([](const ReceivedRequest& request) {
    return http_answer(request.target == "/big" ? 500 : 404,
                       std::string(request.target == "/big" ? 200'000 : 7, 'e'));
  })};
  Client client{policy_for({server.url()}), {}};
  std::string shown;
  const Sink sink = [&](std::string_view piece) {
    shown += piece;
    return curl::Flow::go_on;
  };
  const auto missing = client.send(get(server.url("/a?key=secret")), sink);
  ASSERT_TRUE(missing);
  EXPECT_EQ(missing->status, 404);
  EXPECT_EQ(missing->body, "eeeeeee");
  const auto big = client.send(get(server.url("/big")), sink);
  ASSERT_TRUE(big);
  EXPECT_EQ(big->body.size(), 65'536U);
  EXPECT_EQ(shown, "");
  EXPECT_EQ(error_of_status(404, missing->shown_url).to_string(), server.url("/a") + " answered 404");
}

TEST(Client, StreamsAndStopsWhenTold) {
  // Each piece is sent when the one before has been taken.
  std::atomic<int> taken{0};
  HttpServer server{[&](test::HttpConnection& connection) {
    if (!connection.read()) return;
    connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 1000; ++i) {
      if (!connection.send("5\r\npiece\r\n")) return;
      for (int now = taken; now <= i; now = taken) taken.wait(now);
      if (taken > 1000) return;
    }
  }};
  Client client{policy_for({server.url()}), {}};
  for (const curl::Flow end : {curl::Flow::enough, curl::Flow::cancel}) {
    taken = 0;
    std::string shown;
    const auto response = client.send(get(server.url()), [&](std::string_view piece) {
      shown += piece;
      const bool last = shown.size() >= 50;
      taken = last ? 10'000 : static_cast<int>(shown.size() / 5);
      taken.notify_all();
      return last ? end : curl::Flow::go_on;
    });
    EXPECT_EQ(shown, "piecepiecepiecepiecepiecepiecepiecepiecepiecepiece");
    EXPECT_EQ(response.has_value(), end == curl::Flow::enough);
    if (response) {
      EXPECT_EQ(response->shown_bytes, 50);
    } else {
      EXPECT_EQ(response.error().kind, FailureKind::cancelled);
      EXPECT_EQ(response.error().shown_bytes, 50);
    }
  }
}

TEST(Client, UnpacksGzip) {
  HttpServer server{answering([](const ReceivedRequest& request) {
    return request.header("accept-encoding").empty()
               ? http_answer(200, "plain")
               : http_answer(200, test::gzip_of('z', 1000), {"Content-Encoding: gzip"});
  })};
  Client client{policy_for({server.url()}), {}};
  Request request = get(server.url());
  EXPECT_EQ(client.send(request)->body, std::string(1000, 'z'));
  request.gzip = false;
  EXPECT_EQ(client.send(request)->body, "plain");
}

TEST(Client, KeepsConnectionsForRequestsThatMayBeRepeated) {
  HttpServer server{answering(echo)};
  Client client{policy_for({server.url()}), {}};
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(client.send(get(server.url())));
  EXPECT_EQ(server.connections(), 1);
  EXPECT_TRUE(client.send(post(server.url(), "x")));
  EXPECT_EQ(server.connections(), 2);
}

// A connection that is closed as it is used: what only asks goes out again on another, what acts does not.
TEST(Client, NeverSendsTwiceWhatMayHaveBeenDone) {
  HttpServer server{[](test::HttpConnection& connection) {
    if (const auto first = connection.read()) connection.send(http_answer(200, "first"));
    static_cast<void>(connection.read());
  }};
  Client client{policy_for({server.url()}), {}};
  ASSERT_TRUE(client.send(get(server.url())));
  const auto again = client.send(get(server.url()));
  ASSERT_TRUE(again) << "sent on the closed connection, then on a new one";
  EXPECT_EQ(server.requests().size(), 3U);
  ASSERT_TRUE(client.send(post(server.url(), "create")));
  EXPECT_EQ(server.requests().size(), 4U);

  HttpServer dropping{[](test::HttpConnection& connection) { static_cast<void>(connection.read()); }};
  Client other{policy_for({dropping.url()}), {}};
  const auto lost = other.send(post(dropping.url(), "create"));
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().kind, FailureKind::broken_off);
  EXPECT_TRUE(lost.error().may_have_arrived);
  EXPECT_EQ(dropping.requests().size(), 1U);
}

TEST(Client, RefusesHeadersThatWouldBecomeOthers) {
  HttpServer server{answering(echo)};
  Client client{policy_for({server.url()}), {}};
  const curl::Header wrong[] = {{"X-A", "b\r\nX-C: d"},
                                {"X-A\r\nX-C", "d"},
                                {"X-A", std::string{"b\0c", 3}},
                                {"", "x"},
                                {"X A", "b"},
                                {"Host", "evil"},
                                {"content-length", "3"},
                                {"Transfer-Encoding", "chunked"},
                                {"Proxy-Authorization", "x"}};
  for (const curl::Header& header : wrong) {
    Request request = get(server.url());
    request.headers = {header};
    const auto response = client.send(request);
    ASSERT_FALSE(response) << header.name;
    EXPECT_EQ(response.error().kind, FailureKind::malformed);
    EXPECT_EQ(response.error().error.code, ErrorCode::usage);
  }
  Request request = get(server.url());
  request.method = "GET / HTTP/1.1\r\nX: y\r\n\r\nGET";
  EXPECT_EQ(client.send(request).error().kind, FailureKind::malformed);
  EXPECT_EQ(server.connections(), 0);
}

TEST(Client, SaysThatNobodyListens) {
  const std::string url = "http://127.0.0.1:" + std::to_string(test::unused_port());
  Client client{policy_for({url}), {}};
  const auto response = client.send(post(url, "create"));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, FailureKind::unreachable);
  EXPECT_FALSE(response.error().may_have_arrived);
  EXPECT_THAT(response.error().error.to_string(), HasSubstr(url + "/: Couldn't connect to server"));
}

// Names that lead somewhere else than they should.

ClientOptions leading(std::string host, std::uint16_t port, std::vector<std::string> addresses) {
  ClientOptions options;
  options.transport.hosts = {{std::move(host), port, std::move(addresses)}};
  return options;
}

TEST(Client, DoesNotFollowANameIntoTheOwnNetwork) {
  HttpServer server{answering(echo)};
  const std::string url = "http://files.example.org:" + std::to_string(server.port());
  Policy besides = policy_for({"https://jira.example.com"});
  ASSERT_FALSE(besides.also_allow(url));
  for (const char* address :
       {"127.0.0.1", "::1", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", "fe80::1"}) {
    Client client{besides, leading("files.example.org", server.port(), {address})};
    const auto response = client.send(get(url));
    ASSERT_FALSE(response) << address;
    EXPECT_EQ(response.error().kind, FailureKind::refused) << response.error().error.to_string();
    ASSERT_TRUE(response.error().refusal) << address;
    EXPECT_EQ(response.error().refusal->reason, RefusalReason::address);
    EXPECT_THAT(response.error().error.message, HasSubstr("files.example.org, which leads to "));
    EXPECT_FALSE(response.error().may_have_arrived);
  }
  EXPECT_EQ(server.connections(), 0);
  // The very name and port of a connection may be in the own network, but never at a metadata service.
  Client own{policy_for({url}), leading("files.example.org", server.port(), {"127.0.0.1"})};
  EXPECT_TRUE(own.send(get(url)));
  Client metadata{policy_for({url}), leading("files.example.org", server.port(), {"169.254.169.254"})};
  EXPECT_EQ(metadata.send(get(url)).error().kind, FailureKind::refused);
}

TEST(Client, TrustsNoneOfTheAddressesOnceOneWasRefused) {
  HttpServer server{answering(echo)};
  const std::string url = "http://team.example.org:" + std::to_string(server.port());
  Client client{policy_for({url}),
                leading("team.example.org", server.port(), {"169.254.169.254", "127.0.0.1"})};
  EXPECT_EQ(client.send(get(url)).error().kind, FailureKind::refused);
  EXPECT_EQ(server.connections(), 0);
}

// Redirects.

HttpServer::Script redirecting(int status, const std::string& location) {
  return answering([=](const ReceivedRequest& request) {
    return request.target == "/" ? http_answer(status, "moved", {"Location: " + location}) : echo(request);
  });
}

TEST(Client, RefusesRedirectsThatLeaveTheList) {
  HttpServer inner{answering(echo)};
  for (const std::string& location :
       {std::string{"http://169.254.169.254/latest/meta-data/"}, inner.url("/admin"),
        std::string{"//169.254.169.254/"}, std::string{"http://localhost:"} + std::to_string(inner.port()),
        std::string{"http://2130706433:"} + std::to_string(inner.port()),
        std::string{"file:///etc/passwd"}}) {
    HttpServer server{redirecting(302, location)};
    Client client{policy_for({server.url()}), {}};
    std::string shown;
    const auto response = client.send(get(server.url()), [&](std::string_view piece) {
      shown += piece;
      return curl::Flow::go_on;
    });
    ASSERT_FALSE(response) << location;
    EXPECT_EQ(response.error().kind, FailureKind::refused) << location;
    EXPECT_THAT(response.error().error.message,
                testing::StartsWith("the outbound policy refused a redirect from"));
    EXPECT_EQ(shown, "");
  }
  EXPECT_EQ(inner.connections(), 0);
}

TEST(Client, TakesCredentialsToNoOtherOrigin) {
  HttpServer other{answering(echo)};
  for (const int status : {301, 302, 303, 307, 308}) {
    HttpServer server{redirecting(status, other.url("/there"))};
    Client client{policy_for({server.url(), other.url()}), {}};
    Request request = get(server.url());
    request.headers = {{"Accept", "text/plain"}, {"X-Team", "secret"}, {"Cookie", "secret"}};
    request.credentials = {{"Authorization", "secret"}, {"X-Api-Key", "secret"}};
    const auto response = client.send(request);
    ASSERT_TRUE(response) << response.error().error.to_string();
    EXPECT_EQ(response->body, "GET /there ");
    EXPECT_EQ(response->shown_url, other.url("/there"));
    EXPECT_EQ(server.requests().at(0).header("x-api-key"), "secret");
    const ReceivedRequest seen = other.requests().back();
    EXPECT_EQ(seen.header("accept"), "text/plain");
    for (const auto& [name, value] : seen.headers) EXPECT_THAT(value, Not(HasSubstr("secret"))) << name;
  }
}

TEST(Client, TakesCredentialsAlongToTheSameOrigin) {
  HttpServer server{redirecting(307, "/there")};
  Client client{policy_for({server.url()}), {}};
  Request request = post(server.url(), "body");
  request.credentials = {{"Authorization", "secret"}};
  const auto response = client.send(request);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "POST /there body");
  EXPECT_EQ(server.requests().at(1).header("authorization"), "secret");
}

TEST(Client, DoesNotFollowForEver) {
  HttpServer server{answering([](const ReceivedRequest& request) {
    return http_answer(302, "", {"Location: " + request.target + "x"});
  })};
  Client client{policy_for({server.url()}), {}};
  const auto response = client.send(get(server.url()));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, FailureKind::redirects);
  EXPECT_EQ(server.requests().size(), 6U);
}

// Proxies.

TEST(Client, GoesThroughAProxy) {
  HttpServer proxy{answering(echo)};
  ClientOptions options;
  options.proxies.for_http = "http://me:secret@127.0.0.1:" + std::to_string(proxy.port());
  Client client{policy_for({"http://jira.example.com"}), options};
  const auto response = client.send(get("http://jira.example.com/a"));
  ASSERT_TRUE(response) << response.error().error.to_string();
  EXPECT_EQ(response->body, "GET http://jira.example.com/a ");
  EXPECT_EQ(proxy.requests().at(0).header("host"), "jira.example.com");
  EXPECT_EQ(proxy.requests().at(0).header("proxy-authorization"), "Basic bWU6c2VjcmV0");
  EXPECT_EQ(client.send(get("http://elsewhere.example/")).error().refusal->reason, RefusalReason::not_listed);
  EXPECT_EQ(proxy.requests().size(), 1U);
}

TEST(Client, ShowsNoProxyWhatIsMeantForTheHostBehindIt) {
  HttpServer proxy{answering([](const ReceivedRequest&) { return http_answer(407); })};
  ClientOptions options;
  options.proxies.for_https = "http://me:secret@127.0.0.1:" + std::to_string(proxy.port());
  Client client{policy_for({"https://jira.example.com"}), options};
  Request request = get("https://jira.example.com/a");
  request.credentials = {{"Authorization", "secret"}};
  const auto response = client.send(request);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, FailureKind::unreachable);
  EXPECT_FALSE(response.error().may_have_arrived);
  EXPECT_THAT(response.error().error.to_string(), HasSubstr("407"));
  EXPECT_THAT(response.error().error.to_string(), Not(HasSubstr("secret")));
  EXPECT_EQ(proxy.requests().at(0).method, "CONNECT");
  EXPECT_EQ(proxy.requests().at(0).target, "jira.example.com:443");
  EXPECT_EQ(proxy.requests().at(0).header("authorization"), "");
}

TEST(Client, RefusesAProxyThatLeadsToAMetadataService) {
  ClientOptions options = leading("proxy.example", 3128, {"169.254.169.254"});
  options.proxies.for_http = "http://proxy.example:3128";
  Client client{policy_for({"http://jira.example.com"}), options};
  const auto response = client.send(get("http://jira.example.com/"));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, FailureKind::refused);
  EXPECT_THAT(response.error().error.message, HasSubstr("proxy.example, which leads to 169.254.169.254"));
}

}  // namespace
}  // namespace stint::outbound
