#include "lib/sodium/random.h"

#include <cassert>
#include <sodium.h>
#include <vector>

namespace stint {

std::string random_hex(std::size_t count) {
  [[maybe_unused]] static const int kReady = sodium_init();
  assert(kReady >= 0);
  std::vector<unsigned char> bytes(count);
  randombytes_buf(bytes.data(), bytes.size());
  std::string digits(count * 2 + 1, '\0');  // with the terminator that the library writes
  sodium_bin2hex(digits.data(), digits.size(), bytes.data(), bytes.size());
  digits.pop_back();
  return digits;
}

}  // namespace stint
