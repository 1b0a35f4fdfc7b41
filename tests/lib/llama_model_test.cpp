#include <gtest/gtest.h>
#include <random>
#include <string>

#include "lib/llama/adapter.h"
#include "lib/llama/embedder.h"
#include "lib/llama/model.h"
#include "lib/llama/session.h"
#include "support/gguf/random_model.h"
#include "support/gguf/vocabulary.h"
#include "support/scratch.h"

namespace stint::llama {
namespace {

using test::gguf::File;
using test::gguf::Shape;

class LlamaModel : public testing::Test {
 protected:
  std::shared_ptr<const Model> load(const File& file) const {
    file.write(scratch_ / "model.gguf");
    auto model = Model::load(scratch_ / "model.gguf");
    EXPECT_TRUE(model) << model.error().to_string();
    return model ? *model : nullptr;
  }
  std::filesystem::path write(const File& file, std::string_view name) const {
    file.write(scratch_ / name);
    return scratch_ / name;
  }

  test::Scratch scratch_;
};

TEST_F(LlamaModel, SaysWhatItIs) {
  const Shape shape{
      .layers = 3, .width = 96, .heads = 6, .key_value_heads = 2, .feed_forward = 160, .context = 1024};
  const auto model = load(test::gguf::random_qwen2(shape));
  ASSERT_TRUE(model);
  const Description& description = model->description();
  EXPECT_EQ(description.architecture, "qwen2");
  EXPECT_EQ(description.family, Family::decoder);
  EXPECT_EQ(description.name, "random qwen2");
  EXPECT_EQ(description.tokenizer, "gpt2");
  EXPECT_EQ(description.weights_type, "f32");
  EXPECT_EQ(description.layers, 3U);
  EXPECT_EQ(description.heads, 6U);
  EXPECT_EQ(description.key_value_heads, (std::vector<std::uint32_t>{2, 2, 2}));
  EXPECT_EQ(description.key_length, 16U);
  EXPECT_EQ(description.context_length, 1024U);
  EXPECT_EQ(description.embedding_length, 96U);
  EXPECT_EQ(description.feed_forward_length, 160U);
  EXPECT_TRUE(description.chat_template.contains("<|im_start|>"));
  EXPECT_EQ(description.vocabulary, static_cast<std::uint32_t>(model->tokenizer().size()));
  // Per layer two norms, queries, keys and values with biases, the way out, and three matrices of the
  // feed-forward net.
  const std::uint64_t layer = 2 * 96 + (96 * 96 + 96) + 2 * (96 * 32 + 32) + 96 * 96 + 3 * 96 * 160;
  const std::uint64_t parameters = 3 * layer + 96 + 2 * 96 * std::uint64_t{description.vocabulary};
  EXPECT_EQ(description.parameters, parameters);
  EXPECT_EQ(description.weights_bytes, 4 * parameters);
  EXPECT_EQ(description.file_bytes, std::filesystem::file_size(scratch_ / "model.gguf"));
}

TEST_F(LlamaModel, IsTheSameFileForTheSameSeed) {
  EXPECT_EQ(test::gguf::random_llama().bytes(), test::gguf::random_llama().bytes());
  EXPECT_NE(test::gguf::random_llama().bytes(), test::gguf::random_llama({.seed = 2}).bytes());
}

TEST_F(LlamaModel, InspectsWithoutLoading) {
  const auto file = write(test::gguf::random_bert(), "bert.gguf");
  const auto description = inspect(file);
  ASSERT_TRUE(description);
  EXPECT_EQ(description->family, Family::encoder);
  EXPECT_EQ(description->tokenizer, "bert");
}

TEST_F(LlamaModel, MissingFileIsNotFound) {
  const auto model = Model::load(scratch_ / "none.gguf");
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::not_found);
}

TEST_F(LlamaModel, BytePairsGoThereAndBack) {
  for (const bool qwen : {false, true}) {
    const auto model = load(qwen ? test::gguf::random_qwen2() : test::gguf::random_llama());
    ASSERT_TRUE(model);
    const Tokenizer& tokenizer = model->tokenizer();
    std::mt19937 random(3);
    std::vector<std::string> texts{test::gguf::sample_text(), "", " ",
                                   "Straße – 12 %, naïve \xF0\x9F\x99\x82 <|end|>", " .\n\n  don't  ,x !"};
    for (int i = 0; i < 200; ++i) {
      std::string text;
      for (std::size_t length = random() % 40; length > 0; --length)
        text += static_cast<char>(' ' + random() % 95);
      texts.push_back(text);
    }
    for (const std::string& text : texts) {
      const auto tokens = tokenizer.tokens(text, {});
      ASSERT_TRUE(tokens);
      EXPECT_EQ(tokenizer.text(*tokens), text);
      for (const Token token : *tokens) EXPECT_FALSE(tokenizer.ends(token)) << "users cannot end a text";
    }
    EXPECT_LT(tokenizer.tokens(test::gguf::sample_text(), {})->size(), test::gguf::sample_text().size() / 2);
  }
}

TEST_F(LlamaModel, ReadsSpecialTokensOnlyWhenTold) {
  const auto model = load(test::gguf::random_llama());
  ASSERT_TRUE(model);
  const Tokenizer& tokenizer = model->tokenizer();
  const auto special = tokenizer.tokens("<|end|>", {.read_special = true});
  ASSERT_TRUE(special);
  ASSERT_EQ(special->size(), 1U);
  EXPECT_TRUE(tokenizer.ends(special->front()));
  EXPECT_EQ(tokenizer.text(special->front()), "");
  EXPECT_EQ(tokenizer.tokens("a", {.add_begin = true})->size(), 2U);
  EXPECT_EQ(tokenizer.tokens("a", {})->size(), 1U);
}

TEST_F(LlamaModel, WordPiecesAreWordsInLowerCase) {
  const auto model = load(test::gguf::random_bert());
  ASSERT_TRUE(model);
  const auto tokens = model->tokenizer().tokens("The team Finished, x1", {});
  ASSERT_TRUE(tokens);
  std::vector<std::string> pieces;
  for (const Token token : *tokens) pieces.push_back(model->tokenizer().text(token));
  EXPECT_EQ(pieces, (std::vector<std::string>{" the", " team", " finished", " ,", " x", "1"}));
  EXPECT_EQ(model->tokenizer().tokens("team", {.add_begin = true})->size(), 3U);
}

TEST_F(LlamaModel, EmbedsTextsTogetherAsAlone) {
  const auto model = load(test::gguf::random_bert());
  ASSERT_TRUE(model);
  auto embedder = Embedder::create(model);
  ASSERT_TRUE(embedder) << embedder.error().to_string();
  EXPECT_EQ(embedder->dimensions(), 64U);
  EXPECT_EQ(embedder->longest(), 512U);
  const std::vector<std::string> texts{"the team finished fewer issues", "a bug", "cycle time rose",
                                       std::string(test::gguf::sample_text(), 0, 400), "a bug"};
  const auto together = embedder->embed(texts);
  ASSERT_TRUE(together) << together.error().to_string();
  ASSERT_EQ(together->size(), texts.size());
  const auto product = [](const std::vector<float>& a, const std::vector<float>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
  };
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto alone = embedder->embed({{texts[i]}});
    ASSERT_TRUE(alone);
    EXPECT_NEAR(product((*together)[i], (*together)[i]), 1.0, 1e-5);
    EXPECT_NEAR(product((*together)[i], alone->front()), 1.0, 1e-4);
  }
  EXPECT_LT(product((*together)[0], (*together)[1]), 0.999);
  EXPECT_NEAR(product((*together)[1], (*together)[4]), 1.0, 1e-5);
}

TEST_F(LlamaModel, EmbedsMoreTextsThanGoInOneBatch) {
  const auto model = load(test::gguf::random_bert());
  ASSERT_TRUE(model);
  auto embedder = Embedder::create(model);
  ASSERT_TRUE(embedder);
  std::vector<std::string> texts;
  for (int i = 0; i < 150; ++i) texts.push_back("the bug number " + std::to_string(i));
  const auto vectors = embedder->embed(texts);
  ASSERT_TRUE(vectors) << vectors.error().to_string();
  EXPECT_EQ(vectors->size(), 150U);
}

TEST_F(LlamaModel, RefusesATextTooLongToEmbed) {
  const auto model = load(test::gguf::random_bert());
  ASSERT_TRUE(model);
  auto embedder = Embedder::create(model);
  ASSERT_TRUE(embedder);
  const std::vector<std::string> texts{"short", std::string(3000, 'x')};
  const auto vectors = embedder->embed(texts);
  ASSERT_FALSE(vectors);
  EXPECT_EQ(vectors.error().code, ErrorCode::usage);
  EXPECT_EQ(vectors.error().where, "text 1");
  EXPECT_TRUE(embedder->embed({{"still works"}}));
}

TEST_F(LlamaModel, EachKindDoesItsOwnWorkOnly) {
  const auto encoder = load(test::gguf::random_bert());
  ASSERT_TRUE(encoder);
  const auto session = Session::create(encoder);
  ASSERT_FALSE(session);
  EXPECT_TRUE(session.error().message.contains("\"bert\"")) << session.error().message;
  const auto decoder = load(test::gguf::random_llama());
  ASSERT_TRUE(decoder);
  EXPECT_FALSE(Embedder::create(decoder));
}

TEST_F(LlamaModel, AdaptersAreForTheirModelOnly) {
  const Shape shape;
  const auto llama = load(test::gguf::random_llama(shape));
  const auto file = write(test::gguf::random_lora(shape, "llama"), "lora.gguf");
  EXPECT_TRUE(Adapter::load(llama, file));
  // Another architecture, other sizes, more layers, no adapter.
  const auto other = write(test::gguf::random_lora(shape, "qwen2"), "qwen.gguf");
  const auto wide = write(test::gguf::random_lora({.width = 96, .heads = 6}, "llama"), "wide.gguf");
  const auto deep = write(test::gguf::random_lora({.layers = 3}, "llama"), "deep.gguf");
  for (const auto& wrong : {other, wide, deep, scratch_ / "model.gguf"}) {
    const auto adapter = Adapter::load(llama, wrong);
    ASSERT_FALSE(adapter) << wrong;
    EXPECT_EQ(adapter.error().code, ErrorCode::usage);
    EXPECT_EQ(adapter.error().where, wrong.string());
  }
  const auto as_model = Model::load(file);
  ASSERT_FALSE(as_model);
  EXPECT_TRUE(as_model.error().message.contains("unsupported")) << as_model.error().message;
}

}  // namespace
}  // namespace stint::llama
