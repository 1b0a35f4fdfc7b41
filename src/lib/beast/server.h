// An HTTP/1.1 server over TCP or TLS: Boost.Beast with one coroutine per connection, on one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "lib/beast/message.h"

namespace stint::http {

struct Limits {
  std::size_t header_bytes = 16 << 10;
  std::size_t body_bytes = 1 << 20;
  std::size_t connections = 20'000;
  std::size_t connections_per_address = 256;  // those of loopback are not counted
  std::chrono::seconds request_time{30};      // from the first wait for a request to its last byte
  std::chrono::seconds write_time{60};        // for an answer, and for each event
  std::chrono::seconds keep_alive{75};        // without a request
  std::chrono::seconds grace{20};             // for requests under way when stop() is called
  std::chrono::seconds ping{15};              // between signs of life to listeners of events
  std::size_t waiting_events = 256;           // a listener that is further behind is let go
};

struct ServerOptions {
  std::string address = "127.0.0.1";  // an IP address
  std::uint16_t port = 0;             // 0: any free one
  Limits limits = {};
  // PEM files; empty: no TLS.
  std::filesystem::path certificate = {};
  std::filesystem::path key = {};
};

// To be called once, from any thread, where the handler did not answer itself.
using Reply = std::function<void(ResponsePtr)>;

// Called on the server's thread: what takes time is done elsewhere. Returns the answer, or keeps `reply`,
// calls it later and returns nullptr. `request` lives until then.
using Handler = std::function<ResponsePtr(const Request& request, const Reply& reply)>;

struct Counts {
  std::uint64_t accepted = 0;
  std::uint64_t refused = 0;  // over a limit
  std::uint64_t malformed = 0;
  std::size_t open = 0;
  std::size_t listeners = 0;  // of events
};

class Server {
 public:
  // Binds and listens. Errors: ErrorCode::usage for an address that is none or a certificate that cannot be
  // used, ErrorCode::conflict when the port is taken.
  [[nodiscard]] static Result<std::unique_ptr<Server>> listen(const ServerOptions& options, Handler handler);
  virtual ~Server() = default;
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] virtual std::uint16_t port() const = 0;
  // Serves until stop() and until the requests under way are answered, or the grace is over.
  virtual void run() = 0;
  // The following from any thread.
  virtual void stop() = 0;
  // Sends the text, one event or more, to everyone who listens to one of the topics.
  virtual void publish(std::string text, std::uint32_t topics) = 0;
  [[nodiscard]] virtual Counts counts() const = 0;

 protected:
  Server() = default;
};

}  // namespace stint::http
