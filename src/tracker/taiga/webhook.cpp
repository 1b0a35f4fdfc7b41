#include "tracker/taiga/webhook.h"

#include <algorithm>

#include "tracker/taiga/kinds.h"
#include "tracker/webhook_proof.h"

namespace stint::tracker::taiga {

bool is_genuine(const WebhookRequest& request, const Secret& secret) {
  return is_signed_sha1(request, "X-TAIGA-WEBHOOK-SIGNATURE", secret);
}

std::optional<WebhookEvent> read_webhook(json::Value root) {
  const std::string_view type = root["type"].text();
  if (type.empty() || root["action"].text().empty()) return std::nullopt;
  WebhookEvent read;
  read.catalogue = type == "milestone";
  const auto kind = std::ranges::find(kinds(), type, &KindInfo::history);
  if (kind == kinds().end()) return read;
  std::string id = item_id(kind->kind, root["data"]["id"]);
  if (id.empty()) return std::nullopt;
  read.issues.push_back(std::move(id));
  return read;
}

}  // namespace stint::tracker::taiga
