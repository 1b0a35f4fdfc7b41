// Providers against services that behave: plain, streamed, structured, side by side, stopped.
#include <atomic>
#include <condition_variable>
#include <thread>

#include "language/remote_connection.h"
#include "support/model_servers.h"

namespace stint::language {
namespace {

using test::Asked;
using test::FakeModel;
using test::http_answer;
using test::HttpConnection;
using test::HttpServer;
using test::Said;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

FakeModel model() {
  return {"fake-1", std::string{kKey}, test::say_as_told};
}

HttpServer::Script service(RemoteKind kind, FakeModel fake) {
  if (kind == RemoteKind::gemini) return test::gemini_service(std::move(fake));
  if (kind == RemoteKind::anthropic) return test::anthropic_service(std::move(fake));
  return test::openai_service(std::move(fake));
}

std::string base_url(RemoteKind kind, const HttpServer& server) {
  return server.url(kind == RemoteKind::openai ? "/v1" : "");
}

class EachProvider : public ::testing::TestWithParam<RemoteKind> {};

INSTANTIATE_TEST_SUITE_P(Remote, EachProvider,
                         ::testing::Values(RemoteKind::openai, RemoteKind::gemini, RemoteKind::anthropic),
                         [](const auto& of) { return std::string{remote_kind_name(of.param)}; });

TEST_P(EachProvider, AnswersWholeAndStreamed) {
  HttpServer server{service(GetParam(), model())};
  for (const bool stream : {true, false}) {
    VirtualTime time;
    RemoteSettings settings = settings_for(GetParam(), base_url(GetParam(), server));
    settings.stream = stream;
    const auto provider = provider_of(settings, time);
    EXPECT_EQ(provider->info().name, "work");
    EXPECT_EQ(provider->info().model, "fake-1");
    EXPECT_FALSE(provider->info().local);
    EXPECT_TRUE(provider->info().schema);
    std::vector<std::string> shown;
    const Answer answer = ask(*provider, asking("h\xC3\xA9llo \xF0\x9F\x9A\x80"),
                              [&](std::size_t number, std::string_view text) {
                                EXPECT_EQ(number, 0U);
                                shown.emplace_back(text);
                                return Flow::go_on;
                              });
    ASSERT_TRUE(answer) << answer.error().error.to_string();
    EXPECT_EQ(answer->text, "You said: h\xC3\xA9llo \xF0\x9F\x9A\x80");
    EXPECT_EQ(answer->ending, Ending::complete);
    EXPECT_EQ(answer->usage.read, 11U);
    EXPECT_EQ(answer->usage.remembered, 4U);
    EXPECT_EQ(answer->usage.written, 7U);
    EXPECT_EQ(answer->model, "fake-1");
    std::string joined;
    for (const std::string& piece : shown) joined += piece;
    EXPECT_EQ(joined, answer->text);
    EXPECT_EQ(shown.size(), stream ? 4U : 1U);
    EXPECT_THAT(time.waits(), IsEmpty());
  }
}

TEST_P(EachProvider, AnswersWithStructure) {
  HttpServer server{service(GetParam(), model())};
  for (const bool stream : {true, false}) {
    VirtualTime time;
    RemoteSettings settings = settings_for(GetParam(), base_url(GetParam(), server));
    settings.stream = stream;
    GenerationRequest request = asking("Which?");
    request.schema = schema_of(kRiskSchema);
    const Answer answer = ask(*provider_of(settings, time), request);
    ASSERT_TRUE(answer) << answer.error().error.to_string();
    EXPECT_EQ(answer->text, R"({"kind":"risk","count":3})");
  }
}

TEST_P(EachProvider, StopsAtTheLimitOfTokens) {
  HttpServer server{service(GetParam(), model())};
  VirtualTime time;
  GenerationRequest request = asking("one two three four");
  request.max_tokens = 3;
  const Answer answer =
      ask(*provider_of(settings_for(GetParam(), base_url(GetParam(), server)), time), request);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->text, "You said: one");
  EXPECT_EQ(answer->ending, Ending::length);
}

TEST_P(EachProvider, SaysWhatWentWrong) {
  HttpServer server{service(GetParam(), model())};
  struct Row {
    const char* text;
    FaultKind kind;
    std::size_t attempts;
  };
  for (const Row& row :
       {Row{"status 429", FaultKind::throttled, 5}, Row{"status 529", FaultKind::unavailable, 5},
        Row{"status 503", FaultKind::unavailable, 5}, Row{"too long", FaultKind::too_long, 1}}) {
    VirtualTime time;
    const std::size_t before = server.requests().size();
    const Answer answer =
        ask(*provider_of(settings_for(GetParam(), base_url(GetParam(), server)), time), asking(row.text));
    ASSERT_FALSE(answer) << row.text;
    EXPECT_EQ(answer.error().kind, row.kind) << row.text;
    EXPECT_FALSE(answer.error().shown);
    EXPECT_THAT(answer.error().error.where, HasSubstr("model connection \"work\": http://127.0.0.1:"));
    EXPECT_EQ(server.requests().size() - before, row.attempts) << row.text;
  }
  VirtualTime time;
  RemoteSettings wrong = settings_for(GetParam(), base_url(GetParam(), server));
  wrong.key = "another-key-altogether";
  EXPECT_EQ(ask(*provider_of(wrong, time), asking("x")).error().kind, FaultKind::authentication);
  RemoteSettings other = settings_for(GetParam(), base_url(GetParam(), server));
  other.model = "fake-2";
  const Answer answer = ask(*provider_of(other, time), asking("x"));
  EXPECT_EQ(answer.error().kind, FaultKind::rejected);
  EXPECT_EQ(answer.error().error.code, ErrorCode::not_found);
  EXPECT_THAT(answer.error().error.hint, HasSubstr("model"));
}

TEST_P(EachProvider, GoesOnWhereAServerRecovers) {
  auto failures = std::make_shared<std::atomic<int>>(2);
  FakeModel fake = model();
  fake.say = [failures](const Asked& asked) {
    if ((*failures)-- > 0) return Said{"busy", Said::End::complete, 503};
    return test::say_as_told(asked);
  };
  HttpServer server{service(GetParam(), fake)};
  VirtualTime time;
  const Answer answer =
      ask(*provider_of(settings_for(GetParam(), base_url(GetParam(), server)), time), asking("x"));
  ASSERT_TRUE(answer);
  EXPECT_THAT(time.waits(), ElementsAre(250, 500));
}

// All have to be there at once for any to be answered: with fewer at a time this would never end.
TEST_P(EachProvider, AsksSideBySide) {
  struct Meeting {
    std::mutex mutex;
    std::condition_variable all_here;
    int here = 0;
  };
  auto meeting = std::make_shared<Meeting>();
  FakeModel fake = model();
  fake.say = [meeting](const Asked& asked) {
    std::unique_lock lock{meeting->mutex};
    ++meeting->here;
    meeting->all_here.notify_all();
    meeting->all_here.wait(lock, [&] { return meeting->here >= 3; });
    return test::say_as_told(asked);
  };
  HttpServer server{service(GetParam(), fake)};
  VirtualTime time;
  RemoteSettings settings = settings_for(GetParam(), base_url(GetParam(), server));
  settings.concurrency = 3;
  const auto provider = provider_of(settings, time);
  std::vector<GenerationRequest> requests;
  for (int i = 0; i < 9; ++i) requests.push_back(asking("number " + std::to_string(i)));
  std::vector<std::string> shown(9);
  std::atomic<int> inside{0};
  const auto answers =
      provider->generate(requests,
                         [&](std::size_t number, std::string_view text) {
                           EXPECT_EQ(++inside, 1);  // one at a time, and long enough for others to come
                           for (int i = 0; i < 2'000; ++i) std::this_thread::yield();
                           shown.at(number) += text;
                           --inside;
                           return Flow::go_on;
                         },
                         {});
  ASSERT_EQ(answers.size(), 9U);
  for (std::size_t i = 0; i < 9; ++i) {
    ASSERT_TRUE(answers[i]) << answers[i].error().error.to_string();
    EXPECT_EQ(answers[i]->text, "You said: number " + std::to_string(i));
    EXPECT_EQ(shown[i], answers[i]->text);
  }
}

TEST_P(EachProvider, StopsOneOrAllAtTheListenersWord) {
  HttpServer server{service(GetParam(), model())};
  VirtualTime time;
  RemoteSettings settings = settings_for(GetParam(), base_url(GetParam(), server));
  settings.concurrency = 1;
  const auto provider = provider_of(settings, time);
  const std::vector<GenerationRequest> requests{asking("a long one"), asking("another"), asking("a third")};
  const auto one = provider->generate(
      requests,
      [](std::size_t number, std::string_view) { return number == 0 ? Flow::stop_this : Flow::go_on; }, {});
  ASSERT_TRUE(one[0]);
  EXPECT_EQ(one[0]->ending, Ending::cancelled);
  EXPECT_EQ(one[0]->text, "You s");
  EXPECT_EQ(one[1]->text, "You said: another");

  const std::size_t before = server.requests().size();
  const auto all =
      provider->generate(requests, [](std::size_t, std::string_view) { return Flow::stop_all; }, {});
  ASSERT_TRUE(all[0]);
  EXPECT_EQ(all[0]->ending, Ending::cancelled);
  EXPECT_EQ(all[1].error().kind, FaultKind::cancelled);
  EXPECT_EQ(all[2].error().kind, FaultKind::cancelled);
  EXPECT_EQ(server.requests().size() - before, 1U);
}

// A server that says a little and then nothing: the answer ends with the token and not with a limit of time.
TEST_P(EachProvider, StopsWithTheTokenInTheMidstOfAnAnswer) {
  std::vector<std::string> events =
      GetParam() == RemoteKind::openai   ? test::openai_events(model(), {"begins and goes on"}, true)
      : GetParam() == RemoteKind::gemini ? test::gemini_events(model(), {"begins and goes on"})
                                         : test::anthropic_events(model(), {"begins and goes on"}, false);
  events.resize(events.size() / 2 + 1);
  HttpServer server{[&](HttpConnection& connection) {
    if (!connection.read()) return;
    std::string part = test::http_stream(events);
    part.resize(part.size() - 5);  // without its end
    connection.send(part);
    connection.wait_for_end();
  }};
  VirtualTime time;
  const auto provider = provider_of(settings_for(GetParam(), base_url(GetParam(), server)), time);
  std::stop_source source;
  const Answer answer = ask(
      *provider, asking("x"),
      [&](std::size_t, std::string_view) {
        source.request_stop();
        return Flow::go_on;
      },
      source.get_token());
  ASSERT_TRUE(answer) << answer.error().error.to_string();
  EXPECT_EQ(answer->ending, Ending::cancelled);
  EXPECT_TRUE(std::string{"begins and goes on"}.starts_with(answer->text));
  EXPECT_FALSE(answer->text.empty());

  std::stop_source before;
  before.request_stop();
  const Answer never = ask(*provider, asking("x"), {}, before.get_token());
  EXPECT_EQ(never.error().kind, FaultKind::cancelled);
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST(RemoteProvider, GivesNoAnswersToNoRequests) {
  VirtualTime time;
  const auto provider = provider_of(settings_for(RemoteKind::openai, "http://127.0.0.1:9/v1"), time);
  EXPECT_THAT(provider->generate({}, {}, {}), IsEmpty());
}

TEST(RemoteProvider, RefusesWhatCannotFit) {
  VirtualTime time;
  RemoteSettings settings = settings_for(RemoteKind::openai, "http://127.0.0.1:9/v1");
  settings.context_tokens = 512;
  const auto provider = provider_of(settings, time);
  EXPECT_EQ(ask(*provider, asking("x")).error().kind, FaultKind::too_long);
  EXPECT_EQ(ask(*provider, {}).error().kind, FaultKind::rejected);
}

// Models that take no temperature say so with a 400; then they are asked without, that time and from then on.
TEST(RemoteProvider, LearnsWhichModelsTakeNoSampling) {
  HttpServer server{test::answering([](const test::ReceivedRequest& request) {
    if (!request.body.contains("temperature"))
      return test::http_stream(test::openai_events(model(), {"fine"}, true));
    return http_answer(
        400,
        R"({"error":{"message":"Unsupported value: 'temperature' does not support 0.7 with this model.",)"
        R"("type":"invalid_request_error","param":"temperature","code":"unsupported_value"}})");
  })};
  VirtualTime time;
  const auto provider = provider_of(settings_for(RemoteKind::openai, server.url("/v1")), time);
  for (int i = 0; i < 2; ++i) {
    const Answer answer = ask(*provider, asking("x"));
    ASSERT_TRUE(answer) << answer.error().error.to_string();
    EXPECT_EQ(answer->text, "fine");
  }
  EXPECT_EQ(server.requests().size(), 3U);
}

TEST(RemoteProvider, SendsTheHeadersOfTheSettings) {
  HttpServer server{test::openai_service(model())};
  VirtualTime time;
  RemoteSettings settings = settings_for(RemoteKind::openai, server.url("/v1"));
  settings.headers = {{"OpenAI-Organization", "org-7"}};
  ASSERT_TRUE(ask(*provider_of(settings, time), asking("x")));
  EXPECT_EQ(server.requests().at(0).header("openai-organization"), "org-7");
}

TEST(OpenAiEmbedding, GivesAVectorForEachText) {
  HttpServer server{test::openai_service(model())};
  const auto embedding = OpenAiEmbedding::make(settings_for(RemoteKind::openai, server.url("/v1")));
  ASSERT_TRUE(embedding);
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < 300; ++i) texts.emplace_back(i, 'x');
  const auto answer = embedding->embed(texts);
  ASSERT_TRUE(answer) << answer.error().to_string();
  ASSERT_EQ(answer->vectors.size(), 300U);
  for (std::size_t i = 0; i < 300; ++i) ASSERT_EQ(answer->vectors.at(i), test::fake_vector(texts[i]));
  EXPECT_EQ(server.requests().size(), 3U);
  EXPECT_TRUE(embedding->embed({})->vectors.empty());
}

TEST(OpenAiEmbedding, SaysWhatWentWrong) {
  HttpServer server{test::answering([](const test::ReceivedRequest& request) {
    if (request.body.contains("html")) return http_answer(200, "<html>");
    if (request.body.contains("short")) return http_answer(200, R"({"data":[]})");
    return http_answer(
        404,
        R"({"error":{"message":"no such model as test-key, and what you said was: a secret of the prompt itself"}})");
  })};
  const auto embedding = OpenAiEmbedding::make(settings_for(RemoteKind::openai, server.url("/v1")));
  ASSERT_TRUE(embedding);
  const auto error_of = [&](std::string text) {
    return embedding->embed(std::vector{std::move(text)}).error().to_string();
  };
  EXPECT_THAT(error_of("html"), HasSubstr("model connection \"work\": the service's vectors cannot be read"));
  EXPECT_THAT(error_of("short"), HasSubstr("0 vectors came for 1 texts"));
  const std::string missing = error_of("a secret of the prompt itself");
  EXPECT_THAT(missing, HasSubstr("no such model as ***"));
  EXPECT_THAT(missing, Not(HasSubstr("a secret of the prompt")));
}

}  // namespace
}  // namespace stint::language
