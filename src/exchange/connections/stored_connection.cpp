#include "exchange/connections/stored_connection.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/text.h"
#include "lib/curl/url.h"
#include "tracker/lists.h"

namespace stint::exchange {
namespace {

using tracker::Product;
using tracker::Sign;

bool is_off(std::string_view value) {
  constexpr std::array<std::string_view, 4> kOff{"false", "0", "no", "off"};
  return std::ranges::find(kOff, lower(value)) != kOff.end();
}

// The variables of one tracker.
struct Variables {
  const char* name;
  std::optional<Product> product;
  const char* url;
  const char* token;  // goes alone
  const char* user;   // goes with the next one; null: the next one goes alone, as a password without a user
  const char* password;
  const char* verify;    // null: always
  const char* projects;  // null: none
  const char* webhook;
};

constexpr std::array kVariables{
    Variables{"jira", std::nullopt, "JIRA_URL", "JIRA_PERSONAL_TOKEN", "JIRA_USERNAME", "JIRA_API_TOKEN",
              "JIRA_SSL_VERIFY", "JIRA_PROJECTS_FILTER", "JIRA_WEBHOOK_SECRET"},
    Variables{"azure-devops", Product::azure_devops, "AZURE_DEVOPS_ORG_URL", nullptr, nullptr,
              "AZURE_DEVOPS_EXT_PAT", nullptr, nullptr, "AZURE_DEVOPS_WEBHOOK_SECRET"},
    Variables{"taiga", Product::taiga, "TAIGA_URL", "TAIGA_TOKEN", "TAIGA_USERNAME", "TAIGA_PASSWORD",
              nullptr, nullptr, "TAIGA_WEBHOOK_SECRET"},
};

Result<StoredConnection> connection_of(const Variables& variables, const Environment& environment) {
  StoredConnection connection;
  connection.name = variables.name;
  connection.from_environment = true;
  auto url = tidy_url(value_of(environment, variables.url));
  if (!url) {
    Error error = std::move(url).error();
    error.where = variables.url;
    return fail(std::move(error));
  }
  connection.url = std::move(*url);
  connection.product = variables.product ? variables.product : product_of_url(connection.url);
  if (variables.verify != nullptr) connection.verify_tls = !is_off(value_of(environment, variables.verify));
  if (variables.projects != nullptr)
    connection.projects = tracker::split_list(value_of(environment, variables.projects), ',');
  if (!value_of(environment, variables.webhook).empty()) connection.webhook_variable = variables.webhook;
  if (variables.token != nullptr && !value_of(environment, variables.token).empty()) {
    connection.sign = Sign::bearer;
    connection.secret_variable = variables.token;
    return connection;
  }
  if (variables.user != nullptr) connection.user = value_of(environment, variables.user);
  const bool has_password = !value_of(environment, variables.password).empty();
  if (!has_password || (variables.user != nullptr && connection.user.empty())) {
    const std::string alone = variables.token == nullptr ? "" : fmt::format("{}, or ", variables.token);
    const std::string user = variables.user == nullptr ? "" : fmt::format("{} and ", variables.user);
    return fail(ErrorCode::authentication,
                fmt::format("{} is set, but not what to sign in with", variables.url), {},
                fmt::format("set {}{}{}", alone, user, variables.password));
  }
  connection.sign = usual_sign(connection.product, true);
  connection.secret_variable = variables.password;
  return connection;
}

Result<Secret> secret_in(const Environment& environment, const std::string& variable, std::string_view what) {
  std::string value = value_of(environment, variable.c_str());
  if (!value.empty()) return Secret{std::move(value)};
  return fail(ErrorCode::authentication, fmt::format("{} is not set, which holds {}", variable, what));
}

Result<Secret> secret_sealed(const std::string& sealed, const std::string& context,
                             const std::function<Result<SealKey>()>& key, std::string_view what) {
  STINT_ASSIGN(opened_with, key());
  auto secret = unseal(opened_with, sealed, context);
  if (secret) return std::move(*secret);
  return fail(ErrorCode::authentication, fmt::format("{} does not open with this key", what), {},
              "use the key that it was stored with, or connect again");
}

}  // namespace

Result<std::vector<StoredConnection>> connections_of(const Environment& environment) {
  std::vector<StoredConnection> connections;
  for (const Variables& variables : kVariables) {
    if (value_of(environment, variables.url).empty()) continue;
    STINT_ASSIGN(connection, connection_of(variables, environment));
    connections.push_back(std::move(connection));
  }
  return connections;
}

std::optional<Product> product_of_url(std::string_view url) {
  const auto parsed = curl::parse_url(url);
  if (!parsed) return std::nullopt;
  const std::string& host = parsed->host;
  if (host.ends_with(".atlassian.net") || host == "api.atlassian.com" || host.ends_with(".jira.com"))
    return Product::jira_cloud;
  if (host == "dev.azure.com" || host.ends_with(".visualstudio.com")) return Product::azure_devops;
  if (host == "api.taiga.io" || host == "tree.taiga.io") return Product::taiga;
  return std::nullopt;
}

Sign usual_sign(std::optional<Product> product, bool has_user) {
  if (product == Product::azure_devops) return Sign::basic;
  if (product == Product::taiga) return has_user ? Sign::login : Sign::bearer;
  return has_user ? Sign::basic : Sign::bearer;
}

Result<std::string> tidy_url(std::string_view url) {
  const auto parsed = curl::parse_url(trimmed(url));
  if (!parsed || (parsed->scheme != "https" && parsed->scheme != "http")) {
    return fail(ErrorCode::usage, "is not the address of a tracker", {},
                "for example https://team.atlassian.net or https://dev.azure.com/team");
  }
  if (parsed->credentials) {
    return fail(ErrorCode::usage, "the address holds a user or a password", {},
                "leave them out of the address; they are asked for, or read from the environment");
  }
  // The origin and the path, without the query.
  std::string tidy = parsed->origin() + parsed->path.substr(0, parsed->path.find('?'));
  constexpr std::array<std::string_view, 7> kTails{"/",           "/rest",   "/rest/api", "/rest/api/2",
                                                   "/rest/api/3", "/api/v1", "/jira"};
  // "/jira" is a page of Jira Cloud, and the usual path of a Data Center: only the former goes.
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view tail : kTails) {
      if (!tidy.ends_with(tail) || (tail == "/jira" && !parsed->host.ends_with(".atlassian.net"))) continue;
      tidy.resize(tidy.size() - tail.size());
      again = true;
    }
  }
  if (parsed->host == "tree.taiga.io") tidy = "https://api.taiga.io";
  return tidy;
}

Result<Secret> secret_of(const StoredConnection& connection, const Environment& environment,
                         const std::function<Result<SealKey>()>& key) {
  const std::string owner = fmt::format("the connection \"{}\"", connection.name);
  if (!connection.secret_variable.empty())
    return secret_in(environment, connection.secret_variable, "the secret of " + owner);
  return secret_sealed(connection.sealed_secret, seal_context(connection), key, "the secret of " + owner);
}

Result<Secret> webhook_secret_of(const StoredConnection& connection, const Environment& environment,
                                 const std::function<Result<SealKey>()>& key) {
  const std::string what = fmt::format("the webhook secret of the connection \"{}\"", connection.name);
  if (!connection.webhook_variable.empty()) return secret_in(environment, connection.webhook_variable, what);
  return secret_sealed(connection.sealed_webhook_secret, webhook_seal_context(connection), key, what);
}

std::string seal_context(const StoredConnection& connection) {
  // With another address or user the secret would go to somebody else.
  return connection.name + '\n' + connection.url + '\n' + connection.user;
}

std::string webhook_seal_context(const StoredConnection& connection) {
  return connection.name + "\nwebhook";
}

}  // namespace stint::exchange
