// From the connections that are kept to trackers that can be spoken to.
#pragma once

#include <memory>
#include <stop_token>
#include <string_view>
#include <vector>

#include "app/session.h"
#include "exchange/connections/stored_connection.h"
#include "exchange/sync/sync.h"
#include "outbound/client.h"
#include "outbound/delivery.h"
#include "tracker/connector.h"

namespace stint::app {

// Those of the data folder and of the environment, by name; the former stand above the latter.
[[nodiscard]] Result<std::vector<exchange::StoredConnection>> connections(const Session& session);
// ErrorCode::not_found, with the names there are.
[[nodiscard]] Result<exchange::StoredConnection> find_connection(const Session& session,
                                                                 std::string_view name);

[[nodiscard]] exchange::Environment environment_of(const Session& session);

// The secret of a connection, from where it is.
[[nodiscard]] Result<Secret> secret_of(const Session& session, const exchange::StoredConnection& connection);

// A tracker with all that requests to it need. Stays where it is: its parts refer to each other.
struct LiveTracker {
  exchange::StoredConnection connection;  // with its product
  std::unique_ptr<outbound::Client> client;
  std::unique_ptr<outbound::Delivery> delivery;
  std::unique_ptr<tracker::Connector> connector;
};

// How long a failing tracker is waited for.
enum class Patience : std::uint8_t { person, background };

// Asks the tracker what it is where the connection does not say. `secret`: nothing for the one that is kept.
[[nodiscard]] Result<LiveTracker> open_tracker(const Session& session,
                                               const exchange::StoredConnection& connection,
                                               std::optional<Secret> secret, Patience patience,
                                               const std::stop_token& stop);

// Brings the store up to date with a tracker. Of `options`, the connection's own members are filled in.
[[nodiscard]] Result<exchange::SyncReport> sync_connection(const Session& session,
                                                           const exchange::StoredConnection& connection,
                                                           exchange::SyncOptions options);

// Likewise only the issues of these ids, as they are now.
[[nodiscard]] Result<exchange::SyncReport> sync_issues_of(const Session& session,
                                                          const exchange::StoredConnection& connection,
                                                          const std::vector<std::string>& ids,
                                                          exchange::SyncOptions options);

}  // namespace stint::app
