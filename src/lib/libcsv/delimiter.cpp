#include "lib/libcsv/delimiter.h"

#include <algorithm>
#include <array>

namespace stint::csv {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::array kDelimiters{',', ';', '\t'};

// The first record, its line end not included; nothing when a line end outside quotes is yet to come.
std::optional<std::string_view> first_record(std::string_view text, bool complete) {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (!quoted && (text[i] == '\n' || text[i] == '\r')) return text.substr(0, i);
  }
  return complete ? std::optional(text) : std::nullopt;
}

char most_frequent(std::string_view record) {
  std::array<std::size_t, kDelimiters.size()> counts{};
  bool quoted = false;
  for (const char c : record) {
    if (c == '"') quoted = !quoted;
    for (std::size_t d = 0; d < kDelimiters.size(); ++d) {
      if (!quoted && c == kDelimiters[d]) ++counts[d];
    }
  }
  return kDelimiters[static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin())];
}

}  // namespace

std::optional<Start> find_start(std::string_view head, bool complete) {
  Start start;
  if (head.starts_with(kByteOrderMark)) start.skip = kByteOrderMark.size();
  // Line ends before the first record are no records.
  std::string_view rest = head.substr(start.skip);
  while (rest.starts_with('\n') || rest.starts_with('\r')) rest.remove_prefix(1);
  const auto record = first_record(rest, complete);
  if (!record) return std::nullopt;
  const bool says = record->size() == 5 && record->starts_with("sep=") && record->back() != '"';
  start.delimiter = says ? record->back() : most_frequent(*record);
  if (says) start.skip = head.size() - rest.size() + record->size();
  return start;
}

}  // namespace stint::csv
