#include "lib/beast/request_reading.h"

#include <iterator>

#include "base/text.h"

namespace stint::http {

namespace bhttp = boost::beast::http;

unsigned status_of(const boost::system::error_code& error) {
  if (error == bhttp::error::header_limit || error == bhttp::error::buffer_overflow) return 431;
  if (error == bhttp::error::body_limit) return 413;
  if (error == bhttp::error::end_of_stream || error == bhttp::error::partial_message) return 0;
  if (error.category() == bhttp::make_error_code(bhttp::error::bad_version).category()) return 400;
  return 0;
}

bool ambiguous(const Parser& parser) {
  const auto& fields = parser.get();
  const auto count = [&](bhttp::field name) {
    const auto range = fields.equal_range(name);
    return std::distance(range.first, range.second);
  };
  if (count(bhttp::field::host) > 1 || count(bhttp::field::content_length) > 1) return true;
  if (fields.version() >= 11 && count(bhttp::field::host) == 0) return true;
  if (count(bhttp::field::transfer_encoding) == 0) return false;
  return fields.version() < 11 || count(bhttp::field::content_length) > 0 ||
         !equal_ignoring_case(fields[bhttp::field::transfer_encoding], "chunked");
}

Request view_of(const Parser& parser, const std::string& address, bool encrypted) {
  const auto& message = parser.get();
  Request request;
  request.method = message.method_string();
  request.target = message.target();
  constexpr std::size_t kUsualHeaders = 16;
  request.headers.reserve(kUsualHeaders);
  for (const auto& field : message) request.headers.emplace_back(field.name_string(), field.value());
  request.body = message.body();
  request.peer = address;
  request.encrypted = encrypted;
  return request;
}

}  // namespace stint::http
