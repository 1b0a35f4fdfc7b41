// Services that are broken, late, or lie.
#include <atomic>

#include "language/providers/remote_fault.h"
#include "language/remote_connection.h"
#include "support/model_servers.h"

namespace stint::language {
namespace {

using test::answering;
using test::http_answer;
using test::HttpConnection;
using test::HttpServer;
using test::ReceivedRequest;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::string_view kHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

std::string event(std::string_view text) {
  return R"(data: {"choices":[{"delta":{"content":")" + std::string{text} +
         R"("}}]})"
         "\n\n";
}
const std::string kEnd =
    "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

struct Outcome {
  Answer answer;
  std::string shown;
  std::vector<std::int64_t> waits;
};

Outcome ask_at(HttpServer& server, bool listening, void (*change)(RemoteSettings&) = nullptr) {
  VirtualTime time;
  RemoteSettings settings = settings_for(RemoteKind::openai, server.url("/v1"));
  if (change != nullptr) change(settings);
  std::string shown;
  const Listener listener = [&](std::size_t, std::string_view text) {
    shown += text;
    return Flow::go_on;
  };
  Answer answer = ask(*provider_of(settings, time), asking("x"), listening ? listener : Listener{});
  return {std::move(answer), shown, time.waits()};
}

// Each connection gets the next script, the last one for good.
HttpServer::Script one_after_another(std::vector<std::function<void(HttpConnection&)>> scripts) {
  return [scripts = std::move(scripts)](HttpConnection& connection) {
    if (!connection.read()) return;
    scripts[std::min(static_cast<std::size_t>(connection.number()), scripts.size() - 1)](connection);
  };
}

const auto kDies = [](HttpConnection& connection) {
  connection.send(std::string{kHead} + event("half ") + event("an ans"));
  connection.reset();
};
const auto kWorks = [](HttpConnection& connection) {
  connection.send(std::string{kHead} + event("half ") + event("an answer, and the rest") + kEnd);
};

TEST(HostileService, ThatDiesInTheMidstIsNotAskedAgainAfterTextWasShown) {
  HttpServer server{one_after_another({kDies, kWorks})};
  const Outcome outcome = ask_at(server, true);
  ASSERT_FALSE(outcome.answer);
  EXPECT_EQ(outcome.answer.error().kind, FaultKind::broken_off);
  EXPECT_EQ(outcome.answer.error().shown, !outcome.shown.empty());
  EXPECT_EQ(outcome.shown, "half an ans");
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST(HostileService, ThatDiesInTheMidstIsAskedAgainWhenNobodyListened) {
  HttpServer server{one_after_another({kDies, kWorks})};
  const Outcome outcome = ask_at(server, false);
  ASSERT_TRUE(outcome.answer) << outcome.answer.error().error.to_string();
  EXPECT_EQ(outcome.answer->text, "half an answer, and the rest");
  EXPECT_THAT(outcome.waits, ElementsAre(1'000));
  HttpServer worse{one_after_another({kDies})};
  EXPECT_EQ(ask_at(worse, false).answer.error().kind, FaultKind::broken_off);
  EXPECT_EQ(worse.requests().size(), 2U);
}

TEST(HostileService, ThatGivesUpBeforeAWordIsAskedAgain) {
  HttpServer server{
      one_after_another({[](HttpConnection& connection) {
                           connection.send(std::string{kHead} +
                                           "data: {\"error\":{\"message\":\"overloaded\",\"code\":503}}\n\n");
                         },
                         kWorks})};
  const Outcome outcome = ask_at(server, true);
  ASSERT_TRUE(outcome.answer);
  EXPECT_EQ(outcome.shown, "half an answer, and the rest");
}

TEST(HostileService, ThatGivesUpAfterSomeWordsIsNot) {
  HttpServer server{one_after_another({[](HttpConnection& connection) {
    connection.send(std::string{kHead} + event("well,") +
                    "data: {\"error\":{\"message\":\"overloaded\",\"code\":503}}\n\n");
  }})};
  const Outcome outcome = ask_at(server, true);
  ASSERT_FALSE(outcome.answer);
  EXPECT_EQ(outcome.answer.error().kind, FaultKind::unavailable);
  EXPECT_TRUE(outcome.answer.error().shown);
  EXPECT_THAT(outcome.answer.error().error.message, HasSubstr("overloaded"));
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST(HostileService, ThatHangsIsLeft) {
  HttpServer silent{one_after_another({[](HttpConnection& connection) { connection.wait_for_end(); }})};
  const auto hasty = [](RemoteSettings& settings) { settings.limits.idle = Milliseconds{50}; };
  EXPECT_EQ(ask_at(silent, true, hasty).answer.error().kind, FaultKind::unavailable);
  HttpServer half{one_after_another({[](HttpConnection& connection) {
    connection.send(std::string{kHead} + event("well,"));
    connection.wait_for_end();
  }})};
  const Outcome outcome = ask_at(half, true, hasty);
  EXPECT_EQ(outcome.answer.error().kind, FaultKind::broken_off);
  EXPECT_TRUE(outcome.answer.error().shown);
  HttpServer done{one_after_another({[](HttpConnection& connection) {
    connection.send(std::string{kHead} + event("all said") + kEnd.substr(0, kEnd.find("data: [DONE]")));
    connection.wait_for_end();
  }})};
  EXPECT_EQ(ask_at(done, true, hasty).answer->text, "all said");
}

TEST(HostileService, ThatNeverEndsIsCutOff) {
  for (const std::string& forever : {event(std::string(1'000, 'x')), std::string{": ping\n\n"},
                                     std::string(1'000, 'y'), std::string{"data: {\"choices\":[]}\n\n"}}) {
    HttpServer server{one_after_another({[&](HttpConnection& connection) {
      if (!connection.send(kHead)) return;
      while (connection.send(forever)) continue;
    }})};
    const Outcome outcome =
        ask_at(server, true, [](RemoteSettings& settings) { settings.limits.body_bytes = 2'000'000; });
    ASSERT_FALSE(outcome.answer);
    EXPECT_EQ(outcome.answer.error().kind, FaultKind::malformed) << forever.substr(0, 20);
    EXPECT_EQ(server.requests().size(), 1U);
  }
}

TEST(HostileService, ThatIsNoSuchServiceIsSaidToBeNone) {
  for (const std::string& answer :
       {http_answer(200, "<html><title>Wi-Fi login</title></html>", {"Content-Type: text/html"}),
        http_answer(200, ""), http_answer(200, "null"), http_answer(200, "{}"), http_answer(200, "[]"),
        http_answer(204), http_answer(200, "\"data: x\""), http_answer(200, R"({"choices":"none"})"),
        http_answer(304), http_answer(302)}) {
    HttpServer server{answering([&](const ReceivedRequest&) { return answer; })};
    const Outcome outcome = ask_at(server, true);
    ASSERT_FALSE(outcome.answer) << answer;
    EXPECT_EQ(outcome.answer.error().kind, FaultKind::malformed) << answer;
    EXPECT_FALSE(outcome.answer.error().error.hint.empty() && !answer.contains("choices")) << answer;
    EXPECT_EQ(outcome.shown, "");
  }
}

TEST(HostileService, ThatRedirectsElsewhereGetsNothingThere) {
  HttpServer thief{answering([](const ReceivedRequest&) { return http_answer(200, "{}"); })};
  for (const int status : {301, 302, 303, 307, 308}) {
    HttpServer server{answering([&](const ReceivedRequest&) {
      return http_answer(status, "", {"Location: " + thief.url("/v1/chat/completions")});
    })};
    const Outcome outcome = ask_at(server, true);
    ASSERT_FALSE(outcome.answer);
    EXPECT_EQ(outcome.answer.error().kind, FaultKind::refused) << status;
    EXPECT_THAT(outcome.answer.error().error.message, HasSubstr("the outbound policy refused"));
  }
  EXPECT_THAT(thief.requests(), IsEmpty());
}

TEST(HostileService, ThatNobodyRunsIsUnavailable) {
  VirtualTime time;
  const auto provider = provider_of(
      settings_for(RemoteKind::openai, "http://127.0.0.1:" + std::to_string(test::unused_port()) + "/v1"),
      time);
  const Answer answer = ask(*provider, asking("x"));
  EXPECT_EQ(answer.error().kind, FaultKind::unavailable);
  EXPECT_EQ(time.waits().size(), 4U);
  // Five failures in a row: it is left alone for a while, and the fault says so.
  const Answer next = ask(*provider, asking("x"));
  EXPECT_EQ(next.error().kind, FaultKind::unavailable);
}

TEST(HostileService, ThatEchoesTheKeyDoesNotGetItIntoAnError) {
  constexpr std::string_view kCanary = "sk-canary-1f2e3d4c5b6a7988";
  const auto echo = [&](std::string_view how) {
    std::string key{kCanary};
    if (how == "upper") {
      for (char& c : key) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    if (how == "cut") key.resize(14);
    if (how == "late") key = std::string(290, 'a') + key;
    if (how == "twice") key += key;
    return key;
  };
  for (const RemoteKind kind : {RemoteKind::openai, RemoteKind::gemini, RemoteKind::anthropic}) {
    for (const char* how : {"plain", "upper", "cut", "late", "twice"}) {
      for (const std::string& answer :
           {http_answer(401, R"({"error":{"message":"wrong key )" + echo(how) + R"(","type":"x","code":")" +
                                 echo(how) + "\"}}"),
            http_answer(400, "wrong key " + echo(how)), http_answer(404, "<html>" + echo(how)),
            http_answer(200, "what is " + echo(how)), http_answer(200, "data: " + echo(how) + "\n\n"),
            http_answer(200, "data: {\"error\":{\"message\":\"" + echo(how) + "\"}}\n\n"),
            http_answer(200, R"(data: {"choices":[{"delta":{"refusal":")" + echo(how) +
                                 R"("}}]})"
                                 "\n\n"),
            http_answer(200, R"(data: {"choices":[{"delta":{},"finish_reason":")" + echo(how) +
                                 R"("}]})"
                                 "\n\n"),
            http_answer(200, R"({"promptFeedback":{"blockReason":")" + echo(how) + "\"}}"),
            http_answer(307, "", {"Location: http://" + echo(how) + "@127.0.0.1:1/?key=" + echo(how)})}) {
        HttpServer server{answering([&](const ReceivedRequest&) { return answer; })};
        VirtualTime time;
        RemoteSettings settings = settings_for(kind, server.url("/v1"));
        settings.key = kCanary;
        const Answer fault = ask(*provider_of(settings, time), asking("x"));
        ASSERT_FALSE(fault) << answer;
        std::string said = fault.error().error.to_string();
        for (char& c : said) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        EXPECT_THAT(said, Not(HasSubstr("canary"))) << answer;
        EXPECT_THAT(said, Not(HasSubstr("1f2e3d4c"))) << answer;
      }
    }
  }
}

TEST(RemoteFault, IsWhatTheStatusAndTheWordsSay) {
  const RemoteSettings settings = settings_for(RemoteKind::openai, "");
  const Quotation quote{settings};
  struct Row {
    int status;
    std::string_view message;
    std::string_view code;
    FaultKind kind;
  };
  using enum FaultKind;
  const Row rows[] = {
      {400, "bad", "", rejected},
      {400, "This model's maximum context length is 8192 tokens.", "context_length_exceeded", too_long},
      {400, "input length and `max_tokens` exceed context limit: 9 + 9 > 10", "", too_long},
      {400, "The input token count (9) exceeds the maximum number of tokens allowed (8).", "", too_long},
      {400, "max_tokens is too large: 9. This model supports at most 8 completion tokens", "", rejected},
      {400, "API key not valid. Please pass a valid API key.", "INVALID_ARGUMENT", authentication},
      {400, "Your credit balance is too low", "", rejected},
      {400, "The response was filtered", "content_filter", blocked},
      {401, "", "", authentication},
      {402, "", "", rejected},
      {403, "", "", authentication},
      {404, "", "", rejected},
      {408, "", "", unavailable},
      {409, "", "", rejected},
      {413, "", "", too_long},
      {418, "", "", rejected},
      {422, "context window", "", too_long},
      {429, "slow down", "", throttled},
      {429, "You exceeded your current quota", "insufficient_quota", rejected},
      {500, "boom", "", unavailable},
      {500, "Context size has been exceeded.", "", too_long},
      {501, "", "", rejected},
      {502, "", "", unavailable},
      {529, "Overloaded", "overloaded_error", unavailable},
      {302, "", "", malformed},
  };
  for (const Row& row : rows) {
    const Fault fault = fault_of(Notice{row.status, std::string{row.message}, std::string{row.code}}, quote);
    EXPECT_EQ(fault.kind, row.kind) << row.status << " " << row.message;
    EXPECT_THAT(fault.error.message, HasSubstr(std::to_string(row.status)));
    EXPECT_FALSE(fault.shown);
  }
}

TEST(RemoteFault, FollowsFromHowTheRequestFailed) {
  using outbound::FailureKind;
  const auto kind = [](FailureKind failure, std::int64_t shown = 0) {
    return fault_of(outbound::Failure{failure, {ErrorCode::failure, "x", "", ""}, {}, false, shown}).kind;
  };
  EXPECT_EQ(kind(FailureKind::refused), FaultKind::refused);
  EXPECT_EQ(kind(FailureKind::redirects), FaultKind::refused);
  EXPECT_EQ(kind(FailureKind::malformed), FaultKind::rejected);
  EXPECT_EQ(kind(FailureKind::unreachable), FaultKind::unavailable);
  EXPECT_EQ(kind(FailureKind::tls), FaultKind::unavailable);
  EXPECT_EQ(kind(FailureKind::timed_out), FaultKind::unavailable);
  EXPECT_EQ(kind(FailureKind::timed_out, 5), FaultKind::broken_off);
  EXPECT_EQ(kind(FailureKind::broken_off), FaultKind::unavailable);
  EXPECT_EQ(kind(FailureKind::broken_off, 5), FaultKind::broken_off);
  EXPECT_EQ(kind(FailureKind::too_large), FaultKind::malformed);
  EXPECT_EQ(kind(FailureKind::cancelled), FaultKind::cancelled);
  EXPECT_EQ(kind(FailureKind::queue_full), FaultKind::throttled);
  EXPECT_EQ(kind(FailureKind::circuit_open), FaultKind::unavailable);
}

TEST(Quotation, IsShortPrintableAndWithoutThePrompt) {
  RemoteSettings settings = settings_for(RemoteKind::openai, "");
  settings.headers = {{"X-Proxy", "header-secret-value"}, {"X-Short", "of"}};
  const std::vector<Message> messages{{Role::user, "Summarise the sprint of the team Phoenix, please."}};
  const Quotation quote{settings, messages};
  EXPECT_EQ(quote("one\n\ttwo\x1B[31m\x07"), "one  two[31m");
  EXPECT_EQ(quote("the key is test-key."), "the key is ***.");
  EXPECT_EQ(quote("via Header-Secret-Value of course"), "via *** of course");
  EXPECT_EQ(quote("unknown role in: Summarise the sprint of the team Phoenix, please!"),
            "unknown role in: \xE2\x80\xA6!");
  EXPECT_EQ(quote("the sprint of the team"), "the sprint of the team");  // too short to tell
  const std::string long_one = quote(std::string(5'000, 'w'));
  EXPECT_EQ(long_one, std::string(299, 'w') + "\xE2\x80\xA6");
  EXPECT_EQ(quote(""), "");
}

}  // namespace
}  // namespace stint::language
