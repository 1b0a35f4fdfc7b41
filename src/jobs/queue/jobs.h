// The jobs of one data folder: what waits, what runs, what came of it, and which schedules ask for more.
//
// What is asked for is on the disk before it is answered, and is done whatever happens to the process: a job
// that ran when it died is taken up again.
#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/queue/job.h"
#include "jobs/queue/job_table.h"
#include "jobs/schedule/schedule.h"
#include "jobs/schema.h"
#include "lib/tz/time_zone.h"

namespace stint::jobs {

struct JobsOptions {
  int keep = 200;                              // finished jobs of each kind
  std::chrono::days keep_for{90};              // at most
  int attempts = 3;                            // at a job that the process dies of
  Milliseconds first_pause{60'000};            // before the second one; doubled for the third
  Milliseconds progress_interval{200};         // between two events about progress within a step
  std::function<void()> after_change = [] {};  // called when something is on the disk; tests end here
};

using Now = std::function<Instant()>;
// Called after a job has changed, on the thread that changed it, one call after another in the order of the
// changes. Quick, and without calling back.
using JobListener = std::function<void(const Job&)>;

// Safe from several threads, but for step(), which one thread calls at a time. No work is run while anything
// is locked.
class Jobs {
 public:
  // Takes the folder's jobs into its care. ErrorCode::conflict when another process has them. What was
  // running waits again: at once where the program ended properly, after a pause where it did not, and as
  // failed after as many attempts as the options say.
  [[nodiscard]] static Result<std::unique_ptr<Jobs>> open(const std::filesystem::path& data_folder,
                                                          std::vector<JobKind> kinds, const TimeZone& zone,
                                                          Now now, JobsOptions options = {});
  ~Jobs();
  Jobs(const Jobs&) = delete;
  Jobs& operator=(const Jobs&) = delete;

  struct Requested {
    Job job;
    bool joined = false;  // one of that kind waited already, and this is it
  };
  // One of that kind waits at most; one that is running already may have passed what has changed since, and
  // does not count. ErrorCode::not_found for an unknown kind, with the known ones.
  [[nodiscard]] Result<Requested> request(std::string_view kind, std::string requested_by, Cause cause);

  // A waiting job is cancelled at once; a running one is asked to stop. ErrorCode::not_found, or
  // ErrorCode::conflict when it has ended.
  [[nodiscard]] Outcome cancel(std::int64_t id);

  [[nodiscard]] Result<Job> find(std::int64_t id);
  [[nodiscard]] Result<std::vector<Job>> list(const JobFilter& filter);  // the newest first
  [[nodiscard]] const std::vector<JobKind>& kinds() const { return kinds_; }

  [[nodiscard]] Result<std::vector<Schedule>> schedules();
  // New or instead of the one of that name; times before now do not count.
  [[nodiscard]] Outcome put_schedule(Schedule schedule);
  [[nodiscard]] Outcome remove_schedule(std::string_view name);  // ErrorCode::not_found
  [[nodiscard]] const TimeZone& zone() const { return zone_; }

  // Ends the listener's calls; none is under way any more when it is gone. Must not outlive the jobs, nor end
  // within a call.
  class Subscription {
   public:
    Subscription(Jobs& jobs, std::int64_t number) : jobs_(&jobs), number_(number) {}
    Subscription(Subscription&& other) noexcept
        : jobs_(std::exchange(other.jobs_, nullptr)), number_(other.number_) {}
    Subscription& operator=(Subscription&&) = delete;
    ~Subscription();

   private:
    Jobs* jobs_;
    std::int64_t number_;
  };
  [[nodiscard]] Subscription subscribe(JobListener listener);
  // Called when there may be something to do earlier than step() said.
  void on_new_work(std::function<void()> wake);

  // Requests what schedules ask for until now, then runs one job that is ready, to its end. When `stop` is
  // requested, the job is asked to stop, and taken up again at the next start. Gives the time at which
  // something is to be done again; nothing: not before something is requested.
  [[nodiscard]] Result<std::optional<Instant>> step(const std::stop_token& stop);

 private:
  struct Running;

  Jobs(OwnedDatabase owned, std::vector<JobKind> kinds, const TimeZone& zone, Now now, JobsOptions options);

  [[nodiscard]] Outcome take_up_again();
  [[nodiscard]] Outcome take_up_again(Job job);
  [[nodiscard]] Result<Requested> request_locked(const JobKind& kind, std::string requested_by, Cause cause);
  [[nodiscard]] const JobKind* kind_named(std::string_view name) const;
  [[nodiscard]] Outcome request_scheduled();
  [[nodiscard]] Outcome request_scheduled(Schedule schedule, Instant now);
  [[nodiscard]] Result<std::optional<Job>> begin_ready();
  [[nodiscard]] Outcome run(Job job, const std::stop_token& stop);
  [[nodiscard]] Outcome finish(Job job, Result<JsonDocument> result, const std::stop_token& stop);
  [[nodiscard]] Result<std::optional<Instant>> next_time();
  void report(const Progress& progress);
  void note_change(const Job& job);  // with mutex_ held
  void tell();                       // without
  void unsubscribe(std::int64_t number);

  const std::vector<JobKind> kinds_;
  const TimeZone zone_;
  const Now now_;
  const JobsOptions options_;

  std::mutex mutex_;  // everything from here on to telling_
  OwnedDatabase owned_;
  std::unique_ptr<Running> running_;
  std::deque<Job> changes_;  // not told yet
  std::function<void()> wake_;

  std::mutex telling_;  // taken before mutex_; held while listeners are called
  std::map<std::int64_t, JobListener> listeners_;
  std::int64_t last_listener_ = 0;
};

}  // namespace stint::jobs
