// Streams of model services: the events do not depend on how the bytes are cut, and whatever comes is an
// answer or a fault.
#include "language/event_stream.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "check.h"
#include "language/providers/anthropic_protocol.h"
#include "language/providers/gemini_protocol.h"
#include "language/providers/openai_protocol.h"
#include "language/providers/remote_exchange.h"
#include "lib/simdjson/utf8.h"

namespace {

using namespace stint::language;
using stint::fuzz::check;

constexpr std::size_t kLongest = 600;

struct Read {
  std::vector<std::string> events;
  bool whole = true;

  friend bool operator==(const Read&, const Read&) = default;
};

Read read_in_pieces(std::string_view text, std::size_t length) {
  Read read;
  EventStream stream{kLongest};
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, length);
    text.remove_prefix(piece.size());
    read.whole =
        stream
            .add(piece,
                 [&](const StreamEvent& event) {
                   check(event.data.size() <= kLongest, "an event is no longer than it may be");
                   check(event.data.find('\r') == std::string::npos, "a line end is not part of a line");
                   read.events.push_back(event.name + "\n" + event.data);
                   return true;
                 })
            .has_value();
  }
  return read;
}

RemoteSettings settings_of(RemoteKind kind) {
  RemoteSettings settings;
  settings.name = "fuzz";
  settings.kind = kind;
  settings.model = "m";
  settings.key = "sk-canary-7f3a9b";
  auto whole = complete(std::move(settings));
  check(whole.has_value(), "the settings are good");
  return *whole;
}

void check_answer(const RemoteProtocol& protocol, const RemoteSettings& settings, bool structured,
                  std::string_view text, std::size_t length) {
  GenerationRequest request;
  request.messages = {{Role::user, "x"}};
  if (structured) {
    auto schema = Schema::parse(R"({"type":"object","properties":{"a":{"type":"null"}},"required":["a"]})");
    check(schema.has_value(), "the schema is one");
    request.schema = std::make_shared<const Schema>(std::move(*schema));
  }
  const Quotation quote{settings, request.messages};
  std::string shown;
  RemoteExchange exchange{protocol.reader(request, quote), 10, quote, [&](std::string_view piece) {
                            check(stint::is_valid_utf8(piece), "whole characters are shown");
                            shown += piece;
                            return Flow::go_on;
                          }};
  stint::outbound::Delivered delivered;
  delivered.response.status = 200;
  while (!text.empty() && exchange.take(text.substr(0, length))) {
    text.remove_prefix(std::min(length, text.size()));
  }
  const Answer answer = exchange.end(delivered, protocol);
  if (answer) return check(answer->text == shown && !shown.empty(), "an answer is what was shown");
  const Fault& fault = answer.error();
  check(fault.shown == !shown.empty(), "a fault says whether something was shown");
  check(fault.error.message.find("canary-7f") == std::string::npos, "the key is in no fault");
  check(!fault.error.message.empty() && fault.error.message.size() < 2'000, "a fault says what and is short");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t length = 1U + data[0] % 16U;
  const std::string_view text{reinterpret_cast<const char*>(data) + 1, size - 1};
  check(read_in_pieces(text, text.size() + 1) == read_in_pieces(text, length), "cuts make no difference");

  static const RemoteSettings openai = settings_of(RemoteKind::openai);
  static const RemoteSettings gemini = settings_of(RemoteKind::gemini);
  static const RemoteSettings anthropic = settings_of(RemoteKind::anthropic);
  check_answer(OpenAiProtocol{openai}, openai, false, text, length);
  check_answer(GeminiProtocol{gemini}, gemini, false, text, length);
  check_answer(AnthropicProtocol{anthropic}, anthropic, false, text, length);
  check_answer(AnthropicProtocol{anthropic}, anthropic, true, text, length);
  return 0;
}
