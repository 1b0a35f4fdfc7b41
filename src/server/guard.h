// What every request has to pass before anybody asks whose it is: it is meant for this server, and it is not
// a page of another site that makes a browser send it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/answer.h"

namespace stint::server {

struct GuardSettings {
  // Names under which the server is known, in lower case, without a port: "localhost", "127.0.0.1", "[::1]",
  // "stint.example". A name that leads here by DNS rebinding is none of them.
  std::vector<std::string> hosts;
};

// The host of a Host header or an origin, in lower case and without a port; empty for what is none.
[[nodiscard]] std::string host_name(std::string_view authority);

// The refusal, or nothing. Changes (all methods but GET and HEAD) need a body of JSON if any, and no Origin
// but our own; programs send none.
[[nodiscard]] std::optional<Answer> guard(const http::Request& request, const GuardSettings& settings);

}  // namespace stint::server
