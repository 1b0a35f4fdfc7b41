#include "server/guard.h"

#include <algorithm>

#include "base/text.h"

namespace stint::server {
namespace {

bool is_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// "https://name:443" → "name:443"; empty for "null" and the like.
std::string_view authority_of(std::string_view origin) {
  const std::size_t slashes = origin.find("://");
  if (slashes == std::string_view::npos) return {};
  const std::string_view authority = origin.substr(slashes + 3);
  return authority.find_first_of("/?#@\\") == std::string_view::npos ? authority : std::string_view{};
}

// Browsers leave the usual port out of both, or of none.
bool same_authority(std::string_view a, std::string_view b) {
  return !a.empty() && equal_ignoring_case(a, b);
}

bool is_json(std::string_view content_type) {
  return equal_ignoring_case(trimmed(content_type.substr(0, content_type.find(';'))), "application/json");
}

}  // namespace

std::string host_name(std::string_view authority) {
  std::string_view name = authority;
  std::string_view port;
  if (name.starts_with('[')) {
    const std::size_t end = name.find(']');
    if (end == std::string_view::npos) return {};
    port = name.substr(end + 1);
    name = name.substr(0, end + 1);
    if (!port.empty() && !port.starts_with(':')) return {};
  } else if (const std::size_t colon = name.find(':'); colon != std::string_view::npos) {
    port = name.substr(colon);
    name = name.substr(0, colon);
  }
  if (!port.empty() && !is_digits(port.substr(1))) return {};
  if (name.find_first_of(" /\\@?#") != std::string_view::npos) return {};
  if (name.ends_with('.')) name.remove_suffix(1);
  return lower(name);
}

std::optional<Answer> guard(const http::Request& request, const GuardSettings& settings) {
  const std::string_view host = request.header("Host");
  const std::string name = host_name(host);
  if (name.empty() || std::ranges::find(settings.hosts, name) == settings.hosts.end()) {
    return refusal(421, "wrong_host", "this server does not go by the name that the request gives",
                   "ask for it as localhost, or name it in the configuration: server.hosts");
  }
  if (request.method == "GET" || request.method == "HEAD") return std::nullopt;
  const std::string_view site = request.header("Sec-Fetch-Site");
  const bool foreign_site = !site.empty() && site != "same-origin" && site != "none";
  const std::string_view origin = request.header("Origin");
  if (foreign_site || (!origin.empty() && !same_authority(authority_of(origin), host))) {
    return refusal(403, "foreign_origin", "a page of another site may not change anything here");
  }
  const bool has_body = !request.body.empty() || request.method == "POST" || request.method == "PUT";
  if (has_body && !is_json(request.header("Content-Type"))) {
    return refusal(415, "not_json", "a change is asked for in JSON", "send Content-Type: application/json");
  }
  return std::nullopt;
}

}  // namespace stint::server
