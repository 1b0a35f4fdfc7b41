#include "access/token.h"

#include "lib/sodium/base64.h"
#include "lib/sodium/keyed_hash.h"
#include "lib/sodium/random.h"
#include "lib/sodium/sha256.h"

namespace stint::access {
namespace {

constexpr std::size_t kTokenBytes = 32;

unsigned value_of(char digit) {
  return static_cast<unsigned>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

}  // namespace

Randomness system_randomness() {
  return [](std::size_t count) {
    const std::string digits = random_hex(count);
    std::string bytes;
    for (std::size_t i = 0; i < count; ++i) {
      bytes += static_cast<char>(value_of(digits[2 * i]) << 4U | value_of(digits[2 * i + 1]));
    }
    return bytes;
  };
}

std::string base64url_of(std::string_view bytes) {
  std::string text = base64_of(bytes);
  while (text.ends_with('=')) text.pop_back();
  for (char& c : text) {
    if (c == '+') c = '-';
    if (c == '/') c = '_';
  }
  return text;
}

Secret new_token(const Randomness& random) {
  return Secret{base64url_of(random(kTokenBytes))};
}

std::string hash_of(const Secret& token) {
  return sha256_of(token.reveal());
}

std::string csrf_token(const Secret& session) {
  // A token is never that short; an empty one would be no key.
  if (session.reveal().size() != kTokenLength) return {};
  return base64url_of(keyed_hash(session.reveal(), "stint csrf token 1"));
}

bool is_csrf_token(std::string_view presented, const Secret& session) {
  const std::string expected = csrf_token(session);
  return !expected.empty() && same_bytes(presented, expected);
}

}  // namespace stint::access
