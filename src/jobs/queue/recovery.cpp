// What happens at a start to what ran when the program ended.
#include <algorithm>
#include <fmt/format.h>

#include "jobs/queue/jobs.h"

namespace stint::jobs {

Outcome Jobs::take_up_again() {
  const std::scoped_lock lock{mutex_};
  STINT_ASSIGN(transaction, sqlite::Transaction::begin(owned_.database));
  STINT_ASSIGN(unfinished, unfinished_jobs(owned_.database));
  for (Job& job : unfinished) STINT_TRY(take_up_again(std::move(job)));
  return transaction.commit();
}

Outcome Jobs::take_up_again(Job job) {
  const Instant now = now_();
  const bool died = job.state == JobState::running;
  if (died && job.attempt >= options_.attempts) {
    job.state = JobState::failed;
    job.finished_at = now;
    job.error = Error{ErrorCode::failure,
                      fmt::format("the program ended while it ran, {} times", job.attempt),
                      {},
                      "look at the log of the program; run the job by hand to try again"};
    return update_job(owned_.database, job);
  }
  Job next = job;
  if (died) {
    // From its beginning on: who comes back after a night does not wait.
    next.ready_at = job.started_at.value_or(now) +
                    options_.first_pause * (std::int64_t{1} << std::min(job.attempt - 1, 16));
    ++next.attempt;
  }
  STINT_ASSIGN(waiting, waiting_job(owned_.database, job.kind));
  if (waiting) {
    // The one that waits does its work too.
    job.state = JobState::interrupted;
    job.finished_at = now;
    job.progress.note = fmt::format("job {} took its place", waiting->id);
    STINT_TRY(update_job(owned_.database, job));
    waiting->attempt = next.attempt;
    waiting->ready_at = std::max(waiting->ready_at, next.ready_at);
    return update_job(owned_.database, *waiting);
  }
  next.state = JobState::queued;
  next.progress = {};
  next.started_at.reset();
  return update_job(owned_.database, next);
}

}  // namespace stint::jobs
