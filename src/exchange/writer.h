// Writes batches into the store, each in one transaction, and counts what came of them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "exchange/batch.h"
#include "lib/sqlite/database.h"
#include "store/definitions.h"
#include "store/issue_table.h"

namespace stint::exchange {

// Keys of issues that are somehow special; all are counted, the first ones are named.
struct Notable {
  std::int64_t count = 0;
  std::vector<std::string> examples;

  void add(std::string example);
};

struct WriteCounts {
  std::int64_t added = 0;
  std::int64_t updated = 0;
  std::int64_t extended = 0;
  std::int64_t unchanged = 0;
  std::int64_t older = 0;
  std::int64_t removed = 0;
  std::int64_t definitions_changed = 0;  // batches that brought a new or changed definition
  Notable conflicting;
  std::int64_t replaced = 0;  // of the conflicting ones

  [[nodiscard]] bool changed_anything() const {
    return added + updated + extended + removed + replaced + definitions_changed > 0;
  }
};

class BatchWriter {
 public:
  [[nodiscard]] static Result<BatchWriter> create(sqlite::Database& database);

  // Something to be written in the batch's transaction, after it.
  using Also = std::function<Outcome()>;

  // All of the batch or, on an error, nothing of it.
  [[nodiscard]] Outcome write(const Batch& batch, const Also& also = {});

  // Unites histories that came apart with the issues that are here by now.
  [[nodiscard]] Outcome join_loose_histories();

  // The number of that site, made when it is new.
  [[nodiscard]] store::SiteId site(const std::string& url) { return definitions_.site(url); }

  [[nodiscard]] const WriteCounts& counts() const { return counts_; }
  [[nodiscard]] const store::Definitions& definitions() const { return definitions_; }

 private:
  BatchWriter(sqlite::Database& database, store::Definitions definitions, store::IssueWriter issues,
              sqlite::Statement keep_history)
      : database_(&database),
        definitions_(std::move(definitions)),
        issues_(std::move(issues)),
        keep_history_(std::move(keep_history)) {}

  void define(const Definition& definition);
  [[nodiscard]] Outcome put(const BatchIssue& issue);

  sqlite::Database* database_;
  store::Definitions definitions_;
  store::IssueWriter issues_;
  sqlite::Statement keep_history_;
  WriteCounts counts_;
};

}  // namespace stint::exchange
