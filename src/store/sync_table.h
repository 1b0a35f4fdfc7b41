// What is known of each tracker that is read live: where its lists were left, which issues are still to be
// read, and which state of each was read last. docs/store.md describes the tables.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lib/sqlite/database.h"
#include "store/definitions.h"
#include "tracker/reading.h"

namespace stint::store {

using SyncId = std::int64_t;

enum class ListingKind : std::uint8_t {
  none,     // no list is under way
  all,      // everything is read, whatever is here already
  changes,  // what has changed since the last time
  sweep,    // which issues there are, to find those that have gone
};

// A list of issues that is being read, page by page.
struct ListingState {
  ListingKind kind = ListingKind::none;
  std::int64_t number = 0;       // each list has its own; kept when it has ended
  std::optional<Instant> began;  // by the tracker's clock
  tracker::Scope scope;
  std::string cursor;  // of the next page

  [[nodiscard]] bool is_under_way() const { return kind != ListingKind::none; }
  // Whether it names every issue there is.
  [[nodiscard]] bool names_all() const { return kind == ListingKind::all || kind == ListingKind::sweep; }
};

struct SyncRow {
  SyncId id = 0;
  std::string connection;
  std::string url;
  ListingState listing;
  // Every change before it, by the tracker's clock, has been listed; nothing: never yet.
  std::optional<Instant> watermark;
  // The newest change of all issues that lists have led to; nothing: none yet.
  std::optional<Instant> newest;
  std::vector<std::string> covers;       // the projects that this is true of; empty: all
  std::optional<Instant> catalogue_at;   // when definitions were asked for, by our clock, as the next two
  std::optional<Instant> capacities_at;  // when those of all sprints had been read
  std::optional<Instant> overlap_at;     // when a list began that reached back as far as lists may lag
  std::optional<Instant> synced_at;      // when all that was listed had been read
  std::optional<Instant> swept_at;       // when a list of everything had come to its end
};

// Something that could not be read, and since when.
struct SyncProblem {
  std::string what;
  std::string issue;  // id; may be empty
  std::string message;
  Instant since{};
};

// Inside the caller's transactions, where it writes. One thread at a time.
class SyncTable {
 public:
  [[nodiscard]] static Result<SyncTable> create(sqlite::Database& database);

  // The row of that connection, made where there is none. A connection that has got another URL begins anew.
  [[nodiscard]] Result<SyncRow> open(const std::string& connection, const std::string& url);
  [[nodiscard]] Outcome save(const SyncRow& row);

  // What a page of `listing` names; those to be read are queued: by ListingKind::all each one that this list
  // has not named yet, else those whose mark is not the one last read. Without a mark in the list: by
  // `changes` each one, by `sweep` only those not read yet. Returns how many were queued.
  [[nodiscard]] Result<std::int64_t> list(SyncId sync, const ListingState& listing,
                                          std::span<const tracker::Entry> entries);
  // Has been read in the state `mark`; empty: has to be read again next time.
  [[nodiscard]] Outcome was_read(SyncId sync, std::string_view id, std::string_view mark);
  [[nodiscard]] Outcome forget(SyncId sync, std::string_view id);

  // Queues what should be looked at once more: issues read incompletely the last time.
  [[nodiscard]] Result<std::int64_t> queue_incomplete(SyncId sync);
  // Queues the issues of `site` (in `projects`, or in all) that the list of everything, of that number, did
  // not name.
  [[nodiscard]] Result<std::int64_t> queue_unlisted(SyncId sync, std::int64_t listing, SiteId site,
                                                    std::span<const std::string> projects);
  [[nodiscard]] Outcome queue(SyncId sync, std::string_view id);
  [[nodiscard]] Result<std::int64_t> queued(SyncId sync);
  // Up to `count` queued ids after `after`, in their order.
  [[nodiscard]] Result<std::vector<std::string>> next(SyncId sync, std::string_view after, std::size_t count);

  // Replaces what is known of a connection's problems; those that were there before keep their `since`.
  [[nodiscard]] Outcome set_problems(SyncId sync, std::span<const SyncProblem> problems);

 private:
  SyncTable(sqlite::Database& database, sqlite::Statement list, sqlite::Statement read,
            sqlite::Statement forget)
      : database_(&database), list_(std::move(list)), read_(std::move(read)), forget_(std::move(forget)) {}

  sqlite::Database* database_;
  sqlite::Statement list_;
  sqlite::Statement read_;
  sqlite::Statement forget_;
};

// For showing; no connection is made.
[[nodiscard]] Result<std::vector<SyncRow>> read_syncs(sqlite::Database& database);
[[nodiscard]] Result<std::vector<SyncProblem>> read_problems(sqlite::Database& database, SyncId sync);

}  // namespace stint::store
