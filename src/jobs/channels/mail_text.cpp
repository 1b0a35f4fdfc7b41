// A mail's headers and parts: RFC 5322, RFC 2045 to 2047.
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <vector>

#include "base/text.h"
#include "jobs/channels/formats.h"
#include "lib/sodium/base64.h"

namespace stint::jobs {
namespace {

namespace chr = std::chrono;

constexpr std::size_t kLineBytes = 76;
constexpr std::size_t kLongestSubject = 400;

// In base64, so that no line of it can be anything else than content.
std::string wrapped_base64(std::string_view bytes) {
  const std::string all = base64_of(bytes);
  std::string text;
  for (std::size_t at = 0; at < all.size(); at += kLineBytes) text += all.substr(at, kLineBytes) + "\r\n";
  return text;
}

bool is_plain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; }) && !text.contains("=?") &&
         trimmed(text) == text;
}

// As it is when it is short and plain; else as encoded words (RFC 2047), each of whole characters, one a
// line.
std::string header_text(std::string_view text) {
  constexpr std::size_t kLongestPlain = 60;
  constexpr std::size_t kWordBytes = 42;  // 56 in base64, 68 with what is around it
  if (text.size() <= kLongestPlain && is_plain(text)) return std::string{text};
  std::string out;
  while (!text.empty()) {
    std::size_t end = std::min(text.size(), kWordBytes);
    while (end < text.size() && end > 1 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
    out += fmt::format("{}=?UTF-8?B?{}?=", out.empty() ? "" : "\r\n ", base64_of(text.substr(0, end)));
    text.remove_prefix(end);
  }
  return out;
}

// "Sat, 21 Nov 2026 22:53:54 +0000"
std::string date_text(Instant instant) {
  constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = chr::floor<chr::days>(instant);
  const chr::year_month_day date{day};
  const chr::hh_mm_ss time{chr::floor<chr::seconds>(instant - day)};
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", kDays.at(chr::weekday{day}.c_encoding()),
                     static_cast<unsigned>(date.day()), kMonths.at(static_cast<unsigned>(date.month()) - 1),
                     static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

// One address a line, because together they may be too long for one.
std::string receivers(const std::vector<std::string>& to) {
  std::string text;
  for (const std::string& each : to) text += (text.empty() ? "" : ",\r\n ") + each;
  return text;
}

std::string part(std::string_view type, std::string_view content, std::string_view more = {}) {
  return fmt::format("Content-Type: {}\r\n{}Content-Transfer-Encoding: base64\r\n\r\n{}", type, more,
                     wrapped_base64(content));
}

std::string multipart(std::string_view kind, std::string_view boundary,
                      const std::vector<std::string>& parts) {
  std::string text = fmt::format("Content-Type: multipart/{};\r\n boundary=\"{}\"\r\n\r\n", kind, boundary);
  for (const std::string& each : parts) text += fmt::format("--{}\r\n{}", boundary, each);
  return text + fmt::format("--{}--\r\n", boundary);
}

// What a parameter of a header can hold without quoting.
std::string plain_name(std::string_view text, std::string_view besides, std::string_view otherwise) {
  std::string out;
  for (const char c : text.substr(0, 50)) {
    const bool good = (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || besides.contains(c);
    out += good ? c : '_';
  }
  return out.empty() ? std::string{otherwise} : out;
}

std::string attachment_part(const Attachment& attachment) {
  const std::string disposition = fmt::format("Content-Disposition: attachment;\r\n filename=\"{}\"\r\n",
                                              plain_name(attachment.file_name, "-_.", "attachment"));
  return part(plain_name(attachment.media_type, "/-+.", "application/octet-stream"), attachment.content,
              disposition);
}

}  // namespace

std::string mail_text(const Message& message, const MailSettings& settings, Instant sent_at) {
  const std::string id = plain_name(message.id, "-", "message");
  const std::string domain = settings.from.substr(settings.from.find('@') + 1);
  std::string text = fmt::format("From: Stint <{}>\r\n", settings.from);
  text += fmt::format("To: {}\r\n", receivers(settings.to));
  text += fmt::format("Subject: {}\r\n", header_text(one_line(message.title, kLongestSubject)));
  text += fmt::format("Date: {}\r\n", date_text(sent_at));
  text += fmt::format("Message-ID: <{}@{}>\r\n", id, domain);
  // So that no absence notice answers (RFC 3834).
  text += "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n";
  const std::string body = multipart("alternative", "=_alternative_" + id,
                                     {part("text/plain; charset=utf-8", mail_plain(message)),
                                      part("text/html; charset=utf-8", mail_html(message))});
  if (message.attachments.empty()) return text + body;
  std::vector<std::string> parts{body};
  for (const Attachment& attachment : message.attachments) parts.push_back(attachment_part(attachment));
  return text + multipart("mixed", "=_mixed_" + id, parts);
}

}  // namespace stint::jobs
