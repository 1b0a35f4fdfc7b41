// Signed-in browsers.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "access/principal.h"
#include "access/snapshot.h"
#include "base/instant.h"

namespace stint::access {

struct SessionLimits {
  Milliseconds idle;     // without a request
  Milliseconds longest;  // in any case
};
inline constexpr SessionLimits kSessionLimits{std::chrono::hours{12}, std::chrono::days{14}};

struct Session {
  std::string id;  // 16 hexadecimal digits, to name it by; no secret
  Principal principal;
  Instant created{};
  Instant seen{};
  Instant ends{};       // unless it is used again before; never after created + kSessionLimits.longest
  std::string address;  // where it was begun
  std::string agent;    // the browser, as it called itself
};

// When it ends, by the two limits.
[[nodiscard]] Instant end_of(const SessionRecord& record);

// The session as the snapshot has it. Nothing where it has ended or its user may not come in.
[[nodiscard]] std::optional<Session> session_of(const Snapshot& snapshot, const std::string& token_hash,
                                                Instant now);

}  // namespace stint::access
