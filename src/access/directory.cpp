#include "access/directory.h"

#include <utility>
#include <vector>

#include "access/schema.h"
#include "access/session.h"

namespace stint::access {
namespace {

using namespace std::chrono_literals;

constexpr Milliseconds kRecheck = 1s;
constexpr Milliseconds kWriteUses = 1min;

constexpr std::string_view kSeen = "UPDATE session SET seen_at = max(seen_at, ?2) WHERE token_hash = ?1";
constexpr std::string_view kUsed = "UPDATE api_key SET used_at = max(coalesce(used_at, 0), ?2) WHERE id = ?1";
constexpr std::string_view kEnded = "DELETE FROM session WHERE created_at <= ?1 OR seen_at <= ?2";

using Written = std::vector<std::pair<std::shared_ptr<LastUse>, std::int64_t>>;

// The uses that the database does not have yet.
template <class Map>
Outcome write_uses(sqlite::Database& database, std::string_view sql, const Map& map, Written& written) {
  STINT_ASSIGN(update, database.prepare(sql));
  for (const auto& [name, record] : map) {
    const std::int64_t at = record.use->at.load(std::memory_order_relaxed);
    if (at <= record.use->written.load(std::memory_order_relaxed)) continue;
    update.bind(1, name);
    update.bind(2, at);
    STINT_TRY(update.run());
    written.emplace_back(record.use, at);
  }
  return {};
}

}  // namespace

Directory::Directory(sqlite::Database database, DirectoryOptions options)
    : database_(std::move(database)),
      random_(std::move(options.random)),
      passwords_(std::move(options.passwords), options.hashing) {}

Result<std::unique_ptr<Directory>> Directory::open(const std::filesystem::path& data_folder,
                                                   DirectoryOptions options) {
  STINT_ASSIGN(database, open_database(data_folder));
  std::unique_ptr<Directory> directory{new Directory(std::move(database), std::move(options))};
  {
    const std::lock_guard lock{directory->database_mutex_};
    STINT_TRY(directory->read_anew());
  }
  return directory;
}

Outcome Directory::read_anew() {
  // Before the rows are read: what is changed in between shows at the next look.
  STINT_ASSIGN(version, database_.query_integer("PRAGMA data_version"));
  std::shared_ptr<const Snapshot> earlier;
  {
    const std::lock_guard lock{snapshot_mutex_};
    earlier = snapshot_;
  }
  STINT_ASSIGN(snapshot, read_snapshot(database_, earlier.get()));
  if (data_version_ != -1 && version != data_version_) ++foreign_changes_;
  data_version_ = version;
  const std::lock_guard lock{snapshot_mutex_};
  snapshot_ = std::move(snapshot);
  stale_ = false;
  return {};
}

void Directory::renew() {
  // What is committed stays done; who looks next tries again, and is told.
  if (!read_anew()) {
    const std::lock_guard lock{snapshot_mutex_};
    stale_ = true;
  }
}

Result<std::shared_ptr<const Snapshot>> Directory::look(Instant now) {
  bool stale = false;
  {
    const std::lock_guard lock{snapshot_mutex_};
    if (!stale_ && now >= checked_ && now - checked_ < kRecheck) return snapshot_;
    stale = stale_;
  }
  std::unique_lock lock{database_mutex_, std::defer_lock};
  if (stale) {
    lock.lock();
  } else if (!lock.try_lock()) {
    // Somebody is at the file this very moment, and what they change is looked at when they are done.
    const std::lock_guard short_lock{snapshot_mutex_};
    return snapshot_;
  }
  STINT_ASSIGN(version, database_.query_integer("PRAGMA data_version"));
  if (stale || version != data_version_) STINT_TRY(read_anew());
  const std::lock_guard short_lock{snapshot_mutex_};
  checked_ = now;
  return snapshot_;
}

Outcome Directory::write_last_uses(Instant now, bool at_once) {
  const std::lock_guard lock{database_mutex_};
  if (!at_once && now >= last_written_ && now - last_written_ < kWriteUses) return {};
  std::shared_ptr<const Snapshot> snapshot;
  {
    const std::lock_guard short_lock{snapshot_mutex_};
    snapshot = snapshot_;
  }
  Written written;
  const Outcome done = in_transaction([&](sqlite::Database& database) -> Outcome {
    STINT_TRY(write_uses(database, kSeen, snapshot->sessions, written));
    STINT_TRY(write_uses(database, kUsed, snapshot->keys, written));
    STINT_ASSIGN(remove, database.prepare(kEnded));
    remove.bind(1, to_epoch_ms(now - kSessionLimits.longest));
    remove.bind(2, to_epoch_ms(now - kSessionLimits.idle));
    return remove.run();
  });
  STINT_TRY(done);
  for (const auto& [use, at] : written) use->written.store(at, std::memory_order_relaxed);
  last_written_ = now;
  renew();
  return {};
}

}  // namespace stint::access
