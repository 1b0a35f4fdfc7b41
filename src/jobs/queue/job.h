// One piece of background work: what it is, where it stands, what it came to.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "jobs/state.h"
#include "lib/nlohmann/json_document.h"

namespace stint::jobs {

enum class Cause : std::uint8_t { schedule, hand, webhook, start };
[[nodiscard]] std::string_view cause_name(Cause cause);
[[nodiscard]] std::optional<Cause> cause_named(std::string_view name);

// How far a running job is. `total` 0: unknown.
struct Progress {
  std::string step;  // "sync"; empty before the first
  std::int64_t done = 0;
  std::int64_t total = 0;
  std::string note;  // what it is at, for people

  friend bool operator==(const Progress&, const Progress&) = default;
};

struct Job {
  std::int64_t id = 0;
  std::string kind;
  std::string requested_by;  // a user's name; empty: nobody but a schedule or the start
  Cause cause = Cause::hand;
  JobState state = JobState::queued;
  int attempt = 1;
  Progress progress;
  Instant requested_at{};
  Instant ready_at{};  // not begun before
  std::optional<Instant> started_at;
  std::optional<Instant> finished_at;
  std::string result;  // JSON; empty without one
  std::optional<Error> error;
};

// {"id", "kind", "requested_by", "cause", "state", "attempt", "step", "progress": {"done", "total", "text"},
// "requested_at", "ready_at", "started_at", "finished_at", "result", "error"}. Instants in ISO 8601; what is
// not there is null.
[[nodiscard]] JsonDocument to_json(const Job& job);

// What running work gets to see, and how it tells how far it is. Used on the thread that runs it.
class JobContext {
 public:
  using Report = std::function<void(const Progress&)>;

  JobContext(const Job& job, std::stop_token stop, Report report)
      : job_(job), stop_(std::move(stop)), report_(std::move(report)) {}

  [[nodiscard]] const Job& job() const { return job_; }
  // Requested when the job is cancelled, or the program ends. Work that stops for it returns any error.
  [[nodiscard]] const std::stop_token& stop() const { return stop_; }

  // Begins a step, and forgets the last one's progress.
  void begin_step(std::string name);
  void progress(std::int64_t done, std::int64_t total, std::string note = {});

 private:
  const Job& job_;
  std::stop_token stop_;
  Report report_;
  Progress progress_;
};

using Work = std::function<Result<JsonDocument>(JobContext&)>;

// A row of the table of kinds.
struct JobKind {
  std::string name;     // "refresh": lower case letters and underscores
  std::string summary;  // for people
  Work run;
};

struct Step {
  std::string name;
  Work run;
};
// Work made of steps: one after another, until one fails or it is to stop. The result has a member per step.
[[nodiscard]] Work chain(std::vector<Step> steps);

}  // namespace stint::jobs
