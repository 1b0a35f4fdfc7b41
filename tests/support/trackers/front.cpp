#include "support/trackers/front.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <utility>

#include "lib/simdjson/json.h"

namespace stint::test {
namespace {

std::string http_date(Instant instant) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(instant)));
}

Answer short_answer(int status, std::string body, curl::Headers headers = {}) {
  return {status, std::move(body), std::move(headers), "application/json;charset=UTF-8", "none"};
}

Answer throttled(const Fate& fate, Instant now) {
  curl::Headers headers{{"RateLimit-Reason", fate.wait_s % 3 == 0   ? "jira-quota-tenant-based"
                                             : fate.wait_s % 3 == 1 ? "jira-burst-based"
                                                                    : "jira-per-issue-on-write"}};
  if (fate.fault == Fault::throttled_seconds)
    headers.push_back({"Retry-After", fmt::format("{}", fate.wait_s)});
  if (fate.fault == Fault::throttled_zero) headers.push_back({"Retry-After", "0"});
  if (fate.fault == Fault::throttled_date)
    headers.push_back({"Retry-After", http_date(now + std::chrono::seconds{fate.wait_s})});
  return short_answer(429, R"({"errorMessages":["Rate limit exceeded."],"errors":{}})", std::move(headers));
}

std::string cut(const std::string& body, std::int64_t permille) {
  return body.substr(0, body.size() * static_cast<std::size_t>(permille) / 1000);
}

}  // namespace

std::string json_line(const Exchange& exchange) {
  static thread_local json::Parser parser;
  std::string line;
  const auto text = [&](std::string_view name, std::string_view value) {
    line.append(line.empty() ? "{\"" : ",\"").append(name).append("\":");
    json::escape_to(line, value);
  };
  const auto body = [&](std::string_view name, const std::string& value) {
    line.append(",\"").append(name).append("\":");
    if (value.empty()) {
      line += "null";
    } else if (parser.parse(value) && value.find('\n') == std::string::npos) {
      line += value;
    } else {
      json::escape_to(line, value);
    }
  };
  text("spec", exchange.spec);
  text("method", exchange.method);
  text("url", exchange.url);
  line += ",\"request_headers\":{";
  bool first = true;
  for (const auto& [name, value] : exchange.request_headers) {
    if (!std::exchange(first, false)) line += ',';
    json::escape_to(line, name);
    line += ':';
    json::escape_to(line, value);
  }
  line += '}';
  body("request_body", exchange.request_body);
  line += fmt::format(",\"status\":{}", exchange.status);
  body("response_body", exchange.response_body);
  return line + "}\n";
}

Front::Front(Handler& handler, std::optional<FaultOptions> faults) : handler_(handler) {
  if (faults) schedule_.emplace(std::move(*faults));
}

Reply Front::answered(const ReceivedRequest& request, const Fate& fate, Moment moment) {
  if (fate.edit_first) handler_.site().disturb(schedule_->random(), moment.now);
  switch (fate.fault) {
    case Fault::throttled_seconds:
    case Fault::throttled_date:
    case Fault::throttled_zero:
    case Fault::throttled_bare:
      // A date is one of the server's own clock.
      return {Reply::Way::answered, throttled(fate, moment.now + schedule_->skew())};
    case Fault::unavailable:
      return {Reply::Way::answered, short_answer(503, "<html><body>Service Unavailable</body></html>")};
    case Fault::refused:
      return {Reply::Way::refused, {}};
    case Fault::reset_before:
      return {Reply::Way::reset, {}};
    case Fault::none:
    case Fault::reset_after:
    case Fault::stalled:
    case Fault::truncated:
      break;
  }
  moment.page = fate.page;
  Reply reply{Reply::Way::answered, handler_.handle(request, moment)};
  Answer& answer = reply.answer;
  if (fate.fault == Fault::reset_after) reply.way = Reply::Way::reset;
  if (fate.fault == Fault::stalled) reply.way = Reply::Way::stalled;
  const bool cuttable = fate.fault == Fault::stalled || fate.fault == Fault::truncated;
  if (cuttable && answer.status == 200 && answer.body.size() > 2) {
    answer.body = cut(answer.body, fate.permille);
    answer.spec = "none";
  }
  return reply;
}

Reply Front::reply(const ReceivedRequest& request, Instant now, const std::string& base_url) {
  const std::scoped_lock lock{mutex_};
  ++requests_;
  const Fate fate = schedule_ ? schedule_->next(request) : Fate{};
  Reply reply = answered(request, fate, {now, base_url, PageFault::none});
  const Milliseconds skew = schedule_ ? schedule_->skew() : Milliseconds{0};
  reply.answer.headers.push_back({"Date", http_date(now + skew)});
  if (recorder_) note(request, reply, fate.fault, base_url);
  return reply;
}

void Front::note(const ReceivedRequest& request, const Reply& reply, Fault fault,
                 const std::string& base_url) {
  Exchange exchange;
  const bool came = reply.way == Reply::Way::answered;
  exchange.spec = came ? reply.answer.spec : "none";
  exchange.method = request.method;
  exchange.url = base_url + request.target;
  for (const auto& header : request.headers)
    if (header.first != "authorization" && header.first != "cookie")
      exchange.request_headers.push_back(header);
  exchange.request_body = request.body;
  exchange.status = came ? reply.answer.status : 0;
  if (came) exchange.response_body = reply.answer.body;
  exchange.fault = fault;
  recorder_(exchange);
}

void Front::record_to(std::function<void(const Exchange&)> recorder) {
  const std::scoped_lock lock{mutex_};
  recorder_ = std::move(recorder);
}

std::int64_t Front::requests() {
  const std::scoped_lock lock{mutex_};
  return requests_;
}

std::int64_t Front::faults() {
  const std::scoped_lock lock{mutex_};
  return schedule_ ? schedule_->faults() : 0;
}

void Front::settle() {
  const std::scoped_lock lock{mutex_};
  if (schedule_) schedule_->settle();
}

void Front::with_site(const std::function<void(Site&)>& use) {
  const std::scoped_lock lock{mutex_};
  use(handler_.site());
}

}  // namespace stint::test
