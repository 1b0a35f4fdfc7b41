#include "store/issue_table.h"

#include <algorithm>
#include <optional>

#include "store/instants.h"
#include "store/journal.h"
#include "tracker/changes.h"

namespace stint::store {
namespace {

constexpr std::string_view kFind = R"sql(
SELECT ref, updated_at, fields_hash, has_history, history_total, history_count, history_hash,
  (acceptance_criteria <> '') + (parent_key <> ''), acceptance_criteria, parent_key
FROM issue WHERE site = ?1 AND id = ?2
)sql";

constexpr std::string_view kFindByName = R"sql(
SELECT ref, has_history, history_total, history_count, history_hash
FROM issue WHERE site = ?1 AND (id = ?2 OR key = ?2) ORDER BY id = ?2 DESC LIMIT 1
)sql";

constexpr std::string_view kWrite = R"sql(
INSERT INTO issue (site, id, key, project_key, type, subtask, epic, status_id, resolution, priority,
  created_at, updated_at, resolved_at, due_at, assignee, reporter, parent_id, parent_key, flagged, criteria,
  numbers, sprints, labels, components, fix_versions, affected_versions, links, has_history, history_total,
  history_count, fields_hash, history_hash, summary, environment, acceptance_criteria, description)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,
  ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36)
ON CONFLICT (site, id) DO UPDATE SET
  key = excluded.key, project_key = excluded.project_key, type = excluded.type, subtask = excluded.subtask,
  epic = excluded.epic, status_id = excluded.status_id, resolution = excluded.resolution,
  priority = excluded.priority, created_at = excluded.created_at, updated_at = excluded.updated_at,
  resolved_at = excluded.resolved_at, due_at = excluded.due_at, assignee = excluded.assignee,
  reporter = excluded.reporter, parent_id = excluded.parent_id, parent_key = excluded.parent_key,
  flagged = excluded.flagged, criteria = excluded.criteria, numbers = excluded.numbers,
  sprints = excluded.sprints, labels = excluded.labels, components = excluded.components,
  fix_versions = excluded.fix_versions, affected_versions = excluded.affected_versions,
  links = excluded.links, has_history = excluded.has_history, history_total = excluded.history_total,
  history_count = excluded.history_count, fields_hash = excluded.fields_hash,
  history_hash = excluded.history_hash, summary = excluded.summary, environment = excluded.environment,
  acceptance_criteria = excluded.acceptance_criteria, description = excluded.description
)sql";

constexpr std::string_view kWriteChanges =
    "INSERT OR REPLACE INTO changelog (issue, changes) VALUES (?1, ?2)";
constexpr std::string_view kReadChanges = "SELECT changes FROM changelog WHERE issue = ?1";

constexpr std::string_view kWriteComment = R"sql(
INSERT INTO comment (issue, id, at, author, body) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (issue, id) DO UPDATE SET at = excluded.at, author = excluded.author, body = excluded.body
  WHERE ?6 AND (at, author, body) <> (excluded.at, excluded.author, excluded.body)
RETURNING 1
)sql";

constexpr std::string_view kRemoveOtherComments =
    "DELETE FROM comment WHERE issue = ?1 AND id NOT IN (SELECT value FROM json_each(?2)) RETURNING 1";

constexpr std::string_view kTouch = R"sql(
UPDATE issue SET has_history = ?2, history_total = ?3, history_count = ?4, history_hash = ?5 WHERE ref = ?1
)sql";

constexpr std::string_view kNote = "INSERT INTO journal (issue) VALUES (?1)";

}  // namespace

Result<IssueWriter> IssueWriter::create(sqlite::Database& database) {
  STINT_ASSIGN(find, database.prepare(kFind));
  STINT_ASSIGN(find_by_name, database.prepare(kFindByName));
  STINT_ASSIGN(write, database.prepare(kWrite));
  STINT_ASSIGN(write_changes, database.prepare(kWriteChanges));
  STINT_ASSIGN(read_changes, database.prepare(kReadChanges));
  STINT_ASSIGN(write_comment, database.prepare(kWriteComment));
  STINT_ASSIGN(touch, database.prepare(kTouch));
  STINT_ASSIGN(note, database.prepare(kNote));
  return IssueWriter{database,
                     std::move(find),
                     std::move(find_by_name),
                     std::move(write),
                     std::move(write_changes),
                     std::move(read_changes),
                     std::move(write_comment),
                     std::move(touch),
                     std::move(note)};
}

Outcome IssueWriter::write_issue(std::int64_t site, const EncodedIssue& encoded, const History& history) {
  const tracker::Issue& issue = encoded.issue;
  sqlite::Statement& s = write_;
  s.bind(1, site);
  s.bind(2, issue.id);
  s.bind(3, issue.key);
  s.bind(4, issue.project_key);
  s.bind(5, issue.type);
  s.bind(6, std::int64_t{issue.subtask});
  s.bind(7, std::int64_t{issue.epic});
  s.bind(8, issue.status.id);
  s.bind(9, issue.resolution);
  s.bind(10, issue.priority);
  s.bind(11, to_epoch_ms(issue.created));
  s.bind(12, to_epoch_ms(issue.updated));
  s.bind(13, ms_of(issue.resolved));
  s.bind(14, ms_of(issue.due));
  s.bind(15, issue.assignee.id);
  s.bind(16, issue.reporter.id);
  s.bind(17, issue.parent_id);
  s.bind(18, issue.parent_key);
  s.bind(19, std::int64_t{issue.flagged});
  s.bind(20, encoded.criteria);
  s.bind(21, encoded.numbers);
  s.bind(22, encoded.sprints);
  s.bind(23, encoded.labels);
  s.bind(24, encoded.components);
  s.bind(25, encoded.fix_versions);
  s.bind(26, encoded.affected_versions);
  s.bind(27, encoded.links);
  s.bind(28, std::int64_t{history.has});
  s.bind(29, history.total);
  s.bind(30, history.count);
  s.bind(31, encoded.fields_hash);
  s.bind(32, history.hash);
  s.bind(33, issue.summary);
  s.bind(34, issue.environment);
  s.bind(35, issue.acceptance_criteria);
  s.bind(36, issue.description);
  return s.run();
}

Outcome IssueWriter::write_history(std::int64_t ref, std::string_view changes) {
  write_changes_.bind(1, ref);
  write_changes_.bind(2, changes);
  return write_changes_.run();
}

Result<bool> IssueWriter::unite_history(std::int64_t ref, std::string_view changes, History& history) {
  read_changes_.bind(1, ref);
  STINT_ASSIGN(found, read_changes_.step());
  const std::string stored{found ? read_changes_.text(0) : "[]"};
  read_changes_.reset();
  std::vector<tracker::Change> all;
  std::vector<tracker::Change> more;
  STINT_TRY(decode_changes(parser_, stored, all));
  STINT_TRY(decode_changes(parser_, changes, more));
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  tracker::sort_changes(all);
  const std::string united = encode_changes(all);
  if (united == stored) return false;
  STINT_TRY(write_history(ref, united));
  history.count = tracker::count_histories(all);
  history.hash = hash_of(united);
  return true;
}

Result<bool> IssueWriter::write_comments(std::int64_t ref, const tracker::Issue& issue, bool newer) {
  bool any = false;
  for (const tracker::Comment& comment : issue.comments) {
    write_comment_.bind(1, ref);
    write_comment_.bind(2, comment.id);
    write_comment_.bind(3, to_epoch_ms(comment.at));
    write_comment_.bind(4, comment.author);
    write_comment_.bind(5, comment.body);
    write_comment_.bind(6, std::int64_t{newer});
    STINT_ASSIGN(wrote, write_comment_.step());
    any = any || wrote;
    write_comment_.reset();
  }
  return any;
}

Result<PutOutcome> IssueWriter::put(std::int64_t site, const EncodedIssue& encoded) {
  const tracker::Issue& issue = encoded.issue;
  find_.bind(1, site);
  find_.bind(2, issue.id);
  STINT_ASSIGN(found, find_.step());
  History history{issue.has_history, issue.history_total, encoded.history_count, encoded.history_hash};
  if (!found) {
    find_.reset();
    STINT_TRY(write_issue(site, encoded, history));
    const std::int64_t ref = database_->last_insert_id();
    if (issue.has_history) STINT_TRY(write_history(ref, encoded.changes));
    STINT_TRY(write_comments(ref, issue, true));
    STINT_TRY(note_change(ref));
    return PutOutcome::added;
  }
  const std::int64_t ref = find_.integer(0);
  const std::int64_t stored_updated = find_.integer(1);
  const std::int64_t stored_hash = find_.integer(2);
  History stored{find_.integer(3) != 0, find_.integer(4), find_.integer(5), find_.integer(6)};
  const std::int64_t stored_named = find_.integer(7);
  find_.reset();

  const std::int64_t updated = to_epoch_ms(issue.updated);
  const bool same_content = encoded.fields_hash == stored_hash;
  const bool conflicting = updated == stored_updated && !same_content;
  // Between equals of other content the greater hash wins: arbitrary, but the same in whatever order.
  const bool wins = updated > stored_updated || (conflicting && encoded.fields_hash > stored_hash);
  // The same content, read with more of the fields' names known.
  const std::int64_t named =
      std::int64_t{!issue.acceptance_criteria.empty()} + std::int64_t{!issue.parent_key.empty()};
  const bool richer = updated == stored_updated && same_content && named > stored_named;

  bool extended = richer;
  if (issue.has_history &&
      (!stored.has || encoded.history_hash != stored.hash || issue.history_total > stored.total)) {
    const History before = stored;
    STINT_ASSIGN(grew, unite_history(ref, encoded.changes, stored));
    stored.has = true;
    stored.total = std::max(stored.total, issue.history_total);
    if (!grew && !before.has) STINT_TRY(write_history(ref, encoded.changes));
    extended = extended || grew || !before.has || stored.total != before.total;
  }
  if (wins || richer) {
    STINT_TRY(write_issue(site, encoded, stored));
  } else if (extended) {
    STINT_TRY(touch(ref, stored));
  }
  STINT_ASSIGN(commented, write_comments(ref, issue, wins));
  if (wins || extended || commented) STINT_TRY(note_change(ref));
  if (conflicting) return wins ? PutOutcome::conflicting_replaced : PutOutcome::conflicting;
  if (wins) return PutOutcome::updated;
  if (extended || commented) return PutOutcome::extended;
  return updated < stored_updated ? PutOutcome::older : PutOutcome::unchanged;
}

Result<PutOutcome> IssueWriter::replace(std::int64_t site, const EncodedIssue& encoded) {
  const tracker::Issue& issue = encoded.issue;
  find_.bind(1, site);
  find_.bind(2, issue.id);
  STINT_ASSIGN(found, find_.step());
  if (!found) {
    find_.reset();
    return put(site, encoded);
  }
  const std::int64_t ref = find_.integer(0);
  const std::int64_t stored_updated = find_.integer(1);
  // The hash is of what does not depend on which fields' names were known.
  const bool same_fields = find_.integer(2) == encoded.fields_hash &&
                           find_.text(8) == issue.acceptance_criteria && find_.text(9) == issue.parent_key;
  const bool same_history = find_.integer(3) == std::int64_t{issue.has_history} &&
                            find_.integer(4) == issue.history_total &&
                            find_.integer(6) == encoded.history_hash;
  find_.reset();
  const std::int64_t updated = to_epoch_ms(issue.updated);
  if (updated < stored_updated) return PutOutcome::older;
  STINT_ASSIGN(commented, write_comments(ref, issue, true));
  STINT_ASSIGN(uncommented, remove_other_comments(ref, issue));
  if (same_fields && same_history && updated == stored_updated && !commented && !uncommented)
    return PutOutcome::unchanged;
  STINT_TRY(write_issue(
      site, encoded,
      History{issue.has_history, issue.history_total, encoded.history_count, encoded.history_hash}));
  if (!same_history) STINT_TRY(write_history(ref, encoded.changes));
  STINT_TRY(note_change(ref));
  return PutOutcome::updated;
}

Result<bool> IssueWriter::remove_other_comments(std::int64_t ref, const tracker::Issue& issue) {
  std::string ids = "[";
  for (const tracker::Comment& comment : issue.comments) {
    if (ids.size() > 1) ids += ',';
    json::escape_to(ids, comment.id);
  }
  ids += ']';
  STINT_ASSIGN(statement, database_->prepare(kRemoveOtherComments));
  statement.bind(1, ref);
  statement.bind(2, ids);
  bool any = false;
  for (;;) {
    STINT_ASSIGN(more, statement.step());
    if (!more) return any;
    any = true;
  }
}

Result<bool> IssueWriter::remove(std::int64_t site, std::string_view id) {
  STINT_ASSIGN(statement, database_->prepare("DELETE FROM issue WHERE site = ?1 AND id = ?2 RETURNING 1"));
  statement.bind(1, site);
  statement.bind(2, id);
  STINT_ASSIGN(removed, statement.step());
  statement.reset();
  if (removed) STINT_TRY(start_journal_anew(*database_));
  return removed;
}

Result<HistoryOutcome> IssueWriter::add_history(std::int64_t site, std::string_view issue, std::int64_t total,
                                                std::string_view changes) {
  find_by_name_.bind(1, site);
  find_by_name_.bind(2, issue);
  STINT_ASSIGN(found, find_by_name_.step());
  if (!found) {
    find_by_name_.reset();
    return HistoryOutcome::no_issue;
  }
  const std::int64_t ref = find_by_name_.integer(0);
  const History before{find_by_name_.integer(1) != 0, find_by_name_.integer(2), find_by_name_.integer(3),
                       find_by_name_.integer(4)};
  find_by_name_.reset();
  History history = before;
  STINT_ASSIGN(grew, unite_history(ref, changes, history));
  if (!grew && !before.has) STINT_TRY(write_history(ref, changes));
  history.has = true;
  history.total = std::max(history.total, total);
  if (!grew && before.has && history.total == before.total) return HistoryOutcome::unchanged;
  STINT_TRY(touch(ref, history));
  STINT_TRY(note_change(ref));
  return HistoryOutcome::extended;
}

Outcome IssueWriter::note_change(std::int64_t ref) {
  note_.bind(1, ref);
  return note_.run();
}

Outcome IssueWriter::touch(std::int64_t ref, const History& history) {
  touch_.bind(1, ref);
  touch_.bind(2, std::int64_t{history.has});
  touch_.bind(3, history.total);
  touch_.bind(4, history.count);
  touch_.bind(5, history.hash);
  return touch_.run();
}

}  // namespace stint::store
