// The log of everything that was planned, refused, sent and found: rows are only ever added, and each is
// chained to the one before by its hash, so that a change in the middle shows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "base/secret.h"
#include "exchange/writes/plan.h"
#include "lib/nlohmann/json_document.h"
#include "lib/sqlite/database.h"

namespace stint::writes {

struct AuditEntry {
  std::int64_t seq = 0;
  Instant at{};
  Actor actor = {};
  std::string action = {};    // "plan", "refuse", "confirm", "send", "result", "settle", "resolve"
  std::int64_t plan = 0;      // 0: none came to be
  std::string target = {};    // key, or id
  std::string detail = {};    // JSON: what, such as the fields' differences
  std::string previous = {};  // hash of the entry before; empty for the first
  std::string hash = {};      // SHA-256 over all that is above
};

struct AuditCheck {
  std::int64_t entries = 0;
  std::string head;  // hash of the last entry: kept elsewhere, it shows whether the end was cut off
  std::optional<std::int64_t> broken;  // the first entry that is not what was written, or comes after a gap
};

// Takes texts that must be seen nowhere out of what is logged.
[[nodiscard]] std::string without_secrets(std::string text, const std::vector<Secret>& secrets);
[[nodiscard]] bool holds_secret(std::string_view text, const std::vector<Secret>& secrets);

// `entry` without numbers and hashes, which it gets here. To be called inside a transaction.
[[nodiscard]] Outcome append_audit(sqlite::Database& database, AuditEntry entry,
                                   const std::vector<Secret>& secrets);
// The newest first.
[[nodiscard]] Result<std::vector<AuditEntry>> newest_audit(sqlite::Database& database, std::size_t most);
[[nodiscard]] Result<AuditCheck> check_audit(sqlite::Database& database);

}  // namespace stint::writes
