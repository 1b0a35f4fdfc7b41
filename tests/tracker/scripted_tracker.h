// A tracker that says what a test tells it to, inside the process, with all that stands between it and a
// connector.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "outbound/delivery.h"
#include "tracker/connector.h"

namespace stint::test {

struct ScriptedReply {
  int status = 200;
  std::string body{};  // single quotes stand for double ones
  curl::Headers headers{};
  bool lost = false;  // the connection breaks after the request took effect
};

struct ScriptedQuestion {
  std::string line;  // "GET /path?query", without the base URL
  std::string body;
  std::string content_type;
  std::string authorization;
};

// Safe from several threads.
class ScriptedTracker final : public outbound::Sender {
 public:
  explicit ScriptedTracker(std::string url);

  // What the request of that line is answered with, its query included: one reply after another, the last one
  // for good. What nothing was said about is answered with 404.
  void on(const std::string& line, std::vector<ScriptedReply> replies);
  void on(const std::string& line, std::string body) { on(line, {{200, std::move(body)}}); }

  [[nodiscard]] std::vector<ScriptedQuestion> asked();
  [[nodiscard]] std::vector<std::string> lines();
  // The body of the last request of that line; fails the test when there was none.
  [[nodiscard]] std::string body_of(const std::string& line);
  void forget();

  [[nodiscard]] std::expected<outbound::Response, outbound::Failure> send(
      const outbound::Request& request, const outbound::Sink& sink, const std::stop_token& stop) override;
  [[nodiscard]] const outbound::Policy& policy() const override { return policy_; }

 private:
  struct Told {
    std::vector<ScriptedReply> replies;
    std::size_t next = 0;
  };

  const std::string url_;
  const outbound::Policy policy_;
  std::mutex mutex_;
  std::map<std::string, Told> told_;
  std::vector<ScriptedQuestion> asked_;
};

// A script and a connector that speaks to it; waiting takes no time.
struct ScriptedConnection {
  explicit ScriptedConnection(tracker::Connection connection);

  ScriptedTracker script;
  outbound::Delivery delivery;
  std::unique_ptr<tracker::Connector> connector;
};

}  // namespace stint::test
