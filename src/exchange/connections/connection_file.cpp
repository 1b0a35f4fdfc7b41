// The file of connections: names and addresses as they are, secrets sealed.
#include <algorithm>
#include <fmt/format.h>

#include "base/files.h"
#include "exchange/connections/stored_connection.h"
#include "lib/nlohmann/json_document.h"
#include "lib/simdjson/json.h"
#include "tracker/connector.h"

namespace stint::exchange {
namespace {

constexpr std::string_view kSchema = "stint.connections/1";

constexpr std::array<std::pair<tracker::Sign, std::string_view>, 3> kSigns{{
    {tracker::Sign::basic, "basic"},
    {tracker::Sign::bearer, "bearer"},
    {tracker::Sign::login, "login"},
}};

JsonDocument to_json(const StoredConnection& connection) {
  std::string_view sign;
  for (const auto& [known, name] : kSigns) {
    if (known == connection.sign) sign = name;
  }
  return {{"name", connection.name},
          {"product", connection.product ? JsonDocument(tracker::product_info(*connection.product).name)
                                         : JsonDocument(nullptr)},
          {"url", connection.url},
          {"sign", sign},
          {"user", connection.user},
          {"projects", connection.projects},
          {"verify_tls", connection.verify_tls},
          {"ca_file", connection.ca_file},
          {"read_only", connection.read_only},
          {"secret_variable", connection.secret_variable},
          {"sealed_secret", connection.sealed_secret},
          {"webhook_variable", connection.webhook_variable},
          {"sealed_webhook_secret", connection.sealed_webhook_secret}};
}

std::optional<StoredConnection> from_json(json::Value value) {
  StoredConnection connection;
  connection.name = value["name"].text();
  connection.url = value["url"].text();
  if (connection.name.empty() || connection.url.empty()) return std::nullopt;
  if (const auto product = value["product"].as_string()) {
    const tracker::ProductInfo* const info = tracker::find_product(*product);
    if (info == nullptr) return std::nullopt;
    connection.product = info->product;
  }
  const auto* const sign =
      std::ranges::find(kSigns, value["sign"].text(), &std::pair<tracker::Sign, std::string_view>::second);
  if (sign == kSigns.end()) return std::nullopt;
  connection.sign = sign->first;
  connection.user = value["user"].text();
  for (const json::Value project : value["projects"].items())
    connection.projects.emplace_back(project.text());
  // Whatever is unclear is the safer way.
  connection.verify_tls = value["verify_tls"].as_bool().value_or(true);
  connection.ca_file = value["ca_file"].text();
  connection.read_only = value["read_only"].as_bool().value_or(true);
  connection.secret_variable = value["secret_variable"].text();
  connection.sealed_secret = value["sealed_secret"].text();
  connection.webhook_variable = value["webhook_variable"].text();
  connection.sealed_webhook_secret = value["sealed_webhook_secret"].text();
  return connection;
}

}  // namespace

ConnectionFile::ConnectionFile(const std::filesystem::path& data_folder)
    : file_(data_folder / "connections.json") {}

Result<std::vector<StoredConnection>> ConnectionFile::read() const {
  auto status = files::status_of(file_);
  std::vector<StoredConnection> connections;
  if (!status && status.error().code == ErrorCode::not_found) return connections;
  if (!status) return fail(std::move(status).error());
  if (status->others) {
    return fail(ErrorCode::usage, "others may read the file of the connections", file_.string(),
                "chmod 600 " + file_.string());
  }
  STINT_ASSIGN(text, files::read_text(file_));
  json::Parser parser;
  const auto root = parser.parse(text);
  const auto damaged = [&] {
    return fail(ErrorCode::usage, "the file of the connections is damaged", file_.string(),
                "mend it, or remove it and connect again");
  };
  if (!root || (*root)["schema"].text() != kSchema) return damaged();
  for (const json::Value item : (*root)["connections"].items()) {
    auto connection = from_json(item);
    if (!connection) return damaged();
    connections.push_back(std::move(*connection));
  }
  std::ranges::sort(connections, {}, &StoredConnection::name);
  return connections;
}

Outcome ConnectionFile::put(const StoredConnection& connection) const {
  STINT_ASSIGN(connections, read());
  std::erase_if(connections, [&](const StoredConnection& known) { return known.name == connection.name; });
  connections.push_back(connection);
  return write(connections);
}

Result<bool> ConnectionFile::remove(std::string_view name) const {
  STINT_ASSIGN(connections, read());
  if (std::erase_if(connections, [&](const StoredConnection& known) { return known.name == name; }) == 0)
    return false;
  STINT_TRY(write(connections));
  return true;
}

Outcome ConnectionFile::write(const std::vector<StoredConnection>& connections) const {
  JsonDocument list = JsonDocument::array();
  for (const StoredConnection& connection : connections) list.push_back(to_json(connection));
  std::error_code code;
  if (!std::filesystem::exists(file_.parent_path(), code)) {
    std::filesystem::create_directories(file_.parent_path(), code);
    std::filesystem::permissions(file_.parent_path(), std::filesystem::perms::owner_all, code);
  }
  return files::replace_text(file_, to_text({{"schema", kSchema}, {"connections", std::move(list)}}),
                             files::Readers::owner);
}

}  // namespace stint::exchange
