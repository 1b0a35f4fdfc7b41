#include "tracker/azure/webhook.h"

#include "tracker/webhook_proof.h"

namespace stint::tracker::azure {

bool is_genuine(const WebhookRequest& request, const Secret& secret) {
  return has_password(request, secret) || has_header(request, "X-Stint-Secret", secret);
}

std::optional<WebhookEvent> read_webhook(json::Value root) {
  const std::string_view event = root["eventType"].text();
  if (event.empty()) return std::nullopt;
  WebhookEvent read;
  if (!event.starts_with("workitem.")) return read;
  // An update is a resource of its own, with the number of the update as its id.
  const json::Value resource = root["resource"];
  const auto id = resource["workItemId"].as_int() ? resource["workItemId"].as_int() : resource["id"].as_int();
  if (!id || *id <= 0) return std::nullopt;
  read.issues.push_back(std::to_string(*id));
  return read;
}

}  // namespace stint::tracker::azure
