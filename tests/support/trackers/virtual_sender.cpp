#include "support/trackers/virtual_sender.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fmt/format.h>

namespace stint::test {
namespace {

using outbound::Failure;
using outbound::FailureKind;

std::string lowered(std::string_view text) {
  std::string copy{text};
  for (char& c : copy) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return copy;
}

outbound::Policy policy_for(const std::string& base_url) {
  auto policy = outbound::Policy::for_connection("fake", {base_url});
  if (!policy) std::abort();
  return std::move(*policy);
}

std::unexpected<Failure> failed(FailureKind kind, std::string message, bool may_have_arrived) {
  const ErrorCode code = kind == FailureKind::timed_out ? ErrorCode::throttled : ErrorCode::failure;
  return std::unexpected(Failure{kind, {code, std::move(message), "", ""}, {}, may_have_arrived, 0});
}

// What stands for the wire's form of the request. The base URL's own path is not part of the target.
ReceivedRequest received(const outbound::Request& request, const curl::Url& url, std::string_view base_path) {
  ReceivedRequest got;
  got.method = request.method;
  got.target = url.path.starts_with(base_path) ? url.path.substr(base_path.size()) : url.path;
  for (const curl::Headers* list : {&request.headers, &request.credentials})
    for (const curl::Header& header : *list) got.headers.emplace_back(lowered(header.name), header.value);
  got.body = request.body.value_or("");
  return got;
}

}  // namespace

outbound::Clock VirtualClock::clock() {
  return {[this] { return now(); },
          [this](Milliseconds time, const std::stop_token& stop) {
            if (!stop.stop_requested()) advance(time);
            return !stop.stop_requested();
          }};
}

VirtualSender::VirtualSender(Front& front, VirtualClock& clock, std::string base_url, Milliseconds latency)
    : front_(front),
      clock_(clock),
      base_url_(std::move(base_url)),
      latency_(latency),
      policy_(policy_for(base_url_)) {}

std::expected<outbound::Response, Failure> VirtualSender::send(const outbound::Request& request,
                                                               const outbound::Sink& sink,
                                                               const std::stop_token& stop) {
  if (stop.stop_requested()) return failed(FailureKind::cancelled, "cancelled", false);
  auto admitted = policy_.admit(request.url);
  if (!admitted) return std::unexpected(outbound::refused(admitted.error()));
  const curl::Url& url = admitted->url;
  const auto base = curl::parse_url(base_url_);
  std::string base_path = base ? base->path : "";
  while (base_path.ends_with('/')) base_path.pop_back();
  clock_.advance(latency_);
  Reply reply = front_.reply(received(request, url, base_path), clock_.now(), base_url_);
  const std::string shown = url.shown();
  switch (reply.way) {
    case Reply::Way::refused:
      return failed(FailureKind::unreachable, fmt::format("{} cannot be reached", shown), false);
    case Reply::Way::reset:
      return failed(FailureKind::broken_off, fmt::format("{} broke off", shown), true);
    case Reply::Way::stalled:
      clock_.advance(request.limits.idle.count() > 0 ? request.limits.idle : request.limits.total);
      return failed(FailureKind::timed_out, fmt::format("{} did not answer in time", shown), true);
    case Reply::Way::answered:
      break;
  }
  Answer& answer = reply.answer;
  if (static_cast<std::int64_t>(answer.body.size()) > request.limits.body_bytes)
    return failed(FailureKind::too_large, fmt::format("the answer of {} is too large", shown), true);
  outbound::Response response;
  response.status = answer.status;
  response.headers = std::move(answer.headers);
  response.headers.push_back({"Content-Type", std::string{answer.content_type}});
  response.shown_url = shown;
  const bool good = answer.status >= 200 && answer.status < 300;
  if (good && sink) {
    response.shown_bytes = static_cast<std::int64_t>(answer.body.size());
    if (sink(answer.body) == curl::Flow::cancel) return failed(FailureKind::cancelled, "cancelled", true);
  } else {
    response.body = std::move(answer.body);
    if (!good) response.body.resize(std::min<std::size_t>(response.body.size(), std::size_t{64} << 10U));
  }
  return response;
}

}  // namespace stint::test
