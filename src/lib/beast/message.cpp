#include "lib/beast/message.h"

#include <algorithm>
#include <boost/beast/http/status.hpp>

#include "base/text.h"

namespace stint::http {

std::string_view Request::header(std::string_view name) const {
  const auto found = std::ranges::find_if(
      headers, [&](const HeaderView& header) { return equal_ignoring_case(header.first, name); });
  return found == headers.end() ? std::string_view{} : found->second;
}

std::size_t Request::count(std::string_view name) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      headers, [&](const HeaderView& header) { return equal_ignoring_case(header.first, name); }));
}

ResponsePtr sealed(Response response) {
  std::string& out = response.written_headers;
  // A header's value cannot end the header.
  const auto append_clean = [&out](std::string_view text) {
    for (const char c : text) {
      if (static_cast<unsigned char>(c) >= 0x20 || c == '\t') out += c;
    }
  };
  for (const auto& [name, value] : response.headers) {
    out += "\r\n";
    append_clean(name);
    out += ": ";
    append_clean(value);
  }
  return std::make_shared<const Response>(std::move(response));
}

std::string_view reason_phrase(unsigned status) {
  const auto phrase = boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(status));
  return {phrase.data(), phrase.size()};
}

}  // namespace stint::http
