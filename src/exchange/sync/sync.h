// Brings what a live tracker holds into the store and keeps it current.
//
// Three steps, each of which goes on where a killed process left it: what the tracker defines is asked for;
// its lists are read page by page, and every issue whose state is not the one read last is queued, in one
// transaction with the place in the list; queued issues are read in batches, each written in one transaction
// that takes them off the queue. So a page that shifts, a list that lags and an issue that is changed in
// between cost a second reading and never an issue. What a list of everything does not name any more is asked
// for by itself before it is taken for gone.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "exchange/writer.h"
#include "lib/sqlite/database.h"
#include "store/sync_table.h"
#include "tracker/connector.h"

namespace stint::exchange {

enum class SyncPhase : std::uint8_t { asking, listing, reading };

struct SyncProgress {
  SyncPhase phase = SyncPhase::asking;
  std::int64_t listed = 0;
  std::optional<std::int64_t> to_list;  // where the tracker says how many there are
  std::int64_t read = 0;
  std::int64_t to_read = 0;
};

struct SyncOptions {
  std::string connection;             // its name
  std::string url;                    // the site that issues are kept under
  std::vector<std::string> projects;  // what the connection covers; empty: everything
  // Only these of them, this time: what is known of the others stays as it is. Empty: all.
  std::vector<std::string> only;
  bool full = false;  // everything is read again, whatever is here
  // How often a list of everything finds what has been deleted.
  Milliseconds sweep_every = std::chrono::hours{24};
  // How often a list of changes reaches back as far as the tracker's lists may lag, and that much farther.
  // In between it reaches back a quarter of an hour.
  Milliseconds overlap_every = std::chrono::hours{1};
  // How often boards, sprints, statuses and fields are asked for; what issues say of them is taken always.
  Milliseconds catalogue_every = std::chrono::minutes{15};
  unsigned concurrency = 0;  // reads at once; 0: as many as the tracker allows. 1: on the calling thread
  std::function<void(const SyncProgress&)> progress;  // on the calling thread
  std::stop_token stop;
};

struct SyncReport {
  tracker::Account account;
  std::vector<store::ListingKind> lists;  // that were read, in their order
  bool resumed = false;                   // the first one had been begun by an earlier sync
  std::int64_t listed = 0;
  std::int64_t read = 0;
  std::int64_t left = 0;  // queued, and not read this time
  WriteCounts counts;
  std::vector<store::SyncProblem> problems;
  std::optional<Error> ended_by;  // why it did not come to its end; the next one goes on from here

  [[nodiscard]] bool complete() const { return !ended_by && problems.empty(); }
};

// One thread at a time on a database. An error means that nothing could be asked for, or that the store could
// not be written; what ends a sync that has begun is in the report.
[[nodiscard]] Result<SyncReport> sync(tracker::Connector& connector, sqlite::Database& database,
                                      const SyncOptions& options, const std::function<Instant()>& now);

// Brings in only the issues of these ids, as they are now: after a write, or because the tracker called.
// `only`, `full` and what is due play no part.
[[nodiscard]] Result<SyncReport> sync_issues(tracker::Connector& connector, sqlite::Database& database,
                                             const SyncOptions& options, const std::vector<std::string>& ids,
                                             const std::function<Instant()>& now);

}  // namespace stint::exchange
