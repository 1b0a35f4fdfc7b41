#include "lib/curl/url.h"

#include <charconv>
#include <curl/curl.h>
#include <memory>
#include <optional>

#include "lib/curl/library.h"

namespace stint::curl {
namespace {

// libcurl takes a few megabytes; nothing that we speak to needs this much.
constexpr std::size_t kLongestUrl = 65536;

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using UrlHandle = std::unique_ptr<CURLU, FreeUrl>;

std::optional<std::string> part(CURLU* url, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, flags) != CURLUE_OK || text == nullptr) return std::nullopt;
  std::string copy{text};
  curl_free(text);
  return copy;
}

bool is_scheme_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '-' ||
         c == '.';
}

// Length of "scheme:" at the start; 0 without.
std::size_t scheme_length(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size() && is_scheme_character(text[i])) ++i;
  return i > 0 && i < text.size() && text[i] == ':' ? i + 1 : 0;
}

std::string authority_of(std::string_view text) {
  const std::size_t scheme = scheme_length(text);
  if (scheme == 0 || !text.substr(scheme).starts_with("//")) return {};
  text.remove_prefix(scheme + 2);
  return std::string{text.substr(0, text.find_first_of("/?#"))};
}

std::uint16_t default_port(std::string_view scheme) {
  if (scheme == "https") return 443;
  return scheme == "http" ? 80 : 0;
}

Result<Url> read_parts(CURLU* handle, std::string_view written) {
  Url url;
  url.scheme = part(handle, CURLUPART_SCHEME).value_or("");
  url.host = part(handle, CURLUPART_HOST).value_or("");
  if (url.scheme.empty() || url.host.empty()) return fail(ErrorCode::usage, "the URL names no host");
  for (char& c : url.host) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  if (url.host.starts_with('[') && url.host.ends_with(']'))
    url.host = url.host.substr(1, url.host.size() - 2);
  url.zone = part(handle, CURLUPART_ZONEID).value_or("");
  const std::string port = part(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT).value_or("0");
  std::from_chars(port.data(), port.data() + port.size(), url.port);
  url.path = part(handle, CURLUPART_PATH).value_or("/");
  if (auto query = part(handle, CURLUPART_QUERY)) url.path += "?" + *query;
  auto user = part(handle, CURLUPART_USER, CURLU_URLDECODE);
  auto password = part(handle, CURLUPART_PASSWORD, CURLU_URLDECODE);
  url.written_authority = authority_of(written);
  url.credentials = user || password || url.written_authority.contains('@');
  url.user = std::move(user).value_or("");
  url.password = std::move(password).value_or("");
  return url;
}

Outcome set_url(CURLU* handle, std::string_view text) {
  if (text.size() > kLongestUrl) return fail(ErrorCode::usage, "the URL is longer than any should be");
  if (text.contains('\0')) return fail(ErrorCode::usage, "the URL holds a zero byte");
  const std::string copy{text};
  const CURLUcode code = curl_url_set(handle, CURLUPART_URL, copy.c_str(), CURLU_URLENCODE);
  if (code == CURLUE_OK) return {};
  return fail(ErrorCode::usage, std::string{"not a URL: "} + curl_url_strerror(code), "",
              "write it as https://HOST/PATH");
}

}  // namespace

std::string Url::origin() const {
  const bool six = host.contains(':');
  std::string text = scheme;
  text += six ? "://[" : "://";
  text += host;
  if (six) text += ']';
  if (port != default_port(scheme)) text += ":" + std::to_string(port);
  return text;
}

std::string Url::text() const {
  return origin() + path;
}

std::string Url::shown() const {
  return origin() + path.substr(0, path.find('?'));
}

Result<Url> parse_url(std::string_view text) {
  initialise();
  const UrlHandle handle{curl_url()};
  if (!handle) return fail(ErrorCode::failure, "out of memory");
  STINT_TRY(set_url(handle.get(), text));
  return read_parts(handle.get(), text);
}

Result<Url> resolve_reference(const Url& base, std::string_view reference) {
  initialise();
  const UrlHandle handle{curl_url()};
  if (!handle) return fail(ErrorCode::failure, "out of memory");
  STINT_TRY(set_url(handle.get(), base.text()));
  STINT_TRY(set_url(handle.get(), reference));
  if (scheme_length(reference) > 0) return read_parts(handle.get(), reference);
  if (reference.starts_with("//"))
    return read_parts(handle.get(), base.scheme + ":" + std::string{reference});
  return read_parts(handle.get(), base.text());
}

std::string url_encoded(std::string_view text) {
  constexpr std::string_view kUnreserved =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    if (kUnreserved.contains(c)) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += '%';
    encoded += kDigits[byte >> 4U];
    encoded += kDigits[byte & 0xfU];
  }
  return encoded;
}

}  // namespace stint::curl
