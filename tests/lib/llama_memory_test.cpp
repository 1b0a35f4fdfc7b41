// What is said to be needed against what llama.cpp says it has taken.
#include <gtest/gtest.h>
#include <regex>
#include <string>

#include "lib/llama/embedder.h"
#include "lib/llama/log.h"
#include "lib/llama/memory.h"
#include "lib/llama/model.h"
#include "lib/llama/session.h"
#include "support/gguf/random_model.h"
#include "support/scratch.h"

namespace stint::llama {
namespace {

using test::gguf::File;
using test::gguf::NumberType;
using test::gguf::Shape;

// Bytes of all buffers that are told of while it lives.
class Buffers {
 public:
  Buffers() {
    set_log_sink([this](LogLevel, std::string_view text) { text_ += text; });
  }
  ~Buffers() { set_log_sink({}); }
  Buffers(const Buffers&) = delete;
  Buffers& operator=(const Buffers&) = delete;

  [[nodiscard]] double bytes() const {
    static const std::regex line("(model|KV|compute|output) buffer size *= *([0-9.]+) MiB");
    double sum = 0;
    for (std::sregex_iterator i(text_.begin(), text_.end(), line), end; i != end; ++i)
      sum += std::stod((*i)[2]);
    return sum * 1024 * 1024;
  }

 private:
  std::string text_;
};

struct Case {
  std::string architecture;
  Shape shape;
  ContextOptions options;
};

class LlamaMemory : public testing::TestWithParam<Case> {};

TEST_P(LlamaMemory, IsForeseenWithinATenth) {
  const Case& one = GetParam();
  const test::Scratch scratch;
  const File file = one.architecture == "llama"   ? test::gguf::random_llama(one.shape)
                    : one.architecture == "qwen2" ? test::gguf::random_qwen2(one.shape)
                    : one.architecture == "t5"    ? test::gguf::random_t5(one.shape)
                                                  : test::gguf::random_bert(one.shape);
  file.write(scratch / "model.gguf");
  const Buffers buffers;
  const auto model = Model::load(scratch / "model.gguf", one.options);
  ASSERT_TRUE(model) << model.error().to_string();
  const Memory need = memory_needed((*model)->description(), one.options);
  if (one.architecture == "bert") {
    ASSERT_TRUE(Embedder::create(*model, one.options));
  } else {
    ASSERT_TRUE(Session::create(*model, one.options));
  }
  const auto foreseen = static_cast<double>(need.total());
  EXPECT_GT(buffers.bytes(), 0.0);
  EXPECT_NEAR(foreseen / buffers.bytes(), 1.0, 0.1) << foreseen << " and " << buffers.bytes();
}

constexpr auto kQ8 = NumberType::q8_0;
const Shape kNarrow{.width = 512,
                    .heads = 8,
                    .key_value_heads = 2,
                    .feed_forward = 1024,
                    .merges = 50,
                    .vocabulary = 4000,
                    .weights = kQ8};
const Shape kWide{.width = 512,
                  .heads = 8,
                  .key_value_heads = 8,
                  .feed_forward = 2048,
                  .merges = 50,
                  .vocabulary = 8000,
                  .weights = kQ8};
const Shape kShared{.width = 256,
                    .heads = 8,
                    .key_value_heads = 2,
                    .feed_forward = 1024,
                    .merges = 50,
                    .vocabulary = 64000,
                    .weights = NumberType::q4_0,
                    .shared_output = true};
const Shape kTiny{};
const Shape kEncoder{
    .width = 384, .heads = 12, .key_value_heads = 12, .feed_forward = 1536, .weights = NumberType::f16};

const Shape kReader{.layers = 4, .width = 512, .heads = 8, .feed_forward = 1024};

INSTANTIATE_TEST_SUITE_P(
    Shapes, LlamaMemory,
    testing::Values(
        Case{"llama", kTiny, {.context_length = 512, .batch = 64, .threads = 1}},
        Case{"llama", kTiny, {.context_length = 8192, .batch = 512, .threads = 1}},
        Case{"llama", kNarrow, {.context_length = 1024, .threads = 1}},
        Case{"llama", kNarrow, {.context_length = 4096, .sequences = 8, .batch = 256, .threads = 1}},
        Case{"llama", kNarrow, {.context_length = 4096, .cache_type = CacheType::q8_0, .threads = 1}},
        Case{"llama", kNarrow, {.context_length = 4096, .cache_type = CacheType::f32, .threads = 1}},
        Case{"qwen2", kWide, {.context_length = 1024, .threads = 1}},
        Case{"qwen2", kWide, {.context_length = 4096, .batch = 128, .threads = 1}},
        Case{"llama", kNarrow, {.context_length = 8192, .sequences = 8, .threads = 1}},
        Case{"llama",
             kNarrow,
             {.context_length = 8192,
              .sequences = 8,
              .batch = 64,
              .cache_type = CacheType::q8_0,
              .threads = 1}},
        Case{"qwen2", kWide, {.context_length = 2048, .sequences = 2, .threads = 1}},
        Case{"t5", kReader, {.context_length = 512, .threads = 1}},
        Case{"t5", kReader, {.context_length = 1024, .sequences = 4, .threads = 1}},
        Case{"llama", kShared, {.context_length = 1024, .sequences = 8, .threads = 1}},
        Case{"bert", kEncoder, {.threads = 1}}));

TEST(LlamaMemoryLimit, RefusesBeforeLoading) {
  const test::Scratch scratch;
  test::gguf::random_llama().write(scratch / "model.gguf");
  const auto description = inspect(scratch / "model.gguf");
  ASSERT_TRUE(description);
  ContextOptions options{.context_length = 1024, .threads = 1};
  const std::uint64_t need = memory_needed(*description, options).total();
  options.memory_limit = need;
  const auto fits = Model::load(scratch / "model.gguf", options);
  ASSERT_TRUE(fits) << fits.error().to_string();
  EXPECT_TRUE(Session::create(*fits, options));
  options.memory_limit = need - 1;
  const Buffers buffers;
  const auto refused = Model::load(scratch / "model.gguf", options);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::failure);
  EXPECT_TRUE(refused.error().message.contains("MiB of memory")) << refused.error().message;
  EXPECT_FALSE(refused.error().hint.empty());
  const auto no_session = Session::create(*fits, options);
  EXPECT_FALSE(no_session);
  EXPECT_EQ(buffers.bytes(), 0.0);
}

TEST(LlamaMemoryCache, FollowsFromTheShape) {
  // 2 layers, 2 heads of keys and values of 16 numbers each, 1024 tokens, 2 bytes.
  const test::Scratch scratch;
  test::gguf::random_llama().write(scratch / "model.gguf");
  const auto description = inspect(scratch / "model.gguf");
  ASSERT_TRUE(description);
  EXPECT_EQ(memory_needed(*description, {.context_length = 1000}).cache,
            std::uint64_t{2} * 2 * 2 * 16 * 1024 * 2);
  EXPECT_EQ(memory_needed(*description, {.context_length = 1024, .cache_type = CacheType::q8_0}).cache,
            std::uint64_t{2} * 2 * 2 * 16 * 1024 / 32 * 34);
}

}  // namespace
}  // namespace stint::llama
