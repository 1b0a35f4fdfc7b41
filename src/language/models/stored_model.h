// A model file that the store knows.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "lib/llama/architecture.h"

namespace stint::language {

// Where the hash comes from that the file was held against.
enum class Verified : std::uint8_t {
  catalogue,  // published with the catalogue's entry
  given,      // by whoever added or fetched it
  recorded,   // nobody vouches for it: taken from the file itself when it came
};
[[nodiscard]] std::string_view verified_name(Verified verified);

struct StoredModel {
  std::string name;
  std::filesystem::path file;  // absolute; in the store's folder unless `linked`
  bool linked = false;         // lies elsewhere and is not ours
  llama::Family family = llama::Family::decoder;
  std::uint64_t bytes = 0;
  std::string sha256;      // of the whole file, 64 hexadecimal digits
  std::int64_t written{};  // nanoseconds since 1970, as the file system says; to notice changes
  std::string source;      // a path, or a URL without query and credentials
  std::string licence;     // empty: not known
  Instant added{};
  Verified verified = Verified::recorded;

  // "name@1f2e3d4c5b6a": the name, and the first 12 digits of the hash.
  [[nodiscard]] std::string provenance() const;
};

}  // namespace stint::language
