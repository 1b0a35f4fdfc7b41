// The webhooks ("service hooks") of Azure DevOps.
#pragma once

#include <optional>

#include "lib/simdjson/json.h"
#include "tracker/webhook.h"

namespace stint::tracker::azure {

[[nodiscard]] bool is_genuine(const WebhookRequest& request, const Secret& secret);
// Nothing for what is no event.
[[nodiscard]] std::optional<WebhookEvent> read_webhook(json::Value root);

}  // namespace stint::tracker::azure
