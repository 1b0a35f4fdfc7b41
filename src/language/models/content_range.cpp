#include "language/models/content_range.h"

#include <charconv>

namespace stint::language {

std::optional<std::uint64_t> parse_bytes(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<ContentRange> parse_content_range(std::string_view text) {
  constexpr std::string_view kUnit = "bytes ";
  if (!text.starts_with(kUnit)) return std::nullopt;
  text.remove_prefix(kUnit.size());
  const std::size_t dash = text.find('-');
  const std::size_t slash = text.find('/');
  if (dash == std::string_view::npos || slash == std::string_view::npos || slash < dash) return std::nullopt;
  const auto first = parse_bytes(text.substr(0, dash));
  const auto last = parse_bytes(text.substr(dash + 1, slash - dash - 1));
  if (!first || !last || *last < *first) return std::nullopt;
  ContentRange range{*first, *last, std::nullopt};
  if (const std::string_view total = text.substr(slash + 1); total != "*") {
    range.total = parse_bytes(total);
    if (!range.total || *range.total <= *last) return std::nullopt;
  }
  return range;
}

std::string validator_of(const curl::Headers& headers) {
  // A weak one holds for files that are alike rather than the same.
  const auto tag = curl::find_header(headers, "ETag");
  if (tag && tag->starts_with('"') && tag->size() > 2) return std::string{*tag};
  return std::string{curl::find_header(headers, "Last-Modified").value_or("")};
}

bool fits_validator(const curl::Headers& headers, std::string_view validator) {
  if (validator.empty()) return true;
  const auto now = curl::find_header(headers, validator.starts_with('"') ? "ETag" : "Last-Modified");
  return !now || *now == validator;
}

}  // namespace stint::language
