// The OpenAI wire shape, in both directions.
#include <gmock/gmock.h>
#include <random>

#include "language/openai/base64_floats.h"
#include "language/openai/chat_completion.h"
#include "language/openai/chat_request.h"
#include "language/openai/embeddings.h"
#include "language/openai/error_object.h"
#include "language/openai/fields.h"
#include "language/openai/models.h"

namespace stint::language::openai {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::string_view kFull = R"({
  "model": "m", "temperature": 0.5, "top_p": 1, "seed": -3, "max_completion_tokens": 20, "stop": ["a", "b"],
  "presence_penalty": -2, "frequency_penalty": 0.5, "user": "u", "stream": true,
  "stream_options": {"include_usage": true}, "n": 1, "logprobs": false, "store": true, "unheard_of": {"x": [1]},
  "response_format": {"type": "json_schema", "json_schema": {"name": "r", "strict": true, "schema": {"type": "object", "properties": {"b": {}, "a": {}}}}},
  "tools": [{"type": "function", "function": {"name": "f", "description": "d", "parameters": {"type": "object"}, "strict": true}}],
  "tool_choice": {"type": "function", "function": {"name": "f"}},
  "messages": [
    {"role": "developer", "content": "sys"},
    {"role": "user", "content": [{"type": "text", "text": "one "}, {"type": "text", "text": "two"}], "name": "ann"},
    {"role": "assistant", "content": null, "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{\"x\":1}"}}]},
    {"role": "tool", "content": "5", "tool_call_id": "c1"}
  ]})";

TEST(OpenAiTypes, ReadsARequestWithEverything) {
  const auto request = read_chat_request(kFull);
  ASSERT_TRUE(request) << request.error().to_string();
  EXPECT_EQ(request->model, "m");
  EXPECT_EQ(request->temperature, 0.5);
  EXPECT_EQ(request->seed, -3);
  EXPECT_EQ(request->token_limit(), 20U);
  EXPECT_THAT(request->stop, ElementsAre("a", "b"));
  EXPECT_EQ(request->presence_penalty, -2);
  EXPECT_TRUE(request->stream);
  EXPECT_TRUE(request->include_usage);
  EXPECT_EQ(request->response_format.kind, ResponseFormat::Kind::json_schema);
  EXPECT_EQ(to_line(request->response_format.schema), R"({"type":"object","properties":{"b":{},"a":{}}})");
  ASSERT_EQ(request->tools.size(), 1U);
  EXPECT_EQ(to_line(request->tools[0].parameters), R"({"type":"object"})");
  ASSERT_TRUE(request->tool_choice);
  EXPECT_EQ(request->tool_choice->function, "f");
  ASSERT_EQ(request->messages.size(), 4U);
  EXPECT_EQ(request->messages[0].role, ChatRole::developer);
  EXPECT_EQ(request->messages[1].text, "one two");
  EXPECT_EQ(request->messages[1].name, "ann");
  EXPECT_FALSE(request->messages[2].text);
  EXPECT_EQ(request->messages[2].tool_calls[0].arguments, "{\"x\":1}");
  EXPECT_EQ(request->messages[3].tool_call_id, "c1");
}

TEST(OpenAiTypes, WritesWhatItReads) {
  const auto request = read_chat_request(kFull);
  ASSERT_TRUE(request);
  const std::string written = to_line(to_json(*request));
  const auto again = read_chat_request(written);
  ASSERT_TRUE(again) << again.error().to_string();
  EXPECT_EQ(to_line(to_json(*again)), written);
  EXPECT_THAT(
      written,
      HasSubstr(
          R"("tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"x\":1}"}}])"));
  EXPECT_THAT(written, HasSubstr(R"("stream":true,"stream_options":{"include_usage":true})"));
}

TEST(OpenAiTypes, LeavesOutWhatIsAtItsDefault) {
  ChatRequest request;
  request.model = "m";
  request.messages.push_back({ChatRole::user, "hi", "", {}, ""});
  EXPECT_EQ(to_line(to_json(request)), R"({"model":"m","messages":[{"role":"user","content":"hi"}]})");
}

struct BadRequest {
  std::string_view members;  // put into a request that is right otherwise
  std::string_view where;
};

TEST(OpenAiTypes, NamesWhatIsWrongInARequest) {
  const BadRequest rows[] = {
      {R"("model":7)", "model"},
      {R"("model":"")", "model"},
      {R"("messages":[])", "messages"},
      {R"("messages":{})", "messages"},
      {R"("messages":["hi"])", "messages[0]"},
      {R"("messages":[{"role":"king","content":"x"}])", "messages[0].role"},
      {R"("messages":[{"role":"user"}])", "messages[0].content"},
      {R"("messages":[{"role":"user","content":7}])", "messages[0].content"},
      {R"("messages":[{"role":"user","content":[{"type":"image_url","image_url":{}}]}])",
       "messages[0].content[0].type"},
      {R"("messages":[{"role":"user","content":[{"type":"text"}]}])", "messages[0].content[0].text"},
      {R"("messages":[{"role":"tool","content":"x"}])", "messages[0].tool_call_id"},
      {R"("messages":[{"role":"assistant","tool_calls":[{"id":"a"}]}])",
       "messages[0].tool_calls[0].function.name"},
      {R"("temperature":2.1)", "temperature"},
      {R"("temperature":"hot")", "temperature"},
      {R"("top_p":-0.1)", "top_p"},
      {R"("seed":1.5)", "seed"},
      {R"("max_tokens":0)", "max_tokens"},
      {R"("max_completion_tokens":-1)", "max_completion_tokens"},
      {R"("stop":["a","b","c","d","e"])", "stop"},
      {R"("stop":[1])", "stop"},
      {R"("presence_penalty":3)", "presence_penalty"},
      {R"("stream":"yes")", "stream"},
      {R"("n":2)", "n"},
      {R"("logprobs":true)", "logprobs"},
      {R"("top_logprobs":3)", "top_logprobs"},
      {R"("logit_bias":{"50256":-100})", "logit_bias"},
      {R"("functions":[])", "functions"},
      {R"("audio":{})", "audio"},
      {R"("modalities":["text","audio"])", "modalities"},
      {R"("prediction":{})", "prediction"},
      {R"("web_search_options":{})", "web_search_options"},
      {R"("response_format":{"type":"xml"})", "response_format.type"},
      {R"("response_format":{"type":"json_schema"})", "response_format.json_schema.name"},
      {R"("response_format":{"type":"json_schema","json_schema":{"name":"r"}})",
       "response_format.json_schema.schema"},
      {R"("response_format":"json")", "response_format"},
      {R"("tools":[{"type":"custom"}])", "tools[0].type"},
      {R"("tools":[{"type":"function","function":{}}])", "tools[0].function.name"},
      {R"("tool_choice":"maybe")", "tool_choice"},
      {R"("tool_choice":{"type":"function"})", "tool_choice.function.name"},
  };
  for (const BadRequest& row : rows) {
    // The first member of a name counts.
    const std::string body =
        "{" + std::string{row.members} + R"(,"model":"m","messages":[{"role":"user","content":"x"}]})";
    const auto request = read_chat_request(body);
    ASSERT_FALSE(request) << row.members;
    EXPECT_EQ(request.error().where, row.where) << row.members;
    EXPECT_EQ(request.error().code, ErrorCode::usage);
  }
  EXPECT_FALSE(read_chat_request(""));
  EXPECT_FALSE(read_chat_request("[]"));
  EXPECT_FALSE(read_chat_request("{\"model\""));
}

TEST(OpenAiTypes, TakesNullForMissing) {
  const auto request = read_chat_request(
      R"({"model":"m","messages":[{"role":"user","content":"x"}],"temperature":null,"n":null,"stop":null,"tools":null,
          "tool_choice":null,"response_format":null,"stream_options":null,"logit_bias":{},"modalities":["text"]})");
  ASSERT_TRUE(request) << request.error().to_string();
  EXPECT_FALSE(request->temperature);
}

TEST(OpenAiTypes, WritesAndReadsAnswers) {
  ChatCompletion completion{
      "id", 12, "m", {{0, "text \"quoted\"", std::nullopt, {}, "stop"}}, Usage{11, 7, 4}};
  const std::string written = to_line(to_json(completion));
  EXPECT_EQ(
      written,
      R"({"id":"id","object":"chat.completion","created":12,"model":"m","choices":[{"index":0,"message":)"
      R"({"role":"assistant","content":"text \"quoted\"","refusal":null},"logprobs":null,"finish_reason":"stop"}],)"
      R"("usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18,"prompt_tokens_details":{"cached_tokens":4}}})");
  const auto read = read_chat_completion(written);
  ASSERT_TRUE(read) << read.error().to_string();
  EXPECT_EQ(read->choices[0].content, "text \"quoted\"");
  EXPECT_EQ(read->usage, (Usage{11, 7, 4}));

  ChatChunk chunk{"id", 12, "m", {{0, "te", std::nullopt, {}, ""}}, true, std::nullopt};
  EXPECT_EQ(
      to_line(to_json(chunk)),
      R"({"id":"id","object":"chat.completion.chunk","created":12,"model":"m","choices":[{"index":0,"delta":)"
      R"({"role":"assistant","content":"te"},"logprobs":null,"finish_reason":null}]})");
}

TEST(OpenAiTypes, ReadsAnswersThatSayLittle) {
  const auto bare = read_chat_chunk(R"({"object":"chat.completion.chunk"})");
  ASSERT_TRUE(bare);
  EXPECT_TRUE(bare->choices.empty());
  const auto odd =
      read_chat_completion(R"({"created":1.7e9,"choices":[{"message":{"content":"x"}}],"usage":{}})");
  ASSERT_TRUE(odd);
  EXPECT_EQ(odd->created, 1'700'000'000);
  EXPECT_EQ(odd->usage, Usage{});
  for (const std::string_view wrong :
       {R"({"choices":7})", R"({"choices":["x"]})", R"({"choices":[{"delta":"x"}]})",
        R"({"choices":[{"delta":{"content":{}}}]})", R"({"choices":[{"index":-1}]})", R"({"usage":3})",
        R"({"usage":{"prompt_tokens":-5}})", R"({"choices":[{"finish_reason":5}]})", R"({"model":[]})"}) {
    EXPECT_FALSE(read_chat_chunk(wrong)) << wrong;
  }
}

TEST(OpenAiTypes, WritesErrorsOfOurOwn) {
  const Error error{ErrorCode::usage, "\"n\" is not supported here", "n", "leave it out"};
  EXPECT_EQ(
      to_line(to_json(error_object_of(error))),
      R"({"error":{"message":"\"n\" is not supported here; leave it out","type":"invalid_request_error","param":"n","code":"usage"}})");
  EXPECT_EQ(error_object_of({ErrorCode::throttled, "x", "", ""}).type, "rate_limit_error");
  EXPECT_EQ(error_object_of({ErrorCode::failure, "x", "", ""}).type, "server_error");
}

TEST(OpenAiTypes, FindsErrorsInManySpellings) {
  json::Parser parser;
  const auto find = [&](std::string_view text) { return find_error(parser.parse(text).value()); };
  EXPECT_EQ(find(R"({"error":{"message":"m","type":"t","param":null,"code":42}})")->code, "42");
  EXPECT_EQ(find(R"({"error":"flat"})")->message, "flat");
  EXPECT_EQ(find(R"({"detail":"not found"})")->message, "not found");
  EXPECT_TRUE(find(R"({"error":7})"));
  EXPECT_FALSE(find(R"({"error":null,"choices":[]})"));
  EXPECT_FALSE(find(R"([1])"));
}

TEST(OpenAiTypes, EncodesFloats) {
  // Worked out by hand: 1 is 0x3F800000, -2 is 0xC0000000.
  const std::vector<float> two{1.0F, -2.0F};
  EXPECT_EQ(floats_to_base64(two), "AACAPwAAAMA=");
  EXPECT_EQ(floats_from_base64("AACAPwAAAMA="), two);
  EXPECT_EQ(floats_to_base64(std::vector{1.0F}), "AACAPw==");
  EXPECT_EQ(floats_to_base64({}), "");
  std::mt19937 random{7};
  for (std::size_t size = 0; size < 40; ++size) {
    std::vector<float> values;
    for (std::size_t i = 0; i < size; ++i) values.push_back(static_cast<float>(random()) * 1e-6F - 2'000);
    EXPECT_EQ(floats_from_base64(floats_to_base64(values)), values);
  }
  for (const std::string_view wrong :
       {"A", "AACAPw=", "AACA", "AACAPx==", "AAC\x80Pw==", "====", "AACAPwAA"}) {
    EXPECT_FALSE(floats_from_base64(wrong)) << wrong;
  }
}

TEST(OpenAiTypes, ReadsEmbeddings) {
  const auto request =
      read_embedding_request(R"({"model":"e","input":["a",""],"encoding_format":"base64","dimensions":2})");
  ASSERT_TRUE(request);
  EXPECT_THAT(request->input, ElementsAre("a", ""));
  EXPECT_TRUE(request->base64);
  EXPECT_EQ(read_embedding_request(R"({"model":"e","input":"a"})")->input.size(), 1U);
  for (const std::string_view wrong :
       {R"({"model":"e"})", R"({"model":"e","input":[]})", R"({"model":"e","input":[1,2]})",
        R"({"model":"e","input":"a","encoding_format":"int8"})",
        R"({"model":"e","input":"a","dimensions":0})"}) {
    EXPECT_FALSE(read_embedding_request(wrong)) << wrong;
  }
  const EmbeddingAnswer answer{"e", {{0.5F, 1.0F}, {2.0F, -4.0F}}, 9};
  for (const bool base64 : {false, true}) {
    const auto read = read_embedding_answer(to_line(to_json(answer, base64)), 2);
    ASSERT_TRUE(read) << read.error().to_string();
    EXPECT_EQ(read->vectors, answer.vectors);
    EXPECT_EQ(read->prompt_tokens, 9U);
  }
  const auto turned =
      read_embedding_answer(R"({"data":[{"index":1,"embedding":[2]},{"index":0,"embedding":[1]}]})", 2);
  ASSERT_TRUE(turned);
  EXPECT_THAT(turned->vectors, ElementsAre(ElementsAre(1.0F), ElementsAre(2.0F)));
  for (const std::string_view wrong :
       {R"({"data":[{"embedding":[1]}]})", R"({"data":[{"embedding":[1]},{"embedding":[1,2]}]})",
        R"({"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]})",
        R"({"data":[{"index":2,"embedding":[1]},{"index":0,"embedding":[1]}]})",
        R"({"data":[{"embedding":[]},{"embedding":[]}]})",
        R"({"data":[{"embedding":[1e39]},{"embedding":[1]}]})",
        R"({"data":[{"embedding":["1"]},{"embedding":[1]}]})",
        R"({"data":[{"embedding":"!"},{"embedding":[1]}]})", R"({})", R"([])", "no"}) {
    EXPECT_FALSE(read_embedding_answer(wrong, 2)) << wrong;
  }
}

TEST(OpenAiTypes, ListsModels) {
  const std::vector<ListedModel> models{{"a", 5, "me"}, {"b", 0, ""}};
  const std::string written = to_line(to_json(models));
  EXPECT_THAT(written, HasSubstr(R"({"id":"a","object":"model","created":5,"owned_by":"me"})"));
  const auto read = read_models(written);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->at(1).id, "b");
  EXPECT_FALSE(read_models(R"({"data":{}})"));
}

TEST(OpenAiTypes, RefusesObjectsThatTakeTooLong) {
  std::string wide = "{";
  for (int i = 0; i <= 2'000; ++i) wide += "\"" + std::to_string(i) + "\":1,";
  wide.back() = '}';
  const auto request = read_chat_request(
      R"({"model":"m","messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{"name":"f","parameters":)" +
      wide + "}}]}");
  ASSERT_FALSE(request);
  EXPECT_EQ(request.error().where, "tools[0].function.parameters");
}

}  // namespace
}  // namespace stint::language::openai
