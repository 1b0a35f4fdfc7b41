// Channels as people write them.
#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/text.h"
#include "jobs/channels/channel.h"
#include "jobs/json_input.h"
#include "lib/curl/url.h"
#include "outbound/mail.h"
#include "outbound/policy.h"

namespace stint::jobs {
namespace {

constexpr std::array<std::string_view, 3> kSecurities{"tls", "starttls", "none"};
constexpr std::string_view kVariable = "env:";
constexpr std::size_t kLeastKey = 16;
constexpr std::size_t kMostReceivers = 50;

bool is_variable_name(std::string_view text) {
  return !text.empty() && text.size() <= 100 && std::ranges::all_of(text, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// The variable's name, where one is meant.
Result<std::optional<std::string>> variable_of(const JsonInput& input, std::string_view member,
                                               std::string_view text) {
  if (!text.starts_with(kVariable)) return std::optional<std::string>{};
  text.remove_prefix(kVariable.size());
  if (!is_variable_name(text))
    return input.wrong(member, "names no environment variable", "write it as env:NAME");
  return std::optional{std::string{text}};
}

Result<std::string> sealed(const Channel& channel, std::string_view which, std::string text,
                           const Keyring& keyring) {
  STINT_ASSIGN(key, keyring.key_to_seal_with ? keyring.key_to_seal_with() : keyring.key());
  return seal(key, Secret{std::move(text)}, seal_context(channel, which));
}

Outcome read_url(const JsonInput& input, const Channel* before, const Keyring& keyring, Channel& channel) {
  if (!input.has("url")) {
    if (before == nullptr || !before->url.is_set())
      return input.wrong("url", "is missing", "the address that the messages are sent to, or env:NAME");
    channel.url = before->url;
    channel.origin = before->origin;
    return {};
  }
  STINT_ASSIGN(text, input.text("url"));
  STINT_ASSIGN(variable, variable_of(input, "url", text));
  if (variable) {
    channel.url.variable = std::move(*variable);
    return {};
  }
  // Refused now rather than when the first alert is due.
  const auto policy = outbound::Policy::for_connection(channel.name, {text});
  if (!policy) {
    const Error error = policy.error().error();
    return input.wrong("url", error.message, error.hint);
  }
  STINT_ASSIGN(url, curl::parse_url(text));
  channel.origin = url.origin();
  STINT_ASSIGN(hidden, sealed(channel, "URL", std::move(text), keyring));
  channel.url.sealed = std::move(hidden);
  return {};
}

Outcome read_secret(const JsonInput& input, const Channel* before, const Keyring& keyring, Channel& channel) {
  if (!input.has("secret")) {
    if (before == nullptr || !before->secret.is_set()) return {};
    if (seal_context(*before, "secret") != seal_context(channel, "secret") && before->secret.variable.empty())
      return input.wrong("secret", "is to be given again", "it belongs to another server or user");
    channel.secret = before->secret;
    return {};
  }
  STINT_ASSIGN(text, input.text("secret"));
  STINT_ASSIGN(variable, variable_of(input, "secret", text));
  if (variable) {
    channel.secret.variable = std::move(*variable);
    return {};
  }
  if (channel.type == ChannelType::webhook && text.size() < kLeastKey) {
    return input.wrong(
        "secret", "is too short",
        fmt::format("at least {} characters, at random; the receiver needs the same", kLeastKey));
  }
  STINT_ASSIGN(hidden, sealed(channel, "secret", std::move(text), keyring));
  channel.secret.sealed = std::move(hidden);
  return {};
}

Outcome read_addresses(const JsonInput& input, MailSettings& mail) {
  STINT_ASSIGN(from, input.text("from"));
  STINT_ASSIGN(to, input.texts("to"));
  if (!is_mail_address(from))
    return input.wrong("from", "is no mail address", "an address alone, such as stint@example.com");
  if (to.empty()) return input.wrong("to", "is empty");
  if (to.size() > kMostReceivers)
    return input.wrong("to", fmt::format("has more than {} addresses", kMostReceivers));
  for (const std::string& each : to) {
    if (!is_mail_address(each))
      return input.wrong("to", "holds what is no mail address", "addresses alone, without names");
  }
  mail.from = std::move(from);
  mail.to = std::move(to);
  return {};
}

Result<MailSettings> read_mail(const JsonInput& channel) {
  STINT_ASSIGN(input, channel.object("mail", {"host", "port", "security", "user", "from", "to"}));
  MailSettings mail;
  STINT_ASSIGN(host, input.text("host"));
  STINT_ASSIGN(security, input.text("security", "starttls"));
  STINT_ASSIGN(user, input.text("user", ""));
  const auto* found = std::ranges::find(kSecurities, security);
  if (found == kSecurities.end()) return input.wrong("security", "is not known", "starttls, tls or none");
  mail.security = static_cast<curl::MailSecurity>(found - kSecurities.begin());
  constexpr std::int64_t kSubmission = 587;
  constexpr std::int64_t kSubmissions = 465;
  STINT_ASSIGN(port, input.integer("port", 1, 65535,
                                   mail.security == curl::MailSecurity::tls ? kSubmissions : kSubmission));
  mail.host = lower(host);
  mail.port = static_cast<std::uint16_t>(port);
  mail.user = std::move(user);
  if (auto refusal = outbound::check_mail_server({mail.host, mail.port, mail.security, mail.user, {}})) {
    const Error error = refusal->error();
    return input.wrong("host", error.message, error.hint);
  }
  STINT_TRY(read_addresses(input, mail));
  return mail;
}

JsonDocument shown(const HiddenText& hidden, std::string_view instead) {
  if (!hidden.variable.empty()) return std::string{kVariable} + hidden.variable;
  if (!hidden.is_set()) return nullptr;
  return instead;
}

}  // namespace

Result<Channel> channel_from_json(std::string_view json, const Channel* before, const Keyring& keyring) {
  JsonInput input;
  STINT_TRY(input.open(json, "channel", {"name", "type", "on", "url", "secret", "mail"}));
  Channel channel;
  STINT_ASSIGN(name, input.name("name"));
  STINT_ASSIGN(type, input.text("type"));
  STINT_ASSIGN(on, input.boolean("on", true));
  const auto named = type_named(type);
  if (!named) return input.wrong("type", "is not known", "webhook, slack, teams or email");
  channel.name = std::move(name);
  channel.type = *named;
  channel.on = on;
  if (before != nullptr && before->type != channel.type)
    return input.wrong("type", "cannot be changed", "remove the channel, or choose another name");
  if (channel.type == ChannelType::email) {
    if (input.has("url")) return input.wrong("url", "is not for mail", "the server goes into mail.host");
    STINT_ASSIGN(mail, read_mail(input));
    channel.mail = std::move(mail);
  } else {
    if (input.has("mail")) return input.wrong("mail", "is for channels of the type email only");
    STINT_TRY(read_url(input, before, keyring, channel));
  }
  const bool has_secret = channel.type == ChannelType::webhook || channel.type == ChannelType::email;
  if (!has_secret && input.has("secret"))
    return input.wrong("secret", "is not for this type", "the URL is the secret of a chat");
  if (has_secret) STINT_TRY(read_secret(input, before, keyring, channel));
  const bool incomplete =
      channel.type == ChannelType::email && !channel.mail.user.empty() && !channel.secret.is_set();
  if (incomplete)
    return input.wrong("secret", "is missing", "the password that goes with mail.user, or env:NAME");
  return channel;
}

JsonDocument to_json(const Channel& channel) {
  JsonDocument json = {{"name", channel.name},
                       {"type", type_name(channel.type)},
                       {"on", channel.on},
                       {"url", shown(channel.url, channel.origin + "/…")},
                       {"secret", shown(channel.secret, "set")}};
  if (channel.type == ChannelType::email) {
    const MailSettings& mail = channel.mail;
    json["mail"] = {{"host", mail.host},
                    {"port", mail.port},
                    {"security", kSecurities.at(static_cast<std::size_t>(mail.security))},
                    {"user", mail.user},
                    {"from", mail.from},
                    {"to", mail.to}};
  }
  return json;
}

}  // namespace stint::jobs
