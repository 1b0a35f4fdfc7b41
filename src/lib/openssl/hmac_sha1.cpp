#include "lib/openssl/hmac_sha1.h"

#include <array>
#include <cassert>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace stint {

std::string hmac_sha1(const Secret& key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  const unsigned char* const made =
      HMAC(EVP_sha1(), key.reveal().data(), static_cast<int>(key.reveal().size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
  assert(made != nullptr);
  static_cast<void>(made);
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest.at(i));
  return hex;
}

}  // namespace stint
