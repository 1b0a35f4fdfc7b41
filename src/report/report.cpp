#include "report/report.h"

#include <fmt/format.h>
#include <iterator>
#include <utility>

namespace stint::report {

Value text(std::string text) {
  return {Value::Kind::text, 0, std::move(text)};
}
Value number(double number) {
  return {Value::Kind::number, number, {}};
}
Value share(double fraction) {
  return {Value::Kind::share, fraction, {}};
}
Value key(std::string key) {
  return {Value::Kind::key, 0, std::move(key)};
}
Value undefined(std::string reason) {
  return {Value::Kind::undefined, 0, std::move(reason)};
}

Value number(const std::optional<double>& number, std::string reason) {
  return number ? report::number(*number) : undefined(std::move(reason));
}

Value share(const std::optional<double>& fraction, std::string reason) {
  return fraction ? report::share(*fraction) : undefined(std::move(reason));
}

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::info:
      break;
  }
  return "info";
}

std::vector<std::size_t> first_note_numbers(const Report& report) {
  std::vector<std::size_t> numbers;
  std::size_t next = 1;
  for (const Section& section : report.sections) {
    numbers.push_back(next);
    next += section.notes.size();
  }
  return numbers;
}

std::optional<std::size_t> note_number(const Report& report, const Figure& figure) {
  if (!figure.note) return std::nullopt;
  const auto first = first_note_numbers(report);
  for (std::size_t i = 0; i < report.sections.size(); ++i) {
    const Section& section = report.sections[i];
    if (section.id == figure.section && *figure.note < section.notes.size()) return first[i] + *figure.note;
  }
  return std::nullopt;
}

std::string value_text(const Value& value) {
  switch (value.kind) {
    case Value::Kind::text:
    case Value::Kind::key:
      return value.text;
    case Value::Kind::number:
      return chart::figure(value.number);
    case Value::Kind::share:
      return chart::percent(value.number);
    case Value::Kind::undefined:
      break;
  }
  return "–";
}

std::string as_of_text(const Report& report) {
  const Day day = chart::day_of(report.as_of_local);
  const std::chrono::hh_mm_ss time{report.as_of_local - day};
  return fmt::format("{}, {:02}:{:02} {}", chart::long_date(day), time.hours().count(),
                     time.minutes().count(), report.time_zone);
}

std::string dateline(const Report& report) {
  std::string line;
  for (const std::string& part : {report.project, report.board, report.sprint}) {
    if (part.empty()) continue;
    line += part;
    line += " · ";
  }
  return line + "as of " + as_of_text(report);
}

std::string issue_address(const Report& report, std::string_view key) {
  const std::string& url = report.issue_url;
  if (!url.starts_with("https://") && !url.starts_with("http://")) return {};
  std::string address = url;
  for (const char c : key) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    if (plain) {
      address += c;
    } else {
      fmt::format_to(std::back_inserter(address), "%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return address;
}

}  // namespace stint::report
