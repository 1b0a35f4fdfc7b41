// Making and checking connections to trackers: the same for the command line and the API.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/trackers.h"
#include "lib/nlohmann/json_document.h"

namespace stint::app {

// A connection as people describe it.
struct ConnectionRequest {
  std::string name;
  std::string url;
  std::string product;  // empty: as the address or the tracker says
  std::string user;     // where the secret needs one
  std::vector<std::string> projects;
  bool verify_tls = true;
  bool read_only = false;
};

// Without its secret. ErrorCode::usage says which member is wrong, and how.
[[nodiscard]] Result<exchange::StoredConnection> describe(const ConnectionRequest& request);

// "jira-cloud, jira-data-center, …"
[[nodiscard]] std::string product_names();

// What a look at a tracker brought.
struct Checked {
  exchange::StoredConnection connection;  // with its product
  tracker::Account account;
  std::vector<tracker::PermissionCheck> permissions;

  [[nodiscard]] bool can_read() const;
};

// Signs in, and asks what is permitted. `secret`: nothing for the one that is kept. Errors as of the tracker.
[[nodiscard]] Result<Checked> look_at(const Session& session, const exchange::StoredConnection& connection,
                                      const std::optional<Secret>& secret, const std::stop_token& stop);

// Into the data folder, in the place of one of the same name, whose webhook stays. The secret is sealed,
// unless it stays in an environment variable. ErrorCode::authentication without a key to seal with.
[[nodiscard]] Outcome keep_connection(const Session& session, exchange::StoredConnection connection,
                                      const Secret& secret);

// Without anything secret.
[[nodiscard]] JsonDocument to_json(const exchange::StoredConnection& connection);
[[nodiscard]] JsonDocument to_json(const Checked& checked);

}  // namespace stint::app
