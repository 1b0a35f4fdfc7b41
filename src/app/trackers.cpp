#include "app/trackers.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>

#include "app/client_options.h"
#include "exchange/connections/seal_keys.h"
#include "lib/simdjson/json.h"
#include "store/store.h"
#include "tracker/rest.h"

namespace stint::app {
namespace {

using exchange::StoredConnection;
using tracker::Product;

outbound::DeliveryOptions delivery_options(Patience patience) {
  outbound::DeliveryOptions options;
  options.queue.running = 8;
  options.queue.running_per_key = 8;
  if (patience == Patience::person) {
    options.retry.attempts = 3;
    options.retry.budget = std::chrono::seconds{30};
  } else {
    options.retry.attempts = 8;
    options.retry.longest_delay = std::chrono::minutes{1};
    options.retry.budget = std::chrono::minutes{15};
  }
  return options;
}

// What a Jira says it is.
Result<Product> ask_product(const StoredConnection& stored, outbound::Delivery& delivery,
                            const curl::Header& signature, const std::stop_token& stop) {
  tracker::Rest rest{delivery, {.base_url = stored.url, .turn = stored.name, .words = {}}, stop};
  rest.sign(signature);
  std::array paths{"/rest/api/2/serverInfo", "/rest/api/3/serverInfo"};
  // Nobody but Jira Cloud, which has both, is signed in to with an e-mail address; servers may log what they
  // do not know.
  if (stored.user.contains('@')) std::swap(paths.front(), paths.back());
  for (const char* const path : paths) {
    const auto answer = rest.get(path);
    if (!answer && answer.error().status == 0) return fail(answer.error().error);
    if (!answer) continue;
    json::Parser parser;
    const auto root = parser.parse(answer->body);
    if (!root) continue;
    const std::string_view deployment = (*root)["deploymentType"].text();
    if (deployment == "Cloud") return Product::jira_cloud;
    if (!deployment.empty() || (*root)["version"].is_string()) return Product::jira_data_center;
  }
  return fail(ErrorCode::not_found, "it is not clear what kind of tracker this is", stored.url,
              "say it with --product");
}

// `ids`: only these; nullptr: whatever has changed.
Result<exchange::SyncReport> synced(const Session& session, const StoredConnection& connection,
                                    exchange::SyncOptions options, const std::vector<std::string>* ids) {
  STINT_ASSIGN(live, open_tracker(session, connection, std::nullopt, Patience::background, options.stop));
  STINT_ASSIGN(lock, store::WriteLock::acquire(session.data_folder()));
  STINT_ASSIGN(database, store::open_for_writing(session.data_folder(), lock));
  options.connection = connection.name;
  options.url = connection.url;
  options.projects = connection.projects;
  const auto& now = outbound::system_clock().now;
  auto report = ids == nullptr ? exchange::sync(*live.connector, database, options, now)
                               : exchange::sync_issues(*live.connector, database, options, *ids, now);
  STINT_TRY(store::checkpoint(database));
  return report;
}

}  // namespace

exchange::Environment environment_of(const Session& session) {
  return [&session](const char* name) -> std::optional<std::string> {
    const char* const value = session.environment(name);
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
}

Result<std::vector<StoredConnection>> connections(const Session& session) {
  STINT_ASSIGN(all, exchange::ConnectionFile{session.data_folder()}.read());
  STINT_ASSIGN(of_environment, exchange::connections_of(environment_of(session)));
  for (StoredConnection& connection : of_environment) {
    if (std::ranges::find(all, connection.name, &StoredConnection::name) == all.end())
      all.push_back(std::move(connection));
  }
  std::ranges::sort(all, {}, &StoredConnection::name);
  return all;
}

Result<StoredConnection> find_connection(const Session& session, std::string_view name) {
  STINT_ASSIGN(all, connections(session));
  std::string names;
  for (StoredConnection& connection : all) {
    if (connection.name == name) return std::move(connection);
    names += (names.empty() ? "" : ", ") + connection.name;
  }
  return fail(ErrorCode::not_found, fmt::format("there is no connection \"{}\"", name), {},
              names.empty() ? "make one: stint connect NAME --url URL" : "there are " + names);
}

Result<Secret> secret_of(const Session& session, const StoredConnection& connection) {
  const exchange::Environment environment = environment_of(session);
  return exchange::secret_of(connection, environment, [&] { return exchange::seal_key(environment); });
}

Result<LiveTracker> open_tracker(const Session& session, const StoredConnection& stored,
                                 std::optional<Secret> given, Patience patience,
                                 const std::stop_token& stop) {
  LiveTracker live;
  live.connection = stored;
  if (!given) {
    STINT_ASSIGN(kept, secret_of(session, stored));
    given = std::move(kept);
  }
  auto policy = outbound::Policy::for_connection(stored.name, {stored.url});
  if (!policy) return fail(policy.error().error());
  outbound::ClientOptions options = client_options(session);
  options.transport.verify_certificates = stored.verify_tls;
  options.transport.ca_file = stored.ca_file;
  live.client = std::make_unique<outbound::Client>(std::move(*policy), std::move(options));
  live.delivery = std::make_unique<outbound::Delivery>(*live.client, delivery_options(patience),
                                                       outbound::system_clock(), outbound::system_random());
  if (!live.connection.product) {
    const curl::Header signature = stored.sign == tracker::Sign::bearer
                                       ? tracker::bearer_signature(given->reveal())
                                       : tracker::basic_signature(stored.user, given->reveal());
    STINT_ASSIGN(product, ask_product(stored, *live.delivery, signature, stop));
    live.connection.product = product;
  }
  live.connector = tracker::product_info(*live.connection.product)
                       .make({.name = stored.name,
                              .product = *live.connection.product,
                              .url = stored.url,
                              .sign = stored.sign,
                              .user = stored.user,
                              .secret = std::move(*given),
                              .projects = stored.projects},
                             *live.delivery, stop);
  return live;
}

Result<exchange::SyncReport> sync_connection(const Session& session, const StoredConnection& connection,
                                             exchange::SyncOptions options) {
  return synced(session, connection, std::move(options), nullptr);
}

Result<exchange::SyncReport> sync_issues_of(const Session& session, const StoredConnection& connection,
                                            const std::vector<std::string>& ids,
                                            exchange::SyncOptions options) {
  return synced(session, connection, std::move(options), &ids);
}

}  // namespace stint::app
