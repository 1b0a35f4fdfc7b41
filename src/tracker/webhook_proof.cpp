#include "tracker/webhook_proof.h"

#include "base/text.h"
#include "lib/openssl/hmac_sha1.h"
#include "lib/sodium/base64.h"
#include "lib/sodium/hmac.h"
#include "lib/sodium/keyed_hash.h"

namespace stint::tracker {

bool is_signed_sha256(const WebhookRequest& request, std::string_view header, std::string_view prefix,
                      const Secret& secret) {
  const std::string_view signature = request.header(header);
  return signature.starts_with(prefix) &&
         same_bytes(lower(signature.substr(prefix.size())), hmac_sha256(secret, request.body));
}

bool is_signed_sha1(const WebhookRequest& request, std::string_view header, const Secret& secret) {
  return same_bytes(lower(request.header(header)), hmac_sha1(secret, request.body));
}

bool has_password(const WebhookRequest& request, const Secret& secret) {
  constexpr std::string_view kScheme = "basic ";
  const std::string_view given = request.header("Authorization");
  if (!lower(given).starts_with(kScheme)) return false;
  const auto pair = from_base64(trimmed(given.substr(kScheme.size())));
  const std::size_t colon = pair ? pair->find(':') : std::string::npos;
  return colon != std::string::npos && same_bytes(std::string_view{*pair}.substr(colon + 1), secret.reveal());
}

bool has_header(const WebhookRequest& request, std::string_view header, const Secret& secret) {
  return same_bytes(request.header(header), secret.reveal());
}

bool has_token(const WebhookRequest& request, const Secret& secret) {
  return same_bytes(request.token, secret.reveal());
}

}  // namespace stint::tracker
