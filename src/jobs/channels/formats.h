// A message in the formats that receivers read. Pure: the same message and time give the same bytes. Texts of
// trackers are escaped for each, so that they are shown as they are and do nothing else.
#pragma once

#include <string>

#include "base/instant.h"
#include "base/secret.h"
#include "jobs/channels/channel.h"
#include "jobs/channels/message.h"
#include "lib/curl/transport.h"

namespace stint::jobs {

// {"schema": "stint.alert/1", "event", "id", "sent_at", "rule", "title", "text", "link", "items":
// [{"insight_id", "kind", "severity", "change", "projects", "title", "message", "link"}]}
[[nodiscard]] std::string webhook_body(const Message& message, Instant sent_at);

// Headers that say what a webhook's body is and, with a key, that it comes from us: "X-Stint-Signature:
// t=SECONDS, v1=HEX" over "SECONDS.BODY", against replays, and "X-Hub-Signature-256: sha256=HEX" over the
// body alone, which many receivers know. Both are HMAC-SHA-256 with the key.
[[nodiscard]] curl::Headers webhook_headers(const Message& message, std::string_view body, const Secret& key,
                                            Instant sent_at);

// For a Slack incoming webhook: blocks, tracker texts as plain_text. At most 15 items.
[[nodiscard]] std::string slack_body(const Message& message);

// For a Teams workflow that was made for webhooks: a message with an Adaptive Card 1.4, tracker texts as text
// runs, which know no Markdown. Within Teams' 28 KB.
[[nodiscard]] std::string teams_body(const Message& message);

// A whole HTML document with styles inline, as mail programs want them.
[[nodiscard]] std::string mail_html(const Message& message);
// The same in plain text.
[[nodiscard]] std::string mail_plain(const Message& message);
// The whole mail (RFC 5322, MIME): text and HTML as alternatives, attachments behind them. Lines end in CR
// LF.
[[nodiscard]] std::string mail_text(const Message& message, const MailSettings& settings, Instant sent_at);

}  // namespace stint::jobs
