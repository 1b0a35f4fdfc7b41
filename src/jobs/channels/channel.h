// Where messages go: a webhook, Slack, Teams, or mail. What must not be seen of it is sealed, or stays in the
// environment.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "lib/curl/mail.h"
#include "lib/nlohmann/json_document.h"
#include "lib/sodium/sealed.h"

namespace stint::jobs {

enum class ChannelType : std::uint8_t { webhook, slack, teams, email };
[[nodiscard]] std::string_view type_name(ChannelType type);
[[nodiscard]] std::optional<ChannelType> type_named(std::string_view name);

// A text that is not stored as it is. At most one of the two is set; none: there is no such text.
struct HiddenText {
  std::string variable;  // of the environment, that holds it
  std::string sealed;    // else; opens with the key only

  [[nodiscard]] bool is_set() const { return !variable.empty() || !sealed.empty(); }
};

struct MailSettings {
  std::string host;
  std::uint16_t port = 587;
  curl::MailSecurity security = curl::MailSecurity::starttls;
  std::string user;  // empty: without authentication
  std::string from;  // an address alone
  std::vector<std::string> to;
};

struct Channel {
  std::string name;  // unique
  ChannelType type = ChannelType::webhook;
  bool on = true;
  // All but mail. Hidden, because whoever has a chat's address may write to it.
  HiddenText url;
  std::string origin;  // of the URL, to be shown: "https://hooks.slack.com"; empty when it is in a variable
  HiddenText secret;   // a webhook's, to sign with; the password for mail
  MailSettings mail;
};

// What opens hidden texts.
struct Keyring {
  std::function<std::optional<std::string>(const char* name)> environment;
  std::function<Result<SealKey>()> key;                 // asked for only when something is sealed or opened
  std::function<Result<SealKey>()> key_to_seal_with{};  // where that is another question; empty: `key`
};

// {"name", "type": "webhook" | "slack" | "teams" | "email", "on", "url", "secret", "mail": {"host", "port",
// "security": "starttls" | "tls" | "none", "user", "from", "to": []}}. A URL or secret is a text, which is
// sealed, or "env:NAME". `before` is the channel of that name, if there is one: of it stays what is left out
// of URL and secret. ErrorCode::usage says what is wrong where, and never shows either.
[[nodiscard]] Result<Channel> channel_from_json(std::string_view json, const Channel* before,
                                                const Keyring& keyring);
// What may be seen: for a URL its origin, for a secret whether there is one, or where it is looked for.
[[nodiscard]] JsonDocument to_json(const Channel& channel);

// As it is kept, hidden texts sealed.
[[nodiscard]] std::string stored(const Channel& channel);
[[nodiscard]] Result<Channel> stored_channel(std::string_view name, std::string_view text);

// ErrorCode::authentication says where they were looked for.
[[nodiscard]] Result<Secret> url_of(const Channel& channel, const Keyring& keyring);
// An empty one when the channel has none.
[[nodiscard]] Result<Secret> secret_of(const Channel& channel, const Keyring& keyring);

// What a sealed text is bound to: a password for mail goes to that very server and user.
[[nodiscard]] std::string seal_context(const Channel& channel, std::string_view which);

// "name@host.domain" in ASCII, without anything around it. Anything else could become another header.
[[nodiscard]] bool is_mail_address(std::string_view text);

}  // namespace stint::jobs
