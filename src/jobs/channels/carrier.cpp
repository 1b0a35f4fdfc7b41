#include "jobs/channels/carrier.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "jobs/channels/formats.h"
#include "lib/curl/url.h"
#include "outbound/policy.h"
#include "outbound/retry.h"
#include "outbound/retry_after.h"

namespace stint::jobs {
namespace {

constexpr curl::Limits kLimits{.connect = Milliseconds{10'000},
                               .idle = Milliseconds{20'000},
                               .total = Milliseconds{30'000},
                               .body_bytes = std::int64_t{64} << 10U,
                               .head_bytes = std::int64_t{64} << 10U};
// Reports have attachments.
constexpr Milliseconds kMailTotal{120'000};

Attempt attempt_of_failure(const outbound::Failure& failure) {
  Attempt attempt;
  attempt.error = failure.error.to_string();
  if (failure.may_have_arrived) {
    attempt.verdict = Verdict::unknown;
  } else if (outbound::is_passing_failure(failure.kind) || failure.kind == outbound::FailureKind::cancelled) {
    attempt.verdict = Verdict::again;
  }
  return attempt;
}

Attempt impossible(const Error& error) {
  return {Verdict::failed, 0, error.to_string(), {}};
}

// The path of a chat's URL is its key, so only the origin is shown.
std::string without(std::string text, std::string_view url, std::string_view origin) {
  const std::string_view path = url.starts_with(origin) ? url.substr(origin.size()) : std::string_view{};
  const std::string_view plain = path.substr(0, path.find('?'));
  if (plain.size() < 2) return text;
  for (std::size_t at = 0; (at = text.find(plain, at)) != std::string::npos;)
    text.replace(at, plain.size(), "/…");
  return text;
}

Attempt post(const Channel& channel, const Message& message, const Keyring& keyring, const Carrier& carrier,
             const std::function<Instant()>& now, const std::stop_token& stop) {
  const auto url = url_of(channel, keyring);
  if (!url) return impossible(url.error());
  const auto parsed = curl::parse_url(url->reveal());
  if (!parsed) return impossible(parsed.error());
  const auto key = secret_of(channel, keyring);
  if (!key) return impossible(key.error());
  outbound::Request request;
  request.method = "POST";
  request.url = std::string{url->reveal()};
  request.once = true;
  request.limits = kLimits;
  if (channel.type == ChannelType::webhook) {
    const Instant at = now();
    request.body = webhook_body(message, at);
    request.headers = webhook_headers(message, *request.body, *key, at);
  } else {
    request.body = channel.type == ChannelType::slack ? slack_body(message) : teams_body(message);
    request.headers = {{"Content-Type", "application/json"}};
  }
  Attempt attempt = attempt_of(carrier.post(channel.name, request, stop), now());
  attempt.error = without(std::move(attempt.error), url->reveal(), parsed->origin());
  return attempt;
}

}  // namespace

Carrier network_carrier(outbound::ClientOptions options) {
  Carrier carrier;
  carrier.mail = [transport = options.transport](const outbound::Mail& mail, const std::stop_token& stop) {
    return outbound::send_mail(mail, transport, stop);
  };
  carrier.post = [options = std::move(options)](
                     const std::string& channel, const outbound::Request& request,
                     const std::stop_token& stop) -> std::expected<outbound::Response, outbound::Failure> {
    auto policy = outbound::Policy::for_connection(channel, {request.url});
    if (!policy) return std::unexpected(outbound::refused(std::move(policy).error()));
    outbound::Client client{std::move(*policy), options};
    return client.send(request, {}, stop);
  };
  return carrier;
}

Attempt attempt_of(const std::expected<outbound::Response, outbound::Failure>& answer, Instant now) {
  if (!answer) return attempt_of_failure(answer.error());
  constexpr int kTooMany = 429;
  constexpr int kUnavailable = 503;
  Attempt attempt;
  attempt.status = answer->status;
  if (answer->status >= 200 && answer->status < 300) {
    attempt.verdict = Verdict::sent;
    return attempt;
  }
  attempt.error = outbound::error_of_status(answer->status, answer->shown_url).to_string();
  attempt.asked_wait = outbound::wait_asked_for(answer->headers, now);
  if (answer->status == kTooMany || answer->status == kUnavailable ||
      (answer->status >= 500 && attempt.asked_wait)) {
    attempt.verdict = Verdict::again;
  } else if (answer->status >= 500) {
    attempt.verdict = Verdict::unknown;
  }
  return attempt;
}

Attempt attempt_of_mail(const std::expected<int, outbound::Failure>& answer, const std::string& host) {
  if (!answer) return attempt_of_failure(answer.error());
  Attempt attempt;
  attempt.status = *answer;
  if (*answer < 400) {
    attempt.verdict = Verdict::sent;
    return attempt;
  }
  attempt.error = outbound::error_of_mail_status(*answer, host).to_string();
  attempt.verdict = *answer < 500 ? Verdict::again : Verdict::failed;
  return attempt;
}

Attempt send(const Channel& channel, const Message& message, const Keyring& keyring, const Carrier& carrier,
             const std::function<Instant()>& now, const std::stop_token& stop) {
  if (channel.type != ChannelType::email) return post(channel, message, keyring, carrier, now, stop);
  auto password = secret_of(channel, keyring);
  if (!password) return impossible(password.error());
  const MailSettings& settings = channel.mail;
  outbound::Mail mail;
  mail.server = {settings.host, settings.port, settings.security, settings.user, std::move(*password)};
  mail.from = settings.from;
  mail.to = settings.to;
  mail.text = mail_text(message, settings, now());
  mail.limits = kLimits;
  mail.limits.total = kMailTotal;
  return attempt_of_mail(carrier.mail(mail, stop), settings.host);
}

}  // namespace stint::jobs
