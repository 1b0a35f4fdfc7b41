#include "lib/sodium/sha256.h"

#include <algorithm>
#include <cstring>
#include <sodium.h>

namespace stint {
namespace {

using State = crypto_hash_sha256_state;

State load(const std::byte* bytes) {
  State state;
  std::memcpy(&state, bytes, sizeof state);
  return state;
}

const unsigned char* raw(const std::byte* bytes) {
  return reinterpret_cast<const unsigned char*>(bytes);
}

}  // namespace

Sha256::Sha256() {
  static_assert(sizeof(State) == sizeof(state_));
  State state;
  crypto_hash_sha256_init(&state);
  std::memcpy(state_.data(), &state, sizeof state);
}

void Sha256::add(std::span<const std::byte> bytes) {
  State state = load(state_.data());
  crypto_hash_sha256_update(&state, raw(bytes.data()), bytes.size());
  std::memcpy(state_.data(), &state, sizeof state);
}

void Sha256::add(std::string_view text) {
  add(std::as_bytes(std::span{text}));
}

std::string Sha256::hex() const {
  State state = load(state_.data());
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256_final(&state, digest.data());
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : digest) {
    text += digits[byte >> 4U];
    text += digits[byte & 0xfU];
  }
  return text;
}

std::string sha256_of(std::string_view text) {
  Sha256 hash;
  hash.add(text);
  return hash.hex();
}

bool is_sha256(std::string_view text) {
  return text.size() == std::size_t{2} * crypto_hash_sha256_BYTES &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace stint
