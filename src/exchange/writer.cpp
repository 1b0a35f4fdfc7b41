#include "exchange/writer.h"

#include <utility>

#include "store/capacity_table.h"
#include "store/journal.h"

namespace stint::exchange {
namespace {

constexpr std::string_view kKeepHistory =
    "INSERT INTO pending_changelog (site, issue, total, changes) SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS "
    "(SELECT 1 FROM pending_changelog WHERE site = ?1 AND issue = ?2 AND total = ?3 AND changes = ?4)";
constexpr std::string_view kReadPending =
    "SELECT ref, site, issue, total, changes FROM pending_changelog WHERE ref > ?1 ORDER BY ref LIMIT 500";
constexpr std::string_view kDropPending = "DELETE FROM pending_changelog WHERE ref = ?1";

constexpr std::size_t kNamedExamples = 10;

template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};

}  // namespace

void Notable::add(std::string example) {
  ++count;
  if (examples.size() < kNamedExamples) examples.push_back(std::move(example));
}

Result<BatchWriter> BatchWriter::create(sqlite::Database& database) {
  STINT_ASSIGN(definitions, store::Definitions::load(database));
  STINT_ASSIGN(issues, store::IssueWriter::create(database));
  STINT_ASSIGN(keep_history, database.prepare(kKeepHistory));
  return BatchWriter{database, std::move(definitions), std::move(issues), std::move(keep_history)};
}

void BatchWriter::define(const Definition& definition) {
  const store::SiteId site = definitions_.site(definition.site);
  std::visit(Overloaded{[&](const ProjectName& project) {
                          definitions_.put_project(site, project.key, project.name);
                        },
                        [&](const ExportEnd& end) { definitions_.set_export_end(site, end.at); },
                        [&](const FieldSeen& seen) { definitions_.put_unlisted(site, seen.field); },
                        [&](const auto& row) {
                          definition.current ? definitions_.replace(site, row) : definitions_.put(site, row);
                        }},
             definition.value);
}

Outcome BatchWriter::put(const BatchIssue& issue) {
  const store::SiteId site = definitions_.site(issue.site);
  STINT_ASSIGN(outcome,
               issue.current ? issues_.replace(site, issue.encoded) : issues_.put(site, issue.encoded));
  using enum store::PutOutcome;
  switch (outcome) {
    case added:
      ++counts_.added;
      break;
    case updated:
      ++counts_.updated;
      break;
    case extended:
      ++counts_.extended;
      break;
    case unchanged:
      ++counts_.unchanged;
      break;
    case older:
      ++counts_.older;
      break;
    case conflicting_replaced:
      ++counts_.replaced;
      [[fallthrough]];
    case conflicting:
      counts_.conflicting.add(issue.encoded.issue.key + " (" + issue.where + ")");
      break;
  }
  return {};
}

Outcome BatchWriter::write(const Batch& batch, const Also& also) {
  STINT_ASSIGN(transaction, sqlite::Transaction::begin(*database_));
  for (const Definition& definition : batch.definitions) define(definition);
  for (const BatchIssue& issue : batch.issues) static_cast<void>(definitions_.site(issue.site));
  for (const LooseHistory& history : batch.histories) static_cast<void>(definitions_.site(history.site));
  for (const BatchCapacity& one : batch.capacities) static_cast<void>(definitions_.site(one.site));
  STINT_ASSIGN(changed, definitions_.flush(*database_));
  bool capacities_changed = false;
  for (const BatchCapacity& one : batch.capacities) {
    STINT_ASSIGN(differs, store::replace_capacity(*database_, definitions_.site(one.site), one.capacity));
    capacities_changed = capacities_changed || differs;
  }
  if (changed || capacities_changed) ++counts_.definitions_changed;
  for (const BatchIssue& issue : batch.issues) STINT_TRY(put(issue));
  for (const LooseHistory& history : batch.histories) {
    keep_history_.bind(1, definitions_.site(history.site));
    keep_history_.bind(2, history.issue);
    keep_history_.bind(3, history.total);
    keep_history_.bind(4, history.changes);
    STINT_TRY(keep_history_.run());
  }
  for (const RemovedIssue& issue : batch.removed) {
    STINT_ASSIGN(removed, issues_.remove(definitions_.site(issue.site), issue.id));
    if (removed) ++counts_.removed;
  }
  STINT_TRY(store::prune_journal(*database_));
  if (also) STINT_TRY(also());
  return transaction.commit();
}

Outcome BatchWriter::join_loose_histories() {
  STINT_ASSIGN(read, database_->prepare(kReadPending));
  STINT_ASSIGN(drop, database_->prepare(kDropPending));
  std::int64_t last = 0;
  for (;;) {
    STINT_ASSIGN(transaction, sqlite::Transaction::begin(*database_));
    struct Pending {
      std::int64_t ref, site, total;
      std::string issue, changes;
    };
    std::vector<Pending> some;
    read.bind(1, last);
    for (;;) {
      STINT_ASSIGN(more, read.step());
      if (!more) break;
      some.push_back({read.integer(0), read.integer(1), read.integer(3), std::string{read.text(2)},
                      std::string{read.text(4)}});
    }
    read.reset();
    if (some.empty()) return {};
    for (const Pending& pending : some) {
      last = pending.ref;
      STINT_ASSIGN(outcome, issues_.add_history(pending.site, pending.issue, pending.total, pending.changes));
      if (outcome == store::HistoryOutcome::no_issue) continue;
      if (outcome == store::HistoryOutcome::extended) ++counts_.extended;
      drop.bind(1, pending.ref);
      STINT_TRY(drop.run());
    }
    STINT_TRY(transaction.commit());
  }
}

}  // namespace stint::exchange
