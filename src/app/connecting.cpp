#include "app/connecting.h"

#include <algorithm>

#include "exchange/connections/seal_keys.h"

namespace stint::app {

using exchange::StoredConnection;
using tracker::PermissionCheck;

std::string product_names() {
  std::string names;
  for (const tracker::ProductInfo& info : tracker::products()) {
    if (!names.empty()) names += ", ";
    names += info.name;
  }
  return names;
}

Result<StoredConnection> describe(const ConnectionRequest& request) {
  StoredConnection connection;
  connection.name = request.name;
  auto url = exchange::tidy_url(request.url);
  if (!url) {
    Error error = std::move(url).error();
    error.where = "url";
    return fail(std::move(error));
  }
  connection.url = std::move(*url);
  connection.product = exchange::product_of_url(connection.url);
  if (!request.product.empty()) {
    const tracker::ProductInfo* const info = tracker::find_product(request.product);
    if (info == nullptr) {
      return fail(ErrorCode::usage, "there is no product \"" + request.product + "\"", {},
                  "there are " + product_names());
    }
    connection.product = info->product;
  }
  connection.user = request.user;
  connection.sign = exchange::usual_sign(connection.product, !request.user.empty());
  if (connection.product == tracker::Product::jira_cloud && request.user.empty()) {
    return fail(ErrorCode::usage, "Jira Cloud signs in with an e-mail address and its API token", {},
                "give the user too: --user me@team.com");
  }
  connection.projects = request.projects;
  connection.verify_tls = request.verify_tls;
  connection.read_only = request.read_only;
  return connection;
}

bool Checked::can_read() const {
  return std::ranges::all_of(permissions,
                             [](const PermissionCheck& p) { return p.granted || !p.needed_to_read; });
}

Result<Checked> look_at(const Session& session, const StoredConnection& connection,
                        const std::optional<Secret>& secret, const std::stop_token& stop) {
  STINT_ASSIGN(live, open_tracker(session, connection, secret, Patience::person, stop));
  Checked checked;
  checked.connection = live.connection;
  STINT_ASSIGN(account, live.connector->account());
  checked.account = std::move(account);
  tracker::Scope scope;
  scope.projects = connection.projects;
  STINT_ASSIGN(permissions, live.connector->check_permissions(scope));
  checked.permissions = std::move(permissions);
  return checked;
}

Outcome keep_connection(const Session& session, StoredConnection connection, const Secret& secret) {
  if (connection.secret_variable.empty()) {
    STINT_ASSIGN(key, exchange::key_to_seal_with(environment_of(session)));
    connection.sealed_secret = seal(key, secret, exchange::seal_context(connection));
  }
  const exchange::ConnectionFile file{session.data_folder()};
  STINT_ASSIGN(before, file.read());
  if (const auto same = std::ranges::find(before, connection.name, &StoredConnection::name);
      same != before.end()) {
    connection.webhook_variable = same->webhook_variable;
    connection.sealed_webhook_secret = same->sealed_webhook_secret;
  }
  return file.put(connection);
}

JsonDocument to_json(const StoredConnection& connection) {
  return {{"name", connection.name},
          {"product", connection.product ? JsonDocument(tracker::product_info(*connection.product).name)
                                         : JsonDocument(nullptr)},
          {"url", connection.url},
          {"user", connection.user},
          {"projects", connection.projects},
          {"verify_tls", connection.verify_tls},
          {"read_only", connection.read_only},
          {"from_environment", connection.from_environment}};
}

JsonDocument to_json(const Checked& checked) {
  JsonDocument permissions = JsonDocument::array();
  for (const PermissionCheck& permission : checked.permissions) {
    permissions.push_back({{"what", permission.what},
                           {"granted", permission.granted},
                           {"needed_to_read", permission.needed_to_read},
                           {"hint", permission.hint}});
  }
  JsonDocument json = to_json(checked.connection);
  json["account"] = {
      {"id", checked.account.id}, {"name", checked.account.name}, {"time_zone", checked.account.time_zone}};
  json["tracker"] = checked.account.version;
  json["permissions"] = std::move(permissions);
  json["can_read"] = checked.can_read();
  return json;
}

}  // namespace stint::app
