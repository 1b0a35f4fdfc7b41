// A server of one file, as pull tests need it: with ranges and an ETag, breaking off or lying where told to.
#pragma once

#include <algorithm>
#include <functional>
#include <limits>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "outbound/delivery.h"
#include "support/http_server.h"

namespace stint::language {

// What the server does with one request.
struct Reply {
  int status = 200;
  std::vector<std::string> headers;
  std::string body;
  // Bytes of the body after which the connection ends, although more was announced.
  std::size_t sent = std::numeric_limits<std::size_t>::max();
  bool stalls = false;  // after these bytes nothing comes, until the client goes
};

struct ServedRange {
  std::size_t first = 0;
  std::size_t last = 0;
};

// "bytes=5-" or "bytes=5-9" of a file of that size.
inline std::optional<ServedRange> requested_range(const test::ReceivedRequest& request, std::size_t size) {
  const std::string text = request.header("range");
  if (!text.starts_with("bytes=")) return std::nullopt;
  const std::size_t dash = text.find('-');
  ServedRange range{std::stoul(text.substr(6, dash - 6)), size - 1};
  if (dash + 1 < text.size()) range.last = std::min(range.last, std::stoul(text.substr(dash + 1)));
  return range;
}

inline bool is_probe(const test::ReceivedRequest& request) {
  return request.header("range") == "bytes=0-15";
}

inline std::string content_range(std::size_t first, std::size_t last, std::size_t total) {
  return "Content-Range: bytes " + std::to_string(first) + "-" + std::to_string(last) + "/" +
         std::to_string(total);
}

// As an honest server answers.
inline Reply honest(const test::ReceivedRequest& request, const std::string& content,
                    const std::string& tag) {
  Reply reply;
  reply.headers = {"ETag: " + tag, "Content-Type: application/octet-stream"};
  const auto range = requested_range(request, content.size());
  const std::string condition = request.header("if-range");
  if (!range || (!condition.empty() && condition != tag)) {
    reply.body = content;
    return reply;
  }
  reply.status = 206;
  reply.headers.push_back(content_range(range->first, range->last, content.size()));
  reply.body = content.substr(range->first, range->last - range->first + 1);
  return reply;
}

// Serves each request as `answer` says; `number` counts those that ask for more than the beginning.
class FileServer {
 public:
  using Answer = std::function<Reply(const test::ReceivedRequest&, int number)>;

  explicit FileServer(Answer answer)
      : answer_(std::move(answer)),
        server_([this](test::HttpConnection& connection) { serve(connection); }) {}

  [[nodiscard]] std::string url(std::string_view path = "/files/model.gguf") const {
    return server_.url(path);
  }
  [[nodiscard]] std::vector<test::ReceivedRequest> requests() { return server_.requests(); }

 private:
  void serve(test::HttpConnection& connection) {
    while (const auto request = connection.read()) {
      Reply reply;
      {
        const std::scoped_lock lock{mutex_};
        reply = answer_(*request, is_probe(*request) ? 0 : number_++);
      }
      const std::string whole = test::http_answer(reply.status, reply.body, reply.headers);
      const std::size_t head = whole.size() - reply.body.size();
      if (!connection.send(std::string_view{whole}.substr(0, head + std::min(reply.sent, reply.body.size()))))
        return;
      if (reply.stalls) connection.wait_for_end();
      if (reply.stalls || reply.sent < reply.body.size()) return;
    }
  }

  Answer answer_;
  std::mutex mutex_;
  int number_ = 0;
  test::HttpServer server_;
};

// Time that passes at once.
inline outbound::Clock instant_clock() {
  struct State {
    std::mutex mutex;
    Instant now = from_epoch_ms(1'800'000'000'000);
  };
  auto state = std::make_shared<State>();
  return {[state] {
            const std::scoped_lock lock{state->mutex};
            return state->now;
          },
          [state](Milliseconds time, const std::stop_token& stop) {
            const std::scoped_lock lock{state->mutex};
            state->now += time;
            return !stop.stop_requested();
          }};
}

}  // namespace stint::language
