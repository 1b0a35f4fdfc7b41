// Connections to trackers as they are kept: in a file of the data folder, or in environment variables.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "exchange/connections/environment.h"
#include "lib/sodium/sealed.h"
#include "tracker/connection.h"

namespace stint::exchange {

struct StoredConnection {
  std::string name;
  std::optional<tracker::Product> product;  // nothing: to be asked of the tracker
  std::string url;
  tracker::Sign sign = tracker::Sign::basic;
  std::string user;
  std::vector<std::string> projects;
  bool verify_tls = true;
  std::string ca_file;     // certificates to trust instead of the system's
  bool read_only = false;  // nothing is ever written to that tracker
  bool from_environment = false;
  std::string secret_variable;  // of the environment, that holds the secret
  std::string sealed_secret;    // else; opens with the key only
  // What the tracker's webhooks show that they are its; both empty: it has none.
  std::string webhook_variable;  // of the environment, that holds it
  std::string sealed_webhook_secret;

  [[nodiscard]] bool has_webhook() const {
    return !webhook_variable.empty() || !sealed_webhook_secret.empty();
  }
};

// What the usual variables describe: JIRA_URL with JIRA_USERNAME and JIRA_API_TOKEN or with
// JIRA_PERSONAL_TOKEN, JIRA_SSL_VERIFY, JIRA_PROJECTS_FILTER; AZURE_DEVOPS_ORG_URL with AZURE_DEVOPS_EXT_PAT;
// TAIGA_URL with TAIGA_TOKEN, or TAIGA_USERNAME and TAIGA_PASSWORD. Named "jira", "azure-devops", "taiga".
// JIRA_WEBHOOK_SECRET, AZURE_DEVOPS_WEBHOOK_SECRET and TAIGA_WEBHOOK_SECRET hold what their webhooks show.
// ErrorCode::usage for an address without the secret that goes with it.
[[nodiscard]] Result<std::vector<StoredConnection>> connections_of(const Environment& environment);

// What a URL says about what is there: Jira Cloud, Azure DevOps Services and Taiga's own are known by their
// hosts.
[[nodiscard]] std::optional<tracker::Product> product_of_url(std::string_view url);
// How a user of that product usually signs requests.
[[nodiscard]] tracker::Sign usual_sign(std::optional<tracker::Product> product, bool has_user);

// Without slashes at its end and without the paths of the API that people copy along. ErrorCode::usage when
// it is no http or https URL, or holds credentials.
[[nodiscard]] Result<std::string> tidy_url(std::string_view url);

// The secret of a connection: from its variable, or opened with `key`. ErrorCode::authentication says where
// it was looked for.
[[nodiscard]] Result<Secret> secret_of(const StoredConnection& connection, const Environment& environment,
                                       const std::function<Result<SealKey>()>& key);
// Likewise what its webhooks show; only for a connection that has some.
[[nodiscard]] Result<Secret> webhook_secret_of(const StoredConnection& connection,
                                               const Environment& environment,
                                               const std::function<Result<SealKey>()>& key);
// What its sealed secrets are bound to.
[[nodiscard]] std::string seal_context(const StoredConnection& connection);
[[nodiscard]] std::string webhook_seal_context(const StoredConnection& connection);

// The connections of a data folder, in "connections.json", which nobody else can read. A change replaces the
// file as a whole.
class ConnectionFile {
 public:
  explicit ConnectionFile(const std::filesystem::path& data_folder);

  // Sorted by name; none without a file. ErrorCode::usage when it is damaged or others may read it.
  [[nodiscard]] Result<std::vector<StoredConnection>> read() const;
  [[nodiscard]] Outcome put(const StoredConnection& connection) const;
  // False: there was none of that name.
  [[nodiscard]] Result<bool> remove(std::string_view name) const;

 private:
  [[nodiscard]] Outcome write(const std::vector<StoredConnection>& connections) const;
  std::filesystem::path file_;
};

}  // namespace stint::exchange
