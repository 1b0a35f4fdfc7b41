#include "language/quality/links.h"

#include <algorithm>

#include "language/quality/text_units.h"
#include "lib/utf8proc/characters.h"

namespace stint::language {
namespace {

using Hosts = std::span<const std::string>;

bool is_allowed_host(std::string_view host, Hosts allowed) {
  return std::ranges::any_of(allowed, [host](std::string_view one) {
    if (one.starts_with("*.")) return host.size() + 1 > one.size() && host.ends_with(one.substr(1));
    return host == one;
  });
}

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

// `rest` is what follows "://", in lower case.
bool leads_to_allowed(std::string_view rest, Hosts allowed) {
  std::string_view authority = rest.substr(0, rest.find_first_of("/?# \t\r\n)>]}\"'|"));
  // A full stop after an address is the sentence's.
  while (!authority.empty() && std::string_view{".,;:!"}.find(authority.back()) != std::string_view::npos) {
    authority.remove_suffix(1);
  }
  const std::size_t colon = authority.find(':');
  const std::string_view host = authority.substr(0, colon);
  if (colon != std::string_view::npos) {
    const std::string_view port = authority.substr(colon + 1);
    if (!std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; })) return false;
  }
  return !host.empty() && std::ranges::all_of(host, is_host_character) && is_allowed_host(host, allowed);
}

bool is_scheme_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

// The whole address around a "://" at `at`.
std::size_t begin_of_scheme(std::string_view lower, std::size_t at) {
  while (at > 0 && is_scheme_character(lower[at - 1])) --at;
  return at;
}

bool is_web_address(std::string_view target) {
  return target.starts_with("http://") || target.starts_with("https://");
}

constexpr std::size_t kNone = std::string_view::npos;

// Each of these gives where the first forbidden link begins.
std::size_t forbidden_address(std::string_view lower, Hosts allowed) {
  constexpr std::string_view kMark = "://";
  for (std::size_t at = lower.find(kMark); at != kNone; at = lower.find(kMark, at + 1)) {
    const std::size_t begin = begin_of_scheme(lower, at);
    const std::string_view scheme = lower.substr(begin, at - begin);
    const bool web = scheme == "http" || scheme == "https";
    if (!web || !leads_to_allowed(lower.substr(at + kMark.size()), allowed)) return begin;
  }
  constexpr std::string_view kBare = "www.";
  for (std::size_t at = lower.find(kBare); at != kNone; at = lower.find(kBare, at + 1)) {
    // With a scheme it was looked at above.
    if (at > 0 && (is_host_character(lower[at - 1]) || lower[at - 1] == '/')) continue;
    if (!leads_to_allowed(lower.substr(at), allowed)) return at;
  }
  return kNone;
}

// "[text](target)" and "![text](target)": hosts were looked at above, so that only a web address is left to
// be asked for.
std::size_t forbidden_inline(std::string_view lower) {
  constexpr std::string_view kMark = "](";
  for (std::size_t at = lower.find(kMark); at != kNone; at = lower.find(kMark, at + 1)) {
    const std::size_t target = lower.find_first_not_of(" \t\r\n<", at + kMark.size());
    if (target == kNone) return at;
    if (!is_web_address(lower.substr(target))) return at + kMark.size();
  }
  return kNone;
}

// "[name]: target" at the beginning of a line.
std::size_t forbidden_definition(std::string_view lower) {
  constexpr std::string_view kMark = "]:";
  for (std::size_t at = lower.find(kMark); at != kNone; at = lower.find(kMark, at + 1)) {
    const std::size_t line_end = at == 0 ? kNone : lower.rfind('\n', at);
    const std::size_t begin = lower.find_first_not_of(" >-*\t", line_end == kNone ? 0 : line_end + 1);
    if (begin == kNone || lower[begin] != '[') continue;
    const std::size_t target = lower.find_first_not_of(" \t\r\n<", at + kMark.size());
    if (target == kNone || !is_web_address(lower.substr(target))) return begin;
  }
  return kNone;
}

}  // namespace

std::string forbidden_link(std::string_view text, Hosts allowed_hosts) {
  const std::string lower = lower_case(text);
  const std::size_t at = std::min(
      {forbidden_address(lower, allowed_hosts), forbidden_inline(lower), forbidden_definition(lower)});
  if (at == kNone) return {};
  const std::string_view rest = std::string_view{lower}.substr(at);
  return excerpt(rest.substr(0, rest.find_first_of(" \n")));
}

}  // namespace stint::language
