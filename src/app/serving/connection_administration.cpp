#include "app/serving/connection_administration.h"

#include <algorithm>

#include "app/connecting.h"
#include "exchange/connections/seal_keys.h"

namespace stint::app {
namespace {

using exchange::StoredConnection;

constexpr std::size_t kLongestName = 64;

// What can stand in addresses and in messages as it is.
Outcome check_name(const std::string& name) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  if (!name.empty() && name.size() <= kLongestName && std::ranges::all_of(name, is_plain)) return {};
  return fail(ErrorCode::usage,
              "a connection's name has letters, digits, \"-\" and \"_\", at most 64 of them", "name");
}

ConnectionRequest request_of(const std::string& name, const JsonDocument& body) {
  ConnectionRequest request{.name = name,
                            .url = body.value("url", std::string{}),
                            .product = body.value("product", std::string{}),
                            .user = body.value("user", std::string{}),
                            .projects = {},
                            .verify_tls = body.value("verify_tls", true),
                            .read_only = body.value("read_only", false)};
  if (body.contains("projects")) {
    for (const JsonDocument& project : body["projects"])
      request.projects.push_back(project.get<std::string>());
  }
  return request;
}

// The secret that is sent, or the one that is kept: that one goes to the address and the user that it was
// given for, and to nobody else.
Result<Secret> secret_for(const Session& session, const JsonDocument& body, const StoredConnection* before,
                          StoredConnection& connection) {
  if (body.contains("secret")) {
    // Better now than after the tracker has been asked.
    STINT_TRY(exchange::key_place(environment_of(session)));
    return Secret{body["secret"].get<std::string>()};
  }
  if (before == nullptr) {
    return fail(ErrorCode::usage, "a new connection needs a secret", "secret",
                "an API token or a password of the tracker's");
  }
  if (before->url != connection.url || before->user != connection.user) {
    return fail(ErrorCode::usage, "for another address or user the secret has to be given again", "secret");
  }
  connection.secret_variable = before->secret_variable;
  return secret_of(session, *before);
}

}  // namespace

Result<JsonDocument> ConnectionAdministrator::list() const {
  STINT_ASSIGN(all, app::connections(session_));
  const JsonDocument states = states_();
  JsonDocument list = JsonDocument::array();
  for (const StoredConnection& connection : all) {
    JsonDocument entry = to_json(connection);
    entry["secret"] = connection.secret_variable.empty() ? "sealed" : "environment";
    entry["webhook"] = connection.has_webhook();
    const auto state =
        std::ranges::find_if(states, [&](const JsonDocument& one) { return one["name"] == connection.name; });
    for (const char* member : {"state", "last_sync", "problem"}) {
      entry[member] = state != states.end()                 ? (*state)[member]
                      : member == std::string_view{"state"} ? JsonDocument("never")
                                                            : JsonDocument(nullptr);
    }
    list.push_back(std::move(entry));
  }
  JsonDocument products = JsonDocument::array();
  for (const tracker::ProductInfo& info : tracker::products())
    products.push_back({{"name", info.name}, {"title", info.title}});
  return JsonDocument{{"connections", std::move(list)},
                      {"products", std::move(products)},
                      {"keeps_secrets", exchange::key_place(environment_of(session_)).has_value()}};
}

Outcome ConnectionAdministrator::begin_look() {
  if (!looking_.exchange(true)) return {};
  return fail(ErrorCode::conflict, "another tracker is being looked at", {}, "try again in a moment");
}

Result<JsonDocument> ConnectionAdministrator::put(const std::string& name, const JsonDocument& body) {
  STINT_TRY(check_name(name));
  STINT_ASSIGN(connection, describe(request_of(name, body)));
  STINT_ASSIGN(kept, exchange::ConnectionFile{session_.data_folder()}.read());
  const auto found = std::ranges::find(kept, name, &StoredConnection::name);
  const StoredConnection* const before = found == kept.end() ? nullptr : &*found;
  if (before != nullptr) connection.ca_file = before->ca_file;
  STINT_ASSIGN(secret, secret_for(session_, body, before, connection));
  STINT_TRY(begin_look());
  const auto checked = look_at(session_, connection, secret, stop_.get_token());
  looking_ = false;
  if (!checked) return fail(checked.error());
  connection.product = checked->connection.product;
  STINT_TRY(keep_connection(session_, connection, secret));
  return to_json(*checked);
}

Result<JsonDocument> ConnectionAdministrator::check(const std::string& name) {
  STINT_ASSIGN(connection, find_connection(session_, name));
  STINT_TRY(begin_look());
  const auto checked = look_at(session_, connection, std::nullopt, stop_.get_token());
  looking_ = false;
  if (!checked) return fail(checked.error());
  return to_json(*checked);
}

Outcome ConnectionAdministrator::remove(const std::string& name) const {
  STINT_ASSIGN(removed, exchange::ConnectionFile{session_.data_folder()}.remove(name));
  if (removed) return {};
  STINT_TRY(find_connection(session_, name));
  return fail(ErrorCode::usage, "\"" + name + "\" is a connection of the environment", {},
              "unset its variables, and start the server anew");
}

server::ConnectionAdministration ConnectionAdministrator::functions() {
  return {.list = [this] { return list(); },
          .put = [this](const std::string& name, const JsonDocument& body) { return put(name, body); },
          .check = [this](const std::string& name) { return check(name); },
          .remove = [this](const std::string& name) { return remove(name); }};
}

}  // namespace stint::app
