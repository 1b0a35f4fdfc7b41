// Jira's webhooks, of Cloud and Data Center alike.
#pragma once

#include <optional>

#include "lib/simdjson/json.h"
#include "tracker/webhook.h"

namespace stint::tracker::jira {

[[nodiscard]] bool is_genuine_cloud(const WebhookRequest& request, const Secret& secret);
[[nodiscard]] bool is_genuine_data_center(const WebhookRequest& request, const Secret& secret);
// Nothing for what is no event.
[[nodiscard]] std::optional<WebhookEvent> read_webhook(json::Value root);

}  // namespace stint::tracker::jira
