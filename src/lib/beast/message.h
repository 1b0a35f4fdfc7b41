// A request as it came over HTTP/1.1, and what it is answered with.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/beast/body_pipe.h"

namespace stint::http {

using HeaderView = std::pair<std::string_view, std::string_view>;

// Views live until the request has been answered.
struct Request {
  std::string_view method;  // as it came: "GET"
  std::string_view target;  // "/path?query", as it came
  std::vector<HeaderView> headers;
  std::string_view body;
  std::string peer;  // the address it came from, without a port
  bool encrypted = false;
  // For handlers that answer later, to be called before they return: asked to stop when the client has closed
  // its side of the connection. Not there where requests do not come over a connection.
  std::function<std::stop_token()> gone = {};

  // The first of that name, in any case; empty where there is none.
  [[nodiscard]] std::string_view header(std::string_view name) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;
};

using Header = std::pair<std::string, std::string>;

// The answer stays open and is sent what Server::publish() says to any of these topics (bits).
struct Subscription {
  std::uint32_t topics = 0;
};

struct Response {
  unsigned status = 200;
  // Content-Length, Date and Connection are the server's.
  std::vector<Header> headers;
  std::shared_ptr<const std::string> body;   // nullptr: empty
  std::optional<Subscription> subscription;  // of server-sent events; `body` is sent first
  std::shared_ptr<BodyReader> pieces;        // in the place of `body`: sent as they come

  std::string written_headers;  // as they are sent; of sealed()

  void set(std::string name, std::string value) { headers.emplace_back(std::move(name), std::move(value)); }
};

// An answer that is ready to be sent, and as often as one likes.
using ResponsePtr = std::shared_ptr<const Response>;
[[nodiscard]] ResponsePtr sealed(Response response);

[[nodiscard]] std::string_view reason_phrase(unsigned status);

}  // namespace stint::http
