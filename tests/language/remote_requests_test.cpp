// What each service is sent, to the letter.
#include "language/openai/fields.h"
#include "language/providers/anthropic_protocol.h"
#include "language/providers/gemini_protocol.h"
#include "language/providers/openai_protocol.h"
#include "language/providers/remote_schema.h"
#include "language/remote_connection.h"

namespace stint::language {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

GenerationRequest conversation() {
  GenerationRequest request;
  request.messages = {{Role::system, "One."},
                      {Role::user, "Hi \"you\""},
                      {Role::assistant, "Yes?"},
                      {Role::system, "And two."},
                      {Role::user, "Bye"}};
  request.sampling = {.temperature = 1.5, .top_p = 0.5, .top_k = 7, .seed = 4'294'967'295};
  request.max_tokens = 9;
  return request;
}

RemoteSettings whole(RemoteKind kind, OpenAiServer server = OpenAiServer::openai) {
  RemoteSettings settings = settings_for(kind, "");
  settings.server = server;
  return *complete(std::move(settings));
}

RemoteCall call_of(const RemoteProtocol& protocol, const GenerationRequest& request, bool sampling = true) {
  auto call = protocol.call(request, sampling);
  EXPECT_TRUE(call) << call.error().error.to_string();
  return std::move(*call);
}

TEST(OpenAiRequest, IsSentAsTheServiceWantsIt) {
  const RemoteCall call = call_of(OpenAiProtocol{whole(RemoteKind::openai)}, conversation());
  EXPECT_EQ(call.url, "https://api.openai.com/v1/chat/completions");
  EXPECT_EQ(call.headers, (curl::Headers{{"Content-Type", "application/json"}}));
  EXPECT_EQ(call.credentials, (curl::Headers{{"Authorization", "Bearer test-key"}}));
  EXPECT_EQ(
      call.body,
      R"({"model":"fake-1","messages":[{"role":"system","content":"One."},{"role":"user","content":"Hi \"you\""},)"
      R"({"role":"assistant","content":"Yes?"},{"role":"system","content":"And two."},{"role":"user","content":"Bye"}],)"
      R"("temperature":1.5,"top_p":0.5,"seed":4294967295,"max_completion_tokens":9,)"
      R"("stream":true,"stream_options":{"include_usage":true}})");
}

TEST(OpenAiRequest, KnowsWhatOtherServersTake) {
  const RemoteCall vllm =
      call_of(OpenAiProtocol{whole(RemoteKind::openai, OpenAiServer::vllm)}, conversation());
  EXPECT_THAT(vllm.body, HasSubstr(R"("max_tokens":9)"));
  EXPECT_THAT(vllm.body, HasSubstr(R"("top_k":7)"));
  const RemoteCall ollama =
      call_of(OpenAiProtocol{whole(RemoteKind::openai, OpenAiServer::ollama)}, conversation());
  EXPECT_THAT(ollama.body, HasSubstr(R"("max_tokens":9)"));
  EXPECT_THAT(ollama.body, Not(HasSubstr("top_k")));
}

TEST(OpenAiRequest, LeavesOutSamplingWhereItIsNotTaken) {
  for (const RemoteKind kind : {RemoteKind::openai, RemoteKind::gemini, RemoteKind::anthropic}) {
    std::unique_ptr<RemoteProtocol> protocol = std::make_unique<OpenAiProtocol>(whole(kind));
    if (kind == RemoteKind::gemini) protocol = std::make_unique<GeminiProtocol>(whole(kind));
    if (kind == RemoteKind::anthropic) protocol = std::make_unique<AnthropicProtocol>(whole(kind));
    const RemoteCall call = call_of(*protocol, conversation(), false);
    for (const char* name : {"temperature", "top", "seed"}) EXPECT_THAT(call.body, Not(HasSubstr(name)));
    EXPECT_THAT(call.body, HasSubstr("9"));
  }
}

TEST(OpenAiRequest, AsksForStructureStrictly) {
  GenerationRequest request = asking("x");
  request.schema = schema_of(kRiskSchema);
  const RemoteCall call = call_of(OpenAiProtocol{whole(RemoteKind::openai)}, request);
  EXPECT_THAT(
      call.body,
      HasSubstr(
          R"("response_format":{"type":"json_schema","json_schema":{"name":"answer","strict":true,"schema":)"
          R"({"type":"object","properties":{"kind":{"type":"string","enum":["risk","chance"]},)"
          R"("count":{"type":"integer","minimum":0,"maximum":9}},"required":["kind","count"],"additionalProperties":false}}})"));
}

TEST(OpenAiRequest, RefusesStructureThatIsNoObjectWhereTheServiceWould) {
  GenerationRequest request = asking("x");
  request.schema = schema_of(R"({"type":"array","items":{"type":"integer"}})");
  const auto openai = OpenAiProtocol{whole(RemoteKind::openai)}.call(request, true);
  ASSERT_FALSE(openai);
  EXPECT_EQ(openai.error().kind, FaultKind::rejected);
  EXPECT_FALSE(AnthropicProtocol{whole(RemoteKind::anthropic)}.call(request, true));
  EXPECT_TRUE(GeminiProtocol{whole(RemoteKind::gemini)}.call(request, true));
  EXPECT_TRUE((OpenAiProtocol{whole(RemoteKind::openai, OpenAiServer::vllm)}.call(request, true)));
  // A reference to an object is one.
  request.schema = schema_of(
      R"({"$ref":"#/$defs/o","$defs":{"o":{"type":"object","properties":{"a":{"type":"null"}},"required":["a"]}}})");
  EXPECT_TRUE(OpenAiProtocol{whole(RemoteKind::openai)}.call(request, true));
}

TEST(OpenAiRequest, SendsLlamaServerGrammars) {
  const OpenAiProtocol llama{whole(RemoteKind::openai, OpenAiServer::llama)};
  GenerationRequest request = asking("x");
  const std::vector<std::string> words{"yes", "no"};
  request.grammar = std::make_shared<const grammar::Expression>(grammar::any_of(words));
  const RemoteCall call = call_of(llama, request);
  EXPECT_THAT(call.body, HasSubstr(R"("grammar":"root ::= )"));
  EXPECT_THAT(call.body, HasSubstr("yes"));
  EXPECT_THAT(call.body, Not(HasSubstr("response_format")));
  // A schema too: the server's own converter passes over what it does not know.
  request.grammar = nullptr;
  request.schema = schema_of(kRiskSchema);
  const RemoteCall structured = call_of(llama, request);
  EXPECT_THAT(structured.body, HasSubstr(R"("grammar":"root ::= )"));
  EXPECT_THAT(structured.body, Not(HasSubstr("response_format")));
  // Nothing can be said: an error, and never a request without it.
  request.grammar = std::make_shared<const grammar::Expression>(grammar::nothing());
  const auto refused = llama.call(request, true);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FaultKind::rejected);
}

TEST(GeminiRequest, IsSentAsTheServiceWantsIt) {
  const GeminiProtocol protocol{whole(RemoteKind::gemini)};
  const RemoteCall call = call_of(protocol, conversation());
  EXPECT_EQ(call.url,
            "https://generativelanguage.googleapis.com/v1beta/models/fake-1:streamGenerateContent?alt=sse");
  EXPECT_EQ(call.credentials, (curl::Headers{{"x-goog-api-key", "test-key"}}));
  EXPECT_EQ(
      call.body,
      R"({"systemInstruction":{"parts":[{"text":"One.\n\nAnd two."}]},"contents":[)"
      R"({"parts":[{"text":"Hi \"you\""}],"role":"user"},{"parts":[{"text":"Yes?"}],"role":"model"},)"
      R"({"parts":[{"text":"Bye"}],"role":"user"}],"generationConfig":{"maxOutputTokens":9,"temperature":1.5,)"
      R"("topP":0.5,"topK":7,"seed":2147483647}})");
}

TEST(GeminiRequest, AsksForStructure) {
  GenerationRequest request = asking("x");
  request.schema = schema_of(kRiskSchema);
  RemoteSettings settings = whole(RemoteKind::gemini);
  settings.stream = false;
  const RemoteCall call = call_of(GeminiProtocol{settings}, request);
  EXPECT_TRUE(call.url.ends_with("/models/fake-1:generateContent")) << call.url;
  EXPECT_THAT(call.body,
              HasSubstr(R"("responseMimeType":"application/json","responseJsonSchema":{"type":"object")"));
}

TEST(GeminiRequest, PutsTheModelIntoThePath) {
  const auto url_of = [](std::string model) {
    RemoteSettings settings = whole(RemoteKind::gemini);
    settings.model = std::move(model);
    settings.stream = false;
    return call_of(GeminiProtocol{settings}, asking("x")).url;
  };
  const std::string base = "https://generativelanguage.googleapis.com/v1beta/";
  EXPECT_EQ(url_of("models/gemini-2"), base + "models/gemini-2:generateContent");
  EXPECT_EQ(url_of("tunedModels/mine"), base + "tunedModels/mine:generateContent");
  EXPECT_EQ(url_of("a?b#c%d"), base + "models/a%3Fb%23c%25d:generateContent");
}

TEST(AnthropicRequest, IsSentAsTheServiceWantsIt) {
  const AnthropicProtocol protocol{whole(RemoteKind::anthropic)};
  const RemoteCall call = call_of(protocol, conversation());
  EXPECT_EQ(call.url, "https://api.anthropic.com/v1/messages");
  EXPECT_EQ(call.headers,
            (curl::Headers{{"Content-Type", "application/json"}, {"anthropic-version", "2023-06-01"}}));
  EXPECT_EQ(call.credentials, (curl::Headers{{"x-api-key", "test-key"}}));
  EXPECT_EQ(
      call.body,
      R"({"model":"fake-1","max_tokens":9,"system":"One.\n\nAnd two.","messages":[)"
      R"({"role":"user","content":"Hi \"you\""},{"role":"assistant","content":"Yes?"},{"role":"user","content":"Bye"}],)"
      R"("temperature":1.0,"top_k":7,"stream":true})");
}

TEST(AnthropicRequest, MakesTheModelCallATool) {
  GenerationRequest request = asking("x");
  request.schema = schema_of(kRiskSchema);
  const RemoteCall call = call_of(AnthropicProtocol{whole(RemoteKind::anthropic)}, request);
  EXPECT_THAT(call.body,
              HasSubstr(R"("tool_choice":{"type":"tool","name":"answer","disable_parallel_tool_use":true})"));
  EXPECT_THAT(call.body, HasSubstr(R"("input_schema":{"type":"object","properties":{"kind")"));
}

TEST(RemoteRequest, IsRefusedWithoutAUsersMessage) {
  GenerationRequest request;
  request.messages = {{Role::system, "Be brief."}};
  EXPECT_FALSE(GeminiProtocol{whole(RemoteKind::gemini)}.call(request, true));
  EXPECT_FALSE(AnthropicProtocol{whole(RemoteKind::anthropic)}.call(request, true));
}

// Names of properties that are keywords elsewhere stay; the keywords go.
constexpr std::string_view kTricky = R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "T", "type": "object",
  "properties": {
    "minLength": {"type": "string", "minLength": 2, "maxLength": 5, "default": "abc"},
    "const": {"const": "x"},
    "one\"of": {"oneOf": [{"type": "integer"}, {"type": "null"}]},
    "list": {"type": "array", "items": {"$ref": "#/definitions/d"}, "maxItems": 3}
  },
  "required": ["minLength", "const", "one\"of", "list"],
  "definitions": {"d": {"type": "string", "examples": ["q"], "description": "D"}}
})";

TEST(RemoteSchema, IsWrittenForOpenAi) {
  const auto [schema, strict] = openai_schema(*schema_of(kTricky));
  EXPECT_TRUE(strict);
  EXPECT_EQ(
      openai::to_line(schema),
      R"({"title":"T","type":"object","properties":{"minLength":{"type":"string"},"const":{"const":"x"},)"
      R"("one\"of":{"anyOf":[{"type":"integer"},{"type":"null"}]},"list":{"type":"array","items":{"$ref":"#/definitions/d"},"maxItems":3}},)"
      R"("required":["minLength","const","one\"of","list"],"definitions":{"d":{"type":"string","description":"D"}},"additionalProperties":false})");
}

TEST(RemoteSchema, IsNotStrictWithSomethingOptional) {
  const auto [schema, strict] = openai_schema(*schema_of(
      R"({"type":"object","properties":{"a":{"type":"object","properties":{"b":{"type":"string","minLength":1}}}},"required":["a"]})"));
  EXPECT_FALSE(strict);
  EXPECT_THAT(openai::to_line(schema), HasSubstr("minLength"));
}

TEST(RemoteSchema, IsWrittenForGemini) {
  EXPECT_EQ(
      openai::to_line(gemini_schema(*schema_of(kTricky))),
      R"({"title":"T","type":"object","properties":{"minLength":{"type":"string"},"const":{"enum":["x"]},)"
      R"("one\"of":{"anyOf":[{"type":"integer"},{"type":"null"}]},"list":{"type":"array","items":{"$ref":"#/$defs/d"},"maxItems":3}},)"
      R"("required":["minLength","const","one\"of","list"],"$defs":{"d":{"type":"string","description":"D"}},"additionalProperties":false})");
}

TEST(RemoteSettings, FillInTheServicesAddresses) {
  const auto base = [](RemoteKind kind, std::string url) {
    return complete(settings_for(kind, std::move(url))).value().base_url;
  };
  EXPECT_EQ(base(RemoteKind::openai, ""), "https://api.openai.com/v1");
  EXPECT_EQ(base(RemoteKind::openai, "http://localhost:11434/v1/"), "http://localhost:11434/v1");
  EXPECT_EQ(base(RemoteKind::openai, "http://localhost:8080"), "http://localhost:8080");
  EXPECT_EQ(base(RemoteKind::gemini, "http://127.0.0.1:1/"), "http://127.0.0.1:1/v1beta");
  EXPECT_EQ(base(RemoteKind::gemini, "https://g.example/v1"), "https://g.example/v1");
  EXPECT_EQ(base(RemoteKind::anthropic, "https://a.example"), "https://a.example/v1");
  EXPECT_EQ(complete(settings_for(RemoteKind::openai, ""))->server, OpenAiServer::openai);
  EXPECT_EQ(complete(settings_for(RemoteKind::openai, "http://localhost:1/v1"))->server, OpenAiServer::other);
}

TEST(RemoteSettings, RefuseWhatCannotBe) {
  const auto where = [](auto change) {
    RemoteSettings settings = settings_for(RemoteKind::openai, "https://x.example/v1");
    change(settings);
    const auto whole = complete(settings);
    EXPECT_FALSE(whole);
    const std::string said = whole ? "" : whole.error().to_string();
    EXPECT_EQ(said.find("canary"), std::string::npos) << said;
    return whole ? "" : whole.error().where;
  };
  EXPECT_EQ(where([](auto& s) { s.model = ""; }), "model");
  EXPECT_EQ(where([](auto& s) { s.model = "a/../b"; }), "model");
  EXPECT_EQ(where([](auto& s) { s.key = "canary\n"; }), "key");
  EXPECT_EQ(where([](auto& s) { s.key = "canary\r\nX: y"; }), "key");
  EXPECT_EQ(where([](auto& s) { s.key = "canär"; }), "key");
  EXPECT_EQ(where([](auto& s) { s.headers = {{"X-Canary", "canary\r\nHost: x"}}; }), "headers");
  EXPECT_EQ(where([](auto& s) { s.headers = {{"X: y", "canary"}}; }), "headers");
  EXPECT_EQ(where([](auto& s) { s.concurrency = 0; }), "concurrency");
  EXPECT_EQ(where([](auto& s) { s.base_url = "https://x.example/v1?key=canary"; }), "base_url");
  EXPECT_EQ(where([](auto& s) { s.price = Price{-1, 0}; }), "price");
  RemoteSettings user = settings_for(RemoteKind::openai, "https://me:canary-secret@x.example/v1");
  const auto made = make_openai(user);
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().to_string(), HasSubstr("the outbound policy refused"));
  EXPECT_THAT(made.error().to_string(), Not(HasSubstr("canary")));
}

TEST(RemoteSettings, HaveNames) {
  for (const auto kind : {RemoteKind::openai, RemoteKind::gemini, RemoteKind::anthropic}) {
    EXPECT_EQ(find_remote_kind(remote_kind_name(kind)), kind);
  }
  EXPECT_EQ(find_openai_server("llama"), OpenAiServer::llama);
  EXPECT_EQ(openai_server_name(OpenAiServer::other), "other");
  EXPECT_FALSE(find_remote_kind("OpenAI"));
}

TEST(RemoteSettings, WorkOutWhatAnAnswerCosts) {
  EXPECT_DOUBLE_EQ(cost_of({2'000'000, 5, 500'000}, {0.15, 0.6}), 0.6);
}

}  // namespace
}  // namespace stint::language
