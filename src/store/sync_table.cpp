#include "store/sync_table.h"

#include <array>
#include <utility>

#include "lib/simdjson/json.h"
#include "store/instants.h"

namespace stint::store {
namespace {

constexpr std::string_view kColumns =
    "SELECT id, connection, url, listing_kind, listing_number, listing_since, listing_projects, "
    "listing_cursor, watermark, synced_at, swept_at, covers, listing_began, catalogue_at, newest, "
    "overlap_at, "
    "capacities_at "
    "FROM sync";

constexpr std::string_view kMake = R"sql(
INSERT INTO sync (connection, url, listing_kind, listing_number, listing_projects, listing_cursor, covers)
VALUES (?1, ?2, '', 0, '[]', '', '[]') ON CONFLICT (connection) DO NOTHING
)sql";

constexpr std::string_view kSave = R"sql(
UPDATE sync SET url = ?2, listing_kind = ?3, listing_number = ?4, listing_since = ?5, listing_projects = ?6,
  listing_cursor = ?7, watermark = ?8, synced_at = ?9, swept_at = ?10, covers = ?11, listing_began = ?12,
  catalogue_at = ?13, newest = ?14, overlap_at = ?15, capacities_at = ?16 WHERE id = ?1
)sql";

// ?4 the mark in the list, ?5 whether all are read, ?6 whether one without a mark is read.
constexpr std::string_view kList = R"sql(
INSERT INTO sync_item (sync, id, mark, listed, queued) VALUES (?1, ?2, '', ?3, 1)
ON CONFLICT (sync, id) DO UPDATE SET
  queued = queued OR (listed <> excluded.listed AND ?5) OR
           CASE WHEN ?4 <> '' THEN NOT ?5 AND mark <> ?4 ELSE ?6 AND listed <> excluded.listed END,
  listed = excluded.listed
RETURNING queued
)sql";

constexpr std::string_view kRead = R"sql(
INSERT INTO sync_item (sync, id, mark, listed, queued) VALUES (?1, ?2, ?3, 0, 0)
ON CONFLICT (sync, id) DO UPDATE SET mark = excluded.mark, queued = 0
)sql";

constexpr std::string_view kForget = "DELETE FROM sync_item WHERE sync = ?1 AND id = ?2";

constexpr std::string_view kQueueIncomplete =
    "UPDATE sync_item SET queued = 1 WHERE sync = ?1 AND mark = '' AND NOT queued RETURNING 1";

constexpr std::string_view kQueueUnlisted =
    "UPDATE sync_item SET queued = 1 WHERE sync = ?1 AND listed <> ?2 AND NOT queued RETURNING 1";

// Issues that came from files. ?3 is a JSON list of projects, empty for all.
constexpr std::string_view kQueueUnknown = R"sql(
INSERT INTO sync_item (sync, id, mark, listed, queued)
SELECT ?1, id, '', 0, 1 FROM issue
WHERE site = ?2 AND (?3 = '[]' OR lower(project_key) IN (SELECT lower(value) FROM json_each(?3)))
  AND NOT EXISTS (SELECT 1 FROM sync_item AS item WHERE item.sync = ?1 AND item.id = issue.id)
RETURNING 1
)sql";

constexpr std::string_view kQueue = R"sql(
INSERT INTO sync_item (sync, id, mark, listed, queued) VALUES (?1, ?2, '', 0, 1)
ON CONFLICT (sync, id) DO UPDATE SET queued = 1
)sql";

constexpr std::string_view kNext =
    "SELECT id FROM sync_item WHERE sync = ?1 AND queued AND id > ?2 ORDER BY id LIMIT ?3";

constexpr std::array<std::pair<ListingKind, std::string_view>, 4> kKinds{{
    {ListingKind::none, ""},
    {ListingKind::all, "all"},
    {ListingKind::changes, "changes"},
    {ListingKind::sweep, "sweep"},
}};

std::string_view name_of(ListingKind kind) {
  for (const auto& [known, name] : kKinds) {
    if (known == kind) return name;
  }
  return "";
}

ListingKind kind_of(std::string_view name) {
  for (const auto& [kind, known] : kKinds) {
    if (known == name) return kind;
  }
  return ListingKind::none;
}

std::string encode_list(std::span<const std::string> texts) {
  std::string out = "[";
  for (const std::string& text : texts) {
    if (out.size() > 1) out += ',';
    json::escape_to(out, text);
  }
  return out += ']';
}

std::vector<std::string> decode_list(std::string_view text) {
  json::Parser parser;
  std::vector<std::string> texts;
  const auto root = parser.parse(text);
  if (!root) return texts;
  for (const json::Value item : root->items()) texts.emplace_back(item.text());
  return texts;
}

SyncRow row_of(const sqlite::Statement& row) {
  SyncRow sync;
  sync.id = row.integer(0);
  sync.connection = row.text(1);
  sync.url = row.text(2);
  sync.listing.kind = kind_of(row.text(3));
  sync.listing.number = row.integer(4);
  sync.listing.scope.since = instant_of(row, 5);
  sync.listing.scope.projects = decode_list(row.text(6));
  sync.listing.cursor = row.text(7);
  sync.watermark = instant_of(row, 8);
  sync.synced_at = instant_of(row, 9);
  sync.swept_at = instant_of(row, 10);
  sync.covers = decode_list(row.text(11));
  sync.listing.began = instant_of(row, 12);
  sync.catalogue_at = instant_of(row, 13);
  sync.newest = instant_of(row, 14);
  sync.overlap_at = instant_of(row, 15);
  sync.capacities_at = instant_of(row, 16);
  return sync;
}

// How many rows a statement with RETURNING gives.
Result<std::int64_t> count_rows(sqlite::Statement& statement) {
  std::int64_t count = 0;
  for (;;) {
    STINT_ASSIGN(more, statement.step());
    if (!more) return count;
    ++count;
  }
}

}  // namespace

Result<SyncTable> SyncTable::create(sqlite::Database& database) {
  STINT_ASSIGN(list, database.prepare(kList));
  STINT_ASSIGN(read, database.prepare(kRead));
  STINT_ASSIGN(forget, database.prepare(kForget));
  return SyncTable{database, std::move(list), std::move(read), std::move(forget)};
}

Result<SyncRow> SyncTable::open(const std::string& connection, const std::string& url) {
  STINT_ASSIGN(drop, database_->prepare("DELETE FROM sync WHERE connection = ?1 AND url <> ?2"));
  drop.bind(1, connection);
  drop.bind(2, url);
  STINT_TRY(drop.run());
  STINT_ASSIGN(make, database_->prepare(kMake));
  make.bind(1, connection);
  make.bind(2, url);
  STINT_TRY(make.run());
  STINT_ASSIGN(find, database_->prepare(std::string{kColumns} + " WHERE connection = ?1"));
  find.bind(1, connection);
  STINT_ASSIGN(found, find.step());
  if (!found) return fail(ErrorCode::failure, "the connection's row has gone", connection);
  return row_of(find);
}

Outcome SyncTable::save(const SyncRow& row) {
  const std::string projects = encode_list(row.listing.scope.projects);
  const std::string covers = encode_list(row.covers);
  STINT_ASSIGN(save, database_->prepare(kSave));
  save.bind(1, row.id);
  save.bind(2, row.url);
  save.bind(3, name_of(row.listing.kind));
  save.bind(4, row.listing.number);
  save.bind(5, ms_of(row.listing.scope.since));
  save.bind(6, projects);
  save.bind(7, row.listing.cursor);
  save.bind(8, ms_of(row.watermark));
  save.bind(9, ms_of(row.synced_at));
  save.bind(10, ms_of(row.swept_at));
  save.bind(11, covers);
  save.bind(12, ms_of(row.listing.began));
  save.bind(13, ms_of(row.catalogue_at));
  save.bind(14, ms_of(row.newest));
  save.bind(15, ms_of(row.overlap_at));
  save.bind(16, ms_of(row.capacities_at));
  return save.run();
}

Result<std::int64_t> SyncTable::list(SyncId sync, const ListingState& listing,
                                     std::span<const tracker::Entry> entries) {
  std::int64_t queued = 0;
  for (const tracker::Entry& entry : entries) {
    list_.bind(1, sync);
    list_.bind(2, entry.id);
    list_.bind(3, listing.number);
    list_.bind(4, entry.mark);
    list_.bind(5, std::int64_t{listing.kind == ListingKind::all});
    list_.bind(6, std::int64_t{listing.kind == ListingKind::changes});
    STINT_ASSIGN(row, list_.step());
    if (row) queued += list_.integer(0);
    list_.reset();
  }
  return queued;
}

Outcome SyncTable::was_read(SyncId sync, std::string_view id, std::string_view mark) {
  read_.bind(1, sync);
  read_.bind(2, id);
  read_.bind(3, mark);
  return read_.run();
}

Outcome SyncTable::forget(SyncId sync, std::string_view id) {
  forget_.bind(1, sync);
  forget_.bind(2, id);
  return forget_.run();
}

Result<std::int64_t> SyncTable::queue_incomplete(SyncId sync) {
  STINT_ASSIGN(update, database_->prepare(kQueueIncomplete));
  update.bind(1, sync);
  return count_rows(update);
}

Result<std::int64_t> SyncTable::queue_unlisted(SyncId sync, std::int64_t listing, SiteId site,
                                               std::span<const std::string> projects) {
  STINT_ASSIGN(unlisted, database_->prepare(kQueueUnlisted));
  unlisted.bind(1, sync);
  unlisted.bind(2, listing);
  STINT_ASSIGN(known, count_rows(unlisted));
  const std::string list = encode_list(projects);
  STINT_ASSIGN(unknown, database_->prepare(kQueueUnknown));
  unknown.bind(1, sync);
  unknown.bind(2, site);
  unknown.bind(3, list);
  STINT_ASSIGN(from_files, count_rows(unknown));
  return known + from_files;
}

Outcome SyncTable::queue(SyncId sync, std::string_view id) {
  STINT_ASSIGN(queue, database_->prepare(kQueue));
  queue.bind(1, sync);
  queue.bind(2, id);
  return queue.run();
}

Result<std::int64_t> SyncTable::queued(SyncId sync) {
  STINT_ASSIGN(count, database_->prepare("SELECT count(*) FROM sync_item WHERE sync = ?1 AND queued"));
  count.bind(1, sync);
  STINT_TRY(count.step());
  return count.integer(0);
}

Result<std::vector<std::string>> SyncTable::next(SyncId sync, std::string_view after, std::size_t count) {
  STINT_ASSIGN(next, database_->prepare(kNext));
  next.bind(1, sync);
  next.bind(2, after);
  next.bind(3, static_cast<std::int64_t>(count));
  std::vector<std::string> ids;
  for (;;) {
    STINT_ASSIGN(more, next.step());
    if (!more) return ids;
    ids.emplace_back(next.text(0));
  }
}

Outcome SyncTable::set_problems(SyncId sync, std::span<const SyncProblem> problems) {
  STINT_ASSIGN(before, read_problems(*database_, sync));
  STINT_ASSIGN(drop, database_->prepare("DELETE FROM sync_problem WHERE sync = ?1"));
  drop.bind(1, sync);
  STINT_TRY(drop.run());
  STINT_ASSIGN(add, database_->prepare("INSERT OR REPLACE INTO sync_problem (sync, what, issue, message, "
                                       "since_at) VALUES (?1, ?2, ?3, ?4, ?5)"));
  for (const SyncProblem& problem : problems) {
    Instant since = problem.since;
    for (const SyncProblem& known : before) {
      if (known.what == problem.what) since = known.since;
    }
    add.bind(1, sync);
    add.bind(2, problem.what);
    add.bind(3, problem.issue);
    add.bind(4, problem.message);
    add.bind(5, to_epoch_ms(since));
    STINT_TRY(add.run());
  }
  return {};
}

Result<std::vector<SyncRow>> read_syncs(sqlite::Database& database) {
  STINT_ASSIGN(read, database.prepare(std::string{kColumns} + " ORDER BY connection"));
  std::vector<SyncRow> rows;
  for (;;) {
    STINT_ASSIGN(more, read.step());
    if (!more) return rows;
    rows.push_back(row_of(read));
  }
}

Result<std::vector<SyncProblem>> read_problems(sqlite::Database& database, SyncId sync) {
  STINT_ASSIGN(read,
               database.prepare("SELECT what, issue, message, since_at FROM sync_problem WHERE sync = ?1 "
                                "ORDER BY what"));
  read.bind(1, sync);
  std::vector<SyncProblem> problems;
  for (;;) {
    STINT_ASSIGN(more, read.step());
    if (!more) return problems;
    problems.push_back({std::string{read.text(0)}, std::string{read.text(1)}, std::string{read.text(2)},
                        from_epoch_ms(read.integer(3))});
  }
}

}  // namespace stint::store
