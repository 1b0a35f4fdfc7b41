#include "jobs/queue/jobs.h"

#include <algorithm>
#include <fmt/format.h>

#include "jobs/schedule/next_time.h"

namespace stint::jobs {
namespace {

// A schedule that was looked at further in the future than this was so by a clock that went wrong.
constexpr std::chrono::hours kClockCorrection{1};

}  // namespace

// The job that runs now, as its worker tells of it.
struct Jobs::Running {
  Job job;
  std::stop_source stop;
  bool cancelled = false;
  Instant told_at{};
};

Jobs::Jobs(OwnedDatabase owned, std::vector<JobKind> kinds, const TimeZone& zone, Now now,
           JobsOptions options)
    : kinds_(std::move(kinds)),
      zone_(zone),
      now_(std::move(now)),
      options_(std::move(options)),
      owned_(std::move(owned)) {}

Jobs::~Jobs() = default;

Result<std::unique_ptr<Jobs>> Jobs::open(const std::filesystem::path& data_folder, std::vector<JobKind> kinds,
                                         const TimeZone& zone, Now now, JobsOptions options) {
  STINT_ASSIGN(owned, open_database(data_folder, "jobs"));
  std::unique_ptr<Jobs> jobs{
      new Jobs(std::move(owned), std::move(kinds), zone, std::move(now), std::move(options))};
  STINT_TRY(jobs->take_up_again());
  return jobs;
}

const JobKind* Jobs::kind_named(std::string_view name) const {
  const auto found = std::ranges::find(kinds_, name, &JobKind::name);
  return found == kinds_.end() ? nullptr : &*found;
}

Result<Jobs::Requested> Jobs::request(std::string_view kind, std::string requested_by, Cause cause) {
  const JobKind* row = kind_named(kind);
  if (row == nullptr) {
    std::string known;
    for (const JobKind& each : kinds_) known += (known.empty() ? "" : ", ") + each.name;
    return fail(ErrorCode::not_found, fmt::format("there is no kind of job \"{}\"", kind.substr(0, 64)), {},
                "there are " + known);
  }
  std::function<void()> wake;
  Result<Requested> requested = [&]() -> Result<Requested> {
    const std::scoped_lock lock{mutex_};
    STINT_ASSIGN(transaction, sqlite::Transaction::begin(owned_.database));
    STINT_ASSIGN(made, request_locked(*row, std::move(requested_by), cause));
    STINT_TRY(transaction.commit());
    options_.after_change();
    note_change(made.job);
    wake = wake_;
    return made;
  }();
  tell();
  if (wake) wake();
  return requested;
}

Result<Jobs::Requested> Jobs::request_locked(const JobKind& kind, std::string requested_by, Cause cause) {
  const Instant now = now_();
  STINT_ASSIGN(waiting, waiting_job(owned_.database, kind.name));
  if (waiting) {
    // Somebody asks for it now: a pause after a crash is over.
    if (cause == Cause::hand && waiting->ready_at > now) {
      waiting->ready_at = now;
      STINT_TRY(update_job(owned_.database, *waiting));
    }
    return Requested{std::move(*waiting), true};
  }
  Job job;
  job.kind = kind.name;
  job.requested_by = std::move(requested_by);
  job.cause = cause;
  job.requested_at = now;
  job.ready_at = now;
  STINT_ASSIGN(id, insert_job(owned_.database, job));
  job.id = id;
  return Requested{std::move(job), false};
}

Outcome Jobs::cancel(std::int64_t id) {
  Outcome outcome = [&]() -> Outcome {
    const std::scoped_lock lock{mutex_};
    if (running_ && running_->job.id == id) {
      running_->cancelled = true;
      running_->stop.request_stop();
      return {};
    }
    STINT_ASSIGN(job, find_job(owned_.database, id));
    if (!job) return fail(ErrorCode::not_found, fmt::format("there is no job {}", id));
    if (job->state != JobState::queued)
      return fail(ErrorCode::conflict, fmt::format("job {} is {} already", id, state_name(job->state)));
    job->state = JobState::cancelled;
    job->finished_at = now_();
    STINT_TRY(update_job(owned_.database, *job));
    note_change(*job);
    return {};
  }();
  tell();
  return outcome;
}

Result<Job> Jobs::find(std::int64_t id) {
  const std::scoped_lock lock{mutex_};
  if (running_ && running_->job.id == id) return running_->job;
  STINT_ASSIGN(job, find_job(owned_.database, id));
  if (!job) return fail(ErrorCode::not_found, fmt::format("there is no job {}", id));
  return std::move(*job);
}

Result<std::vector<Job>> Jobs::list(const JobFilter& filter) {
  const std::scoped_lock lock{mutex_};
  STINT_ASSIGN(jobs, list_jobs(owned_.database, filter));
  for (Job& job : jobs) {
    if (running_ && running_->job.id == job.id) job = running_->job;
  }
  return jobs;
}

Result<std::vector<Schedule>> Jobs::schedules() {
  const std::scoped_lock lock{mutex_};
  return all_schedules(owned_.database);
}

Outcome Jobs::put_schedule(Schedule schedule) {
  if (kind_named(schedule.kind) == nullptr) {
    return fail(ErrorCode::usage, fmt::format("there is no kind of job \"{}\"", schedule.kind), "kind");
  }
  std::function<void()> wake;
  {
    const std::scoped_lock lock{mutex_};
    schedule.considered_until = now_();
    STINT_TRY(jobs::put_schedule(owned_.database, schedule));
    wake = wake_;
  }
  if (wake) wake();
  return {};
}

Outcome Jobs::remove_schedule(std::string_view name) {
  const std::scoped_lock lock{mutex_};
  STINT_ASSIGN(found, jobs::remove_schedule(owned_.database, name));
  if (!found)
    return fail(ErrorCode::not_found, fmt::format("there is no schedule \"{}\"", name.substr(0, 64)));
  return {};
}

Outcome Jobs::request_scheduled() {
  {
    const std::scoped_lock lock{mutex_};
    const Instant now = now_();
    STINT_ASSIGN(schedules, all_schedules(owned_.database));
    for (Schedule& schedule : schedules) STINT_TRY(request_scheduled(std::move(schedule), now));
  }
  tell();
  return {};
}

Outcome Jobs::request_scheduled(Schedule schedule, Instant now) {
  if (schedule.considered_until > now + kClockCorrection) {
    schedule.considered_until = now;
    return jobs::put_schedule(owned_.database, schedule);
  }
  const JobKind* kind = kind_named(schedule.kind);
  if (!schedule.on || kind == nullptr) return {};
  const auto due = next_after(schedule.when, zone_, schedule.considered_until);
  if (!due || *due > now) return {};
  schedule.considered_until = now;
  // Together: a time leads to a job once, wherever the process ends.
  STINT_ASSIGN(transaction, sqlite::Transaction::begin(owned_.database));
  STINT_ASSIGN(requested, request_locked(*kind, {}, Cause::schedule));
  STINT_TRY(jobs::put_schedule(owned_.database, schedule));
  STINT_TRY(transaction.commit());
  options_.after_change();
  if (!requested.joined) note_change(requested.job);
  return {};
}

Result<std::optional<Instant>> Jobs::next_time() {
  const std::scoped_lock lock{mutex_};
  STINT_ASSIGN(next, next_ready(owned_.database));
  STINT_ASSIGN(schedules, all_schedules(owned_.database));
  for (const Schedule& schedule : schedules) {
    if (!schedule.on || kind_named(schedule.kind) == nullptr) continue;
    const auto due = next_after(schedule.when, zone_, schedule.considered_until);
    if (due && (!next || *due < *next)) next = due;
  }
  return next;
}

void Jobs::on_new_work(std::function<void()> wake) {
  const std::scoped_lock lock{mutex_};
  wake_ = std::move(wake);
}

Jobs::Subscription::~Subscription() {
  if (jobs_ != nullptr) jobs_->unsubscribe(number_);
}

Jobs::Subscription Jobs::subscribe(JobListener listener) {
  const std::scoped_lock lock{telling_};
  listeners_.emplace(++last_listener_, std::move(listener));
  return {*this, last_listener_};
}

void Jobs::unsubscribe(std::int64_t number) {
  const std::scoped_lock lock{telling_};
  listeners_.erase(number);
}

void Jobs::note_change(const Job& job) {
  changes_.push_back(job);
}

void Jobs::tell() {
  const std::scoped_lock lock{telling_};
  for (;;) {
    std::optional<Job> job;
    {
      const std::scoped_lock inner{mutex_};
      if (changes_.empty()) return;
      job = std::move(changes_.front());
      changes_.pop_front();
    }
    for (const auto& [number, listener] : listeners_) listener(*job);
  }
}

Result<std::optional<Instant>> Jobs::step(const std::stop_token& stop) {
  STINT_TRY(request_scheduled());
  STINT_ASSIGN(job, begin_ready());
  if (job) STINT_TRY(run(std::move(*job), stop));
  return next_time();
}

Result<std::optional<Job>> Jobs::begin_ready() {
  Result<std::optional<Job>> begun = [&]() -> Result<std::optional<Job>> {
    const std::scoped_lock lock{mutex_};
    const Instant now = now_();
    STINT_ASSIGN(job, ready_job(owned_.database, now));
    if (!job) return std::optional<Job>{};
    job->state = JobState::running;
    job->started_at = now;
    STINT_TRY(update_job(owned_.database, *job));
    options_.after_change();
    running_ = std::make_unique<Running>(*job, std::stop_source{}, false, now);
    note_change(*job);
    return job;
  }();
  tell();
  return begun;
}

Outcome Jobs::run(Job job, const std::stop_token& stop) {
  const JobKind* kind = kind_named(job.kind);
  std::stop_source source = [this] {
    const std::scoped_lock lock{mutex_};
    return running_->stop;
  }();
  const std::stop_callback pass_on{stop, [&source] { source.request_stop(); }};
  JobContext context{job, source.get_token(), [this](const Progress& progress) { report(progress); }};
  Result<JsonDocument> result =
      kind == nullptr ? Result<JsonDocument>{fail(ErrorCode::not_found,
                                                  "this version of the program has no such kind of job")}
                      : kind->run(context);
  return finish(std::move(job), std::move(result), stop);
}

void Jobs::report(const Progress& progress) {
  {
    const std::scoped_lock lock{mutex_};
    const Instant now = now_();
    const bool new_step = progress.step != running_->job.progress.step;
    const bool complete = progress.total > 0 && progress.done >= progress.total;
    running_->job.progress = progress;
    if (!new_step && !complete && now - running_->told_at < options_.progress_interval) return;
    running_->told_at = now;
    // For whoever looks after a crash; if the disk is full, the job's end will say so.
    if (new_step) static_cast<void>(update_job(owned_.database, running_->job));
    note_change(running_->job);
  }
  tell();
}

Outcome Jobs::finish(Job job, Result<JsonDocument> result, const std::stop_token& stop) {
  Outcome outcome = [&]() -> Outcome {
    const std::scoped_lock lock{mutex_};
    const std::unique_ptr<Running> running = std::move(running_);
    job.progress = running->job.progress;
    job.finished_at = now_();
    if (result) {
      job.state = JobState::done;
      job.result = to_line(*result);
    } else if (running->cancelled) {
      job.state = JobState::cancelled;
    } else if (stop.stop_requested()) {
      // To be taken up again, which is why it has not finished.
      job.state = JobState::interrupted;
      job.finished_at.reset();
    } else {
      job.state = JobState::failed;
      job.error = std::move(result).error();
    }
    STINT_TRY(update_job(owned_.database, job));
    options_.after_change();
    note_change(job);
    return prune_jobs(owned_.database, options_.keep, now_() - options_.keep_for);
  }();
  tell();
  return outcome;
}

}  // namespace stint::jobs
