// Work in the background: jobs, and when they run.
#include "jobs/queue/jobs.h"

#include "jobs/schedule/schedule.h"
#include "server/handlers/handlers.h"
#include "server/services.h"

namespace stint::server {
namespace {

constexpr std::int64_t kMostListed = 500;

JsonDocument kinds_json(const jobs::Jobs& jobs) {
  JsonDocument list = JsonDocument::array();
  for (const jobs::JobKind& kind : jobs.kinds())
    list.push_back({{"name", kind.name}, {"summary", kind.summary}});
  return list;
}

Result<std::int64_t> id_of(const Call& call) {
  const std::string& text = call.parts[0];
  const bool digits = text.size() <= 18 && text.find_first_not_of("0123456789") == std::string::npos;
  if (!digits) return fail(ErrorCode::not_found, "there is no job \"" + text + "\"");
  return std::stoll(text);
}

}  // namespace

Result<Answer> get_jobs(const Call& call) {
  STINT_ASSIGN(limit, call.number("limit", 50, 1, kMostListed));
  jobs::JobFilter filter;
  filter.limit = static_cast<int>(limit);
  STINT_ASSIGN(jobs, call.services.jobs.list(filter));
  JsonDocument list = JsonDocument::array();
  for (const jobs::Job& job : jobs) list.push_back(jobs::to_json(job));
  return json_answer({{"jobs", std::move(list)}, {"kinds", kinds_json(call.services.jobs)}});
}

Result<Answer> get_job(const Call& call) {
  STINT_ASSIGN(id, id_of(call));
  STINT_ASSIGN(job, call.services.jobs.find(id));
  return json_answer({{"job", jobs::to_json(job)}});
}

Result<Answer> request_job(const Call& call) {
  const std::string kind = call.body["kind"].get<std::string>();
  STINT_ASSIGN(requested, call.services.jobs.request(kind, call.caller.name, jobs::Cause::hand));
  STINT_TRY(call.audited("job.request", kind));
  return json_answer({{"job", jobs::to_json(requested.job)}}, 202);
}

Result<Answer> cancel_job(const Call& call) {
  STINT_ASSIGN(id, id_of(call));
  STINT_TRY(call.services.jobs.cancel(id));
  STINT_TRY(call.audited("job.cancel", call.parts[0]));
  STINT_ASSIGN(job, call.services.jobs.find(id));
  return json_answer({{"job", jobs::to_json(job)}}, 202);
}

Result<Answer> get_schedule(const Call& call) {
  STINT_ASSIGN(schedules, call.services.jobs.schedules());
  JsonDocument list = JsonDocument::array();
  for (const jobs::Schedule& schedule : schedules)
    list.push_back(jobs::to_json(schedule, call.services.jobs.zone(), call.services.now()));
  return json_answer({{"schedules", std::move(list)},
                      {"time_zone", call.services.jobs.zone().name()},
                      {"kinds", kinds_json(call.services.jobs)}});
}

Result<Answer> put_schedule(const Call& call) {
  STINT_ASSIGN(schedule, jobs::schedule_from_json(call.named_body()));
  STINT_TRY(call.services.jobs.put_schedule(schedule));
  STINT_TRY(call.audited("schedule.put", call.parts[0]));
  return json_answer({{"schedule", jobs::to_json(schedule, call.services.jobs.zone(), call.services.now())}});
}

Result<Answer> remove_schedule(const Call& call) {
  STINT_TRY(call.services.jobs.remove_schedule(call.parts[0]));
  STINT_TRY(call.audited("schedule.remove", call.parts[0]));
  return no_content();
}

}  // namespace stint::server
