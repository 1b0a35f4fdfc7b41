#include "jobs/channels/channel.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/text.h"
#include "lib/simdjson/json.h"

namespace stint::jobs {
namespace {

constexpr std::array<std::string_view, 4> kTypes{"webhook", "slack", "teams", "email"};

JsonDocument hidden_json(const HiddenText& hidden) {
  return {{"variable", hidden.variable}, {"sealed", hidden.sealed}};
}

HiddenText hidden_of(json::Value value) {
  return {std::string(value["variable"].text()), std::string(value["sealed"].text())};
}

Result<Secret> open(const HiddenText& hidden, const Channel& channel, std::string_view which,
                    const Keyring& keyring) {
  if (!hidden.variable.empty()) {
    const std::string value{trimmed(keyring.environment(hidden.variable.c_str()).value_or(""))};
    if (value.empty()) {
      return fail(ErrorCode::authentication,
                  fmt::format("{} is not set, which holds the {} of the channel \"{}\"", hidden.variable,
                              which, channel.name));
    }
    return Secret{value};
  }
  STINT_ASSIGN(key, keyring.key());
  auto opened = unseal(key, hidden.sealed, seal_context(channel, which));
  if (!opened) {
    return fail(ErrorCode::authentication,
                fmt::format("the {} of the channel \"{}\" does not open with this key", which, channel.name),
                {}, "use the key that it was stored with, or give it again");
  }
  return std::move(*opened);
}

}  // namespace

std::string_view type_name(ChannelType type) {
  return kTypes.at(static_cast<std::size_t>(type));
}

std::optional<ChannelType> type_named(std::string_view name) {
  const auto* found = std::ranges::find(kTypes, name);
  if (found == kTypes.end()) return std::nullopt;
  return static_cast<ChannelType>(found - kTypes.begin());
}

std::string stored(const Channel& channel) {
  const MailSettings& mail = channel.mail;
  return to_line({{"type", type_name(channel.type)},
                  {"on", channel.on},
                  {"url", hidden_json(channel.url)},
                  {"origin", channel.origin},
                  {"secret", hidden_json(channel.secret)},
                  {"host", mail.host},
                  {"port", mail.port},
                  {"security", static_cast<int>(mail.security)},
                  {"user", mail.user},
                  {"from", mail.from},
                  {"to", mail.to}});
}

Result<Channel> stored_channel(std::string_view name, std::string_view text) {
  json::Parser parser;
  STINT_ASSIGN(root, parser.parse(text));
  Channel channel;
  channel.name = name;
  const auto type = type_named(root["type"].text());
  if (!type) return fail(ErrorCode::conflict, fmt::format("the channel \"{}\" is of an unknown type", name));
  channel.type = *type;
  channel.on = root["on"].as_bool().value_or(false);
  channel.url = hidden_of(root["url"]);
  channel.origin = root["origin"].text();
  channel.secret = hidden_of(root["secret"]);
  channel.mail.host = root["host"].text();
  channel.mail.port = static_cast<std::uint16_t>(root["port"].as_int().value_or(0));
  channel.mail.security =
      static_cast<curl::MailSecurity>(std::clamp<std::int64_t>(root["security"].as_int().value_or(1), 0, 2));
  channel.mail.user = root["user"].text();
  channel.mail.from = root["from"].text();
  for (const json::Value each : root["to"].items()) channel.mail.to.emplace_back(each.text());
  return channel;
}

Result<Secret> url_of(const Channel& channel, const Keyring& keyring) {
  return open(channel.url, channel, "URL", keyring);
}

Result<Secret> secret_of(const Channel& channel, const Keyring& keyring) {
  if (!channel.secret.is_set()) return Secret{};
  return open(channel.secret, channel, "secret", keyring);
}

std::string seal_context(const Channel& channel, std::string_view which) {
  std::string context = fmt::format("channel\n{}\n{}\n{}", channel.name, type_name(channel.type), which);
  if (channel.type == ChannelType::email) {
    const MailSettings& mail = channel.mail;
    context +=
        fmt::format("\n{}\n{}\n{}\n{}", mail.host, mail.port, mail.user, static_cast<int>(mail.security));
  }
  return context;
}

bool is_mail_address(std::string_view text) {
  constexpr std::size_t kLongest = 254;
  const std::size_t at = text.find('@');
  if (text.size() > kLongest || at == 0 || at == std::string_view::npos) return false;
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  // RFC 5322, 3.2.3, without quoted names, which nobody has.
  const auto is_atom = [&](char c) {
    return is_letter(c) || std::string_view{"!#$%&'*+-/=?^_`{|}~."}.contains(c);
  };
  const std::string_view local = text.substr(0, at);
  const std::string_view domain = text.substr(at + 1);
  const auto dotted = [](std::string_view part) {
    return !part.empty() && !part.starts_with('.') && !part.ends_with('.') && !part.contains("..");
  };
  return dotted(local) && dotted(domain) && std::ranges::all_of(local, is_atom) &&
         std::ranges::all_of(domain, [&](char c) { return is_letter(c) || c == '-' || c == '.'; });
}

}  // namespace stint::jobs
