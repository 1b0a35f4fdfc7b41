// POST /hooks/{connection}
#include "server/handlers/handlers.h"
#include "server/services.h"

namespace stint::server {

Result<Answer> receive_webhook(const Call& call) {
  if (!call.services.webhook) return fail(ErrorCode::not_found, "this server takes no webhooks");
  tracker::WebhookRequest request;
  request.header = [&](std::string_view name) { return call.request.header(name); };
  request.token = call.query("token");
  request.body = call.request.body;
  STINT_ASSIGN(issues, call.services.webhook(call.parts.front(), request));
  constexpr unsigned kAccepted = 202;
  return json_answer({{"issues", issues}}, kAccepted);
}

}  // namespace stint::server
