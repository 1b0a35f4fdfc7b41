#include "jobs/queue/job.h"

#include <array>
#include <memory>
#include <utility>

#include "lib/nlohmann/json_instant.h"

namespace stint::jobs {
namespace {

constexpr std::array kCauses{Cause::schedule, Cause::hand, Cause::webhook, Cause::start};

JsonDocument error_json(const std::optional<Error>& error) {
  if (!error) return nullptr;
  return {{"code", error_kind(error->code).name}, {"message", error->message}, {"hint", error->hint}};
}

}  // namespace

std::string_view cause_name(Cause cause) {
  switch (cause) {
    case Cause::schedule:
      return "schedule";
    case Cause::hand:
      return "hand";
    case Cause::webhook:
      return "webhook";
    case Cause::start:
      return "start";
  }
  return {};
}

std::optional<Cause> cause_named(std::string_view name) {
  for (const Cause cause : kCauses) {
    if (cause_name(cause) == name) return cause;
  }
  return std::nullopt;
}

JsonDocument to_json(const Job& job) {
  // What work returned as JSON itself; anything else would be a bug, and is not shown.
  JsonDocument result = JsonDocument::parse(job.result, nullptr, false);
  if (result.is_discarded()) result = nullptr;
  const Progress& progress = job.progress;
  return {{"id", job.id},
          {"kind", job.kind},
          {"requested_by", job.requested_by},
          {"cause", cause_name(job.cause)},
          {"state", state_name(job.state)},
          {"attempt", job.attempt},
          {"step", progress.step.empty() ? JsonDocument(nullptr) : JsonDocument(progress.step)},
          {"progress", {{"done", progress.done}, {"total", progress.total}, {"text", progress.note}}},
          {"requested_at", format_iso(job.requested_at)},
          {"ready_at", format_iso(job.ready_at)},
          {"started_at", instant_or_null(job.started_at)},
          {"finished_at", instant_or_null(job.finished_at)},
          {"result", std::move(result)},
          {"error", error_json(job.error)}};
}

void JobContext::begin_step(std::string name) {
  progress_ = {std::move(name), 0, 0, {}};
  report_(progress_);
}

void JobContext::progress(std::int64_t done, std::int64_t total, std::string note) {
  progress_.done = done;
  progress_.total = total;
  progress_.note = std::move(note);
  report_(progress_);
}

Work chain(std::vector<Step> steps) {
  return [steps = std::move(steps)](JobContext& context) -> Result<JsonDocument> {
    JsonDocument result = JsonDocument::object();
    for (const Step& step : steps) {
      if (context.stop().stop_requested())
        return fail(ErrorCode::failure, "stopped before the step " + step.name);
      context.begin_step(step.name);
      STINT_ASSIGN(summary, step.run(context));
      result[step.name] = std::move(summary);
    }
    return result;
  };
}

}  // namespace stint::jobs
