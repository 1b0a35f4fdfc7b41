// What a mail says, as HTML and as plain text.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "jobs/channels/formats.h"

namespace stint::jobs {
namespace {

constexpr std::size_t kMostItems = 100;
constexpr std::size_t kLongestText = 4000;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '\n':
        out += "<br>\n";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string_view colour_of(AlertSeverity severity) {
  if (severity == AlertSeverity::error) return "#b3261e";
  return severity == AlertSeverity::warning ? "#b26a00" : "#5f6368";
}

std::string projects_of(const AlertItem& item) {
  return one_line(fmt::format("{}", fmt::join(item.projects, ", ")), kLongestText);
}

std::string link_html(std::string_view link, std::string_view words) {
  const std::string safe = safe_link(link);
  return safe.empty() ? "" : fmt::format("<p><a href=\"{}\">{}</a></p>\n", escaped(safe), words);
}

std::string item_html(const Message& message, const AlertItem& item) {
  std::string text = fmt::format("<div style=\"border-left:4px solid {};padding:2px 12px;margin:16px 0\">\n",
                                 colour_of(item.severity));
  text +=
      fmt::format("<p style=\"margin:0\"><strong>{}</strong></p>\n", escaped(item_heading(message, item)));
  if (!item.message.empty())
    text += fmt::format("<p>{}</p>\n", escaped(shortened(item.message, kLongestText)));
  if (!item.projects.empty())
    text += fmt::format("<p style=\"color:#5f6368\">{}</p>\n", escaped(projects_of(item)));
  return text + link_html(item.link, "View details") + "</div>\n";
}

}  // namespace

std::string mail_html(const Message& message) {
  if (!message.html.empty()) return message.html;
  const std::string title = escaped(one_line(message.title, kLongestText));
  std::string html = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{0}</title></head>\n"
      "<body style=\"font-family:sans-serif;max-width:640px\">\n<h1 style=\"font-size:20px\">{0}</h1>\n",
      title);
  if (!message.text.empty())
    html += fmt::format("<p>{}</p>\n", escaped(shortened(message.text, kLongestText)));
  std::size_t shown = 0;
  for (const AlertItem& item : message.items) {
    if (shown++ == kMostItems) break;
    html += item_html(message, item);
  }
  if (message.items.size() > kMostItems)
    html += fmt::format("<p>and {} more</p>\n", message.items.size() - kMostItems);
  html += link_html(message.link, "Open Stint");
  if (!message.rule.empty())
    html += fmt::format("<p style=\"color:#5f6368\">Sent by the rule \"{}\".</p>\n", escaped(message.rule));
  return html + "</body></html>\n";
}

std::string mail_plain(const Message& message) {
  std::string text = one_line(message.title, kLongestText) + "\n";
  if (!message.text.empty()) text += "\n" + shortened(message.text, kLongestText) + "\n";
  std::size_t shown = 0;
  for (const AlertItem& item : message.items) {
    if (shown++ == kMostItems) break;
    text += "\n" + item_heading(message, item) + "\n";
    if (!item.message.empty()) text += shortened(item.message, kLongestText) + "\n";
    if (!item.projects.empty()) text += projects_of(item) + "\n";
    if (const std::string link = safe_link(item.link); !link.empty()) text += link + "\n";
  }
  if (message.items.size() > kMostItems)
    text += fmt::format("\nand {} more\n", message.items.size() - kMostItems);
  if (const std::string link = safe_link(message.link); !link.empty()) text += "\n" + link + "\n";
  if (!message.rule.empty()) text += fmt::format("\nSent by the rule \"{}\".\n", message.rule);
  return text;
}

}  // namespace stint::jobs
