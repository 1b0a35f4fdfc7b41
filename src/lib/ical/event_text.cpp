#include "lib/ical/event_text.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace stint::ical {
namespace {

// A single event longer than this is no holiday.
constexpr std::size_t kMostBytes = 1'000'000;

constexpr std::array<std::string_view, 9> kWanted{"DTSTART", "DTEND", "DURATION", "RRULE",        "RDATE",
                                                  "EXDATE",  "UID",   "STATUS",   "RECURRENCE-ID"};

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool equal(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, upper, upper);
}

bool is_wanted(std::string_view line) {
  const std::string_view name = line.substr(0, line.find_first_of(":;"));
  return std::ranges::any_of(kWanted, [&](std::string_view wanted) { return equal(name, wanted); });
}

std::unexpected<Error> wrong(int line, std::string message) {
  return fail(ErrorCode::usage, std::move(message), fmt::format("line {}", line));
}

}  // namespace

EventReader::EventReader(std::string_view text) : rest_(text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (rest_.starts_with(kByteOrderMark)) rest_.remove_prefix(kByteOrderMark.size());
}

std::optional<std::string_view> EventReader::next_line() {
  if (rest_.empty()) return std::nullopt;
  const std::size_t end = std::min(rest_.find('\n'), rest_.size());
  std::string_view line = rest_.substr(0, end);
  rest_.remove_prefix(std::min(end + 1, rest_.size()));
  ++line_;
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
  return line;
}

Result<std::optional<EventText>> EventReader::next() {
  EventText event;
  int event_depth = 0;   // at which the event stands; 0: not in one
  bool wanted = false;   // of the line that a folded one goes on
  bool any = line_ > 0;  // line with something in it
  while (const auto line = next_line()) {
    if (line->empty()) continue;
    if (line->front() == ' ' || line->front() == '\t') {
      if (wanted) event.text += line->substr(1);
      if (event.text.size() > kMostBytes) return wrong(event.line, "an event of more than 1 MB");
      continue;
    }
    constexpr std::string_view kBegin = "BEGIN:";
    constexpr std::string_view kEnd = "END:";
    const bool begins = line->size() >= kBegin.size() && equal(line->substr(0, kBegin.size()), kBegin);
    const bool ends = line->size() >= kEnd.size() && equal(line->substr(0, kEnd.size()), kEnd);
    if (depth_ == 0 && !(begins && equal(line->substr(kBegin.size()), "VCALENDAR"))) {
      return wrong(line_, any ? "this is outside of the calendar" : "this is not an iCalendar file");
    }
    any = true;
    if (begins) {
      ++depth_;
      if (depth_ == 2 && equal(line->substr(kBegin.size()), "VEVENT")) {
        event_depth = depth_;
        event.line = line_;
        event.text = "BEGIN:VEVENT";
      }
      wanted = false;
    } else if (ends) {
      --depth_;
      wanted = false;
      if (depth_ + 1 == event_depth) {
        event.text += "\r\nEND:VEVENT\r\n";
        return std::optional{std::move(event)};
      }
    } else {
      wanted = event_depth != 0 && depth_ == event_depth && is_wanted(*line);
      if (wanted) event.text.append("\r\n").append(*line);
    }
    if (event.text.size() > kMostBytes) return wrong(event.line, "an event of more than 1 MB");
  }
  if (!any) return wrong(1, "this is not an iCalendar file");
  if (event_depth != 0) return wrong(event.line, "the file ends within the event that begins here");
  if (depth_ != 0) return wrong(line_, "the file ends within the calendar");
  return std::optional<EventText>{};
}

}  // namespace stint::ical
