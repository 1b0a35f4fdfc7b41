#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "jobs/channels/formats.h"

namespace stint::jobs {
namespace {

// Teams takes 28 KB; as JSON a byte of a text may become six.
constexpr std::size_t kLargest = 24'000;
constexpr std::size_t kMostItems = 15;
constexpr std::size_t kLongestTitle = 300;
constexpr std::size_t kLongestText = 800;
constexpr std::size_t kLongestFacts = 200;

JsonDocument run_of(std::string text, bool bold = false, bool subtle = false) {
  JsonDocument run = {{"type", "TextRun"}, {"text", std::move(text)}};
  if (bold) run["weight"] = "Bolder";
  if (subtle) run["isSubtle"] = true;
  return run;
}

// A paragraph that knows no Markdown.
JsonDocument paragraph(JsonDocument run) {
  return {{"type", "RichTextBlock"}, {"inlines", JsonDocument::array({std::move(run)})}};
}

JsonDocument item_block(const Message& message, const AlertItem& item) {
  JsonDocument parts = JsonDocument::array();
  parts.push_back(paragraph(run_of(item_heading(message, item), true)));
  if (!item.message.empty()) parts.push_back(paragraph(run_of(shortened(item.message, kLongestText))));
  if (!item.projects.empty()) {
    parts.push_back(paragraph(
        run_of(one_line(fmt::format("{}", fmt::join(item.projects, ", ")), kLongestFacts), false, true)));
  }
  JsonDocument block = {{"type", "Container"}, {"separator", true}, {"items", std::move(parts)}};
  if (const std::string link = safe_link(item.link); !link.empty())
    block["selectAction"] = {{"type", "Action.OpenUrl"}, {"title", "View details"}, {"url", link}};
  return block;
}

}  // namespace

std::string teams_body(const Message& message) {
  JsonDocument body = JsonDocument::array();
  body.push_back(paragraph(run_of(one_line(message.title, kLongestTitle), true)));
  if (!message.text.empty()) body.push_back(paragraph(run_of(shortened(message.text, kLongestText))));
  std::size_t shown = 0;
  std::size_t bytes = to_line(body).size();
  for (const AlertItem& item : message.items) {
    JsonDocument block = item_block(message, item);
    bytes += to_line(block).size();
    if (shown == kMostItems || bytes > kLargest) break;
    body.push_back(std::move(block));
    ++shown;
  }
  if (shown < message.items.size())
    body.push_back(paragraph(run_of(fmt::format("and {} more", message.items.size() - shown), false, true)));
  JsonDocument card = {{"$schema", "http://adaptivecards.io/schemas/adaptive-card.json"},
                       {"type", "AdaptiveCard"},
                       {"version", "1.4"},
                       {"body", std::move(body)}};
  if (const std::string link = safe_link(message.link); !link.empty()) {
    const JsonDocument open = {{"type", "Action.OpenUrl"}, {"title", "Open Stint"}, {"url", link}};
    card["actions"] = JsonDocument::array({open});
  }
  const JsonDocument attachment = {{"contentType", "application/vnd.microsoft.card.adaptive"},
                                   {"contentUrl", nullptr},
                                   {"content", std::move(card)}};
  return to_line({{"type", "message"}, {"attachments", JsonDocument::array({attachment})}});
}

}  // namespace stint::jobs
