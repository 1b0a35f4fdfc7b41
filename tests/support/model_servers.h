// Fake model services that behave as the real ones do when all is well or a request is wrong. The services'
// own clients are held against them (tests/clients).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "support/http_server.h"

namespace stint::test {

// What a fake model is asked, whatever the service.
struct Asked {
  std::string system;
  std::string text;  // the last message
  bool structured = false;
  std::uint32_t max_tokens = 0;  // 0: not given
};

struct Said {
  enum class End : std::uint8_t { complete, length, blocked };
  std::string text;
  End end = End::complete;
  int status = 200;  // another: an error of the service, which says `text`
};

struct FakeModel {
  std::string name = "fake-1";
  std::string key = "test-key";
  std::function<Said(const Asked&)> say;
};

// Says "status N" with an error of that status, "too long" with an error about the context, and everything
// else with "You said: …", cut after as many words as tokens were asked for. Structured:
// {"kind":"risk","count":3}.
[[nodiscard]] Said say_as_told(const Asked& asked);

// /v1/chat/completions, /v1/embeddings, /v1/models.
[[nodiscard]] HttpServer::Script openai_service(FakeModel model);
// /v1beta/models/NAME:generateContent and :streamGenerateContent?alt=sse.
[[nodiscard]] HttpServer::Script gemini_service(FakeModel model);
// /v1/messages.
[[nodiscard]] HttpServer::Script anthropic_service(FakeModel model);

// The data of a stream's events, as each service words them; an event of Anthropic's with its name.
[[nodiscard]] std::vector<std::string> openai_events(const FakeModel& model, const Said& said, bool usage);
[[nodiscard]] std::vector<std::string> gemini_events(const FakeModel& model, const Said& said);
[[nodiscard]] std::vector<std::string> anthropic_events(const FakeModel& model, const Said& said,
                                                        bool structured);

// A whole answer of HTTP that streams these events, each in a chunk of its own.
[[nodiscard]] std::string http_stream(const std::vector<std::string>& events);

// The vector that the fake service has for a text.
[[nodiscard]] std::vector<float> fake_vector(std::string_view text);

}  // namespace stint::test
