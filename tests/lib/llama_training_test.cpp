// Teaching, held against what llama.cpp computes with the same weights.
#include <cmath>
#include <functional>
#include <gtest/gtest.h>
#include <llama.h>
#include <memory>
#include <string>
#include <vector>

#include "lib/llama/session.h"
#include "lib/llama/training.h"
#include "support/gguf/random_model.h"
#include "support/scratch.h"

namespace stint::llama {
namespace {

using test::gguf::Shape;

struct Kind {
  const char* name;
  std::function<test::gguf::File()> make;
};

Shape shape() {
  return {.layers = 2, .width = 64, .heads = 4, .key_value_heads = 2, .feed_forward = 96, .context = 256};
}
Shape fresh() {
  Shape taught = shape();
  taught.to_be_taught = true;
  return taught;
}
Shape shared() {
  Shape one = shape();
  one.shared_output = true;
  return one;
}

std::vector<Lesson> lessons() {
  return {{.tokens = {5, 17, 40, 41, 42, 43, 60, 61}, .from = 3},
          {.tokens = {8, 9, 80, 81, 82, 83}, .from = 1},
          {.tokens = {100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110}, .from = 10}};
}

// Of every token to be learnt: how unlikely llama.cpp finds it.
struct Reading {
  double loss = 0;
  std::size_t tokens = 0;
};

void read(llama_context* context, std::int32_t vocabulary, const Lesson& lesson, Reading& reading) {
  llama_memory_clear(llama_get_memory(context), true);
  for (std::size_t i = 0; i + 1 < lesson.tokens.size(); ++i) {
    Token token = lesson.tokens[i];
    ASSERT_EQ(llama_decode(context, llama_batch_get_one(&token, 1)), 0);
    if (i + 1 < lesson.from) continue;
    const float* const scores = llama_get_logits_ith(context, -1);
    double sum = 0;
    for (std::int32_t t = 0; t < vocabulary; ++t) sum += std::exp(static_cast<double>(scores[t]));
    const Token next = lesson.tokens[i + 1];
    reading.loss += std::log(sum) - static_cast<double>(scores[next]);
    ++reading.tokens;
  }
}

// A lesson's mean, then the mean over lessons: each counts alike, however long.
double mean_loss(const std::filesystem::path& file) {
  llama_model_params of_model = llama_model_default_params();
  of_model.n_gpu_layers = 0;
  const std::unique_ptr<llama_model, decltype(&llama_model_free)> model(
      llama_model_load_from_file(file.c_str(), of_model), llama_model_free);
  llama_context_params of_context = llama_context_default_params();
  of_context.n_ctx = 64;
  of_context.n_threads = of_context.n_threads_batch = 1;
  of_context.type_k = of_context.type_v = GGML_TYPE_F32;
  const std::unique_ptr<llama_context, decltype(&llama_free)> context(
      llama_init_from_model(model.get(), of_context), llama_free);
  double mean = 0;
  for (const Lesson& lesson : lessons()) {
    Reading reading;
    read(context.get(), llama_vocab_n_tokens(llama_model_get_vocab(model.get())), lesson, reading);
    mean += reading.loss / static_cast<double>(reading.tokens);
  }
  return mean / static_cast<double>(lessons().size());
}

class LlamaTraining : public testing::TestWithParam<Kind> {
 protected:
  void SetUp() override { GetParam().make().write(base()); }
  [[nodiscard]] std::filesystem::path base() const { return scratch_ / "base.gguf"; }
  [[nodiscard]] std::filesystem::path out() const { return scratch_ / "taught.gguf"; }

  test::Scratch scratch_;
};

TEST_P(LlamaTraining, ComputesWhatLlamaCppDoes) {
  double loss = 0;
  // The weights change after the last lesson of the batch.
  const auto batch = static_cast<std::uint32_t>(lessons().size());
  ASSERT_TRUE(train(base(), lessons(), {.batch = batch, .threads = 1}, out(),
                    [&](const TrainingStep& step) { loss = step.loss; }));
  EXPECT_NEAR(loss, mean_loss(base()), 1e-3 * loss);
}

TEST_P(LlamaTraining, WhatWasLearntIsSaid) {
  double loss = 0;
  double right = 0;
  ASSERT_TRUE(train(base(), lessons(), {.epochs = 120, .batch = 1, .learning_rate = 3e-3F, .threads = 1},
                    out(), [&](const TrainingStep& step) {
                      loss = step.loss;
                      right = step.accuracy;
                    }));
  EXPECT_LT(loss, 0.05);
  EXPECT_EQ(right, 1.0);
  EXPECT_LT(mean_loss(out()), 0.05);

  auto model = Model::load(out());
  ASSERT_TRUE(model) << model.error().to_string();
  auto session = Session::create(*model, {.threads = 1});
  ASSERT_TRUE(session);
  for (const Lesson& lesson : lessons()) {
    const auto begin = lesson.tokens.begin() + static_cast<std::ptrdiff_t>(lesson.from);
    const Prompt prompt{.tokens = {lesson.tokens.begin(), begin},
                        .max_tokens = static_cast<std::uint32_t>(lesson.tokens.end() - begin),
                        .sampling = {},
                        .grammar = {},
                        .constraint = {}};
    const auto response = session->generate({.shared = {}, .prompts = {prompt}, .adapter = {}});
    ASSERT_TRUE(response);
    EXPECT_EQ(response->continuations[0].tokens, std::vector<Token>(begin, lesson.tokens.end()));
  }
}

TEST_P(LlamaTraining, TheSameAgain) {
  const TrainingOptions options{.epochs = 2, .batch = 2, .threads = 1};
  ASSERT_TRUE(train(base(), lessons(), options, out()));
  ASSERT_TRUE(train(base(), lessons(), options, scratch_ / "again.gguf"));
  EXPECT_EQ(test::read_file(out()), test::read_file(scratch_ / "again.gguf"));
  EXPECT_NE(test::read_file(out()), test::read_file(base()));
}

INSTANTIATE_TEST_SUITE_P(Models, LlamaTraining,
                         testing::Values(Kind{"llama", [] { return test::gguf::random_llama(shape()); }},
                                         Kind{"fresh", [] { return test::gguf::random_llama(fresh()); }},
                                         Kind{"shared_output",
                                              [] { return test::gguf::random_llama(shared()); }},
                                         Kind{"qwen2", [] { return test::gguf::random_qwen2(shape()); }}),
                         [](const auto& kind) { return std::string(kind.param.name); });

class LlamaTrainingRefuses : public testing::Test {
 protected:
  Outcome taught(const test::gguf::File& model, std::vector<Lesson> what,
                 const TrainingOptions& options = {}) {
    model.write(scratch_ / "base.gguf");
    return train(scratch_ / "base.gguf", what, options, scratch_ / "out.gguf");
  }
  test::Scratch scratch_;
};

TEST_F(LlamaTrainingRefuses, WhatCannotBeTaught) {
  EXPECT_FALSE(taught(test::gguf::random_bert(shape()), lessons()));
  EXPECT_FALSE(taught(test::gguf::random_t5(shape()), lessons()));
  Shape small = shape();
  small.weights = test::gguf::NumberType::q4_0;
  EXPECT_FALSE(taught(test::gguf::random_llama(small), lessons()));
  Shape deep = shape();
  deep.layers = 13;
  EXPECT_FALSE(taught(test::gguf::random_llama(deep), lessons()));
  deep.layers = 12;
  EXPECT_TRUE(taught(test::gguf::random_llama(deep), lessons(), {.batch = 3, .threads = 1}));
}

TEST_F(LlamaTrainingRefuses, WhatTeachesNothing) {
  const auto model = test::gguf::random_llama(shape());
  EXPECT_FALSE(taught(model, {}));
  EXPECT_FALSE(taught(model, {{.tokens = {1, 2, 3}, .from = 0}}));
  EXPECT_FALSE(taught(model, {{.tokens = {1, 2, 3}, .from = 3}}));
  EXPECT_FALSE(taught(model, {{.tokens = {1, 2, 1 << 30}, .from = 1}}));
  EXPECT_FALSE(taught(model, lessons(), {.batch = 0}));
}

TEST_F(LlamaTrainingRefuses, StoppedItWritesNothing) {
  std::stop_source source;
  source.request_stop();
  test::gguf::random_llama(shape()).write(scratch_ / "base.gguf");
  EXPECT_FALSE(train(scratch_ / "base.gguf", lessons(), {}, scratch_ / "out.gguf", {}, source.get_token()));
  EXPECT_FALSE(std::filesystem::exists(scratch_ / "out.gguf"));
}

}  // namespace
}  // namespace stint::llama
