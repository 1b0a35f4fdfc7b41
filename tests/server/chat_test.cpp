// /v1: language models in OpenAI's shape, through the service.
#include <future>
#include <gtest/gtest.h>
#include <semaphore>
#include <thread>

#include "base/text.h"
#include "server/bed.h"
#include "server/http_client.h"

namespace stint::server::test {
namespace {

using language::FaultKind;
using language::GenerationRequest;
using stint::test::failing;
using stint::test::saying;
using stint::test::ScriptedProvider;
using Headers = std::vector<std::pair<std::string, std::string>>;

constexpr const char* kChat = "/v1/chat/completions";

// The whole of a body that comes in pieces, and whether nothing of it is missing.
std::string drained(const http::Response& response, bool* whole = nullptr) {
  std::counting_semaphore<1'000'000> there{0};
  response.pieces->attach([&] { there.release(); });
  std::string all;
  while (true) {
    const http::BodyReader::Taken taken = response.pieces->take();
    all += taken.bytes;
    if (whole != nullptr) *whole = taken.whole;
    if (taken.ended) break;
    there.acquire();
  }
  response.pieces->attach(nullptr);
  return all;
}

// The data of a stream's events.
std::vector<std::string> events_of(std::string_view stream) {
  std::vector<std::string> events;
  while (!stream.empty()) {
    const std::size_t end = stream.find("\n\n");
    EXPECT_NE(end, std::string_view::npos) << stream;
    EXPECT_TRUE(stream.starts_with("data: ")) << stream;
    if (end == std::string_view::npos) break;
    events.emplace_back(stream.substr(6, end - 6));
    stream.remove_prefix(end + 2);
  }
  return events;
}

JsonDocument asking(const std::string& text, const std::string& model = "stint") {
  return {{"model", model}, {"messages", {{{"role", "user"}, {"content", text}}}}};
}

class Chat : public ::testing::Test {
 protected:
  Chat() {
    bed_.add_user("ann", {{"*", access::Role::member}});
    bed_.add_user("bob", {{"*", access::Role::member}});
    ann_ = bed_.key_of("ann", {.name = "a", .scopes = {access::Scope::model}});
    bob_ = bed_.key_of("bob", {.name = "b", .scopes = {access::Scope::model}});
  }

  std::shared_ptr<ScriptedProvider> provide(const std::string& name, ScriptedProvider::Script script,
                                            const language::EngineOptions& options = {}) {
    auto provider = std::make_shared<ScriptedProvider>(name + "@1", std::move(script));
    bed_.models.writers[name] = bed_.engine({{provider, {}}}, options);
    return provider;
  }
  void provide(const std::string& name, std::shared_ptr<language::Provider> provider) {
    bed_.models.writers[name] = bed_.engine({{std::move(provider), {}}});
  }

  http::Response ask(const JsonDocument& body, const Headers& who) { return bed_.post(kChat, body, who); }
  http::Response ask(const JsonDocument& body) { return ask(body, ann_); }

  static void expect_refusal(const http::Response& response, unsigned status, const std::string& code) {
    EXPECT_EQ(response.status, status);
    const JsonDocument error = json_of(response)["error"];
    EXPECT_EQ(error["code"], code) << error;
    EXPECT_TRUE(error.contains("type") && error.contains("param")) << error;
    EXPECT_FALSE(error["message"].get<std::string>().empty());
    EXPECT_FALSE(error.contains("where")) << "it is OpenAI's shape, and no other";
  }

  std::unique_ptr<http::Server> server_;  // outlives the service that answers it
  Bed bed_{{.open_mode = false}};
  Headers ann_;
  Headers bob_;
};

TEST_F(Chat, AnswersInOpenAisShape) {
  const http::Response response = ask(asking("hello"));
  ASSERT_EQ(response.status, 200U) << *response.body;
  EXPECT_EQ(header_of(response, "Content-Type"), "application/json");
  EXPECT_EQ(header_of(response, "Cache-Control"), "no-store");
  JsonDocument answer = json_of(response);
  EXPECT_TRUE(answer["id"].get<std::string>().starts_with("chatcmpl-"));
  answer.erase("id");
  EXPECT_EQ(answer, JsonDocument::parse(R"({"object":"chat.completion","created":1790000000,"model":"stint",
    "choices":[{"index":0,"message":{"role":"assistant","content":"You said: hello","refusal":null},
                "logprobs":null,"finish_reason":"stop"}],
    "usage":{"prompt_tokens":100,"completion_tokens":10,"total_tokens":110,
             "prompt_tokens_details":{"cached_tokens":0}}})"));
}

TEST_F(Chat, AsksWhatItWasAsked) {
  const auto provider = provide("m", [](const GenerationRequest&, std::size_t) { return saying("x"); });
  JsonDocument body = asking("second", "m");
  body["messages"] = {
      {{"role", "developer"}, {"content", "Be brief."}},
      {{"role", "user"}, {"content", "first"}},
      {{"role", "assistant"}, {"content", "yes"}},
      {{"role", "user"},
       {"content", {{{"type", "text"}, {"text", "sec"}}, {{"type", "text"}, {"text", "ond"}}}}}};
  body["temperature"] = 0.25;
  body["top_p"] = 0.5;
  body["seed"] = 17;
  body["max_tokens"] = 33;
  ASSERT_EQ(ask(body).status, 200U);
  const GenerationRequest& asked = provider->asked().at(0);
  ASSERT_EQ(asked.messages.size(), 4U);
  EXPECT_EQ(asked.messages[0].role, language::Role::system);
  EXPECT_EQ(asked.messages[2].role, language::Role::assistant);
  EXPECT_EQ(asked.messages[3].text, "second");
  EXPECT_EQ(asked.sampling.temperature, 0.25);
  EXPECT_EQ(asked.sampling.top_p, 0.5);
  EXPECT_EQ(asked.sampling.seed, 17U);
  EXPECT_EQ(asked.max_tokens, 33U);
  ASSERT_EQ(ask(asking("no limit", "m")).status, 200U);
  EXPECT_EQ(provider->asked().at(1).max_tokens, 1024U);
}

TEST_F(Chat, StreamsInOrder) {
  provide("m", std::make_shared<PiecewiseProvider>(std::vector<std::string>{"Grüße", ", \"", "\n", "🚀"}));
  JsonDocument body = asking("hello", "m");
  body["stream"] = true;
  body["stream_options"] = {{"include_usage", true}};
  const http::Response response = ask(body);
  ASSERT_EQ(response.status, 200U);
  EXPECT_EQ(header_of(response, "Content-Type"), "text/event-stream");
  EXPECT_EQ(header_of(response, "X-Accel-Buffering"), "no");
  bool whole = false;
  const std::vector<std::string> events = events_of(drained(response, &whole));
  EXPECT_TRUE(whole);
  ASSERT_EQ(events.size(), 8U);
  EXPECT_EQ(events.back(), "[DONE]");
  std::vector<JsonDocument> chunks;
  for (std::size_t i = 0; i + 1 < events.size(); ++i) chunks.push_back(JsonDocument::parse(events[i]));
  for (const JsonDocument& chunk : chunks) {
    EXPECT_EQ(chunk["id"], chunks[0]["id"]);
    EXPECT_EQ(chunk["object"], "chat.completion.chunk");
    EXPECT_EQ(chunk["created"], 1'790'000'000);
    EXPECT_EQ(chunk["model"], "m");
  }
  EXPECT_EQ(chunks[0]["choices"][0]["delta"], JsonDocument::parse(R"({"role":"assistant","content":""})"));
  EXPECT_EQ(chunks[1]["choices"][0]["delta"], JsonDocument::parse(R"({"content":"Grüße"})"));
  EXPECT_EQ(chunks[2]["choices"][0]["delta"]["content"], ", \"");
  EXPECT_EQ(chunks[4]["choices"][0]["delta"]["content"], "🚀");
  EXPECT_EQ(chunks[4]["choices"][0]["finish_reason"], nullptr);
  EXPECT_EQ(chunks[5]["choices"][0]["delta"], JsonDocument::object());
  EXPECT_EQ(chunks[5]["choices"][0]["finish_reason"], "stop");
  EXPECT_EQ(chunks[6]["choices"], JsonDocument::array());
  EXPECT_EQ(chunks[6]["usage"]["completion_tokens"], 4);
}

TEST_F(Chat, SaysTheSameAgainWithoutAsking) {
  const auto provider = provide("m", [](const GenerationRequest&, std::size_t number) {
    return saying("answer " + std::to_string(number));
  });
  const std::string first = json_of(ask(asking("q", "m")))["choices"][0]["message"]["content"];
  JsonDocument streamed = asking("q", "m");
  streamed["stream"] = true;
  const std::vector<std::string> events = events_of(drained(ask(streamed, bob_)));
  ASSERT_EQ(events.size(), 4U);
  EXPECT_EQ(JsonDocument::parse(events[1])["choices"][0]["delta"]["content"], first);
  EXPECT_EQ(provider->calls(), 1U);
  JsonDocument other = asking("q", "m");
  other["seed"] = 1;
  EXPECT_EQ(json_of(ask(other))["choices"][0]["message"]["content"], "answer 1");
}

TEST_F(Chat, GoesOnToTheNextModel) {
  const auto broken = std::make_shared<ScriptedProvider>(
      "broken@1", [](const GenerationRequest&, std::size_t) -> language::Answer {
        return failing(FaultKind::unavailable);
      });
  const auto sound = std::make_shared<ScriptedProvider>(
      "sound@1", [](const GenerationRequest&, std::size_t) { return saying("here"); });
  bed_.models.writers["m"] = bed_.engine({{broken, {}}, {sound, {}}});
  EXPECT_EQ(json_of(ask(asking("q", "m")))["choices"][0]["message"]["content"], "here");
  EXPECT_EQ(broken->calls(), 1U);
}

TEST_F(Chat, CountsEachUsersBudget) {
  language::EngineOptions options;
  options.budget.user_tokens = 110;
  provide("m", [](const GenerationRequest&, std::size_t) { return saying("x"); }, options);
  EXPECT_EQ(ask(asking("1", "m")).status, 200U);
  const http::Response refused = ask(asking("2", "m"));
  expect_refusal(refused, 429, "insufficient_quota");
  EXPECT_EQ(json_of(refused)["error"]["type"], "insufficient_quota");
  // kStart is 14:13:20 UTC.
  EXPECT_EQ(header_of(refused, "Retry-After"), std::to_string(9 * 3600 + 46 * 60 + 40));
  EXPECT_EQ(header_of(refused, "X-Should-Retry"), "false");
  EXPECT_EQ(ask(asking("3", "m"), bob_).status, 200U) << "another user has a budget of their own";
  bed_.now += std::chrono::hours{10};
  EXPECT_EQ(ask(asking("4", "m")).status, 200U);
  JsonDocument streamed = asking("5", "m");
  streamed["stream"] = true;
  const http::Response no_stream = ask(streamed);
  EXPECT_EQ(no_stream.pieces, nullptr);
  expect_refusal(no_stream, 429, "insufficient_quota");
}

struct Failing {
  FaultKind kind;
  unsigned status;
  const char* code;
};

class Faults : public Chat, public ::testing::WithParamInterface<Failing> {};

TEST_P(Faults, HaveAStatusOfTheirOwn) {
  const auto script = [](const GenerationRequest&, std::size_t) -> language::Answer {
    return failing(GetParam().kind);
  };
  provide("m", script);
  JsonDocument body = asking("q", "m");
  expect_refusal(ask(body), GetParam().status, GetParam().code);
  body["stream"] = true;
  expect_refusal(ask(body), GetParam().status, GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(Models, Faults,
                         ::testing::Values(Failing{FaultKind::unavailable, 503, "model_unavailable"},
                                           Failing{FaultKind::throttled, 429, "rate_limit_exceeded"},
                                           Failing{FaultKind::authentication, 502, "model_authentication"},
                                           Failing{FaultKind::rejected, 400, "model_rejected"},
                                           Failing{FaultKind::too_long, 400, "context_length_exceeded"},
                                           Failing{FaultKind::blocked, 400, "content_filter"},
                                           Failing{FaultKind::malformed, 502, "model_answer"}),
                         [](const ::testing::TestParamInfo<Failing>& one) {
                           return std::string{language::fault_name(one.param.kind)};
                         });

TEST_F(Chat, SaysWhatBreaksOffInTheMidst) {
  class Breaking final : public language::Provider {
   public:
    [[nodiscard]] const language::ProviderInfo& info() const override { return info_; }
    [[nodiscard]] std::vector<language::Answer> generate(std::span<const GenerationRequest>,
                                                         const language::Listener& listener,
                                                         const std::stop_token&) override {
      static_cast<void>(listener(0, "half"));
      return {failing(FaultKind::broken_off, true)};
    }

   private:
    const language::ProviderInfo info_{
        .name = "b", .model = "b@1", .local = false, .grammar = false, .schema = false};
  };
  provide("m", std::make_shared<Breaking>());
  JsonDocument body = asking("q", "m");
  body["stream"] = true;
  const std::vector<std::string> events = events_of(drained(ask(body)));
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(JsonDocument::parse(events[1])["choices"][0]["delta"]["content"], "half");
  EXPECT_EQ(JsonDocument::parse(events[2])["error"]["code"], "model_answer");
}

TEST_F(Chat, StopsWhereItIsTold) {
  provide("m", std::make_shared<PiecewiseProvider>(std::vector<std::string>{"one E", "ND two", " three"}));
  JsonDocument body = asking("q", "m");
  body["stop"] = {"END", "never"};
  const JsonDocument answer = json_of(ask(body))["choices"][0];
  EXPECT_EQ(answer["message"]["content"], "one ");
  EXPECT_EQ(answer["finish_reason"], "stop");
  body["stream"] = true;
  std::string streamed;
  for (const std::string& event : events_of(drained(ask(body)))) {
    if (event == "[DONE]") break;
    streamed += JsonDocument::parse(event)["choices"][0]["delta"].value("content", "");
  }
  EXPECT_EQ(streamed, "one ");
  body["stop"] = "nowhere";
  body.erase("stream");
  EXPECT_EQ(json_of(ask(body))["choices"][0]["message"]["content"], "one END two three");
}

TEST_F(Chat, SaysWhenTheAnswerWasCut) {
  provide("m", [](const GenerationRequest&, std::size_t) {
    language::Generation cut = saying("x");
    cut.ending = language::Ending::length;
    return cut;
  });
  EXPECT_EQ(json_of(ask(asking("q", "m")))["choices"][0]["finish_reason"], "length");
}

TEST_F(Chat, GivesJsonOrAnError) {
  const auto provider = provide("m", [](const GenerationRequest&, std::size_t number) {
    return number % 2 == 0 ? saying("sure!") : saying("```json\n{\"n\": 3}\n```");
  });
  JsonDocument body = asking("q", "m");
  body["response_format"] = {{"type", "json_object"}};
  EXPECT_EQ(json_of(ask(body))["choices"][0]["message"]["content"], R"({"n":3})");
  EXPECT_NE(provider->asked()[0].grammar, nullptr);
  EXPECT_EQ(provider->asked().size(), 2U) << "mended once";
  body["response_format"] = {
      {"type", "json_schema"},
      {"json_schema",
       {{"name", "count"},
        {"schema", JsonDocument::parse(
                       R"({"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]})")}}}};
  body["stream"] = true;
  const std::vector<std::string> events = events_of(drained(ask(body)));
  ASSERT_EQ(events.size(), 4U) << "JSON comes in one piece";
  EXPECT_EQ(JsonDocument::parse(events[1])["choices"][0]["delta"]["content"], R"({"n":3})");
  provide("never", [](const GenerationRequest&, std::size_t) { return saying("[1]"); });
  body["model"] = "never";
  body["response_format"] = {{"type", "json_object"}};
  expect_refusal(ask(body), 502, "model_answer");
}

TEST_F(Chat, RefusesWhatIsNotDone) {
  const std::vector<std::pair<JsonDocument, std::string>> wrong{
      {{{"model", ""}}, "model"},
      {{{"messages", JsonDocument::array()}}, "messages"},
      {{{"messages", {{{"role", "user"}}}}}, "messages[0].content"},
      {{{"messages", {{{"role", "user"}, {"content", "a"}}, {{"role", "assistant"}, {"content", "b"}}}}},
       "messages[1].role"},
      {{{"temperature", 3}}, "temperature"},
      {{{"n", 2}}, "n"},
      {{{"max_tokens", 0}}, "max_tokens"},
      {{{"presence_penalty", 1}}, "presence_penalty"},
      {{{"tools", {{{"type", "function"}, {"function", {{"name", "f"}}}}}}}, "tools"},
      {{{"response_format", {{"type", "xml"}}}}, "response_format.type"},
      {{{"response_format",
         {{"type", "json_schema"},
          {"json_schema", {{"name", "x"}, {"schema", {{"type", "object"}, {"patternProperties", {}}}}}}}}},
       "response_format.json_schema.schema"},
  };
  for (const auto& [change, param] : wrong) {
    JsonDocument body = asking("q");
    body.update(change);
    const http::Response response = ask(body);
    expect_refusal(response, 400, "usage");
    EXPECT_EQ(json_of(response)["error"]["param"], param) << change;
    EXPECT_EQ(json_of(response)["error"]["type"], "invalid_request_error");
  }
  for (const char* body : {"", "[]", "{", "\"x\"", "{\"model\":\"stint\"}"}) {
    Headers headers = ann_;
    headers.emplace_back("Content-Type", "application/json");
    const http::Response response =
        bed_.ask({.method = "POST", .target = kChat, .headers = headers, .body = body});
    EXPECT_EQ(response.status, 400U) << body;
    EXPECT_EQ(json_of(response)["error"]["type"], "invalid_request_error") << body;
  }
}

TEST_F(Chat, KnowsItsModels) {
  expect_refusal(ask(asking("q", "unheard")), 404, "model_not_found");
  const JsonDocument list = json_of(bed_.get("/v1/models", ann_));
  EXPECT_EQ(list, JsonDocument::parse(R"({"object":"list","data":[
    {"id":"stint","object":"model","created":1700000000,"owned_by":"local"}]})"));
  EXPECT_EQ(json_of(bed_.get("/v1/models/stint", ann_)), list["data"][0]);
  expect_refusal(bed_.get("/v1/models/unheard", ann_), 404, "model_not_found");
  expect_refusal(bed_.get("/v1/nothing", ann_), 404, "not_found");
  expect_refusal(bed_.get(kChat, ann_), 405, "method");
  bed_.services().language_models = nullptr;
  expect_refusal(ask(asking("q")), 404, "model_not_found");
  expect_refusal(bed_.get("/v1/models/stint", ann_), 404, "model_not_found");
  EXPECT_EQ(json_of(bed_.get("/v1/models", ann_))["data"], JsonDocument::array());
}

TEST_F(Chat, IsForKeysThatSaySo) {
  bed_.add_user("viewer", {{"*", access::Role::viewer}});
  expect_refusal(ask(asking("q"), {}), 401, "authentication");
  EXPECT_EQ(header_of(ask(asking("q"), {}), "WWW-Authenticate"), "Bearer");
  expect_refusal(ask(asking("q"), bed_.key_of("ann", {.name = "r", .scopes = {access::Scope::read}})), 403,
                 "forbidden");
  expect_refusal(ask(asking("q"), bed_.session_of("viewer")), 403, "forbidden");
  EXPECT_EQ(ask(asking("q"), bed_.session_of("ann")).status, 200U);
  Bed open;
  const http::Response refused = open.post(kChat, asking("q"));
  expect_refusal(refused, 403, "needs_users");
  EXPECT_EQ(json_of(refused)["error"]["type"], "permission_error");
}

TEST_F(Chat, ChangesNoOtherAnswer) {
  const auto reader = bed_.session_of("ann");
  const auto before = bed_.get("/api/v1/insights", reader).body;
  EXPECT_EQ(ask(asking("q")).status, 200U);
  EXPECT_EQ(bed_.get("/api/v1/insights", reader).body, before) << "the very same bytes are kept";
}

TEST_F(Chat, KeepsNobodyElseWaiting) {
  std::counting_semaphore<16> started{0};
  std::promise<void> go;
  const std::shared_future<void> gone = go.get_future().share();
  provide("slow", std::make_shared<PiecewiseProvider>(std::vector<std::string>{"x"},
                                                      [&](std::size_t, const std::stop_token&) {
                                                        started.release();
                                                        gone.wait();
                                                      }));
  std::vector<std::jthread> askers;
  for (int i = 0; i < 8; ++i) {
    askers.emplace_back(
        [&, i] { EXPECT_EQ(ask(asking(std::to_string(i), "slow"), i < 4 ? ann_ : bob_).status, 200U); });
  }
  for (int i = 0; i < 8; ++i) started.acquire();
  EXPECT_EQ(bed_.get("/api/v1/insights", bed_.session_of("ann")).status, 200U);
  EXPECT_EQ(bed_.get("/v1/models", ann_).status, 200U);
  go.set_value();
}

class Vectors final : public language::EmbeddingProvider {
 public:
  [[nodiscard]] const language::ProviderInfo& info() const override { return info_; }
  [[nodiscard]] language::EmbeddingAnswer embed(std::span<const std::string> texts,
                                                const std::stop_token&) override {
    language::Embedding all;
    for (const std::string& text : texts) all.vectors.push_back({1.0F, static_cast<float>(text.size()) / 2});
    all.read = 7;
    return all;
  }

 private:
  const language::ProviderInfo info_{
      .name = "v", .model = "v@1", .local = false, .grammar = false, .schema = false};
};

TEST_F(Chat, GivesVectors) {
  language::EngineOptions options;
  options.budget.user_tokens = 21;
  bed_.models.embedders["v"] =
      std::make_shared<language::EmbeddingEngine>(language::EmbeddingLink{std::make_shared<Vectors>(), {}},
                                                  options, bed_.data(), [this] { return bed_.now; });
  const auto embed = [&](const JsonDocument& more) {
    JsonDocument body{{"model", "v"}, {"input", {"a", "bc"}}};
    body.update(more);
    return bed_.post("/v1/embeddings", body, ann_);
  };
  EXPECT_EQ(json_of(embed(JsonDocument::object())), JsonDocument::parse(R"({"object":"list","data":[
      {"object":"embedding","index":0,"embedding":[1.0,0.5]},
      {"object":"embedding","index":1,"embedding":[1.0,1.0]}],
      "model":"v","usage":{"prompt_tokens":7,"total_tokens":7}})"));
  // 1 is 0x3F800000 and 1/2 is 0x3F000000, the lowest byte first.
  EXPECT_EQ(json_of(embed({{"encoding_format", "base64"}}))["data"][0]["embedding"], "AACAPwAAAD8=");
  expect_refusal(embed({{"dimensions", 3}}), 400, "usage");
  expect_refusal(embed(JsonDocument::object()), 429, "insufficient_quota");
  expect_refusal(embed({{"input", JsonDocument::array()}}), 400, "usage");
  expect_refusal(embed({{"model", "stint"}}), 404, "model_not_found");
}

// Over a connection, which the client leaves.
TEST_F(Chat, IsBrokenOffWhenTheClientGoes) {
  std::counting_semaphore<4> stopped{0};
  const auto stopped_before = [&](std::size_t last) {
    return std::make_shared<PiecewiseProvider>(std::vector<std::string>{"first", "second"},
                                               [&, last](std::size_t piece, const std::stop_token& stop) {
                                                 if (piece != last) return;
                                                 std::mutex mutex;
                                                 std::condition_variable_any told;
                                                 std::unique_lock lock{mutex};
                                                 told.wait_for(lock, stop, std::chrono::seconds{20},
                                                               [] { return false; });
                                                 if (stop.stop_requested()) stopped.release();
                                               });
  };
  provide("streamed", stopped_before(1));
  provide("whole", stopped_before(0));
  auto server = http::Server::listen({}, [this](const http::Request& request, const http::Reply& reply) {
    return bed_.service().handle(request, reply);
  });
  ASSERT_TRUE(server);
  server_ = std::move(*server);
  std::thread serving{[this] { server_->run(); }};
  for (const std::string model : {"streamed", "whole"}) {
    JsonDocument body = asking("q", model);
    body["stream"] = model == "streamed";
    const std::string text = to_line(body);
    http::Client client{server_->port()};
    client.send(
        "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
        ann_[0].first + ": " + ann_[0].second + "\r\nContent-Length: " + std::to_string(text.size()) +
        "\r\n\r\n" + text);
    if (model == "streamed") {
      EXPECT_TRUE(client.read_until("first").contains("Transfer-Encoding: chunked"));
    }
  }
  EXPECT_TRUE(stopped.try_acquire_for(std::chrono::seconds{30}));
  EXPECT_TRUE(stopped.try_acquire_for(std::chrono::seconds{30}));
  server_->stop();
  serving.join();
}

}  // namespace
}  // namespace stint::server::test
