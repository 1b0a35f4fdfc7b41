#include "app/client_options.h"

#include <fmt/format.h>

#include "app/version.h"

namespace stint::app {

outbound::ClientOptions client_options(const Session& session) {
  outbound::ClientOptions options;
  options.transport.user_agent = fmt::format("stint/{}", kVersion);
  options.proxies = outbound::proxies_of([&](const char* name) -> std::optional<std::string> {
    const char* const value = session.environment(name);
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  });
  return options;
}

}  // namespace stint::app
