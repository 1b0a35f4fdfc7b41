#include "tracker/scripted_tracker.h"

#include <algorithm>
#include <atomic>
#include <gtest/gtest.h>

#include "support/jira.h"

namespace stint::test {
namespace {

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

std::string value_of(const curl::Headers& headers, std::string_view name) {
  return std::string{curl::find_header(headers, name).value_or("")};
}

}  // namespace

ScriptedTracker::ScriptedTracker(std::string url)
    : url_(std::move(url)), policy_(outbound::Policy::for_connection("scripted", {url_}).value()) {}

void ScriptedTracker::on(const std::string& line, std::vector<ScriptedReply> replies) {
  const std::scoped_lock lock{mutex_};
  told_[line] = {std::move(replies), 0};
}

std::vector<ScriptedQuestion> ScriptedTracker::asked() {
  const std::scoped_lock lock{mutex_};
  return asked_;
}

std::vector<std::string> ScriptedTracker::lines() {
  std::vector<std::string> lines;
  for (const ScriptedQuestion& question : asked()) lines.push_back(question.line);
  return lines;
}

std::string ScriptedTracker::body_of(const std::string& line) {
  std::vector<ScriptedQuestion> all = asked();
  for (auto question = all.rbegin(); question != all.rend(); ++question) {
    if (question->line == line) return question->body;
  }
  std::string seen;
  for (const ScriptedQuestion& question : all) seen += question.line + "\n";
  ADD_FAILURE() << "nobody asked " << line << ", but\n" << seen;
  return {};
}

void ScriptedTracker::forget() {
  const std::scoped_lock lock{mutex_};
  asked_.clear();
}

std::expected<outbound::Response, outbound::Failure> ScriptedTracker::send(const outbound::Request& request,
                                                                           const outbound::Sink& /*sink*/,
                                                                           const std::stop_token& /*stop*/) {
  const std::string line = request.method + " " + request.url.substr(url_.size());
  ScriptedReply reply{404, "{'message':'not told','_error_message':'not told'}"};
  {
    const std::scoped_lock lock{mutex_};
    asked_.push_back({line, request.body.value_or(""), value_of(request.headers, "Content-Type"),
                      value_of(request.credentials, "Authorization")});
    if (const auto told = told_.find(line); told != told_.end()) {
      Told& said = told->second;
      reply = said.replies[std::min(said.next, said.replies.size() - 1)];
      ++said.next;
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

ScriptedConnection::ScriptedConnection(tracker::Connection connection)
    : script(connection.url),
      delivery(script, no_circuit(), patient_clock(), [] { return std::uint64_t{0}; }) {
  const tracker::ProductInfo& product = tracker::product_info(connection.product);
  connector = product.make(std::move(connection), delivery, {});
}

}  // namespace stint::test
