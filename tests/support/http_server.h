// An HTTP server of plain sockets on 127.0.0.1 that does what a test tells it to, wrong things above all.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace stint::test {

struct ReceivedRequest {
  std::string method;
  std::string target;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;
  int connection = 0;  // counted from 0

  // Empty when there is none.
  [[nodiscard]] std::string header(std::string_view name) const;
};

class HttpServer;

// One connection, as its script sees it.
class HttpConnection {
 public:
  HttpConnection(HttpServer& server, int socket, int number)
      : server_(server), socket_(socket), number_(number) {}

  // The next request, whole. Nothing when the client has gone.
  [[nodiscard]] std::optional<ReceivedRequest> read();
  // Takes a part of what comes, for read() to go on from. False: the client has gone.
  bool receive();
  // Likewise.
  bool send(std::string_view text) const;
  // Ends with an error on the other side instead of an end.
  void reset() const;
  // Until the client closes, or the server ends.
  void wait_for_end() const;
  [[nodiscard]] int number() const { return number_; }

 private:
  HttpServer& server_;
  int socket_;
  int number_;
  std::string received_;
};

class HttpServer {
 public:
  // Called for each connection, on a thread of its own; the connection is closed when it returns.
  using Script = std::function<void(HttpConnection&)>;

  struct Options {
    std::uint16_t port = 0;     // 0: any
    bool keep_requests = true;  // for requests()
  };

  explicit HttpServer(Script script) : HttpServer(std::move(script), Options{}) {}
  HttpServer(Script script, Options options);
  // Closes all connections, and waits for their scripts.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  // "http://127.0.0.1:PORT" and the path.
  [[nodiscard]] std::string url(std::string_view path = "/") const;
  // What has come so far, in the order in which it came.
  [[nodiscard]] std::vector<ReceivedRequest> requests();
  [[nodiscard]] int connections();

 private:
  friend class HttpConnection;
  void accept_all();
  void serve(int socket, int number);
  void record(const ReceivedRequest& request);

  Script script_;
  const bool keep_requests_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  bool ending_ = false;
  std::vector<int> open_;
  std::vector<std::thread> scripts_;
  std::vector<ReceivedRequest> requests_;
  std::thread acceptor_;
};

// Answers every request, one connection's after another.
[[nodiscard]] HttpServer::Script answering(std::function<std::string(const ReceivedRequest&)> answer);

// A whole answer with its Content-Length; `headers` are lines without their ends.
[[nodiscard]] std::string http_answer(int status, std::string_view body = "",
                                      const std::vector<std::string>& headers = {});

// A file of gzip with `count` times `c`, a hundredth of that long.
[[nodiscard]] std::string gzip_of(char c, std::uint32_t count);

// A port of 127.0.0.1 that nobody listens on.
[[nodiscard]] std::uint16_t unused_port();

}  // namespace stint::test
