#include "exchange/sync/sync.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "exchange/sync/issue_reader.h"
#include "exchange/sync/live_batch.h"
#include "exchange/sync/neighbours.h"

namespace stint::exchange {
namespace {

using store::ListingKind;
using store::ListingState;

// Clocks of a tracker's machines differ by some minutes at most.
constexpr Milliseconds kClockSlack{std::chrono::minutes{5}};
// Most of what a list shows late it shows by then.
constexpr Milliseconds kUsualLag{std::chrono::minutes{15}};

// How long after its end a sprint's capacities are still looked at.
constexpr Milliseconds kLateCapacities{std::chrono::days{14}};

std::unordered_set<std::string> issues_of(const std::vector<tracker::Unreadable>& unreadable) {
  std::unordered_set<std::string> ids;
  for (const tracker::Unreadable& missing : unreadable) ids.insert(missing.issue);
  return ids;
}

class Sync {
 public:
  Sync(tracker::Connector& connector, sqlite::Database& database, const SyncOptions& options,
       const std::function<Instant()>& now, BatchWriter writer, store::SyncTable table, Neighbours neighbours)
      : connector_(connector),
        database_(database),
        options_(options),
        now_(now),
        writer_(std::move(writer)),
        table_(std::move(table)),
        neighbours_(std::move(neighbours)) {}

  Result<SyncReport> go() {
    show(SyncPhase::asking);
    STINT_ASSIGN(account, connector_.account());
    report_.account = std::move(account);
    STINT_TRY(open());
    STINT_TRY(take_catalogue());
    if (is_resumable()) {
      report_.resumed = true;
      STINT_TRY(read_list());
    } else {
      // What an earlier sync had listed and not read, and what it could not read whole.
      STINT_TRY(read_queue());
    }
    while (!report_.ended_by) {
      const ListingKind kind = next_kind();
      if (kind == ListingKind::none) break;
      STINT_TRY(begin(kind));
      STINT_TRY(read_list());
    }
    STINT_TRY(end());
    return std::move(report_);
  }

  // What is due and what is queued besides is left to the next whole one.
  Result<SyncReport> only_these(const std::vector<std::string>& ids) {
    STINT_ASSIGN(row, table_.open(options_.connection, options_.url));
    row_ = std::move(row);
    // These say nothing of what else has changed until then.
    targeted_ = true;
    std::size_t given = 0;
    ReadPlan plan = read_plan();
    plan.concurrency = 1;
    plan.next = [&](std::size_t count) -> Result<std::vector<std::string>> {
      const std::size_t some = std::min(count, ids.size() - given);
      const auto begin = ids.begin() + static_cast<std::ptrdiff_t>(given);
      given += some;
      return std::vector<std::string>(begin, begin + static_cast<std::ptrdiff_t>(some));
    };
    to_read_ = static_cast<std::int64_t>(ids.size());
    STINT_TRY(read_all(connector_, plan));
    report_.counts = writer_.counts();
    return std::move(report_);
  }

 private:
  [[nodiscard]] bool is_partial() const { return !options_.only.empty(); }
  [[nodiscard]] bool has_begun(ListingKind kind) const {
    return std::ranges::find(begun_, kind) != begun_.end();
  }
  [[nodiscard]] bool is_known() const { return row_.watermark && row_.covers == options_.projects; }
  [[nodiscard]] bool is_due(const std::optional<Instant>& last, Milliseconds every) const {
    const Instant now = now_();
    // A clock that was put back must not stop it for good.
    return !last || now - *last >= every || *last > now;
  }

  Outcome open() {
    STINT_ASSIGN(transaction, sqlite::Transaction::begin(database_));
    STINT_ASSIGN(row, table_.open(options_.connection, options_.url));
    row_ = std::move(row);
    listing_ = row_.listing;
    STINT_TRY(table_.queue_incomplete(row_.id));
    return transaction.commit();
  }

  Outcome take_catalogue() {
    if (is_known() && !options_.full && !is_due(row_.catalogue_at, options_.catalogue_every)) return {};
    tracker::Scope scope;
    scope.projects = is_partial() ? options_.only : options_.projects;
    const Instant now = now_();
    if (is_known() && !options_.full && !is_partial() && row_.capacities_at)
      scope.since = *row_.capacities_at - kLateCapacities;
    STINT_ASSIGN(catalogue, connector_.discover(scope));
    note(catalogue.unreadable);
    if (!is_partial() && catalogue.capacities_whole) row_.capacities_at = now;
    add_catalogue(collector_, options_.url, std::move(catalogue));
    if (!is_partial()) row_.catalogue_at = now_();
    return writer_.write(collector_.take(), [&] { return table_.save(row_); });
  }

  // A place in a list is of use in that very list only.
  [[nodiscard]] bool is_resumable() const {
    return listing_.is_under_way() && !is_partial() && listing_.scope.projects == options_.projects &&
           (!options_.full || listing_.kind == ListingKind::all);
  }

  // The list to read next; none when everything is done.
  [[nodiscard]] ListingKind next_kind() const {
    if (is_partial()) return has_begun(ListingKind::changes) ? ListingKind::none : ListingKind::changes;
    if (has_begun(ListingKind::all)) return ListingKind::none;
    const bool resumed_all = report_.resumed && report_.lists.front() == ListingKind::all;
    if ((options_.full && !resumed_all) || !is_known()) return ListingKind::all;
    if (!has_begun(ListingKind::changes)) return ListingKind::changes;
    if (!has_begun(ListingKind::sweep) && is_due(row_.swept_at, options_.sweep_every))
      return ListingKind::sweep;
    return ListingKind::none;
  }

  Outcome begin(ListingKind kind) {
    begun_.push_back(kind);
    listing_ = {};
    listing_.kind = kind;
    listing_.began = report_.account.server_time;
    listing_.scope.projects = is_partial() ? options_.only : options_.projects;
    listing_.scope.whole = kind == ListingKind::all;
    if (kind == ListingKind::changes && is_known()) listing_.scope.since = changes_begin();
    if (is_partial()) {
      // Whatever list is under way stays as it is; a number that no list has.
      listing_.number = -to_epoch_ms(now_());
      return {};
    }
    if (kind == ListingKind::all) row_.overlap_at = now_();
    listing_.number = row_.listing.number + 1;
    return save();
  }

  // The tracker's clock may be far from the one that its changes are dated by, and one issue may be dated in
  // the future: the earlier of the two.
  [[nodiscard]] Instant changes_begin() {
    const Instant last = row_.newest ? std::min(*row_.watermark, *row_.newest) : *row_.watermark;
    const Milliseconds lag = connector_.capabilities().list_lag;
    if (!is_due(row_.overlap_at, options_.overlap_every))
      return last - std::min(lag, kUsualLag) - kClockSlack;
    row_.overlap_at = now_();
    return last - lag - options_.overlap_every - kClockSlack;
  }

  Outcome save() {
    if (!is_partial()) row_.listing = listing_;
    return table_.save(row_);
  }

  // The rest of the list, and then what it has queued.
  Outcome read_list() {
    report_.lists.push_back(listing_.kind);
    listing_.scope.whole = listing_.kind == ListingKind::all;
    bool may_restart = report_.resumed && report_.lists.size() == 1;
    for (;;) {
      show(SyncPhase::listing);
      if (options_.stop.stop_requested()) return end_by({ErrorCode::failure, "stopped", "", ""});
      auto page = connector_.list(listing_.scope, listing_.cursor);
      if (!page && may_restart && !listing_.cursor.empty()) {
        // Trackers forget places after a while.
        may_restart = false;
        listing_.cursor.clear();
        continue;
      }
      if (!page) return end_by(std::move(page).error());
      may_restart = false;
      if (!page->next.empty() && page->next == listing_.cursor) {
        return end_by({ErrorCode::failure, "the tracker's list comes to the same place again and again", "",
                       "try again later"});
      }
      const bool last = page->next.empty();
      STINT_TRY(take_page(std::move(*page)));
      if (last) break;
    }
    return read_queue();
  }

  Outcome take_page(tracker::Listing page) {
    note(page.unreadable);
    report_.listed += static_cast<std::int64_t>(page.entries.size());
    if (page.total) to_list_ = page.total;
    listing_.cursor = page.next;
    const std::vector<Read> read = add_issues(std::move(page.issues), issues_of(page.unreadable));
    const bool ended = page.next.empty();
    return writer_.write(collector_.take(), [&]() -> Outcome {
      STINT_TRY(table_.list(row_.id, listing_, page.entries));
      for (const Read& one : read) STINT_TRY(table_.was_read(row_.id, one.id, one.mark));
      if (ended) STINT_TRY(end_list());
      return save();
    });
  }

  // Inside the transaction of the last page.
  Outcome end_list() {
    if (is_partial()) return {};
    if (listing_.names_all()) {
      const std::int64_t site = writer_.site(options_.url);
      STINT_TRY(table_.queue_unlisted(row_.id, listing_.number, site, listing_.scope.projects));
      row_.swept_at = now_();
    }
    if (listing_.kind != ListingKind::sweep) {
      // By our own clock where the tracker does not tell its own: an hour covers what it may be wrong by.
      row_.watermark = listing_.began.value_or(now_() - std::chrono::hours{1});
      row_.covers = listing_.scope.projects;
    }
    listing_.kind = ListingKind::none;
    return {};
  }

  [[nodiscard]] ReadPlan read_plan() {
    ReadPlan plan;
    plan.batch = connector_.capabilities().read_batch;
    plan.concurrency =
        options_.concurrency > 0 ? options_.concurrency : connector_.capabilities().concurrency;
    plan.stop = options_.stop;
    plan.take = [this](ReadBatch batch) { return take_batch(std::move(batch)); };
    return plan;
  }

  Outcome read_queue() {
    more_queued_ = false;
    STINT_TRY(read_queue_once());
    // What the issues read have led to; what these lead to in turn has to wait for the next sync.
    if (more_queued_ && !report_.ended_by) STINT_TRY(read_queue_once());
    return {};
  }

  Outcome read_queue_once() {
    STINT_ASSIGN(queued, table_.queued(row_.id));
    to_read_ = report_.read + queued;
    std::string last;
    ReadPlan plan = read_plan();
    plan.next = [&](std::size_t count) -> Result<std::vector<std::string>> {
      STINT_ASSIGN(ids, table_.next(row_.id, last, count));
      if (!ids.empty()) last = ids.back();
      return ids;
    };
    show(SyncPhase::reading);
    return read_all(connector_, plan);
  }

  Outcome take_batch(ReadBatch batch) {
    tracker::Reading& reading = batch.reading;
    note(reading.unreadable);
    const auto incomplete = issues_of(reading.unreadable);
    report_.read += static_cast<std::int64_t>(reading.issues.size() + reading.gone.size());
    STINT_ASSIGN(neighbours, neighbours_of(reading));
    std::vector<Read> read = add_issues(std::move(reading.issues), incomplete);
    for (const std::string& id : reading.gone) collector_.remove(options_.url, id);
    // What did not come at all: kept as it is, to be asked for again next time.
    for (const std::string& id : incomplete) {
      if (!id.empty() && std::ranges::find(read, id, &Read::id) == read.end()) read.push_back({id, {}});
    }
    if (batch.error) report_.ended_by = std::move(batch.error);
    const auto note_down = [&]() -> Outcome {
      for (const Read& one : read) STINT_TRY(table_.was_read(row_.id, one.id, one.mark));
      for (const std::string& id : reading.gone) STINT_TRY(table_.forget(row_.id, id));
      for (const std::string& id : neighbours) {
        if (std::ranges::find(reading.gone, id) == reading.gone.end()) STINT_TRY(table_.queue(row_.id, id));
      }
      return table_.save(row_);
    };
    STINT_TRY(writer_.write(collector_.take(), note_down));
    show(SyncPhase::reading);
    return {};
  }

  // Those that name issues which have got another key or gone, and do not know it yet.
  Result<std::vector<std::string>> neighbours_of(const tracker::Reading& reading) {
    std::vector<std::string> all;
    // Everything is read in any case.
    if (listing_.kind == ListingKind::all || (!is_known() && !targeted_)) return all;
    const store::SiteId site = writer_.site(options_.url);
    const auto add = [&](const std::string& id, const std::string& key) -> Outcome {
      STINT_ASSIGN(ids, neighbours_.of(site, id, key));
      all.insert(all.end(), ids.begin(), ids.end());
      return {};
    };
    for (const tracker::IssueRecord& record : reading.issues)
      STINT_TRY(add(record.issue.id, record.issue.key));
    for (const std::string& id : reading.gone) STINT_TRY(add(id, {}));
    more_queued_ = more_queued_ || !all.empty();
    return all;
  }

  // An issue and the state it was read in; empty: has to be read again.
  struct Read {
    std::string id;
    std::string mark;
  };

  std::vector<Read> add_issues(std::vector<tracker::IssueRecord> records,
                               const std::unordered_set<std::string>& incomplete) {
    std::vector<Read> read;
    for (tracker::IssueRecord& record : records) {
      const bool whole = !incomplete.contains(record.issue.id);
      read.push_back({record.issue.id, whole ? record.mark : std::string{}});
      if (!is_partial() && !targeted_ && (!row_.newest || *row_.newest < record.issue.updated))
        row_.newest = record.issue.updated;
      // Trackers without marks: any word, so that it does not count as read incompletely.
      if (whole && read.back().mark.empty()) read.back().mark = "read";
      add_record(collector_, options_.url, std::move(record), whole);
    }
    return read;
  }

  Outcome end() {
    STINT_ASSIGN(left, table_.queued(row_.id));
    report_.left = left;
    report_.counts = writer_.counts();
    for (store::SyncProblem& problem : report_.problems) problem.since = now_();
    if (left == 0 && !report_.ended_by && !is_partial()) row_.synced_at = now_();
    STINT_ASSIGN(transaction, sqlite::Transaction::begin(database_));
    STINT_TRY(table_.set_problems(row_.id, report_.problems));
    STINT_TRY(table_.save(row_));
    return transaction.commit();
  }

  Outcome end_by(Error error) {
    report_.ended_by = std::move(error);
    return {};
  }

  void note(const std::vector<tracker::Unreadable>& unreadable) {
    for (const tracker::Unreadable& missing : unreadable)
      report_.problems.push_back({missing.what, missing.issue, missing.error.to_string(), {}});
  }

  void show(SyncPhase phase) const {
    if (options_.progress) options_.progress({phase, report_.listed, to_list_, report_.read, to_read_});
  }

  tracker::Connector& connector_;
  sqlite::Database& database_;
  const SyncOptions& options_;
  const std::function<Instant()>& now_;
  BatchWriter writer_;
  store::SyncTable table_;
  Neighbours neighbours_;
  store::SyncRow row_;
  ListingState listing_;  // the one being read; row_ keeps it for the next sync
  std::vector<ListingKind> begun_;
  Collector collector_;
  SyncReport report_;
  std::optional<std::int64_t> to_list_;
  std::int64_t to_read_ = 0;
  bool targeted_ = false;
  bool more_queued_ = false;  // behind the place that the reading of the queue has come to
};

}  // namespace

Result<SyncReport> sync(tracker::Connector& connector, sqlite::Database& database, const SyncOptions& options,
                        const std::function<Instant()>& now) {
  STINT_ASSIGN(writer, BatchWriter::create(database));
  STINT_ASSIGN(table, store::SyncTable::create(database));
  STINT_ASSIGN(neighbours, Neighbours::create(database));
  return Sync{connector, database, options, now, std::move(writer), std::move(table), std::move(neighbours)}
      .go();
}

Result<SyncReport> sync_issues(tracker::Connector& connector, sqlite::Database& database,
                               const SyncOptions& options, const std::vector<std::string>& ids,
                               const std::function<Instant()>& now) {
  STINT_ASSIGN(writer, BatchWriter::create(database));
  STINT_ASSIGN(table, store::SyncTable::create(database));
  STINT_ASSIGN(neighbours, Neighbours::create(database));
  return Sync{connector, database, options, now, std::move(writer), std::move(table), std::move(neighbours)}
      .only_these(ids);
}

}  // namespace stint::exchange
