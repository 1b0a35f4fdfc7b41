// The opened database of who may do what, shared by everything in this room: one connection behind a mutex,
// and a snapshot of what requests look up, which costs them no disk and no waiting for writers.
#pragma once

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <type_traits>

#include "access/password_hashing.h"
#include "access/snapshot.h"
#include "access/token.h"
#include "base/instant.h"
#include "base/result.h"
#include "lib/sqlite/database.h"

namespace stint::access {

struct DirectoryOptions {
  Randomness random = system_randomness();
  PasswordFunctions passwords = argon2id();
  HashingLimits hashing = {};
};

// Thread-safe. What another process changes in the file is noticed within a second of the caller's clock.
class Directory {
 public:
  // Errors as open_database() (schema.h).
  [[nodiscard]] static Result<std::unique_ptr<Directory>> open(const std::filesystem::path& data_folder,
                                                               DirectoryOptions options = {});
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  // What is known at `now`. Fails only where the file can be read no more.
  [[nodiscard]] Result<std::shared_ptr<const Snapshot>> look(Instant now);

  // `work(database)` in one transaction that is on the disk on return, and gives its result; nothing is
  // changed where that is an error. The work must not call the directory. The snapshot is taken anew.
  template <class Work>
  auto change(Work&& work) -> std::invoke_result_t<Work, sqlite::Database&> {
    const std::lock_guard lock{database_mutex_};
    auto done = in_transaction(std::forward<Work>(work));
    if (done) renew();
    return done;
  }
  // Likewise for what no snapshot shows.
  template <class Work>
  auto record(Work&& work) -> std::invoke_result_t<Work, sqlite::Database&> {
    const std::lock_guard lock{database_mutex_};
    return in_transaction(std::forward<Work>(work));
  }
  // `work(database)` without a transaction, for looking only.
  template <class Work>
  auto read(Work&& work) -> std::invoke_result_t<Work, sqlite::Database&> {
    const std::lock_guard lock{database_mutex_};
    return std::forward<Work>(work)(database_);
  }

  // Goes up whenever another process has changed the file; for what is kept in memory elsewhere.
  [[nodiscard]] std::uint64_t foreign_changes() const { return foreign_changes_; }

  // Writes down when sessions and keys were last used, at most once a minute, and forgets sessions that have
  // ended. To be called now and then, not by a thread that must not wait for the disk; with `at_once` when
  // the server ends.
  [[nodiscard]] Outcome write_last_uses(Instant now, bool at_once = false);

  [[nodiscard]] const Randomness& random() const { return random_; }
  [[nodiscard]] PasswordHashing& passwords() { return passwords_; }

 private:
  Directory(sqlite::Database database, DirectoryOptions options);

  template <class Work>
  auto in_transaction(Work&& work) -> std::invoke_result_t<Work, sqlite::Database&> {
    STINT_ASSIGN(transaction, sqlite::Transaction::begin(database_));
    auto done = std::forward<Work>(work)(database_);
    if (!done) return done;
    STINT_TRY(transaction.commit());
    return done;
  }
  // Both with database_mutex_ held.
  Outcome read_anew();
  void renew();

  std::mutex database_mutex_;  // before snapshot_mutex_, where both are taken
  sqlite::Database database_;
  std::int64_t data_version_ = -1;
  Instant last_written_{};

  std::mutex snapshot_mutex_;
  std::shared_ptr<const Snapshot> snapshot_;
  Instant checked_{};
  bool stale_ = true;

  std::atomic<std::uint64_t> foreign_changes_ = 0;
  Randomness random_;
  PasswordHashing passwords_;
};

}  // namespace stint::access
