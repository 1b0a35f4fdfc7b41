// Fetching into a store of its own, without waiting.
#pragma once

#include <filesystem>
#include <limits>

#include "language/models/pull.h"
#include "language/models_fixture.h"
#include "language/models_server.h"
#include "lib/sodium/sha256.h"

namespace stint::language {

inline constexpr std::size_t kOverlap = 64;
inline constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();

class Pulls : public Models {
 protected:
  Pulls() {
    network_.clock = instant_clock();
    network_.random = [state = std::uint64_t{1}]() mutable { return state += 0x9e3779b97f4a7c15U; };
    options_.download.overlap = kOverlap;
    options_.download.free_bytes = [](const std::filesystem::path&) { return std::uint64_t{1} << 40U; };
  }

  Result<Pulled> pull(const FileServer& server, std::string name = "m", std::string sha256 = {}) const {
    const Verified verified = sha256.empty() ? Verified::recorded : Verified::given;
    return pull_from(
        {.name = std::move(name), .url = server.url(), .sha256 = std::move(sha256), .verified = verified});
  }
  Result<Pulled> pull_from(const PullSource& source, const std::stop_token& stop = {}) const {
    return pull_model(store_, source, network_, options_, kThen, stop);
  }
  [[nodiscard]] std::string part() const { return test::read_file(store_.part_of("m")); }

  void expect_here(const Result<Pulled>& pulled, const std::string& content) const {
    ASSERT_TRUE(pulled) << pulled.error().to_string();
    EXPECT_EQ(pulled->model.sha256, sha256_of(content));
    EXPECT_EQ(test::read_file(pulled->model.file), content);
    EXPECT_FALSE(std::filesystem::exists(store_.part_of("m")));
    EXPECT_FALSE(std::filesystem::exists(store_.record_of("m")));
  }
  // Nothing that could be taken for a model.
  void expect_nothing() const {
    EXPECT_FALSE(std::filesystem::exists(store_.file_of("m")));
    EXPECT_TRUE(store_.read()->models.empty());
  }

  const std::string content_ = llama_bytes();
  PullNetwork network_;
  PullOptions options_;
};

}  // namespace stint::language
