#include "server/target.h"

#include "lib/simdjson/utf8.h"

namespace stint::server {
namespace {

constexpr std::size_t kMostParts = 64;  // of paths and of queries

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::unexpected<Error> bad(std::string_view what) {
  return fail(ErrorCode::usage, "the address " + std::string{what}, {},
              "write it as the API's description does");
}

// Calls `each` with the parts between `separator`; stops where it says no.
template <class Each>
bool split(std::string_view text, char separator, Each each) {
  while (true) {
    const std::size_t end = text.find(separator);
    if (!each(text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex(text[i + 1]);
      const int low = hex(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return std::nullopt;
    out += c;
  }
  if (!is_valid_utf8(out)) return std::nullopt;
  return out;
}

Result<Target> parse_target(std::string_view target) {
  if (!target.starts_with('/')) return bad("does not begin with a slash");
  Target out;
  const std::size_t question = target.find('?');
  out.path = target.substr(0, question);
  const bool path_fits = out.path == "/" || split(out.path.substr(1), '/', [&](std::string_view part) {
                           auto segment = percent_decoded(part, false);
                           if (!segment || segment->empty() || *segment == "." || *segment == ".." ||
                               out.segments.size() == kMostParts)
                             return false;
                           out.segments.push_back(std::move(*segment));
                           return true;
                         });
  if (!path_fits) return bad("has a part that is empty, goes up, or is not well encoded");
  if (question == std::string_view::npos || question + 1 == target.size()) return out;
  const bool query_fits = split(target.substr(question + 1), '&', [&](std::string_view part) {
    const std::size_t equals = part.find('=');
    auto name = percent_decoded(part.substr(0, equals), true);
    auto value = percent_decoded(
        equals == std::string_view::npos ? std::string_view{} : part.substr(equals + 1), true);
    if (!name || !value || out.query.size() == kMostParts) return false;
    out.query.emplace_back(std::move(*name), std::move(*value));
    return true;
  });
  if (!query_fits) return bad("has a query that is not well encoded");
  return out;
}

}  // namespace stint::server
