// What every request asks for, in memory: users, sessions and keys as the database had them at one moment.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

#include "access/api_key.h"
#include "access/user.h"
#include "base/instant.h"
#include "base/result.h"
#include "lib/sqlite/database.h"

namespace stint::access {

// When something was last used: noted by readers at each request, written down now and then.
struct LastUse {
  LastUse(std::int64_t at_ms, std::int64_t written_ms) : at(at_ms), written(written_ms) {}
  void note(Instant now);

  std::atomic<std::int64_t> at;       // epoch milliseconds; 0: never
  std::atomic<std::int64_t> written;  // as the database has it
};

struct SessionRecord {
  std::int64_t user = 0;
  Instant created{};
  std::string address;
  std::string agent;
  std::shared_ptr<LastUse> use;
};

struct KeyRecord {
  ApiKey key;
  std::string secret_hash;
  std::shared_ptr<LastUse> use;
};

// Never changes but for the notes of last use, so that any number of threads may read it.
struct Snapshot {
  std::unordered_map<std::int64_t, User> users;
  std::unordered_map<std::string, std::int64_t> user_of_name;  // folded name → id
  std::unordered_map<std::string, SessionRecord> sessions;     // by the hash of the token
  std::unordered_map<std::string, KeyRecord> keys;             // by id

  [[nodiscard]] const User* user(std::int64_t id) const;
  [[nodiscard]] const User* user_named(std::string_view name) const;
};

// In one read transaction. Notes of last use are taken over from `earlier`, where there is one.
[[nodiscard]] Result<std::shared_ptr<const Snapshot>> read_snapshot(sqlite::Database& database,
                                                                    const Snapshot* earlier);

}  // namespace stint::access
