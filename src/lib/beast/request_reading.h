// From bytes to a request: what is read, and what is refused.
#pragma once

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <string>

#include "lib/beast/message.h"

namespace stint::http {

using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

// The HTTP status of what a reader refuses; 0 where there is nobody to tell.
[[nodiscard]] unsigned status_of(const boost::system::error_code& error);

// What could be read in two ways, by us and by a proxy in front of us.
[[nodiscard]] bool ambiguous(const Parser& parser);

// Lives as long as the parser.
[[nodiscard]] Request view_of(const Parser& parser, const std::string& address, bool encrypted);

}  // namespace stint::http
