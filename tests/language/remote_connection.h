// Providers of test servers, as tests need them.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "language/providers/anthropic.h"
#include "language/providers/gemini.h"
#include "language/providers/openai.h"

namespace stint::language {

// As long as no other text of a test looks like it, its parts included.
inline constexpr std::string_view kKey = "test-key";

// Waiting takes no time but on this clock.
class VirtualTime {
 public:
  [[nodiscard]] outbound::Clock clock() {
    return {[this] {
              const std::scoped_lock lock{mutex_};
              return now_;
            },
            [this](Milliseconds time, const std::stop_token& stop) {
              const std::scoped_lock lock{mutex_};
              waits_.push_back(time.count());
              now_ += time;
              return !stop.stop_requested();
            }};
  }
  [[nodiscard]] std::vector<std::int64_t> waits() {
    const std::scoped_lock lock{mutex_};
    return waits_;
  }

 private:
  std::mutex mutex_;
  Instant now_ = from_epoch_ms(1'700'000'000'000);
  std::vector<std::int64_t> waits_;
};

inline RemoteSettings settings_for(RemoteKind kind, std::string base_url) {
  RemoteSettings settings;
  settings.name = "work";
  settings.kind = kind;
  settings.base_url = std::move(base_url);
  settings.model = "fake-1";
  settings.key = kKey;
  settings.limits.idle = Milliseconds{5'000};
  settings.limits.total = Milliseconds{20'000};
  return settings;
}

inline std::unique_ptr<Provider> provider_of(RemoteSettings settings, VirtualTime& time) {
  RemoteOutbound outbound;
  outbound.clock = time.clock();
  outbound.random = [] { return std::uint64_t{0}; };
  auto made = settings.kind == RemoteKind::openai ? make_openai(std::move(settings), std::move(outbound))
              : settings.kind == RemoteKind::gemini
                  ? make_gemini(std::move(settings), std::move(outbound))
                  : make_anthropic(std::move(settings), std::move(outbound));
  EXPECT_TRUE(made) << made.error().to_string();
  return std::move(*made);
}

inline GenerationRequest asking(std::string text) {
  GenerationRequest request;
  request.messages = {{Role::system, "Be brief."}, {Role::user, std::move(text)}};
  return request;
}

inline Answer ask(Provider& provider, const GenerationRequest& request, const Listener& listener = {},
                  const std::stop_token& stop = {}) {
  return std::move(provider.generate({&request, 1}, listener, stop).front());
}

inline std::shared_ptr<const Schema> schema_of(std::string_view json) {
  auto schema = Schema::parse(json);
  EXPECT_TRUE(schema) << schema.error().to_string();
  return std::make_shared<const Schema>(std::move(*schema));
}

inline constexpr std::string_view kRiskSchema =
    R"({"type":"object","properties":{"kind":{"type":"string","enum":["risk","chance"]},)"
    R"("count":{"type":"integer","minimum":0,"maximum":9}},"required":["kind","count"]})";

}  // namespace stint::language
