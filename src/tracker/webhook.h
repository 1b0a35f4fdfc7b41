// What a tracker tells by itself: a request to us when something changes in it. It says that there is
// something to be read; nothing of what it says is kept: that is asked of the tracker.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "tracker/connection.h"

namespace stint::tracker {

struct WebhookRequest {
  std::function<std::string_view(std::string_view name)> header;  // empty where there is none
  std::string_view token;                                         // of the address
  std::string_view body;
};

struct WebhookEvent {
  std::vector<std::string> issues;  // ids as read() takes them, whatever has become of them
  bool catalogue = false;           // boards, sprints, versions or projects changed
};

// Whether the request comes from somebody who knows the webhook's secret, as that product shows it:
//   Jira           X-Hub-Signature: sha256=HEX, an HMAC of the body; a Data Center that cannot sign: ?token=
//   Azure DevOps   the password of basic authentication, or the header X-Stint-Secret
//   Taiga          X-TAIGA-WEBHOOK-SIGNATURE: HEX, an HMAC-SHA-1 of the body
// An empty secret is nobody's.
[[nodiscard]] bool is_genuine(Product product, const WebhookRequest& request, const Secret& secret);

// Each id once. Events that tell nothing of issues or boards give an empty answer. ErrorCode::usage for what
// is no such product's event.
[[nodiscard]] Result<WebhookEvent> read_webhook(Product product, std::string_view body);

}  // namespace stint::tracker
