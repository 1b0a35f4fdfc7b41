#include "outbound/client.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "outbound/credentials.h"
#include "outbound/redirect.h"

namespace stint::outbound {
namespace {

constexpr std::size_t kLargestErrorBody = std::size_t{64} << 10U;

bool is_success(int status) {
  return status >= 200 && status < 300;
}

curl::ProxyServer proxy_server(const curl::Url& proxy) {
  // With the port always, because libcurl's own default for proxies is another one.
  const std::string host = proxy.host.contains(':') ? "[" + proxy.host + "]" : proxy.host;
  return {proxy.scheme + "://" + host + ":" + std::to_string(proxy.port), proxy.user, proxy.password};
}

}  // namespace

bool Request::is_repeatable() const {
  constexpr std::array<std::string_view, 5> kIdempotent{"GET", "HEAD", "PUT", "DELETE", "OPTIONS"};
  return !once && (repeatable || std::ranges::find(kIdempotent, method) != kIdempotent.end());
}

// One exchange on the way to the answer.
struct Client::Hop {
  Admitted target;
  std::string method;
  curl::Headers headers;
  std::optional<std::string> body;
  bool repeatable = false;
  bool gzip = true;
  curl::Limits limits;
};

Client::Client(Policy policy, ClientOptions options)
    : policy_(std::move(policy)), options_(std::move(options)), transport_(options_.transport) {}

std::expected<Response, Failure> Client::send(const Request& request, const Sink& sink,
                                              const std::stop_token& stop) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point started = Clock::now();
  auto target = policy_.admit(request.url);
  if (!target) return std::unexpected(refused(std::move(target).error()));
  Hop hop{std::move(*target),      request.method, request.headers, request.body,
          request.is_repeatable(), request.gzip,   request.limits};
  hop.headers.insert(hop.headers.end(), request.credentials.begin(), request.credentials.end());
  for (int followed = 0;; ++followed) {
    auto response = exchange(hop, sink, stop);
    if (!response || !is_redirect(response->status)) return response;
    const auto location = curl::find_header(response->headers, "Location");
    if (!location) return response;
    const bool has_arrived = !hop.repeatable;
    if (followed == options_.redirects) {
      return std::unexpected(
          Failure{FailureKind::redirects,
                  {ErrorCode::failure, response->shown_url + ": redirected too often", "", ""},
                  {},
                  has_arrived,
                  0});
    }
    auto next = next_hop(policy_, hop.target.url, hop.method, response->status, *location);
    if (!next) {
      Failure failure = refused(std::move(next).error());
      failure.may_have_arrived = has_arrived;
      return std::unexpected(std::move(failure));
    }
    // Once elsewhere, they do not come back with the request either.
    if (!next->same_origin) hop.headers = for_another_origin(hop.headers);
    if (!next->with_body) hop.body.reset();
    hop.method = std::move(next->method);
    hop.target = std::move(next->target);
    if (request.limits.total > Milliseconds::zero()) {
      const auto spent = std::chrono::floor<Milliseconds>(Clock::now() - started);
      hop.limits.total = std::max(Milliseconds{1}, request.limits.total - spent);
    }
  }
}

std::expected<Response, Failure> Client::exchange(const Hop& hop, const Sink& sink,
                                                  const std::stop_token& stop) {
  const curl::Url& url = hop.target.url;
  auto proxy = proxy_for(url, options_.proxies);
  if (!proxy) return std::unexpected(refused(std::move(proxy).error()));
  // Through a proxy it is the proxy that is connected to; it finds the host's address by itself.
  const curl::Url& peer = *proxy ? **proxy : url;
  const Reach reach = *proxy ? Reach::own_network : hop.target.reach;

  curl::TransferRequest transfer;
  transfer.method = hop.method;
  transfer.url = url.text();
  transfer.headers = hop.headers;
  transfer.body = hop.body;
  transfer.gzip = hop.gzip;
  transfer.new_connection = !hop.repeatable;
  if (*proxy) transfer.proxy = proxy_server(**proxy);
  transfer.limits = hop.limits;
  transfer.stop = stop;
  std::optional<Refusal> refusal;
  transfer.may_connect = [&](std::string_view address, std::uint16_t port) {
    refusal = check_address(peer.host, address, reach);
    return !refusal && port == peer.port;
  };
  Response response;
  response.shown_url = url.shown();
  transfer.receive = [&](const curl::ResponseHead& head, std::string_view piece) {
    if (is_success(head.status)) {
      if (sink) {
        response.shown_bytes += static_cast<std::int64_t>(piece.size());
        return sink(piece);
      }
      response.body += piece;
      return curl::Flow::go_on;
    }
    response.body += piece.substr(0, kLargestErrorBody - response.body.size());
    return response.body.size() < kLargestErrorBody ? curl::Flow::go_on : curl::Flow::enough;
  };
  auto head = transport_.perform(transfer);
  if (!head) {
    const curl::TransferFault& fault = head.error();
    Failure failure = failure_of(fault, response.shown_url);
    if (fault.kind == curl::FaultKind::address_refused && refusal) failure = refused(std::move(*refusal));
    failure.shown_bytes = response.shown_bytes;
    return std::unexpected(std::move(failure));
  }
  response.status = head->status;
  response.headers = std::move(head->headers);
  return response;
}

}  // namespace stint::outbound
