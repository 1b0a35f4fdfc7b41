#include "tracker/jira/webhook.h"

#include <algorithm>
#include <array>
#include <span>

#include "tracker/json_values.h"
#include "tracker/webhook_proof.h"

namespace stint::tracker::jira {
namespace {

// "jira:issue_updated" begins with "jira:" where it came with the first webhooks, and without where later.
constexpr std::string_view kOldPrefix = "jira:";

bool starts_with_any(std::string_view event, std::span<const std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return event.starts_with(word); });
}

}  // namespace

bool is_genuine_cloud(const WebhookRequest& request, const Secret& secret) {
  return is_signed_sha256(request, "X-Hub-Signature", "sha256=", secret);
}

bool is_genuine_data_center(const WebhookRequest& request, const Secret& secret) {
  return is_genuine_cloud(request, secret) || has_token(request, secret);
}

std::optional<WebhookEvent> read_webhook(json::Value root) {
  std::string_view event = root["webhookEvent"].text();
  if (event.empty()) return std::nullopt;
  if (event.starts_with(kOldPrefix)) event.remove_prefix(kOldPrefix.size());
  WebhookEvent read;
  const auto add = [&](json::Value id) {
    if (std::string text = id_text_of(id); !text.empty()) read.issues.push_back(std::move(text));
  };
  constexpr std::array<std::string_view, 4> kOfIssues{"issue_", "comment_", "worklog_", "attachment_"};
  constexpr std::array<std::string_view, 5> kOfBoards{"sprint_", "board_", "version_", "project_", "option_"};
  if (event.starts_with("issuelink_")) {
    add(root["issueLink"]["sourceIssueId"]);
    add(root["issueLink"]["destinationIssueId"]);
  } else if (starts_with_any(event, kOfIssues)) {
    add(root["issue"]["id"]);
    add(root["worklog"]["issueId"]);
  } else {
    read.catalogue = starts_with_any(event, kOfBoards);
  }
  return read;
}

}  // namespace stint::tracker::jira
