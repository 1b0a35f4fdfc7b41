// What answers mean, without a network: each service's own words, cut at every byte.
#include "language/providers/anthropic_protocol.h"
#include "language/providers/gemini_protocol.h"
#include "language/providers/openai_protocol.h"
#include "language/providers/remote_exchange.h"
#include "language/remote_connection.h"
#include "support/model_servers.h"

namespace stint::language {
namespace {

using test::Said;
using ::testing::HasSubstr;

const std::string kText = "Na\xC3\xAFve \"words\"\n\xF0\x9F\x9A\x80 go.";

struct Service {
  RemoteKind kind;
  const char* name;
};
constexpr Service kServices[] = {
    {RemoteKind::openai, "openai"}, {RemoteKind::gemini, "gemini"}, {RemoteKind::anthropic, "anthropic"}};

std::unique_ptr<RemoteProtocol> protocol_of(RemoteKind kind) {
  RemoteSettings settings = *complete(settings_for(kind, ""));
  if (kind == RemoteKind::gemini) return std::make_unique<GeminiProtocol>(std::move(settings));
  if (kind == RemoteKind::anthropic) return std::make_unique<AnthropicProtocol>(std::move(settings));
  return std::make_unique<OpenAiProtocol>(std::move(settings));
}

std::string stream_of(RemoteKind kind, const Said& said, bool structured = false) {
  const test::FakeModel model{"fake-1", "", {}};
  const auto events = kind == RemoteKind::openai   ? test::openai_events(model, said, true)
                      : kind == RemoteKind::gemini ? test::gemini_events(model, said)
                                                   : test::anthropic_events(model, said, structured);
  std::string stream;
  for (const std::string& event : events) stream += event;
  return stream;
}

struct Heard {
  Answer answer;
  std::string shown;
};

// `pieces` as the body of a 200; then the end, or `failure`.
Heard hear(RemoteKind kind, const std::vector<std::string_view>& pieces, bool structured = false,
           std::optional<outbound::Failure> failure = {}) {
  const RemoteSettings settings = settings_for(kind, "");
  GenerationRequest request = asking("x");
  if (structured) request.schema = schema_of(kRiskSchema);
  const auto protocol = protocol_of(kind);
  const Quotation quote{settings, request.messages};
  std::string shown;
  RemoteExchange exchange{protocol->reader(request, quote), 100, quote, [&](std::string_view text) {
                            shown += text;
                            return Flow::go_on;
                          }};
  outbound::Delivered delivered;
  delivered.response.status = 200;
  for (const std::string_view piece : pieces) {
    delivered.response.shown_bytes += static_cast<std::int64_t>(piece.size());
    if (!exchange.take(piece)) break;
  }
  if (failure) {
    failure->shown_bytes = delivered.response.shown_bytes;
    return {exchange.end(std::unexpected(*failure), *protocol), shown};
  }
  return {exchange.end(delivered, *protocol), shown};
}

std::string kind_of(const Heard& heard) {
  if (!heard.answer) return std::string{fault_name(heard.answer.error().kind)};
  return std::string{ending_name(heard.answer->ending)};
}

TEST(RemoteAnswer, IsTheSameHoweverItIsCut) {
  for (const Service& service : kServices) {
    const std::string stream = stream_of(service.kind, {kText});
    const std::string_view view = stream;
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
      const Heard heard = hear(service.kind, {view.substr(0, cut), view.substr(cut)});
      ASSERT_TRUE(heard.answer) << service.name << " " << cut << ": "
                                << heard.answer.error().error.to_string();
      ASSERT_EQ(heard.answer->text, kText);
      ASSERT_EQ(heard.shown, kText);
      ASSERT_EQ(heard.answer->usage.written, 7U);
    }
    std::vector<std::string_view> bytes;
    for (std::size_t i = 0; i < stream.size(); ++i) bytes.push_back(view.substr(i, 1));
    const Heard heard = hear(service.kind, bytes);
    ASSERT_TRUE(heard.answer);
    EXPECT_EQ(heard.answer->text, kText);
    EXPECT_EQ(heard.answer->model, "fake-1");
    EXPECT_EQ(heard.answer->usage.read, 11U);
    EXPECT_EQ(heard.answer->usage.remembered, 4U);
    EXPECT_EQ(heard.answer->ending, Ending::complete);
  }
}

TEST(RemoteAnswer, MayEndItsLinesInAnyWay) {
  for (const Service& service : kServices) {
    for (const char* end : {"\n", "\r", "\r\n"}) {
      std::string stream;
      for (const char c : stream_of(service.kind, {kText})) {
        if (c == '\n') stream += end;
        if (c != '\n' && c != '\r') stream += c;
      }
      const Heard heard = hear(service.kind, {stream});
      ASSERT_TRUE(heard.answer) << service.name;
      EXPECT_EQ(heard.answer->text, kText);
    }
  }
}

// Cut short, an answer is one only when the service had said that it was done.
TEST(RemoteAnswer, ThatIsCutShortIsNone) {
  for (const Service& service : kServices) {
    const std::string stream = stream_of(service.kind, {kText});
    int whole = 0;
    for (std::size_t length = 0; length < stream.size(); ++length) {
      const Heard heard = hear(service.kind, {std::string_view{stream}.substr(0, length)});
      if (heard.answer) {
        ++whole;
        ASSERT_EQ(heard.answer->text, kText) << service.name << " " << length;
        continue;
      }
      const FaultKind kind = heard.answer.error().kind;
      ASSERT_TRUE(kind == FaultKind::broken_off || kind == FaultKind::malformed)
          << service.name << " " << length;
      ASSERT_EQ(heard.answer.error().shown, !heard.shown.empty());
      ASSERT_TRUE(kText.starts_with(heard.shown));
    }
    EXPECT_LT(static_cast<std::size_t>(whole), stream.size() / 2) << service.name;
  }
}

TEST(RemoteAnswer, IsGoodWhenTheConnectionBreaksAfterItsEnd) {
  const outbound::Failure reset{
      outbound::FailureKind::broken_off, {ErrorCode::failure, "reset", "", ""}, {}, true, 0};
  for (const Service& service : kServices) {
    std::string stream = stream_of(service.kind, {kText});
    if (service.kind == RemoteKind::openai) stream.resize(stream.find("data: [DONE]"));
    if (service.kind == RemoteKind::anthropic) stream.resize(stream.find("event: message_stop"));
    const Heard heard = hear(service.kind, {stream}, false, reset);
    ASSERT_TRUE(heard.answer) << service.name;
    EXPECT_EQ(heard.answer->text, kText);
    stream.resize(stream.size() / 2);
    EXPECT_EQ(kind_of(hear(service.kind, {stream}, false, reset)), "broken_off") << service.name;
  }
}

TEST(RemoteAnswer, EndsAsTheServiceSays) {
  for (const Service& service : kServices) {
    EXPECT_EQ(kind_of(hear(service.kind, {stream_of(service.kind, {"cut", Said::End::length})})), "length");
    EXPECT_EQ(kind_of(hear(service.kind, {stream_of(service.kind, {"no", Said::End::blocked})})), "blocked");
  }
}

TEST(RemoteAnswer, MayBeTheInputOfATool) {
  const std::string json = R"({"kind":"risk","count":3})";
  const std::string stream = stream_of(RemoteKind::anthropic, {json}, true);
  const Heard heard = hear(RemoteKind::anthropic, {stream}, true);
  ASSERT_TRUE(heard.answer) << heard.answer.error().error.to_string();
  EXPECT_EQ(heard.answer->text, json);
  EXPECT_EQ(heard.shown, json);
  // Words in its place are no answer, and neither is a tool where words were asked for.
  EXPECT_EQ(kind_of(hear(RemoteKind::anthropic, {stream_of(RemoteKind::anthropic, {"words"})}, true)),
            "malformed");
  EXPECT_EQ(kind_of(hear(RemoteKind::anthropic, {stream})), "malformed");
  // An input without members.
  const Heard empty = hear(RemoteKind::anthropic, {stream_of(RemoteKind::anthropic, {""}, true)}, true);
  ASSERT_TRUE(empty.answer);
  EXPECT_EQ(empty.answer->text, "{}");
}

struct Row {
  RemoteKind kind;
  std::string_view body;
  std::string_view outcome;  // a fault's or an ending's name
  std::string_view text = "";
};

// What servers were seen to send, and what they never should.
TEST(RemoteAnswer, IsReadForWhatItIs) {
  using enum RemoteKind;
  const Row rows[] = {
      {openai, "", "malformed"},
      {openai, "\r\n \n", "malformed"},
      {openai, "hello", "malformed"},
      {openai, "<html><body>Sign in</body></html>", "malformed"},
      {openai, "data: <html>\n\n", "malformed"},
      {openai, "data: {\"choices\":\n\n", "malformed"},
      {openai, "data: 7\n\n", "malformed"},
      {openai, "data: {\"choices\":[{\"delta\":{\"content\":\"\xC3\"}}]}\n\n", "malformed"},
      {openai,
       R"(data: {"choices":[{"delta":{"content":"\ud83d"}}]})"
       "\n\n",
       "malformed"},
      {openai,
       R"(data: {"choices":[{"delta":{"content":7}}]})"
       "\n\n",
       "malformed"},
      {openai,
       R"(data: {"choices":{"0":1}})"
       "\n\n",
       "malformed"},
      {openai, "data: [DONE]\n\n", "broken_off"},
      {openai,
       R"(data: {"choices":[{"delta":{},"finish_reason":"stop"}]})"
       "\n\ndata: [DONE]\n\n",
       "malformed"},
      {openai,
       R"(data: {"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]})"
       "\n\n",
       "complete", "a"},
      // Without choices, with a null one's content, a foreign one, usage of nothing, and a second end.
      {openai,
       R"(data: {"id":"x"})"
       "\n\n"
       R"(data: {"choices":[{"index":1,"delta":{"content":"no"}},{"index":0,"delta":{"content":null}}]})"
       "\n\n"
       R"(data: {"choices":[{"delta":{"content":"a","reasoning_content":"hm"}}],"usage":null})"
       "\n\n"
       R"(data: {"choices":[{"delta":{},"finish_reason":"stop"}]})"
       "\n\n"
       R"(data: {"choices":[{"delta":{"content":"b"},"finish_reason":"length"}]})"
       "\n\ndata: [DONE]\n\ndata: x\n\n",
       "complete", "a"},
      {openai,
       R"(data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"name":"rm"}}]}}]})"
       "\n\n",
       "malformed"},
      {openai,
       R"(data: {"choices":[{"delta":{"content":"a"},"finish_reason":"tool_calls"}]})"
       "\n\n",
       "malformed"},
      {openai,
       R"(data: {"choices":[{"delta":{"content":"a"},"finish_reason":"content_filter"}]})"
       "\n\n",
       "blocked"},
      {openai,
       R"(data: {"choices":[{"delta":{"refusal":"I cannot"}}]})"
       "\n\n",
       "blocked"},
      {openai,
       R"(data: {"error":{"message":"boom","type":"server_error"}})"
       "\n\n",
       "unavailable"},
      {openai,
       R"(data: {"error":{"message":"slow","code":429}})"
       "\n\n",
       "throttled"},
      {openai,
       R"(data: {"error":{"message":"the request exceeds the available context size","type":"exceed_context_size_error","code":400}})"
       "\n\n",
       "too_long"},
      {openai, "event: error\ndata: {\"message\":\"gone\"}\n\n", "unavailable"},
      {openai,
       R"({"error":{"code":400,"message":"the request exceeds the available context size. try increasing","type":"exceed_context_size_error"}})",
       "too_long"},
      {openai, R"({"error":{"code":500,"message":"Context size has been exceeded.","type":"server_error"}})",
       "too_long"},
      {openai, R"({"detail":"Not Found"})", "unavailable"},
      {openai, R"({"choices":[{"message":{"content":"whole"},"finish_reason":"stop"}]})", "complete",
       "whole"},
      {openai,
       "\n\n\n"
       R"({"choices":[{"message":{"content":"late"},"finish_reason":"length"}]})",
       "length", "late"},
      {openai, R"({"choices":[{"message":{"content":"x"}}]})", "malformed"},
      {openai, R"({"choices":[]})", "malformed"},
      {openai, R"({"choices":[{"message":{"refusal":"no"},"finish_reason":"stop"}]})", "blocked"},
      {openai, "[1,2]", "malformed"},
      {gemini,
       R"(data: {"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"a"}]},"finishReason":"STOP"}]})"
       "\n\n",
       "complete", "a"},
      {gemini,
       R"([{"candidates":[{"content":{"parts":[{"text":"a"}]}}]},{"candidates":[{"content":{"parts":[{"text":"b"}]},"finishReason":"STOP"}]}])",
       "complete", "ab"},
      {gemini, R"({"promptFeedback":{"blockReason":"SAFETY"}})", "blocked"},
      {gemini, R"({"candidates":[{"finishReason":"PROHIBITED_CONTENT"}]})", "blocked"},
      {gemini, R"({"candidates":[{"finishReason":"RECITATION"}]})", "blocked"},
      {gemini, R"({"candidates":[{"finishReason":"MAX_TOKENS"}]})", "malformed"},
      {gemini, R"({"candidates":[{"finishReason":"MALFORMED_FUNCTION_CALL"}]})", "malformed"},
      {gemini, R"({"candidates":[{"content":{"parts":[{"functionCall":{"name":"f"}}]}}]})", "malformed"},
      {gemini, R"({"candidates":[{"content":{"parts":[{"text":5}]}}]})", "malformed"},
      {gemini, R"({"candidates":[{"content":{"parts":{"text":"x"}}}]})", "malformed"},
      {gemini, R"({"candidates":"x"})", "malformed"},
      {gemini, R"({"usageMetadata":{"promptTokenCount":"many"}})", "malformed"},
      {gemini,
       R"(data: {"candidates":[{"content":{"parts":[{"text":"a"}]}}]})"
       "\n\n"
       R"(data: {"error":{"code":503,"message":"overloaded","status":"UNAVAILABLE"}})"
       "\n\n",
       "unavailable"},
      {gemini,
       R"(data: {"candidates":[{"content":{"parts":[{"text":"a"}]}}]})"
       "\n\n",
       "broken_off"},
      {anthropic,
       "event: error\ndata: "
       "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n",
       "unavailable"},
      {anthropic,
       "data: {\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"x\"}}\n\n",
       "throttled"},
      {anthropic,
       R"({"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 9 tokens > 8 maximum"}})",
       "too_long"},
      {anthropic, R"({"type":"error","error":{"type":"authentication_error","message":"x"}})",
       "authentication"},
      {anthropic,
       R"({"type":"message","content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"a"}],"stop_reason":"end_turn"})",
       "complete", "a"},
      {anthropic, R"({"type":"message","content":[{"type":"text","text":"a"}],"stop_reason":"pause_turn"})",
       "malformed"},
      {anthropic, R"({"type":"message","content":[{"type":"text","text":"a"}],"stop_reason":null})",
       "malformed"},
      {anthropic, R"({"type":"message","content":"a","stop_reason":"end_turn"})", "malformed"},
      {anthropic,
       R"(data: {"type":"content_block_delta","delta":{"type":"text_delta","text":7}})"
       "\n\n",
       "malformed"},
      {anthropic,
       R"(data: {"type":"content_block_delta","delta":{"type":"text_delta","text":"a"}})"
       "\n\n"
       R"(data: {"type":"something_new"})"
       "\n\n"
       R"(data: {"type":"message_delta","delta":{"stop_reason":"end_turn"}})"
       "\n\n"
       R"(data: {"type":"message_delta","delta":{"stop_reason":"refusal"}})"
       "\n\n",
       "complete", "a"},
      {anthropic,
       R"(data: {"type":"content_block_delta","delta":{"type":"text_delta","text":"a"}})"
       "\n\n"
       R"(data: {"type":"message_stop"})"
       "\n\n",
       "broken_off"},
  };
  for (const Row& row : rows) {
    const Heard heard = hear(row.kind, {row.body});
    EXPECT_EQ(kind_of(heard), row.outcome) << row.body;
    if (heard.answer) {
      EXPECT_EQ(heard.answer->text, row.text) << row.body;
    } else {
      EXPECT_FALSE(heard.answer.error().error.message.empty()) << row.body;
    }
  }
}

TEST(RemoteAnswer, CountsNothingWhereTheServiceDoesNot) {
  const Heard heard =
      hear(RemoteKind::openai, {R"(data: {"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]})"
                                "\n\n"});
  ASSERT_TRUE(heard.answer);
  EXPECT_EQ(heard.answer->usage.read + heard.answer->usage.written, 0U);
}

TEST(RemoteAnswer, HasALength) {
  std::string stream;
  const std::string piece = R"(data: {"choices":[{"delta":{"content":")" + std::string(1'000, 'x') +
                            R"("}}]})"
                            "\n\n";
  for (int i = 0; i < 11; ++i) stream += piece;
  const Heard heard = hear(RemoteKind::openai, {stream});
  ASSERT_FALSE(heard.answer);
  EXPECT_EQ(heard.answer.error().kind, FaultKind::malformed);
  EXPECT_EQ(heard.shown.size(), 10'000U);  // 100 tokens of 64 bytes and 4,096
}

TEST(RemoteAnswer, DiesOfNoInput) {
  // Prefixes of every service's words with a byte changed: an answer or a fault, whatever it is.
  std::uint32_t state = 17;
  for (const Service& service : kServices) {
    const std::string stream = stream_of(service.kind, {kText});
    for (int round = 0; round < 3'000; ++round) {
      state = state * 1'664'525U + 1'013'904'223U;
      std::string changed = stream;
      changed[(state >> 8U) % changed.size()] = static_cast<char>(state >> 24U);
      const Heard heard = hear(service.kind, {changed});
      if (!heard.answer) {
        ASSERT_FALSE(heard.answer.error().error.message.empty());
      }
    }
  }
}

}  // namespace
}  // namespace stint::language
