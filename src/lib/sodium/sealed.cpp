#include "lib/sodium/sealed.h"

#include <sodium.h>

#include "lib/sodium/base64.h"

namespace stint {
namespace {

constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;

unsigned char* raw(char* bytes) {
  return reinterpret_cast<unsigned char*>(bytes);
}
const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

SealKey::SealKey(std::string_view material) {
  static_assert(sizeof(bytes_) == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
  crypto_generichash(bytes_.data(), bytes_.size(), raw(material), material.size(), nullptr, 0);
}

SealKey::~SealKey() {
  sodium_memzero(bytes_.data(), bytes_.size());
}

std::string seal(const SealKey& key, const Secret& secret, std::string_view bound_to) {
  const std::string_view text = secret.reveal();
  std::string sealed(kNonce + text.size() + kTag, '\0');
  randombytes_buf(sealed.data(), kNonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(sealed.data() + kNonce), nullptr, raw(text), text.size(),
                                             raw(bound_to), bound_to.size(), nullptr, raw(sealed.data()),
                                             key.data());
  return base64_of(sealed);
}

std::optional<Secret> unseal(const SealKey& key, std::string_view sealed, std::string_view bound_to) {
  const auto bytes = from_base64(sealed);
  if (!bytes || bytes->size() < kNonce + kTag) return std::nullopt;
  std::string text(bytes->size() - kNonce - kTag, '\0');
  const int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
      raw(text.data()), nullptr, nullptr, raw(std::string_view{*bytes}.substr(kNonce)),
      bytes->size() - kNonce, raw(bound_to), bound_to.size(), raw(std::string_view{*bytes}), key.data());
  if (opened != 0) return std::nullopt;
  return Secret{std::move(text)};
}

}  // namespace stint
