// Which headers may follow a request to another origin.
#pragma once

#include "lib/curl/transport.h"

namespace stint::outbound {

// Only those that say what is wanted, in which language and form: whatever is not known to be harmless may be
// a key under a name of the provider's own.
[[nodiscard]] curl::Headers for_another_origin(const curl::Headers& headers);

}  // namespace stint::outbound
