// The HTTP client of one connection: every request and every hop of it passes the policy.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "lib/curl/transport.h"
#include "outbound/failure.h"
#include "outbound/policy.h"
#include "outbound/proxies.h"

namespace stint::outbound {

struct Request {
  std::string method = "GET";
  std::string url;
  curl::Headers headers;      // go along to the same origin; elsewhere only harmless ones do
  curl::Headers credentials;  // go to the origin of `url` only
  std::optional<std::string> body;
  // Doing it twice does no harm. GET, HEAD, PUT, DELETE and OPTIONS are by themselves; a POST that only asks
  // may be told so.
  bool repeatable = false;
  // Sent again only if it has surely not arrived, whatever its method.
  bool once = false;
  bool gzip = true;
  curl::Limits limits;  // `total` covers all hops

  [[nodiscard]] bool is_repeatable() const;
};

struct Response {
  int status = 0;
  curl::Headers headers;
  // Of an answer without a sink, whole. Of one with a status other than 2xx, the first 64 KiB.
  std::string body;
  std::string shown_url;  // where it came from in the end, without its query
  std::int64_t shown_bytes = 0;
};

// Gets the body of an answer 2xx piece by piece.
using Sink = std::function<curl::Flow(std::string_view piece)>;

// Whoever answers requests: the network, or what stands for it.
class Sender {
 public:
  Sender() = default;
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;
  virtual ~Sender() = default;

  // Blocks. An answer with any status is an answer; see error_of_status().
  [[nodiscard]] virtual std::expected<Response, Failure> send(const Request& request, const Sink& sink,
                                                              const std::stop_token& stop) = 0;
  [[nodiscard]] virtual const Policy& policy() const = 0;
};

struct ClientOptions {
  curl::TransportOptions transport;
  ProxySettings proxies;
  int redirects = 5;
};

// Safe from several threads.
class Client final : public Sender {
 public:
  Client(Policy policy, ClientOptions options);

  [[nodiscard]] std::expected<Response, Failure> send(const Request& request, const Sink& sink = {},
                                                      const std::stop_token& stop = {}) override;

  [[nodiscard]] const Policy& policy() const override { return policy_; }

 private:
  struct Hop;
  [[nodiscard]] std::expected<Response, Failure> exchange(const Hop& hop, const Sink& sink,
                                                          const std::stop_token& stop);

  const Policy policy_;
  const ClientOptions options_;
  curl::Transport transport_;
};

}  // namespace stint::outbound
