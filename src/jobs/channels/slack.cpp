#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "jobs/channels/formats.h"

namespace stint::jobs {
namespace {

// Slack's limits: 50 blocks, 150 characters in a header, 3,000 in a text.
constexpr std::size_t kMostItems = 15;
constexpr std::size_t kLongestHeader = 140;
constexpr std::size_t kLongestTitle = 280;
constexpr std::size_t kLongestText = 1200;
constexpr std::size_t kLongestFacts = 300;

// The three characters that begin links, mentions and entities in mrkdwn.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else {
      out += c;
    }
  }
  return out;
}

JsonDocument plain(std::string text) {
  return {{"type", "plain_text"}, {"text", std::move(text)}, {"emoji", false}};
}

JsonDocument section(std::string text) {
  return {{"type", "section"}, {"text", plain(std::move(text))}};
}

// Our own words, and what has been escaped.
JsonDocument context(std::string mrkdwn) {
  const JsonDocument text = {{"type", "mrkdwn"}, {"text", std::move(mrkdwn)}, {"verbatim", true}};
  return {{"type", "context"}, {"elements", JsonDocument::array({text})}};
}

std::string link_text(std::string_view link, std::string_view words) {
  const std::string safe = safe_link(link);
  return safe.empty() ? "" : fmt::format("<{}|{}>", escaped(safe), words);
}

void add_item(JsonDocument& blocks, const Message& message, const AlertItem& item) {
  std::string text = item_heading(message, item);
  text = shortened(text, kLongestTitle);
  if (!item.message.empty()) text += "\n" + shortened(item.message, kLongestText);
  blocks.push_back(section(std::move(text)));
  std::string facts = escaped(one_line(fmt::format("{}", fmt::join(item.projects, ", ")), kLongestFacts));
  const std::string link = link_text(item.link, "View details");
  if (!facts.empty() && !link.empty()) facts += " · ";
  facts += link;
  if (!facts.empty()) blocks.push_back(context(std::move(facts)));
}

}  // namespace

std::string slack_body(const Message& message) {
  JsonDocument blocks = JsonDocument::array();
  blocks.push_back({{"type", "header"}, {"text", plain(one_line(message.title, kLongestHeader))}});
  if (!message.text.empty()) blocks.push_back(section(shortened(message.text, kLongestText)));
  const std::size_t shown = std::min(message.items.size(), kMostItems);
  for (std::size_t i = 0; i < shown; ++i) add_item(blocks, message, message.items[i]);
  std::string rest = link_text(message.link, "Open Stint");
  if (shown < message.items.size())
    rest = fmt::format("and {} more{}{}", message.items.size() - shown, rest.empty() ? "" : " · ", rest);
  if (!rest.empty()) blocks.push_back(context(std::move(rest)));
  // What notifications show, which Slack reads as mrkdwn.
  return to_line({{"text", escaped(one_line(message.title, kLongestTitle))}, {"blocks", std::move(blocks)}});
}

}  // namespace stint::jobs
