// Small model files and a store of their own for each test.
#pragma once

#include <gtest/gtest.h>

#include "language/models/add_model.h"
#include "language/models/store.h"
#include "support/gguf/random_model.h"
#include "support/scratch.h"

namespace stint::language {

inline constexpr Instant kThen = from_epoch_ms(1'763'740'800'000);

inline test::gguf::Shape small_shape(std::uint64_t seed = 1) {
  return {.layers = 1,
          .width = 32,
          .heads = 2,
          .key_value_heads = 1,
          .feed_forward = 32,
          .context = 256,
          .merges = 10,
          .seed = seed};
}
inline std::string llama_bytes(std::uint64_t seed = 1) {
  return test::gguf::random_llama(small_shape(seed)).bytes();
}
inline std::string bert_bytes() {
  return test::gguf::random_bert(small_shape()).bytes();
}

class Models : public ::testing::Test {
 protected:
  std::filesystem::path write_model(std::string_view name, std::string_view bytes) const {
    return scratch_.write(name, bytes);
  }
  Result<Added> add(std::string_view file_name, std::string_view bytes,
                    const AddOptions& options = {}) const {
    return add_model(store_, write_model(file_name, bytes), options, kThen);
  }
  [[nodiscard]] std::string list_text() const { return test::read_file(store_.folder() / "models.json"); }

  test::Scratch scratch_;
  ModelStore store_{scratch_ / "data/models"};
};

}  // namespace stint::language
