// The section "server" of the configuration file.
#pragma once

#include <string>
#include <vector>

#include "access/proxy.h"
#include "base/result.h"
#include "lib/yaml/settings_file.h"

namespace stint::app {

struct ServerSettings {
  std::string listen;              // "ADDRESS:PORT"; empty: the default
  std::vector<std::string> hosts;  // further names by which browsers reach it
  std::string access_log;          // a file, "-" for standard error; empty: none
  bool people = true;              // figures about persons, and their names
  access::ProxySettings proxy;     // that signs people in
  std::size_t kept_reports = 60;   // the newest so many
};

// One setting. ErrorCode::usage for an unknown name or a value that cannot be.
[[nodiscard]] Outcome set_server_setting(const FileSetting& setting, ServerSettings& server);

}  // namespace stint::app
