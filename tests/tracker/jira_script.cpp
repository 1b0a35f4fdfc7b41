#include "tracker/jira_script.h"

#include <algorithm>
#include <atomic>

#include "support/jira.h"

namespace stint::test {
namespace {

bool is_meant(std::string_view told, std::string_view asked) {
  return told == asked || (!told.contains('?') && told == asked.substr(0, asked.find('?')));
}

outbound::Policy policy_of(std::string_view url) {
  return outbound::Policy::for_connection("jira", {std::string{url}}).value();
}

// One question that is always answered with an error must not keep those beside it from being asked.
outbound::DeliveryOptions no_circuit() {
  outbound::DeliveryOptions options;
  options.circuit.failures = 1000;
  return options;
}

outbound::Clock patient_clock() {
  auto now = std::make_shared<std::atomic<std::int64_t>>(1'767'225'600'000);
  return {[now] { return from_epoch_ms(now->load()); },
          [now](Milliseconds time, const std::stop_token& stop) {
            now->fetch_add(time.count());
            return !stop.stop_requested();
          }};
}

tracker::Connection connection_of(tracker::Product product) {
  tracker::Connection connection;
  connection.name = "ours";
  connection.product = product;
  connection.url = JiraScript::kUrl;
  connection.secret = Secret{"canary-secret"};
  if (product == tracker::Product::jira_cloud) {
    connection.user = "me@example.com";
  } else {
    connection.sign = tracker::Sign::bearer;
  }
  return connection;
}

}  // namespace

JiraScript::JiraScript() : policy_(policy_of(kUrl)) {}

void JiraScript::on(std::string line, Reply reply) {
  const std::scoped_lock lock{mutex_};
  replies_.emplace_back(std::move(line), std::move(reply));
}

void JiraScript::on(std::string line, JiraReply reply) {
  on(std::move(line), [reply = std::move(reply)](const JiraQuestion&) { return reply; });
}

void JiraScript::in_turn(std::string line, std::vector<JiraReply> replies) {
  on(std::move(line), [replies = std::move(replies), next = std::size_t{0}](const JiraQuestion&) mutable {
    return replies[std::min(next++, replies.size() - 1)];
  });
}

std::vector<JiraQuestion> JiraScript::asked() {
  const std::scoped_lock lock{mutex_};
  return asked_;
}

std::vector<JiraQuestion> JiraScript::asked(std::string_view line) {
  std::vector<JiraQuestion> all = asked();
  std::erase_if(all, [&](const JiraQuestion& question) { return !is_meant(line, question.line()); });
  return all;
}

void JiraScript::forget() {
  const std::scoped_lock lock{mutex_};
  asked_.clear();
}

std::vector<std::string> JiraScript::headers(std::string_view name) {
  const std::scoped_lock lock{mutex_};
  std::vector<std::string> values;
  for (const curl::Header& header : headers_) {
    if (header.name == name) values.push_back(header.value);
  }
  return values;
}

std::expected<outbound::Response, outbound::Failure> JiraScript::send(const outbound::Request& request,
                                                                      const outbound::Sink& /*sink*/,
                                                                      const std::stop_token& /*stop*/) {
  const JiraQuestion question{request.method, request.url.substr(kUrl.size()), request.body.value_or("")};
  JiraReply reply{404, "not told", {}, false};
  {
    const std::scoped_lock lock{mutex_};
    asked_.push_back(question);
    headers_.insert(headers_.end(), request.credentials.begin(), request.credentials.end());
    for (auto told = replies_.rbegin(); told != replies_.rend(); ++told) {
      if (!is_meant(told->first, question.line())) continue;
      reply = told->second(question);
      break;
    }
  }
  if (reply.lost) {
    return std::unexpected(outbound::Failure{outbound::FailureKind::broken_off,
                                             {ErrorCode::failure, "the connection broke", "", ""},
                                             {},
                                             true,
                                             0});
  }
  outbound::Response response;
  response.status = reply.status;
  response.headers = reply.headers;
  response.body = with_quotes(reply.body);
  response.shown_url = request.url.substr(0, request.url.find('?'));
  return response;
}

ScriptedJira::ScriptedJira(tracker::Product product)
    : delivery(script, no_circuit(), patient_clock(), [] { return std::uint64_t{0}; }),
      connector(product == tracker::Product::jira_cloud
                    ? tracker::make_jira_cloud(connection_of(product), delivery, {})
                    : tracker::make_jira_data_center(connection_of(product), delivery, {})) {}

}  // namespace stint::test
