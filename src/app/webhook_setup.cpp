#include "app/webhook_setup.h"

#include <fmt/format.h>

#include "app/trackers.h"
#include "exchange/connections/seal_keys.h"
#include "lib/curl/url.h"
#include "lib/sodium/random.h"

namespace stint::app {
namespace {

using tracker::Product;

constexpr std::size_t kSecretBytes = 32;

std::string steps_for(std::optional<Product> product) {
  switch (product.value_or(Product::jira_data_center)) {
    case Product::jira_cloud:
      return "In Jira: System → WebHooks → Create. URL and secret as above; events: issue, comment, "
             "worklog,\n"
             "issue link, sprint, board, version.\n";
    case Product::jira_data_center:
      return "In Jira: System → WebHooks → Create. URL and secret as above; where there is no field for a "
             "secret,\n"
             "add ?token=SECRET to the URL. Events: issue, comment, worklog, issue link, sprint, board, "
             "version.\n";
    case Product::azure_devops:
      return "In Azure DevOps: Project settings → Service hooks → Web Hooks, once for each of: work item "
             "created,\n"
             "updated, deleted, restored, commented on. URL as above, any user name, the secret as "
             "password.\n";
    case Product::taiga:
      return "In Taiga: Settings → Integrations → Webhooks, in each project. URL as above, the secret as "
             "key.\n";
  }
  return {};
}

}  // namespace

std::string webhook_path(std::string_view connection) {
  return "/hooks/" + curl::url_encoded(connection);
}

Result<NewWebhook> set_up_webhook(const Session& session, std::string_view name,
                                  const std::string& variable) {
  STINT_ASSIGN(connection, find_connection(session, name));
  if (connection.from_environment) {
    return fail(ErrorCode::usage, fmt::format("\"{}\" is a connection of the environment", connection.name),
                {}, "set JIRA_WEBHOOK_SECRET, AZURE_DEVOPS_WEBHOOK_SECRET or TAIGA_WEBHOOK_SECRET instead");
  }
  NewWebhook webhook;
  webhook.path = webhook_path(connection.name);
  webhook.steps = steps_for(connection.product);
  connection.webhook_variable = variable;
  connection.sealed_webhook_secret.clear();
  const exchange::Environment environment = environment_of(session);
  if (variable.empty()) {
    STINT_ASSIGN(key, exchange::key_to_seal_with(environment));
    webhook.secret = random_hex(kSecretBytes);
    connection.sealed_webhook_secret =
        seal(key, Secret{webhook.secret}, exchange::webhook_seal_context(connection));
  } else {
    // Better told now than when the tracker calls.
    STINT_TRY(exchange::webhook_secret_of(connection, environment, {}));
  }
  STINT_TRY(exchange::ConnectionFile{session.data_folder()}.put(connection));
  return webhook;
}

}  // namespace stint::app
