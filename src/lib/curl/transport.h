// One HTTP exchange over libcurl: HTTP/1.1 and 2, TLS, gzip, proxies, limits, streaming. It follows no
// redirects, reads no environment, keeps no cookies, and decides nothing about who may be spoken to: it asks
// `may_connect`.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"

namespace stint::curl {

struct Header {
  std::string name;
  std::string value;

  friend bool operator==(const Header&, const Header&) = default;
};
using Headers = std::vector<Header>;

// The first header of that name, in any case. Nothing when there is none.
[[nodiscard]] std::optional<std::string_view> find_header(const Headers& headers, std::string_view name);

struct Limits {
  Milliseconds connect{10'000};  // finding the address, connecting, TLS
  Milliseconds idle{60'000};  // without a byte in either direction, waiting for the answer included; 0: none
  Milliseconds total{300'000};                        // of the whole exchange; 0: none
  std::int64_t body_bytes = std::int64_t{32} << 20U;  // of the answer, unpacked
  std::int64_t head_bytes = std::int64_t{256} << 10U;
};

struct ProxyServer {
  std::string url;  // http://HOST:PORT or https://HOST:PORT, without credentials
  std::string user;
  std::string password;
};

struct ResponseHead {
  int status = 0;
  Headers headers;
};

enum class Flow : std::uint8_t {
  go_on,
  enough,  // the rest is not wanted; the exchange has worked
  cancel,
};

struct TransferRequest {
  std::string method = "GET";
  std::string url;
  Headers headers;
  std::optional<std::string> body;
  bool gzip = true;
  // A connection that stood idle may be closed just as it is used. libcurl then sends the request once more,
  // although the first may have arrived; on a new connection it never does.
  bool new_connection = false;
  std::optional<ProxyServer> proxy;
  Limits limits;
  // Asked for every address before a socket to it is opened: the address in numbers, and the port. That very
  // address is connected to. One refusal ends the exchange. Empty: nothing may be connected to.
  std::function<bool(std::string_view address, std::uint16_t port)> may_connect;
  // The body piece by piece, unpacked. Empty: it is thrown away.
  std::function<Flow(const ResponseHead&, std::string_view piece)> receive;
  std::stop_token stop;
};

enum class FaultKind : std::uint8_t {
  malformed,        // the request cannot be sent as it is
  address_refused,  // by may_connect
  no_connection,    // name not found, nobody listens, unreachable, the proxy refuses
  tls,              // the other side's certificate or protocol
  connect_time,
  idle_time,
  total_time,
  too_large,
  broken_off,  // the connection ended, or what came is no HTTP
  cancelled,
};

struct TransferFault {
  FaultKind kind = FaultKind::broken_off;
  std::string message;           // without credentials and without the URL
  std::string address;           // that was refused
  bool may_have_arrived = true;  // false: no byte of the request has left
  ResponseHead head;             // as far as it came
  std::int64_t body_bytes = 0;   // handed to `receive`
};

// The addresses of a name, instead of what the system's resolver says.
struct HostAddress {
  std::string host;
  std::uint16_t port = 0;
  std::vector<std::string> addresses;
};

struct TransportOptions {
  std::filesystem::path ca_file;  // certificates to trust instead of the system's
  bool verify_certificates = true;
  std::vector<HostAddress> hosts;
  std::string user_agent = "stint";
};

class Session;

// Keeps connections open between exchanges. Safe from several threads, each exchange on the thread that asks
// for it. SIGPIPE should be ignored by the program.
class Transport {
 public:
  explicit Transport(TransportOptions options);
  ~Transport();
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  // Blocks until the answer is complete, or a limit is reached, or `stop` is requested.
  [[nodiscard]] std::expected<ResponseHead, TransferFault> perform(const TransferRequest& request);

 private:
  std::unique_ptr<Session> take();
  void put_back(std::unique_ptr<Session> session);

  const TransportOptions options_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Session>> idle_;
};

}  // namespace stint::curl
