// Which models the server answers with under which name.
#include "app/serving/served_models.h"

#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/program.h"
#include "support/gguf/random_model.h"

namespace stint::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ServedModelsTest : public Program {
 protected:
  void add(const std::string& name, const test::gguf::File& file) {
    const std::string path = (scratch_ / (name + ".gguf")).string();
    file.write(path);
    const Ran ran = run({"model", "add", path, "--name", name});
    ASSERT_EQ(ran.status, 0) << ran.err;
  }
  void configure(const std::string& text) const { scratch_.write("config/stint/config.yaml", text); }

  void with_models(const std::function<void(ServedModels& models)>& use) {
    with_session([&](const Session& session) {
      ServedModels models{session, [this] { return now_; }};
      use(models);
    });
  }
  static std::vector<std::string> ids(ServedModels& models) {
    std::vector<std::string> ids;
    const auto list = models.list();
    EXPECT_TRUE(list) << list.error().to_string();
    for (const auto& model : *list) ids.push_back(model.id);
    return ids;
  }
  // The models of the engine under that name; or the error.
  static std::string asked(ServedModels& models, const std::string& name) {
    const auto engine = models.writer(name);
    if (!engine) return engine.error().to_string();
    std::string text;
    for (const language::ChainLink& link : (*engine)->chain()) text += link.provider->info().model + ";";
    return text;
  }

  Instant now_ = from_epoch_ms(1'790'000'000'000);
};

TEST_F(ServedModelsTest, AreNoneAtFirst) {
  with_models([](ServedModels& models) {
    EXPECT_THAT(ids(models), ElementsAre());
    EXPECT_THAT(asked(models, "stint"), HasSubstr("no language model is set up"));
    EXPECT_EQ(models.writer("stint").error().code, ErrorCode::not_found);
    EXPECT_THAT(asked(models, "x"), HasSubstr("there is no model \"x\""));
    EXPECT_THAT(models.embedder("stint").error().hint, HasSubstr("--for embed"));
  });
}

TEST_F(ServedModelsTest, OfTheStoreSpeakAndMakeVectors) {
  add("talker", test::gguf::random_llama());
  add("other", test::gguf::random_llama({.seed = 2}));
  add("vectors", test::gguf::random_bert());
  ASSERT_EQ(run({"model", "use", "talker"}).status, 0);
  ASSERT_EQ(run({"model", "use", "vectors", "--for", "embed"}).status, 0);
  with_models([&](ServedModels& models) {
    EXPECT_THAT(ids(models), ::testing::UnorderedElementsAre("stint", "talker", "other", "vectors"));
    EXPECT_THAT(asked(models, "stint"), ::testing::StartsWith("talker@"));
    EXPECT_THAT(asked(models, "default"), ::testing::StartsWith("talker@"));
    EXPECT_THAT(asked(models, "other"), ::testing::StartsWith("other@"));
    EXPECT_THAT(asked(models, "vectors"), HasSubstr("makes vectors, and no text"));
    const auto embedder = models.embedder("stint");
    ASSERT_TRUE(embedder) << embedder.error().to_string();
    EXPECT_EQ(*embedder, *models.embedder("vectors")) << "one engine of one model";
    const std::vector<std::string> texts(20, "some words");
    const auto embedded = (*embedder)->embed({"ann", "v1"}, texts);
    ASSERT_TRUE(embedded) << embedded.error().error.to_string();
    ASSERT_EQ(embedded->vectors.size(), 20U);
    EXPECT_GT(embedded->read, 40U) << "two marks around each text are tokens, too";
    double square = 0;
    for (const float number : embedded->vectors[19]) square += std::pow(number, 2);
    EXPECT_NEAR(square, 1, 1e-4);
    const auto too_long =
        (*embedder)->embed({"ann", "v1"}, std::vector<std::string>{std::string(9'000, 'x')});
    ASSERT_FALSE(too_long);
    EXPECT_EQ(too_long.error().kind, language::FaultKind::too_long);
  });
}

TEST_F(ServedModelsTest, AreKeptAsLongAsTheyAreAskedFor) {
  add("talker", test::gguf::random_llama());
  add("other", test::gguf::random_llama({.seed = 2}));
  with_models([&](ServedModels& models) {
    const auto first = models.writer("talker");
    EXPECT_EQ(*models.writer("talker"), *first);
    now_ += std::chrono::minutes{5};
    EXPECT_EQ(*models.writer("talker"), *first);
    now_ += std::chrono::minutes{5} + std::chrono::seconds{1};
    const auto second = models.writer("talker");
    EXPECT_NE(*second, *first);
    EXPECT_TRUE(models.writer("other"));
    EXPECT_NE(*models.writer("talker"), *second) << "one of this process is kept, no more";
    // Another file under the same name is another model.
    const auto third = models.writer("talker");
    ASSERT_EQ(run({"model", "remove", "talker"}).status, 0);
    add("talker", test::gguf::random_llama({.seed = 3}));
    EXPECT_NE(*models.writer("talker"), *third);
  });
}

TEST_F(ServedModelsTest, ElsewhereHaveToStandInAChain) {
  environment_["OPENAI_API_KEY"] = "canary-key";
  configure(
      "models:\n  assistant: [cloud]\n  insights: [near]\n  embed: none\n  providers:\n"
      "    cloud: {kind: openai, url: \"http://127.0.0.1:9/v1\", model: big}\n"
      "    near: {kind: openai, url: \"http://127.0.0.1:9/v1\", model: small}\n"
      "    idle: {kind: openai, url: \"http://127.0.0.1:9/v1\", model: none}\n");
  with_models([](ServedModels& models) {
    EXPECT_THAT(ids(models), ElementsAre("stint", "cloud", "near"));
    EXPECT_EQ(asked(models, "stint"), "big;");
    EXPECT_EQ(asked(models, "near"), "small;");
    EXPECT_THAT(asked(models, "idle"), HasSubstr("nothing is sent to \"idle\""));
    EXPECT_EQ(models.embedder("stint").error().code, ErrorCode::not_found);
  });
  configure(
      "models:\n  insights: [near, cloud]\n  providers:\n"
      "    cloud: {kind: openai, url: \"http://127.0.0.1:9/v1\", model: big}\n"
      "    near: {kind: openai, url: \"http://127.0.0.1:9/v1\", model: small}\n");
  with_models([](ServedModels& models) { EXPECT_EQ(asked(models, "stint"), "small;big;"); });
  configure(
      "models:\n  assistant: none\n  insights: [near]\n  providers:\n"
      "    near: {kind: openai, url: \"http://127.0.0.1:9/v1\", model: small}\n");
  with_models(
      [](ServedModels& models) { EXPECT_THAT(ids(models), ElementsAre("near")) << "nobody means nobody"; });
  environment_.erase("OPENAI_API_KEY");
  configure("models:\n  default: [cloud]\n  providers:\n    cloud: {kind: openai, model: big}\n");
  with_models([](ServedModels& models) {
    EXPECT_EQ(models.writer("stint").error().code, ErrorCode::authentication);
  });
}

}  // namespace
}  // namespace stint::app
