#include "tracker/webhook.h"

#include <algorithm>
#include <utility>

#include "lib/simdjson/json.h"
#include "tracker/connector.h"

namespace stint::tracker {

bool is_genuine(Product product, const WebhookRequest& request, const Secret& secret) {
  return !secret.reveal().empty() && product_info(product).webhook.is_genuine(request, secret);
}

Result<WebhookEvent> read_webhook(Product product, std::string_view body) {
  json::Parser parser;
  const auto root = parser.parse(body);
  if (!root || !root->is_object()) return fail(ErrorCode::usage, "the body of the webhook is no JSON object");
  auto event = product_info(product).webhook.read(*root);
  if (!event) return fail(ErrorCode::usage, "this is no event of the connection's tracker");
  std::ranges::sort(event->issues);
  const auto again = std::ranges::unique(event->issues);
  event->issues.erase(again.begin(), again.end());
  return std::move(*event);
}

}  // namespace stint::tracker
