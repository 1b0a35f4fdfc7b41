#include "lib/xxhash/hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace stint {

std::uint64_t content_hash(std::string_view bytes, std::uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

}  // namespace stint
