// A Jira that says what a test tells it to, inside the process, with all that stands between it and a
// connector.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "outbound/delivery.h"
#include "tracker/connector.h"

namespace stint::test {

struct JiraReply {
  int status = 200;
  std::string body;  // single quotes stand for double ones
  curl::Headers headers{};
  bool lost = false;  // the connection breaks after the request took effect
};

// As it was asked, without the base URL.
struct JiraQuestion {
  std::string method;
  std::string path;
  std::string body;

  // "GET /rest/…"
  [[nodiscard]] std::string line() const { return method + " " + path; }
};

// Safe from several threads.
class JiraScript final : public outbound::Sender {
 public:
  using Reply = std::function<JiraReply(const JiraQuestion&)>;
  static constexpr std::string_view kUrl = "https://jira.example";

  JiraScript();

  // `line`: "GET /rest/…"; with a query only that very one is meant, without any. What is told last holds.
  // What nothing was told of is answered with 404, without Jira's words.
  void on(std::string line, Reply reply);
  void on(std::string line, JiraReply reply);
  // One after another, the last one for good.
  void in_turn(std::string line, std::vector<JiraReply> replies);

  [[nodiscard]] std::vector<JiraQuestion> asked();
  // Those of that line, as in on().
  [[nodiscard]] std::vector<JiraQuestion> asked(std::string_view line);
  void forget();
  // The values of a header of all requests.
  [[nodiscard]] std::vector<std::string> headers(std::string_view name);

  [[nodiscard]] std::expected<outbound::Response, outbound::Failure> send(
      const outbound::Request& request, const outbound::Sink& sink, const std::stop_token& stop) override;
  [[nodiscard]] const outbound::Policy& policy() const override { return policy_; }

 private:
  const outbound::Policy policy_;
  std::mutex mutex_;
  std::vector<std::pair<std::string, Reply>> replies_;
  std::vector<JiraQuestion> asked_;
  curl::Headers headers_;
};

// A script and a connector that speaks to it; waiting takes no time.
struct ScriptedJira {
  explicit ScriptedJira(tracker::Product product);

  JiraScript script;
  outbound::Delivery delivery;
  std::unique_ptr<tracker::Connector> connector;
};

}  // namespace stint::test
