// What every HTTP client of the program has.
#pragma once

#include "app/session.h"
#include "outbound/client.h"

namespace stint::app {

// Its name, and the proxies of the environment.
[[nodiscard]] outbound::ClientOptions client_options(const Session& session);

}  // namespace stint::app
