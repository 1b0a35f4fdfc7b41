// What goes wrong on the way to a fake, in the process and over sockets, and that it ends.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <map>
#include <sstream>

#include "outbound/retry_after.h"
#include "support/trackers/server.h"
#include "support/trackers/virtual_sender.h"
#include "tracker/rest.h"
#include "trackers/jira_talk.h"

namespace stint::test {
namespace {

using outbound::FailureKind;

FaultOptions only(Fault fault) {
  FaultOptions options;
  options.kinds = {fault};
  options.permille = 1000;
  options.page_permille = 0;
  options.edit_permille = 0;
  options.in_a_row = 1000;
  return options;
}

// A fake Jira behind a virtual sender.
struct Way {
  explicit Way(std::optional<FaultOptions> faults = {}) : front(jira.fake(), std::move(faults)) {}

  [[nodiscard]] outbound::Request request(std::string below = "myself") {
    outbound::Request asked;
    asked.url = "https://fake.example/rest/api/3/" + below;
    asked.credentials.push_back(
        tracker::basic_signature(jira.site().user(jira.site().me)->email, "fake-token"));
    return asked;
  }
  auto send() { return sender.send(request(), {}, {}); }

  JiraTalk jira;
  VirtualClock clock{jira.moment.now};
  Front front;
  VirtualSender sender{front, clock, "https://fake.example"};
};

TEST(Faults, WithoutAnyTheAnswerComes) {
  Way way;
  const auto answer = way.send();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_TRUE(answer->body.contains(way.jira.site().me));
  EXPECT_EQ(way.clock.now(), way.jira.moment.now + Milliseconds{40});
  EXPECT_EQ(way.front.requests(), 1);
}

TEST(Faults, EachIsWhatAClientWouldSee) {
  const auto status = [](Fault fault) {
    Way way{only(fault)};
    const auto answer = way.send();
    EXPECT_TRUE(answer);
    return answer ? answer->status : 0;
  };
  EXPECT_EQ(status(Fault::throttled_seconds), 429);
  EXPECT_EQ(status(Fault::throttled_bare), 429);
  EXPECT_EQ(status(Fault::unavailable), 503);
  const auto failure = [](Fault fault) {
    Way way{only(fault)};
    const auto answer = way.send();
    EXPECT_FALSE(answer);
    return answer ? std::pair{FailureKind::refused, false}
                  : std::pair{answer.error().kind, answer.error().may_have_arrived};
  };
  EXPECT_EQ(failure(Fault::refused), (std::pair{FailureKind::unreachable, false}));
  EXPECT_EQ(failure(Fault::reset_before), (std::pair{FailureKind::broken_off, true}));
  EXPECT_EQ(failure(Fault::reset_after), (std::pair{FailureKind::broken_off, true}));
  EXPECT_EQ(failure(Fault::stalled), (std::pair{FailureKind::timed_out, true}));
}

TEST(Faults, WaitsAreAskedForInEveryForm) {
  const auto wait = [](Fault fault) {
    FaultOptions options = only(fault);
    options.skewed_clock = false;
    Way way{options};
    const auto answer = way.send();
    return outbound::wait_asked_for(answer->headers, way.clock.now());
  };
  EXPECT_EQ(wait(Fault::throttled_zero), Milliseconds{0});
  EXPECT_EQ(wait(Fault::throttled_bare), std::nullopt);
  const auto seconds = wait(Fault::throttled_seconds);
  ASSERT_TRUE(seconds);
  EXPECT_GE(*seconds, std::chrono::seconds{1});
  const auto date = wait(Fault::throttled_date);
  ASSERT_TRUE(date);
  // A date has no fractions of a second.
  EXPECT_GT(*date, Milliseconds{0});
  EXPECT_LE(*date, std::chrono::seconds{20});
}

TEST(Faults, OfAWriteIsDoneOrNotAsTheFaultSays) {
  const auto comments_after = [](Fault fault) {
    Way way{only(fault)};
    const std::size_t before = way.jira.issue().issue.comments.size();
    outbound::Request request = way.request("issue/" + way.jira.issue().issue.key + "/comment");
    request.method = "POST";
    request.headers.push_back({"Content-Type", "application/json"});
    request.body =
        R"({"body":{"type":"doc","version":1,"content":[{"type":"paragraph","content":[{"type":"text","text":"x"}]}]}})";
    (void)way.sender.send(request, {}, {});
    return way.jira.issue().issue.comments.size() - before;
  };
  EXPECT_EQ(comments_after(Fault::none), 1U);
  EXPECT_EQ(comments_after(Fault::reset_before), 0U);
  EXPECT_EQ(comments_after(Fault::throttled_seconds), 0U);
  EXPECT_EQ(comments_after(Fault::reset_after), 1U);
  EXPECT_EQ(comments_after(Fault::stalled), 1U);
  EXPECT_EQ(comments_after(Fault::truncated), 1U);
}

TEST(Faults, ADeliveryThatWaitsGetsThrough) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    FaultOptions options;
    options.seed = seed;
    options.permille = 500;
    options.skewed_clock = false;
    // All but the one that alone takes half of the time a request may take.
    std::erase(options.kinds, Fault::stalled);
    Way way{options};
    outbound::Delivery delivery{way.sender, {}, way.clock.clock(), [] { return std::uint64_t{7}; }};
    int good = 0;
    for (int i = 0; i < 40; ++i) {
      const auto delivered = delivery.deliver("t", way.request());
      good += delivered && delivered->response.status == 200 ? 1 : 0;
    }
    EXPECT_EQ(good, 40) << seed;
    EXPECT_LE(way.front.requests(), 40 * 3) << seed;
  }
}

TEST(Faults, AreDrawnFromTheSeedAndEnd) {
  const auto run = [](std::uint64_t seed) {
    FaultOptions options;
    options.seed = seed;
    options.most = 60;
    FaultSchedule schedule{options};
    std::string story;
    for (int i = 0; i < 2000; ++i) {
      ReceivedRequest request;
      request.method = "GET";
      request.target = "/x?page=" + std::to_string(i);
      const Fate fate = schedule.next(request);
      story += static_cast<char>('a' + static_cast<int>(fate.fault));
    }
    EXPECT_EQ(schedule.faults(), 60);
    return story;
  };
  EXPECT_EQ(run(1), run(1));
  EXPECT_NE(run(1), run(2));
  // At most three of the way in a row on one path, and none at the end.
  const std::string story = run(3);
  std::size_t row = 0;
  std::map<char, int> kinds;
  for (const char c : story) {
    row = c == 'a' ? 0 : row + 1;
    EXPECT_LE(row, 3U);
    ++kinds[c];
  }
  EXPECT_GE(kinds.size(), 9U);
  EXPECT_EQ(story.substr(1000), std::string(1000, 'a'));
}

TEST(Faults, ColleaguesEditInBetween) {
  FaultOptions options = only(Fault::none);
  options.permille = 0;
  options.edit_permille = 1000;
  Way way{options};
  const std::int64_t before = way.jira.site().version();
  for (int i = 0; i < 30; ++i) (void)way.send();
  EXPECT_GT(way.jira.site().version(), before + 15);
}

TEST(Records, AreLinesOfJsonWithoutCredentials) {
  Way way;
  std::string lines;
  way.front.record_to([&](const Exchange& exchange) { lines += json_line(exchange); });
  (void)way.send();
  json::Parser parser;
  const json::Value line = parser.parse(lines).value_or(json::Value{});
  EXPECT_EQ(line["spec"].text(), "jira-v3");
  EXPECT_EQ(line["method"].text(), "GET");
  EXPECT_EQ(line["url"].text(), "https://fake.example/rest/api/3/myself");
  EXPECT_EQ(line["status"].as_int(), 200);
  EXPECT_TRUE(line["request_body"].is_null());
  EXPECT_EQ(line["response_body"]["accountId"].text(), way.jira.site().me);
  EXPECT_FALSE(lines.contains("fake-token"));
  EXPECT_FALSE(lines.contains("uthorization"));
}

// The same fates over real sockets.
TEST(Server, AnswersAsTheVirtualSenderDoes) {
  JiraTalk jira;
  Front front{jira.fake()};
  TrackerServer server{front, [&] { return jira.moment.now; }};
  outbound::Client client{*outbound::Policy::for_connection("fake", {server.url()}), {}};
  outbound::Request request;
  request.url = server.url("/rest/api/3/issue/" + jira.issue().issue.key);
  request.credentials.push_back(
      tracker::basic_signature(jira.site().user(jira.site().me)->email, "fake-token"));
  for (int i = 0; i < 3; ++i) {
    const auto answer = client.send(request);
    ASSERT_TRUE(answer) << answer.error().error.to_string();
    EXPECT_EQ(answer->status, 200);
    EXPECT_TRUE(answer->body.contains(server.url("/rest/api/3/issue/")));
  }
  request.credentials.clear();
  EXPECT_EQ(client.send(request)->status, 401);
}

TEST(Server, BreaksOffAndStalls) {
  for (const auto& [fault, kind] : {std::pair{Fault::reset_before, FailureKind::broken_off},
                                    std::pair{Fault::stalled, FailureKind::timed_out}}) {
    JiraTalk jira;
    Front front{jira.fake(), only(fault)};
    TrackerServer server{front, [&] { return jira.moment.now; }};
    outbound::Client client{*outbound::Policy::for_connection("fake", {server.url()}), {}};
    outbound::Request request;
    request.url = server.url("/rest/api/3/serverInfo");
    request.limits.total = Milliseconds{300};
    const auto answer = client.send(request);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, kind);
    EXPECT_TRUE(answer.error().may_have_arrived);
  }
}

}  // namespace
}  // namespace stint::test
