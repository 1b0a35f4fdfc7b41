#include "lib/sodium/password.h"

#include <array>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <optional>
#include <sodium.h>

namespace stint {
namespace {

using Line = std::array<char, crypto_pwhash_argon2id_STRBYTES>;

// Ended by a zero, as the library reads it.
std::optional<Line> line_of(std::string_view hash) {
  Line line{};
  if (hash.size() >= line.size() || hash.contains('\0')) return std::nullopt;
  std::memcpy(line.data(), hash.data(), hash.size());
  return line;
}

std::unexpected<Error> no_memory() {
  return fail(ErrorCode::failure, "there is not enough memory to check a password", {},
              "free some memory and try again");
}

void make_ready() {
  [[maybe_unused]] static const int kReady = sodium_init();
  assert(kReady >= 0);
}

}  // namespace

Result<std::string> hash_password(const Secret& password, const PasswordCost& cost) {
  assert(cost.passes >= crypto_pwhash_argon2id_OPSLIMIT_MIN &&
         cost.memory >= crypto_pwhash_argon2id_MEMLIMIT_MIN);
  make_ready();
  Line line{};
  const std::string_view text = password.reveal();
  if (crypto_pwhash_argon2id_str(line.data(), text.data(), text.size(), cost.passes, cost.memory) != 0) {
    return no_memory();
  }
  return std::string{line.data()};
}

Result<bool> verify_password(const Secret& password, std::string_view hash) {
  make_ready();
  const auto line = line_of(hash);
  if (!line) return false;
  const std::string_view text = password.reveal();
  errno = 0;
  if (crypto_pwhash_argon2id_str_verify(line->data(), text.data(), text.size()) == 0) return true;
  if (errno == ENOMEM) return no_memory();
  return false;
}

bool needs_rehash(std::string_view hash, const PasswordCost& cost) {
  const auto line = line_of(hash);
  return !line || crypto_pwhash_argon2id_str_needs_rehash(line->data(), cost.passes, cost.memory) != 0;
}

}  // namespace stint
