// Models behind Google's Gemini API.
#pragma once

#include <memory>

#include "base/result.h"
#include "language/provider.h"
#include "language/providers/remote_provider.h"
#include "language/providers/remote_settings.h"

namespace stint::language {

// ErrorCode::usage for settings that cannot be; the policy's own error where it refuses the base URL.
[[nodiscard]] Result<std::unique_ptr<Provider>> make_gemini(RemoteSettings settings,
                                                            RemoteOutbound outbound = {});

}  // namespace stint::language
