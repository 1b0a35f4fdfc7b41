#include <cstring>
#include <gtest/gtest.h>
#include <string>

#include "lib/llama/description.h"
#include "lib/llama/gguf_header.h"
#include "support/gguf/random_model.h"

namespace stint::llama {
namespace {

using test::gguf::File;
using test::gguf::NumberType;

Checked<Header> read(std::string_view bytes) {
  return read_header(std::as_bytes(std::span(bytes)));
}

// The flaw of a file, by name; "none" when it is fine.
std::string flaw(std::string_view bytes) {
  const auto header = read(bytes);
  if (!header) return std::string(flaw_name(header.error().flaw));
  const auto description = describe(*header, bytes.size());
  return description ? "none" : std::string(flaw_name(description.error().flaw));
}

File::Rows zeros() {
  return [](std::span<float> row, std::uint64_t) { std::ranges::fill(row, 0.0F); };
}

template <class T>
void put_at(std::string& bytes, std::size_t position, T value) {
  std::memcpy(bytes.data() + position, &value, sizeof(T));
}

// After `text`, which is in the file once.
std::size_t after(const std::string& bytes, std::string_view text) {
  const std::size_t found = bytes.find(text);
  EXPECT_NE(found, std::string::npos) << text;
  return found + text.size();
}

constexpr std::size_t kVersionAt = 4;
constexpr std::size_t kTensorCountAt = 8;
constexpr std::size_t kMetadataCountAt = 16;

TEST(GgufHeader, ReadsWhatWasWritten) {
  File file;
  file.set("a.text", "caf\xC3\xA9");
  file.set("a.number", std::uint32_t{7});
  file.set("a.negative", std::int32_t{-7});
  file.set("a.real", 0.5F);
  file.set("a.truth", true);
  file.set("a.list", std::vector<std::int32_t>{3, 4, 5});
  file.set("a.texts", std::vector<std::string>{"x", "", "yz"});
  file.add_tensor("first", NumberType::f32, {3, 5}, zeros());
  file.add_tensor("second", NumberType::q4_0, {64, 2, 3}, zeros());
  const std::string bytes = file.bytes();
  const auto header = read(bytes);
  ASSERT_TRUE(header) << header.error().reason;
  EXPECT_EQ(header->version, 3U);
  EXPECT_EQ(header->text("a.text"), "caf\xC3\xA9");
  EXPECT_EQ(header->integer("a.number"), 7U);
  EXPECT_EQ(header->integer("a.negative"), std::nullopt);
  EXPECT_EQ(header->integer("a.text"), std::nullopt);
  EXPECT_EQ(header->integer("a.list"), std::nullopt);
  EXPECT_EQ(header->text("a.number"), std::nullopt);
  EXPECT_EQ(header->integers("a.list"), (std::vector<std::uint64_t>{3, 4, 5}));
  EXPECT_EQ(header->integers("a.number"), (std::vector<std::uint64_t>{7}));
  EXPECT_TRUE(header->integers("a.texts").empty());
  EXPECT_EQ(header->find("a.texts")->count, 3U);
  EXPECT_EQ(header->find("none"), nullptr);
  ASSERT_EQ(header->tensors.size(), 2U);
  const Tensor& second = header->tensors[1];
  EXPECT_EQ(second.name, "second");
  EXPECT_EQ(second.type.name, "q4_0");
  EXPECT_EQ(second.shape, (std::array<std::int64_t, 4>{64, 2, 3, 1}));
  EXPECT_EQ(second.elements(), 384U);
  EXPECT_EQ(header->tensors[0].bytes, 60U);
  EXPECT_EQ(second.offset, 64U) << "tensors begin at multiples of 32";
  EXPECT_EQ(second.bytes, 384U / 32 * 18);
  EXPECT_EQ(header->weights_begin % 32, 0U);
  EXPECT_EQ(header->weights_begin + second.offset + second.bytes, bytes.size() - 8)
      << "216 bytes padded to 224";
}

TEST(GgufHeader, NamesTheFlaw) {
  const std::string good = test::gguf::random_llama().bytes();
  EXPECT_EQ(flaw(good), "none");
  EXPECT_EQ(flaw(""), "not_gguf");
  EXPECT_EQ(flaw("GG"), "not_gguf");
  EXPECT_EQ(flaw("<!DOCTYPE html><html>"), "not_gguf");
  EXPECT_EQ(flaw("GGUF"), "truncated");
  EXPECT_EQ(flaw(good.substr(0, good.size() - 200)), "truncated");

  const auto changed = [&](auto change) {
    std::string bytes = good;
    change(bytes);
    return flaw(bytes);
  };
  EXPECT_EQ(changed([](std::string& bytes) { put_at(bytes, kVersionAt, std::uint32_t{1}); }),
            "unsupported_version");
  EXPECT_EQ(changed([](std::string& bytes) { put_at(bytes, kVersionAt, std::uint32_t{4}); }),
            "unsupported_version");
  EXPECT_EQ(changed([](std::string& bytes) { put_at(bytes, kVersionAt, std::uint32_t{0x03000000}); }),
            "unsupported_version");
  EXPECT_EQ(changed([](std::string& bytes) { put_at(bytes, kTensorCountAt, ~std::uint64_t{0}); }),
            "malformed");
  EXPECT_EQ(changed([](std::string& bytes) { put_at(bytes, kMetadataCountAt, ~std::uint64_t{0}); }),
            "malformed");
  // The length of the first key: all there is of the file and more, and so much that sums overflow.
  for (const std::uint64_t length : {good.size() * 2, ~std::size_t{0}, ~std::size_t{0} - 24}) {
    EXPECT_EQ(changed([&](std::string& bytes) { put_at(bytes, 24, length); }), "truncated");
  }
  // An array's count.
  for (const std::uint64_t count : {~std::uint64_t{0}, ~std::uint64_t{0} / 4 + 1, std::uint64_t{1} << 40U}) {
    EXPECT_EQ(changed([&](std::string& bytes) {
                put_at(bytes, after(bytes, "tokenizer.ggml.token_type") + 8, count);
              }),
              "truncated");
  }
  // A tensor's dimensions, type and offset.
  const std::size_t shape = after(good, "output_norm.weight");
  EXPECT_EQ(changed([&](std::string& bytes) { put_at(bytes, shape, std::uint32_t{5}); }), "malformed");
  EXPECT_EQ(changed([&](std::string& bytes) { put_at(bytes, shape, std::uint32_t{0}); }), "malformed");
  EXPECT_EQ(changed([&](std::string& bytes) { put_at(bytes, shape + 4, ~std::uint64_t{0}); }), "malformed");
  EXPECT_EQ(changed([&](std::string& bytes) { put_at(bytes, shape + 4, std::uint64_t{0}); }), "malformed");
  EXPECT_EQ(changed([&](std::string& bytes) { put_at(bytes, shape + 12, std::uint32_t{4}); }), "malformed");
  EXPECT_EQ(changed([&](std::string& bytes) { put_at(bytes, shape + 12, std::uint32_t{9999}); }),
            "malformed");
  EXPECT_EQ(changed([&](std::string& bytes) { put_at(bytes, shape + 16, std::uint64_t{32}); }), "malformed");
  EXPECT_EQ(changed([&](std::string& bytes) { put_at(bytes, shape + 16, ~std::uint64_t{0}); }), "malformed");
}

TEST(GgufHeader, RefusesTheSameNameTwice) {
  File keys;
  keys.set("a", "1");
  keys.set("a", "2");
  EXPECT_EQ(flaw(keys.bytes()), "malformed");
  File names;
  names.add_tensor("t", NumberType::f32, {1}, zeros());
  names.add_tensor("t", NumberType::f32, {1}, zeros());
  EXPECT_EQ(flaw(names.bytes()), "malformed");
}

TEST(GgufHeader, RefusesRowsThatAreNoBlocks) {
  File file;
  file.add_tensor("t", NumberType::q4_0, {33}, zeros());
  EXPECT_EQ(flaw(file.header() + std::string(4096, '\0')), "malformed");
}

TEST(GgufHeader, RefusesAlignmentThatIsNone) {
  for (const std::uint32_t alignment : {0U, 3U, 48U, 1U << 30U}) {
    File file;
    file.set("general.alignment", alignment);
    EXPECT_EQ(flaw(file.bytes()), "malformed") << alignment;
  }
}

TEST(GgufHeader, NamesTheUnknownArchitecture) {
  File file;
  file.set("general.architecture", "abacus\n\x1b[31m");
  const std::string bytes = file.bytes();
  const auto header = read(bytes);
  ASSERT_TRUE(header);
  const auto description = describe(*header, bytes.size());
  ASSERT_FALSE(description);
  EXPECT_EQ(description.error().flaw, Flaw::unknown_architecture);
  EXPECT_EQ(description.error().reason, R"(the architecture "abacus\x0A\x1B[31m" is not supported)");
}

TEST(GgufHeader, ChecksWhatFilesSayOfThemselves) {
  const auto with = [](std::string_view key, std::uint32_t value) {
    // Put over the value that is there.
    std::string bytes = test::gguf::random_llama().bytes();
    put_at(bytes, after(bytes, key) + 4, value);
    return flaw(bytes);
  };
  EXPECT_EQ(with("llama.context_length", 4096), "none");
  EXPECT_EQ(with("llama.context_length", 0), "malformed");
  EXPECT_EQ(with("llama.context_length", 0xFFFFFFFF), "malformed");
  EXPECT_EQ(with("llama.block_count", 0), "malformed");
  EXPECT_EQ(with("llama.block_count", 513), "malformed");
  EXPECT_EQ(with("llama.embedding_length", 0), "malformed");
  EXPECT_EQ(with("llama.embedding_length", 32), "malformed");
  EXPECT_EQ(with("llama.attention.head_count_kv", 0), "malformed");
  EXPECT_EQ(with("llama.attention.head_count_kv", 3), "malformed");
  EXPECT_EQ(with("llama.feed_forward_length", 0xFFFFFFFF), "malformed");
  EXPECT_EQ(with("tokenizer.ggml.bos_token_id", 1'000'000), "malformed");
}

TEST(GgufHeader, ComputesWithNumbersOnly) {
  for (const std::string_view name : {"output_norm.weight", "token_embd.weight"}) {
    const std::string good = test::gguf::random_llama({.layers = 1}).bytes();
    const auto header = read(good);
    ASSERT_TRUE(header);
    const Tensor* const tensor = header->find_tensor(name);
    ASSERT_NE(tensor, nullptr);
    Header changed = *header;
    auto& copy = changed.tensors[static_cast<std::size_t>(tensor - header->tensors.data())];
    EXPECT_TRUE(describe(changed, good.size()));
    copy.type = *tensor_type(24);
    EXPECT_EQ(copy.type.name, "i8");
    EXPECT_FALSE(describe(changed, good.size()));
    copy.type = *tensor_type(8);
    EXPECT_EQ(copy.type.name, "q8_0");
    EXPECT_EQ(describe(changed, good.size()).has_value(), name == "token_embd.weight") << "vectors are f32";
  }
}

TEST(GgufHeader, TakesNoPartOfASplitModel) {
  File file = test::gguf::random_llama();
  file.set("split.count", std::uint32_t{2});
  EXPECT_EQ(flaw(file.bytes()), "unsupported");
}

TEST(GgufHeader, ErrorsNameFileFlawAndPlace) {
  const Error error = to_error({Flaw::truncated, "the file ends", 77}, "m.gguf");
  EXPECT_EQ(error.to_string(),
            "m.gguf: the file ends (truncated), at byte 77; the file may be damaged: download it again");
}

}  // namespace
}  // namespace stint::llama
