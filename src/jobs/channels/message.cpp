#include "jobs/channels/message.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "lib/simdjson/json.h"
#include "lib/sodium/base64.h"

namespace stint::jobs {
namespace {

constexpr std::size_t kLongestHeading = 300;

std::string count_of(std::size_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

std::string judged_heading(const AlertItem& item) {
  const std::string_view change = change_word(item.change);
  return fmt::format("{}{}: {}", severity_word(item.severity),
                     change.empty() ? "" : fmt::format(" ({})", change),
                     one_line(item.title, kLongestHeading));
}

std::string title_of(const std::vector<AlertItem>& items) {
  if (items.size() == 1) return judged_heading(items[0]);
  std::array<std::size_t, 3> counts{};
  for (const AlertItem& item : items) ++counts.at(static_cast<std::size_t>(item.severity));
  std::string parts;
  for (const AlertSeverity severity : {AlertSeverity::error, AlertSeverity::warning, AlertSeverity::info}) {
    const std::size_t count = counts.at(static_cast<std::size_t>(severity));
    if (count == 0) continue;
    constexpr std::array<std::string_view, 3> kWords{"note", "warning", "error"};
    parts += (parts.empty() ? "" : ", ") + count_of(count, kWords.at(static_cast<std::size_t>(severity)));
  }
  return fmt::format("{}: {}", count_of(items.size(), "finding"), parts);
}

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '\x7f';
}

}  // namespace

Message alert_message(std::string rule, std::vector<AlertItem> items) {
  std::ranges::stable_sort(items, std::ranges::greater{}, &AlertItem::severity);
  Message message;
  message.purpose = "alert";
  message.rule = std::move(rule);
  message.title = title_of(items);
  message.items = std::move(items);
  return message;
}

std::string stored(const Message& message) {
  JsonDocument items = JsonDocument::array();
  for (const AlertItem& item : message.items) items.push_back(to_json(item));
  JsonDocument attachments = JsonDocument::array();
  for (const Attachment& each : message.attachments) {
    attachments.push_back({{"file_name", each.file_name},
                           {"media_type", each.media_type},
                           {"content", base64_of(each.content)}});
  }
  return to_line({{"id", message.id},
                  {"purpose", message.purpose},
                  {"rule", message.rule},
                  {"title", message.title},
                  {"text", message.text},
                  {"items", std::move(items)},
                  {"link", message.link},
                  {"html", message.html},
                  {"attachments", std::move(attachments)}});
}

Result<Message> stored_message(std::string_view text) {
  json::Parser parser;
  STINT_ASSIGN(root, parser.parse(text));
  Message message;
  message.id = root["id"].text();
  message.purpose = root["purpose"].text();
  message.rule = root["rule"].text();
  message.title = root["title"].text();
  message.text = root["text"].text();
  for (const json::Value item : root["items"].items()) message.items.push_back(item_of_json(item));
  message.link = root["link"].text();
  message.html = root["html"].text();
  for (const json::Value each : root["attachments"].items()) {
    auto content = from_base64(each["content"].text());
    if (!content) return fail(ErrorCode::failure, "a stored attachment is damaged");
    message.attachments.push_back(
        {std::string(each["file_name"].text()), std::string(each["media_type"].text()), std::move(*content)});
  }
  return message;
}

std::string_view severity_word(AlertSeverity severity) {
  constexpr std::array<std::string_view, 3> kWords{"Note", "Warning", "Error"};
  return kWords.at(static_cast<std::size_t>(severity));
}

std::string_view change_word(AlertChange change) {
  if (change == AlertChange::fresh) return "new";
  return change == AlertChange::worse ? "worse" : "";
}

std::string item_heading(const Message& message, const AlertItem& item) {
  return message.purpose == "report" ? one_line(item.title, kLongestHeading) : judged_heading(item);
}

std::string shortened(std::string_view text, std::size_t most) {
  constexpr std::string_view kMore = "…";
  std::string out;
  if (text.size() <= most) {
    out = text;
  } else {
    std::size_t end = most > kMore.size() ? most - kMore.size() : 0;
    while (end > 0 && is_continuation(text[end])) --end;
    out = text.substr(0, end);
    out += kMore;
  }
  std::ranges::replace_if(out, [](char c) { return is_control(c) && c != '\n'; }, ' ');
  return out;
}

std::string one_line(std::string_view text, std::size_t most) {
  std::string out = shortened(text, most);
  std::ranges::replace(out, '\n', ' ');
  return out;
}

std::string safe_link(std::string_view link) {
  constexpr std::size_t kLongest = 2000;
  const bool web = link.starts_with("https://") || link.starts_with("http://");
  const bool plain = std::ranges::all_of(
      link, [](char c) { return c > 0x20 && c < 0x7f && !std::string_view{"<>\"'|\\^`{}()"}.contains(c); });
  return web && plain && link.size() <= kLongest ? std::string{link} : std::string{};
}

}  // namespace stint::jobs
