// Names, hashes, and the list of models as text.
#include <gtest/gtest.h>
#include <random>

#include "language/models/content_range.h"
#include "language/models/model_name.h"
#include "language/models/store_index.h"
#include "lib/sodium/sha256.h"

namespace stint::language {
namespace {

// FIPS 180-4's own examples, from NIST's "SHA256.pdf" and the million of "a".
TEST(Sha256, GivesThePublishedHashes) {
  EXPECT_EQ(sha256_of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256_of(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, DoesNotCareHowTheBytesCome) {
  std::mt19937 random{7};
  std::string text(3000, '\0');
  for (char& c : text) c = static_cast<char>(random());
  for (int round = 0; round < 50; ++round) {
    Sha256 hash;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t count = std::min<std::size_t>(random() % 200, text.size() - at);
      hash.add(std::string_view{text}.substr(at, count));
      static_cast<void>(hash.hex());  // looking at it in between changes nothing
      at += count;
    }
    EXPECT_EQ(hash.hex(), sha256_of(text));
  }
}

TEST(Sha256, IsToldFromOtherTexts) {
  EXPECT_TRUE(is_sha256(std::string(64, 'a')));
  for (const std::string& text : {std::string(63, 'a'), std::string(65, 'a'), std::string(64, 'A'),
                                  std::string(63, 'a') + "g", std::string{}}) {
    EXPECT_FALSE(is_sha256(text)) << text;
  }
}

TEST(ModelName, IsNoPath) {
  for (const char* name : {"a", "llama-3.2-1b", "qwen2.5_0.5b-q4_k_m", "0"})
    EXPECT_TRUE(is_model_name(name)) << name;
  for (const std::string& name :
       {std::string{}, std::string{"../a"}, std::string{".."}, std::string{"."}, std::string{"/etc/passwd"},
        std::string{"a/b"}, std::string{"a\\b"}, std::string{"a\0b", 3}, std::string{"A"}, std::string{"-a"},
        std::string{".hidden"}, std::string{"a b"}, std::string{"ä"}, std::string{"a\n"},
        std::string{"a.gguf"}, std::string{"a.part"}, std::string{"a.json"}, std::string{"a.new"},
        std::string(81, 'a')}) {
    EXPECT_FALSE(is_model_name(name)) << name;
    EXPECT_EQ(check_model_name(name).error().code, ErrorCode::usage);
  }
}

TEST(ModelName, IsMadeOfAFilesName) {
  EXPECT_EQ(model_name_of("Llama-3.2-1B-Instruct-Q4_K_M.gguf"), "llama-3.2-1b-instruct-q4_k_m");
  EXPECT_EQ(model_name_of("My Model (v2).GGUF"), "my-model-v2");
  EXPECT_EQ(model_name_of("../../x.gguf"), "x");
  EXPECT_EQ(model_name_of("..gguf"), "");
  EXPECT_EQ(model_name_of("模型.gguf"), "");
  EXPECT_EQ(model_name_of(".gguf"), "");
  EXPECT_EQ(model_name_of(std::string(300, 'x') + ".gguf"), std::string(80, 'x'));
}

TEST(ContentRange, IsReadStrictly) {
  const auto range = parse_content_range("bytes 5-9/10");
  ASSERT_TRUE(range);
  EXPECT_EQ(range->first, 5U);
  EXPECT_EQ(range->last, 9U);
  EXPECT_EQ(range->total, 10U);
  EXPECT_EQ(parse_content_range("bytes 0-0/*")->total, std::nullopt);
  for (const char* text : {"", "bytes", "bytes */10", "bytes 5-9", "bytes 9-5/10", "bytes 5-10/10",
                           "bytes -9/10", "bytes 5-/10", "bytes 5-9/", "bytes 5-9/x", "items 5-9/10",
                           "bytes 5-9/10 ", "bytes 0-99999999999999999999/100000000000000000000"}) {
    EXPECT_FALSE(parse_content_range(text)) << text;
  }
}

TEST(ContentRange, TakesOnlyStrongTagsForThatPurpose) {
  EXPECT_EQ(validator_of({{"etag", "\"x\""}, {"Last-Modified", "now"}}), "\"x\"");
  EXPECT_EQ(validator_of({{"ETag", "W/\"x\""}, {"Last-Modified", "now"}}), "now");
  EXPECT_EQ(validator_of({{"ETag", "W/\"x\""}}), "");
  EXPECT_TRUE(fits_validator({{"ETag", "\"x\""}}, "\"x\""));
  EXPECT_FALSE(fits_validator({{"ETag", "\"y\""}}, "\"x\""));
  EXPECT_TRUE(fits_validator({}, "now"));
}

StoredModel model_named(std::string name, llama::Family family = llama::Family::decoder) {
  StoredModel model;
  model.file = name + ".gguf";
  model.name = std::move(name);
  model.family = family;
  model.bytes = 12;
  model.sha256 = sha256_of(model.name);
  model.written = 1'700'000'000'123'456'789;
  model.source = "https://example.com/\"x\"";
  model.added = from_epoch_ms(1'700'000'000'123);
  return model;
}

StoreIndex sample_index() {
  StoreIndex index;
  StoredModel linked = model_named("z");
  linked.linked = true;
  linked.file = "/somewhere/else/z file.gguf";
  linked.licence = "Apache-2.0";
  linked.verified = Verified::given;
  index.put(linked);
  index.put(model_named("a"));
  index.put(model_named("e", llama::Family::encoder));
  index.default_model = "a";
  index.uses = {{Task::draft, "z"}, {Task::embed, "e"}};
  index.downloads = {{"0123456789abcdef", "https://example.com/a.gguf", sha256_of("a")}};
  return index;
}

TEST(StoreIndex, ComesBackAsItWas) {
  const StoreIndex index = sample_index();
  const std::string text = to_text(index);
  const auto read = parse_store_index(text);
  ASSERT_TRUE(read) << read.error().to_string();
  EXPECT_EQ(to_text(*read), text);
  ASSERT_EQ(read->models.size(), 3U);
  EXPECT_EQ(read->models[0].name, "a");
  EXPECT_EQ(read->models[0].written, 1'700'000'000'123'456'789);
  EXPECT_EQ(read->models[2].file, "/somewhere/else/z file.gguf");
  EXPECT_TRUE(read->models[2].linked);
  EXPECT_EQ(read->models[2].licence, "Apache-2.0");
  EXPECT_EQ(read->models[0].added, from_epoch_ms(1'700'000'000'123));
  EXPECT_EQ(read->used_for(Task::insights), "a");
  EXPECT_EQ(read->used_for(Task::draft), "z");
  EXPECT_EQ(read->used_for(Task::embed), "e");
  EXPECT_EQ(read->downloads, index.downloads);
}

TEST(StoreIndex, OfAnyLengthButItsOwnIsDamaged) {
  const std::string text = to_text(sample_index());
  for (std::size_t length = 0; length < text.size(); ++length) {
    const auto read = parse_store_index(std::string_view{text}.substr(0, length));
    if (read) {
      EXPECT_EQ(to_text(*read), text) << length;
    } else {
      EXPECT_EQ(read.error().code, ErrorCode::failure) << length;
      EXPECT_TRUE(read.error().message.contains("damaged")) << length;
    }
  }
}

TEST(StoreIndex, WithAByteChangedIsDamagedOrTellsTheSameModels) {
  // Figures and texts may change unnoticed, but no path may lead out and no model may get lost.
  const std::string text = to_text(sample_index());
  std::mt19937 random{11};
  for (int round = 0; round < 4000; ++round) {
    std::string changed = text;
    changed[random() % changed.size()] = static_cast<char>(random());
    const auto read = parse_store_index(changed);
    if (!read) continue;
    EXPECT_EQ(read->models.size(), 3U);
    for (const StoredModel& model : read->models) {
      EXPECT_TRUE(is_model_name(model.name));
      EXPECT_TRUE(is_sha256(model.sha256));
      if (!model.linked) {
        EXPECT_EQ(model.file, model.name + ".gguf");
      }
    }
  }
}

TEST(StoreIndex, RefusesWhatWouldLeadOutOfTheFolder) {
  const std::string text = to_text(sample_index());
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string changed = text;
    const std::size_t at = changed.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return changed.replace(at, from.size(), to);
  };
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"\"a.gguf\"", "\"../a.gguf\""},
           {"\"a.gguf\"", "\"/etc/passwd\""},
           {"\"a.gguf\"", "\"b.gguf\""},
           {"\"a.gguf\"", "\"a.gguf\\u0000\""},
           {"\"name\": \"a\"", "\"name\": \"../a\""},
           {"/somewhere/else/z file.gguf", "z.gguf"},
           {"/somewhere/else/z file.gguf", "/somewhere/../etc/z.gguf"},
           {"/somewhere/else/z file.gguf", "/a\\u0000b"},
           {"\"verified\": \"given\"", "\"verified\": \"yes\""},
           {"\"kind\": \"encoder\"", "\"kind\": \"decoder\""},  // used to make vectors
           {"\"default\": \"a\"", "\"default\": \"nobody\""},
           {"\"draft\": \"z\"", "\"dreams\": \"z\""},
           {"\"bytes\": 12", "\"bytes\": -12"},
           {"\"bytes\": 12", "\"bytes\": \"12\""},
           {"\"name\": \"e\"", "\"name\": \"a\""}}) {
    const auto read = parse_store_index(with(from, to));
    ASSERT_FALSE(read) << from << " " << to;
    EXPECT_EQ(read.error().code, ErrorCode::failure);
  }
  const auto newer = parse_store_index(with("stint.model-store/1", "stint.model-store/2"));
  ASSERT_FALSE(newer);
  EXPECT_EQ(newer.error().code, ErrorCode::conflict);
}

TEST(StoreIndex, TellsUrlsApartWithoutShowingThem) {
  EXPECT_NE(url_id("https://x/a?id=1"), url_id("https://x/a?id=2"));
  EXPECT_EQ(url_id("https://x/a"), sha256_of("https://x/a").substr(0, 16));
}

}  // namespace
}  // namespace stint::language
