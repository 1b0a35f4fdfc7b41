#include "app/server_settings.h"

#include <array>
#include <charconv>
#include <utility>

namespace stint::app {
namespace {

using access::ProxySettings;

constexpr std::array<std::pair<std::string_view, std::string ProxySettings::*>, 5> kHeaders{{
    {"server.proxy.user_header", &ProxySettings::user_header},
    {"server.proxy.groups_header", &ProxySettings::groups_header},
    {"server.proxy.name_header", &ProxySettings::name_header},
    {"server.proxy.email_header", &ProxySettings::email_header},
    {"server.proxy.address_header", &ProxySettings::address_header},
}};

Outcome set_flag(const FileSetting& setting, bool& flag) {
  if (setting.value != "true" && setting.value != "false")
    return fail(ErrorCode::usage, setting.name + " takes true or false, not \"" + setting.value + "\"");
  flag = setting.value == "true";
  return {};
}

Outcome set_kept_reports(const FileSetting& setting, ServerSettings& server) {
  constexpr std::size_t kMost = 10'000;
  const std::string_view text = setting.value;
  std::size_t count = 0;
  const auto [end, error] = std::from_chars(text.begin(), text.end(), count);
  if (error != std::errc{} || end != text.end() || count < 1 || count > kMost) {
    return fail(ErrorCode::usage,
                setting.name + " takes a number from 1 to 10000, not \"" + setting.value + "\"");
  }
  server.kept_reports = count;
  return {};
}

// server.proxy.groups.NAME: ROLE, for all projects.
Outcome set_group(const FileSetting& setting, ProxySettings& proxy) {
  const auto role = access::parse_role(setting.value);
  if (!role || setting.path.size() != 4) {
    return fail(ErrorCode::usage, "a group has a role, not \"" + setting.value + "\"", {},
                "viewer, member, lead or admin");
  }
  proxy.groups[setting.path[3]] = {{std::string{access::kEveryProject}, *role}};
  return {};
}

}  // namespace

Outcome set_server_setting(const FileSetting& setting, ServerSettings& server) {
  for (const auto& [name, text] : kHeaders) {
    if (setting.name != name) continue;
    server.proxy.*text = setting.value;
    return {};
  }
  if (setting.name == "server.listen") {
    server.listen = setting.value;
    return {};
  }
  if (setting.name == "server.access_log") {
    server.access_log = setting.value;
    return {};
  }
  if (setting.name == "server.hosts") {
    server.hosts.push_back(setting.value);
    return {};
  }
  if (setting.name == "server.people") return set_flag(setting, server.people);
  if (setting.name == "server.kept_reports") return set_kept_reports(setting, server);
  if (setting.name == "server.proxy.create_users") return set_flag(setting, server.proxy.create_users);
  if (setting.name == "server.proxy.addresses") {
    STINT_ASSIGN(network, access::parse_network(setting.value));
    server.proxy.proxies.push_back(network);
    return {};
  }
  if (setting.name.starts_with("server.proxy.groups.")) return set_group(setting, server.proxy);
  return fail(
      ErrorCode::usage, "unknown setting \"" + setting.name + "\"", {},
      "a server has listen, hosts, access_log, people, kept_reports and proxy: addresses, user_header, "
      "groups_header, name_header, "
      "email_header, address_header, groups, create_users");
}

}  // namespace stint::app
