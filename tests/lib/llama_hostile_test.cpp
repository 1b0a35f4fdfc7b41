// Files that are damaged, or made to do damage: an error or a model that works, never a crash.
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <random>
#include <string>

#include "lib/llama/adapter.h"
#include "lib/llama/embedder.h"
#include "lib/llama/gguf_header.h"
#include "lib/llama/model.h"
#include "lib/llama/session.h"
#include "lib/simdjson/utf8.h"
#include "support/gguf/random_model.h"
#include "support/scratch.h"

namespace stint::llama {
namespace {

using test::gguf::File;
using test::gguf::Shape;

// More with STINT_LONG_TESTS=1.
int rounds(int usual) {
  static const bool kLong = std::getenv("STINT_LONG_TESTS") != nullptr;
  return kLong ? usual * 25 : usual;
}

const Shape kSmall{.layers = 1, .merges = 20};

class HostileFile : public testing::Test {
 protected:
  // Loads it, and uses what was loaded.
  void use(const std::string& bytes) {
    std::ofstream(scratch_ / "model.gguf", std::ios::binary | std::ios::trunc) << bytes;
    const ContextOptions options{
        .context_length = 256, .batch = 64, .memory_limit = std::uint64_t{1} << 28U, .threads = 1};
    const auto model = Model::load(scratch_ / "model.gguf", options);
    if (!model) return complain(model.error());
    if ((*model)->description().family == Family::encoder) {
      auto embedder = Embedder::create(*model, options);
      if (!embedder) return complain(embedder.error());
      const auto vectors = embedder->embed({{"a bug"}});
      if (!vectors) return complain(vectors.error());
    } else {
      auto session = Session::create(*model, options);
      if (!session) return complain(session.error());
      const auto tokens = (*model)->tokenizer().tokens("The team", {.add_begin = true});
      if (!tokens) return complain(tokens.error());
      const auto said = session->generate(
          {.shared = {},
           .prompts = {{.tokens = *tokens, .max_tokens = 3, .sampling = {}, .grammar = {}, .constraint = {}}},
           .adapter = {}});
      if (!said) return complain(said.error());
    }
    ++used_;
  }

  void complain(const Error& error) {
    ++refused_;
    EXPECT_FALSE(error.message.empty());
    EXPECT_TRUE(is_valid_utf8(error.to_string()));
  }

  test::Scratch scratch_;
  int refused_ = 0;
  int used_ = 0;
};

TEST_F(HostileFile, CutAnywhere) {
  const std::string bytes = test::gguf::random_llama(kSmall).bytes();
  const std::size_t header = test::gguf::random_llama(kSmall).header().size();
  std::mt19937 random(11);
  for (int i = 0; i < rounds(200); ++i) {
    // Half of the cuts within what stands before the weights.
    const std::size_t length = random() % (i % 2 == 0 ? header : bytes.size() - 64);
    const auto read = read_header(std::as_bytes(std::span(bytes).first(length)));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().flaw, length < 4 ? Flaw::not_gguf : Flaw::truncated) << length;
    use(bytes.substr(0, length));
  }
  EXPECT_EQ(refused_, rounds(200));
}

TEST_F(HostileFile, BitsTurnedInTheHeader) {
  std::mt19937 random(12);
  for (const int kind : {0, 1, 2}) {
    const File file = kind == 0   ? test::gguf::random_llama(kSmall)
                      : kind == 1 ? test::gguf::random_bert(kSmall)
                                  : test::gguf::random_t5(kSmall);
    const std::string bytes = file.bytes();
    const std::size_t header = file.header().size();
    for (int i = 0; i < rounds(300); ++i) {
      std::string damaged = bytes;
      for (std::size_t turns = 1 + random() % 3; turns > 0; --turns) {
        damaged[random() % header] ^= static_cast<char>(1U << (random() % 8));
      }
      use(damaged);
    }
  }
  EXPECT_GT(refused_, 100);
  EXPECT_GT(used_, 10);
}

// The values that tell the sizes are a small part of the header; here each of them is something else.
TEST_F(HostileFile, EveryNumberSomethingElse) {
  for (const int kind : {0, 1, 2, 3}) {
    const File file = kind == 0   ? test::gguf::random_llama(kSmall)
                      : kind == 1 ? test::gguf::random_qwen2(kSmall)
                      : kind == 2 ? test::gguf::random_bert(kSmall)
                                  : test::gguf::random_t5(kSmall);
    const std::string bytes = file.bytes();
    const auto header = read_header(std::as_bytes(std::span(bytes)));
    ASSERT_TRUE(header);
    for (const Metadata& entry : header->metadata) {
      if (entry.type == ValueType::array || entry.type == ValueType::text) continue;
      const auto position =
          static_cast<std::size_t>(entry.bytes.data() - std::as_bytes(std::span(bytes)).data());
      for (const std::uint32_t value :
           {0U, 1U, 2U, 3U, 7U, 33U, 255U, 65'537U, 0x7FFFFFFFU, 0x80000000U, 0xFFFFFFFFU}) {
        std::string damaged = bytes;
        for (std::size_t i = 0; i < entry.bytes.size(); ++i)
          damaged[position + i] = static_cast<char>(value >> (8 * i));
        use(damaged);
      }
    }
  }
  EXPECT_GT(refused_, 100);
}

// A tokenizer's table, and where it ends: llama.cpp takes both on trust.
TEST_F(HostileFile, ReplacementsThatEndElsewhere) {
  using Bytes = std::vector<std::uint8_t>;
  const std::vector<Bytes> tables{{0xFF, 0xFF, 0xFF, 0xFF, 0},     // a length beyond the end
                                  {1, 0, 0, 0},                    // likewise, by one
                                  {0, 0, 0},                       // no length
                                  {4, 0, 0, 0, 0, 0, 0, 0, 'a'}};  // a text without an end
  for (const Bytes& table : tables) {
    File file = test::gguf::random_t5(kSmall);
    file.set("tokenizer.ggml.precompiled_charsmap", std::span(table));
    use(file.bytes());
    EXPECT_FALSE(inspect(scratch_ / "model.gguf")) << "before llama.cpp sees it";
  }
  EXPECT_EQ(refused_, static_cast<int>(tables.size()));
  File file = test::gguf::random_t5(kSmall);
  // A table of 256 entries that match nothing, and an empty text.
  Bytes harmless(4 + 1024 + 1, 0);
  harmless[1] = 4;
  file.set("tokenizer.ggml.precompiled_charsmap", std::span(harmless));
  use(file.bytes());
  EXPECT_EQ(used_, 1);
}

TEST_F(HostileFile, DistancesThatAreMissing) {
  File file = test::gguf::random_t5(kSmall);
  std::string bytes = file.bytes();
  for (const std::string_view name : {"enc.blk.0.attn_rel_b.weight", "dec.blk.0.attn_rel_b.weight"}) {
    std::string damaged = bytes;
    damaged[damaged.find(name)] = 'x';
    use(damaged);
    EXPECT_FALSE(inspect(scratch_ / "model.gguf")) << "before llama.cpp sees it";
  }
  EXPECT_EQ(refused_, 2);
}

TEST_F(HostileFile, WeightsThatAreNoNumbers) {
  std::string bytes = test::gguf::random_llama(kSmall).bytes();
  const std::size_t header = test::gguf::random_llama(kSmall).header().size();
  std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(header), bytes.end(), '\xFF');
  use(bytes);
}

TEST_F(HostileFile, AdaptersWithBitsTurned) {
  test::gguf::random_llama(kSmall).write(scratch_ / "base.gguf");
  const auto model = Model::load(scratch_ / "base.gguf");
  ASSERT_TRUE(model);
  auto session = Session::create(*model, {.context_length = 256, .batch = 64, .threads = 1});
  ASSERT_TRUE(session);
  Request request{
      .shared = {},
      .prompts = {{.tokens = {1, 2}, .max_tokens = 2, .sampling = {}, .grammar = {}, .constraint = {}}},
      .adapter = {}};
  const File file = test::gguf::random_lora(kSmall, "llama");
  const std::string bytes = file.bytes();
  const std::size_t header = file.header().size();
  std::mt19937 random(13);
  for (int i = 0; i < rounds(200); ++i) {
    std::string damaged = bytes;
    damaged[random() % header] ^= static_cast<char>(1U << (random() % 8));
    if (i % 3 == 0) damaged.resize(random() % damaged.size());
    std::ofstream(scratch_ / "lora.gguf", std::ios::binary | std::ios::trunc) << damaged;
    const auto adapter = Adapter::load(*model, scratch_ / "lora.gguf");
    if (!adapter) {
      complain(adapter.error());
      continue;
    }
    request.adapter = *adapter;
    const auto said = session->generate(request);
    if (!said) complain(said.error());
    ++used_;
  }
  EXPECT_GT(refused_, 50);
  EXPECT_GT(used_, 5);
}

}  // namespace
}  // namespace stint::llama
