// How a webhook's request shows that its sender knows the secret. All compare in time that does not depend on
// the contents.
#pragma once

#include "tracker/webhook.h"

namespace stint::tracker {

// The header is `prefix` and the HMAC of the body in hexadecimal digits.
[[nodiscard]] bool is_signed_sha256(const WebhookRequest& request, std::string_view header,
                                    std::string_view prefix, const Secret& secret);
[[nodiscard]] bool is_signed_sha1(const WebhookRequest& request, std::string_view header,
                                  const Secret& secret);
[[nodiscard]] bool has_password(const WebhookRequest& request, const Secret& secret);  // of any user
[[nodiscard]] bool has_header(const WebhookRequest& request, std::string_view header, const Secret& secret);
[[nodiscard]] bool has_token(const WebhookRequest& request, const Secret& secret);

}  // namespace stint::tracker
