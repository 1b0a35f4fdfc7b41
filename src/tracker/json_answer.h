// Answers in JSON, read.
#pragma once

#include <expected>
#include <functional>
#include <optional>

#include "lib/simdjson/json.h"
#include "tracker/rest.h"

namespace stint::tracker {

// `root` lives as long as the answer; moving the answer keeps it.
struct JsonAnswer {
  int status = 200;
  curl::Headers headers;
  json::Parser parser;
  json::Value root;  // absent when there was no body
};

using JsonReply = std::expected<JsonAnswer, RestFault>;

// Sends and reads. A question whose answer is no JSON is asked again, twice at most: a connection may be cut
// where nobody notices. `refused` says what is wrong with an answer 2xx that is none (a sign-in page).
[[nodiscard]] JsonReply send_for_json(
    Rest& rest, const RestRequest& request,
    const std::function<std::optional<Error>(const RestAnswer&)>& refused = {});

}  // namespace stint::tracker
