// Jobs in the database. Every function is one statement or expects to be within the caller's transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/queue/job.h"
#include "lib/sqlite/database.h"

namespace stint::jobs {

struct JobFilter {
  std::string kind;               // empty: every kind
  std::optional<JobState> state;  // nothing: every state
  std::int64_t before = 0;        // only jobs with a lower id, for pages; 0: from the newest
  int limit = 50;                 // 1 to 500
};

[[nodiscard]] Result<std::int64_t> insert_job(sqlite::Database& database, const Job& job);
// Everything but the id, kind, and who requested it why and when.
[[nodiscard]] Outcome update_job(sqlite::Database& database, const Job& job);
[[nodiscard]] Result<std::optional<Job>> find_job(sqlite::Database& database, std::int64_t id);
// The one that waits of that kind.
[[nodiscard]] Result<std::optional<Job>> waiting_job(sqlite::Database& database, std::string_view kind);
// The one that may begin at `now` and was ready first.
[[nodiscard]] Result<std::optional<Job>> ready_job(sqlite::Database& database, Instant now);
// When the next one of those that wait may begin.
[[nodiscard]] Result<std::optional<Instant>> next_ready(sqlite::Database& database);
// Those that were running when the program ended, in whatever way.
[[nodiscard]] Result<std::vector<Job>> unfinished_jobs(sqlite::Database& database);
// The newest first.
[[nodiscard]] Result<std::vector<Job>> list_jobs(sqlite::Database& database, const JobFilter& filter);
// Finished ones, but the newest `keep` of each kind that are not older than `oldest`.
[[nodiscard]] Outcome prune_jobs(sqlite::Database& database, int keep, Instant oldest);

}  // namespace stint::jobs
