#include <fmt/format.h>

#include "jobs/channels/formats.h"
#include "lib/sodium/hmac.h"

namespace stint::jobs {

std::string webhook_body(const Message& message, Instant sent_at) {
  JsonDocument items = JsonDocument::array();
  for (const AlertItem& item : message.items) {
    JsonDocument row = to_json(item);
    row.erase("content_hash");
    row["link"] = safe_link(item.link);
    items.push_back(std::move(row));
  }
  return to_line({{"schema", "stint.alert/1"},
                  {"event", message.purpose},
                  {"id", message.id},
                  {"sent_at", format_iso(sent_at)},
                  {"rule", message.rule},
                  {"title", message.title},
                  {"text", message.text},
                  {"link", safe_link(message.link)},
                  {"items", std::move(items)}});
}

curl::Headers webhook_headers(const Message& message, std::string_view body, const Secret& key,
                              Instant sent_at) {
  curl::Headers headers{{"Content-Type", "application/json"},
                        {"X-Stint-Event", message.purpose},
                        {"X-Stint-Delivery", message.id}};
  if (key.empty()) return headers;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(sent_at).time_since_epoch().count();
  const std::string signature = hmac_sha256(key, fmt::format("{}.{}", seconds, body));
  headers.push_back({"X-Stint-Signature", fmt::format("t={},v1={}", seconds, signature)});
  headers.push_back({"X-Hub-Signature-256", "sha256=" + hmac_sha256(key, body)});
  return headers;
}

}  // namespace stint::jobs
