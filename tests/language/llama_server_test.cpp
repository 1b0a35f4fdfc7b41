// The same model here and in llama-server, built from the same source: they have to say the same.
#include <filesystem>
#include <gtest/gtest.h>
#include <memory>
#include <string>

#include "language/grammar/expression.h"
#include "language/providers/local.h"
#include "language/providers/openai.h"
#include "language/schema/validate.h"
#include "support/child.h"
#include "support/gguf/random_model.h"
#include "support/http_server.h"
#include "support/scratch.h"

namespace stint::language {
namespace {

class LlamaServer : public testing::Test {
 protected:
  void SetUp() override {
    const std::filesystem::path program = std::filesystem::path{STINT_LLAMA_PEERS} / "llama-server";
    if (!std::filesystem::exists(program)) GTEST_SKIP() << "cmake/llama/build.sh --peers makes llama-server";
    test::gguf::random_llama({}).write(scratch_ / "model.gguf");
    const std::string port = std::to_string(test::unused_port());
    server_ = std::make_unique<test::PipedChild>(std::vector<std::string>{
        program.string(), "-m", (scratch_ / "model.gguf").string(), "--host", "127.0.0.1", "--port", port,
        "-c", "2048", "-np", "1", "-t", "1", "-ctk", "f16", "-ctv", "f16"});
    RemoteSettings settings;
    settings.name = "peer";
    settings.kind = RemoteKind::openai;
    settings.server = OpenAiServer::llama;
    settings.base_url = "http://127.0.0.1:" + port + "/v1";
    settings.model = "model";
    // It answers 503 while it loads, and nobody listens before.
    RemoteOutbound outbound;
    outbound.delivery.retry.attempts = 60;
    outbound.delivery.circuit.failures = 1000;
    auto made = make_openai(settings, std::move(outbound));
    ASSERT_TRUE(made) << made.error().to_string();
    remote_ = std::move(*made);
    local_ = make_local({.model = "random@1",
                         .file = scratch_ / "model.gguf",
                         .adapter = {},
                         .context = {.context_length = 2048, .sequences = 1, .threads = 1}});
  }

  static GenerationRequest asking(std::string text) {
    GenerationRequest request;
    request.messages = {{Role::system, "You explain what a team does."}, {Role::user, std::move(text)}};
    request.sampling.temperature = 0;
    request.max_tokens = 40;
    return request;
  }

  // At the end of what was cut off llama-server leaves out bytes that are no whole character; we show U+FFFD.
  static std::string without_tail(std::string text) {
    constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
    while (text.ends_with(kReplacement)) text.resize(text.size() - kReplacement.size());
    return text;
  }

  test::Scratch scratch_;
  std::unique_ptr<test::PipedChild> server_;
  std::unique_ptr<Provider> remote_;
  std::unique_ptr<Provider> local_;
};

TEST_F(LlamaServer, SaysTheSameAtTemperatureZero) {
  std::vector<GenerationRequest> requests;
  for (const char* const text :
       {"Why are there 12 bugs?", "The team finished fewer issues", "Was ist los? Größe!"})
    requests.push_back(asking(text));
  const auto here = local_->generate(requests, {}, {});
  const auto there = remote_->generate(requests, {}, {});
  for (std::size_t i = 0; i < requests.size(); ++i) {
    ASSERT_TRUE(here[i]) << here[i].error().error.to_string();
    ASSERT_TRUE(there[i]) << there[i].error().error.to_string();
    EXPECT_EQ(without_tail(here[i]->text), without_tail(there[i]->text)) << i;
    EXPECT_EQ(here[i]->usage.read, there[i]->usage.read)
        << "the conversation is written down in the same tokens";
  }
}

TEST_F(LlamaServer, KeepsToOurGrammarAndSchema) {
  std::vector requests{asking("An item"), asking("A colour")};
  requests[0].schema = std::make_shared<const Schema>(
      *Schema::parse(R"({"type":"object","properties":{"n":{"type":"integer","minimum":1,"maximum":9},)"
                     R"("s":{"enum":["a","b c"]}},"required":["n","s"],"additionalProperties":false})"));
  const std::vector<std::string> colours{"\"red\"", "\"blue\""};
  requests[1].grammar = std::make_shared<const grammar::Expression>(grammar::any_of(colours));
  const auto here = local_->generate(requests, {}, {});
  const auto there = remote_->generate(requests, {}, {});
  for (const auto* const answers : {&here, &there}) {
    ASSERT_TRUE((*answers)[0]) << (*answers)[0].error().error.to_string();
    EXPECT_TRUE(validate(*requests[0].schema, (*answers)[0]->text)) << (*answers)[0]->text;
    ASSERT_TRUE((*answers)[1]);
    EXPECT_TRUE((*answers)[1]->text == colours[0] || (*answers)[1]->text == colours[1])
        << (*answers)[1]->text;
  }
}

}  // namespace
}  // namespace stint::language
