// Issues with their history and comments, written whole.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "lib/sqlite/database.h"
#include "store/encoding.h"

namespace stint::store {

enum class PutOutcome : std::uint8_t {
  added,
  updated,    // newer content replaced older
  extended,   // the same or older content, which brought history or comments that were missing
  unchanged,  // nothing new in it
  older,      // the store already holds a newer state and everything this one knew
  // The same `updated` with other content; the same one of them wins in whatever order.
  conflicting,           // what is stored won
  conflicting_replaced,  // what came won
};

enum class HistoryOutcome : std::uint8_t { no_issue, unchanged, extended };

// Writes issues inside the caller's transaction. One thread at a time.
class IssueWriter {
 public:
  [[nodiscard]] static Result<IssueWriter> create(sqlite::Database& database);

  // Merges one issue in: the newest `updated` wins, histories and comments are united.
  [[nodiscard]] Result<PutOutcome> put(std::int64_t site, const EncodedIssue& encoded);

  // Takes the issue as the tracker has it now, whole: what is stored and not in it is not there any more, be
  // it history or comments. PutOutcome::older when the stored state is a newer one: trackers answer from
  // copies that lag behind.
  [[nodiscard]] Result<PutOutcome> replace(std::int64_t site, const EncodedIssue& encoded);

  // False: there was none.
  [[nodiscard]] Result<bool> remove(std::int64_t site, std::string_view id);

  // Unites history that came apart from its issue. `total` is what the tracker says there is, 0 when unknown.
  // `issue` is an id or a key.
  [[nodiscard]] Result<HistoryOutcome> add_history(std::int64_t site, std::string_view issue,
                                                   std::int64_t total, std::string_view changes);

 private:
  IssueWriter(sqlite::Database& database, sqlite::Statement find, sqlite::Statement find_by_name,
              sqlite::Statement write, sqlite::Statement write_changes, sqlite::Statement read_changes,
              sqlite::Statement write_comment, sqlite::Statement touch, sqlite::Statement note)
      : database_(&database),
        find_(std::move(find)),
        find_by_name_(std::move(find_by_name)),
        write_(std::move(write)),
        write_changes_(std::move(write_changes)),
        read_changes_(std::move(read_changes)),
        write_comment_(std::move(write_comment)),
        touch_(std::move(touch)),
        note_(std::move(note)) {}

  struct History {
    bool has = false;
    std::int64_t total = 0;
    std::int64_t count = 0;
    std::int64_t hash = 0;
  };
  [[nodiscard]] Outcome write_issue(std::int64_t site, const EncodedIssue& encoded, const History& history);
  [[nodiscard]] Outcome touch(std::int64_t ref, const History& history);
  // In the journal.
  [[nodiscard]] Outcome note_change(std::int64_t ref);
  [[nodiscard]] Outcome write_history(std::int64_t ref, std::string_view changes);
  // Unites `changes` with what is stored; true when that brought something new, and then `history` says what
  // there is now.
  [[nodiscard]] Result<bool> unite_history(std::int64_t ref, std::string_view changes, History& history);
  [[nodiscard]] Result<bool> write_comments(std::int64_t ref, const tracker::Issue& issue, bool newer);
  [[nodiscard]] Result<bool> remove_other_comments(std::int64_t ref, const tracker::Issue& issue);

  sqlite::Database* database_;
  sqlite::Statement find_;
  sqlite::Statement find_by_name_;
  sqlite::Statement write_;
  sqlite::Statement write_changes_;
  sqlite::Statement read_changes_;
  sqlite::Statement write_comment_;
  sqlite::Statement touch_;
  sqlite::Statement note_;
  json::Parser parser_;
};

}  // namespace stint::store
