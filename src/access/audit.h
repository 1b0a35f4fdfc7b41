// The log of what was done here: rows are only ever added, and each is chained to the one before by its hash,
// so that a change in the middle shows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "lib/nlohmann/json_document.h"
#include "lib/sqlite/database.h"

namespace stint::access {

// Who does something, when, and from where. Goes with every call that changes anything.
struct Act {
  Instant at{};
  std::string who;   // name of a user, or "key ID of NAME", "setup", "command line"
  std::string from;  // address; empty on this machine's command line
};

struct AuditEvent {
  std::string action;       // "user.add", "key.revoke", "session.start", "settings.change"
  std::string target = {};  // user, key, project, …
  JsonDocument details = JsonDocument::object();  // what changed; members named like secrets are masked
  std::string outcome = "done";                   // or "refused", "failed"
};

struct AuditEntry {
  std::int64_t seq = 0;  // from 1, without gaps
  Act act;
  std::string action;
  std::string target;
  std::string details;  // JSON on one line
  std::string outcome;
  std::string previous;  // hash of the entry before; empty for the first
  std::string hash;      // SHA-256 over all that is above, as a JSON array
};

// To be called inside a transaction, so that nothing is done without its entry, and the other way round.
[[nodiscard]] Outcome append_audit(sqlite::Database& database, const Act& act, const AuditEvent& event);

struct AuditPage {
  std::vector<AuditEntry> entries;   // the newest first
  std::optional<std::int64_t> next;  // `before` of the next page
};

// Entries older than `before`, at most `most` of them (1 to 1000), by `who` alone where it is given.
[[nodiscard]] Result<AuditPage> audit_page(sqlite::Database& database, std::optional<std::int64_t> before,
                                           std::size_t most, const std::optional<std::string>& who = {});

struct AuditCheck {
  std::int64_t entries = 0;
  std::string head;  // hash of the last entry: kept elsewhere, it shows whether the end was cut off
  std::optional<std::int64_t> broken;  // the first entry that is not what was written, or comes after a gap
};

// Goes on from `check` over at most `most` further entries; fewer were looked at when the end is reached.
[[nodiscard]] Outcome check_audit(sqlite::Database& database, AuditCheck& check, std::size_t most);

}  // namespace stint::access
