#include "tracker/rest.h"

#include <fmt/format.h>
#include <utility>

#include "lib/sodium/base64.h"

namespace stint::tracker {
namespace {

// Whether a request with that answer was surely not acted on: the server says so, or had no time to.
bool says_not_done(int status) {
  return status >= 300 && status < 500;
}

}  // namespace

Rest::Rest(outbound::Delivery& delivery, Options options, std::stop_token stop)
    : delivery_(delivery), options_(std::move(options)), stop_(std::move(stop)) {}

void Rest::sign(curl::Header header) {
  const std::scoped_lock lock{mutex_};
  signature_ = std::move(header);
}

std::expected<RestAnswer, RestFault> Rest::send(const RestRequest& asked) {
  outbound::Request request;
  request.method = asked.method;
  request.url = options_.base_url + asked.path;
  request.headers = asked.headers;
  request.headers.push_back({"Accept", "application/json"});
  if (asked.body) request.headers.push_back({"Content-Type", asked.content_type});
  request.body = asked.body;
  request.repeatable = asked.repeatable;
  request.once = asked.once;
  request.limits.body_bytes = options_.longest_answer;
  {
    const std::scoped_lock lock{mutex_};
    if (signature_) request.credentials.push_back(*signature_);
  }
  auto delivered = delivery_.deliver(options_.turn, request, {}, stop_);
  if (!delivered) {
    outbound::Failure& failure = delivered.error();
    return std::unexpected(
        RestFault{std::move(failure.error), 0, failure.may_have_arrived, {}, {}, failure.kind});
  }
  outbound::Response& response = delivered->response;
  if (response.status >= 200 && response.status < 300)
    return RestAnswer{response.status, std::move(response.headers), std::move(response.body)};
  RestFault fault{outbound::error_of_status(response.status, response.shown_url), response.status,
                  !says_not_done(response.status), std::move(response.body), std::move(response.headers)};
  if (const std::string words = options_.words ? options_.words(fault.body) : ""; !words.empty())
    fault.error.message += ": " + words;
  return std::unexpected(std::move(fault));
}

std::expected<RestAnswer, RestFault> Rest::get(std::string path) {
  RestRequest request;
  request.path = std::move(path);
  return send(request);
}

std::expected<RestAnswer, RestFault> Rest::ask(std::string path, std::string body) {
  RestRequest request;
  request.method = "POST";
  request.path = std::move(path);
  request.body = std::move(body);
  request.repeatable = true;
  return send(request);
}

curl::Header basic_signature(std::string_view user, std::string_view password) {
  return {"Authorization", "Basic " + base64_of(fmt::format("{}:{}", user, password))};
}

curl::Header bearer_signature(std::string_view token) {
  return {"Authorization", fmt::format("Bearer {}", token)};
}

}  // namespace stint::tracker
