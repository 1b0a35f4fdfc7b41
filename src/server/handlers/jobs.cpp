// Work in the background: jobs, when they run, and alerts about what they find.
#include "jobs/queue/jobs.h"

#include "jobs/alerts/alerts.h"
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

Outcome audited(const Call& call, std::string action, std::string target) {
  return call.services.directory.record([&](sqlite::Database& database) {
    return access::append_audit(database, call.act(),
                                {.action = std::move(action), .target = std::move(target)});
  });
}

// What the body says, under the name that the address gives.
std::string named_body(const Call& call) {
  JsonDocument body = call.body;
  body["name"] = call.parts[0];
  return to_line(body);
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
  STINT_TRY(audited(call, "job.request", kind));
  return json_answer({{"job", jobs::to_json(requested.job)}}, 202);
}

Result<Answer> cancel_job(const Call& call) {
  STINT_ASSIGN(id, id_of(call));
  STINT_TRY(call.services.jobs.cancel(id));
  STINT_TRY(audited(call, "job.cancel", call.parts[0]));
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
  STINT_ASSIGN(schedule, jobs::schedule_from_json(named_body(call)));
  STINT_TRY(call.services.jobs.put_schedule(schedule));
  STINT_TRY(audited(call, "schedule.put", call.parts[0]));
  return json_answer({{"schedule", jobs::to_json(schedule, call.services.jobs.zone(), call.services.now())}});
}

Result<Answer> remove_schedule(const Call& call) {
  STINT_TRY(call.services.jobs.remove_schedule(call.parts[0]));
  STINT_TRY(audited(call, "schedule.remove", call.parts[0]));
  return no_content();
}

Result<Answer> get_rules(const Call& call) {
  STINT_ASSIGN(rules, call.services.alerts.rules());
  JsonDocument list = JsonDocument::array();
  for (const jobs::AlertRule& rule : rules) list.push_back(jobs::to_json(rule));
  return json_answer({{"rules", std::move(list)}});
}

Result<Answer> put_rule(const Call& call) {
  STINT_ASSIGN(rule, jobs::rule_from_json(named_body(call)));
  STINT_TRY(call.services.alerts.put_rule(rule));
  STINT_TRY(audited(call, "alert.rule.put", call.parts[0]));
  return json_answer({{"rule", jobs::to_json(rule)}});
}

Result<Answer> remove_rule(const Call& call) {
  STINT_TRY(call.services.alerts.remove_rule(call.parts[0]));
  STINT_TRY(audited(call, "alert.rule.remove", call.parts[0]));
  return no_content();
}

Result<Answer> get_channels(const Call& call) {
  STINT_ASSIGN(channels, call.services.alerts.channels());
  JsonDocument list = JsonDocument::array();
  for (const jobs::Channel& channel : channels) list.push_back(jobs::to_json(channel));
  return json_answer({{"channels", std::move(list)}});
}

Result<Answer> put_channel(const Call& call) {
  STINT_ASSIGN(channel, call.services.alerts.put_channel(named_body(call)));
  STINT_TRY(audited(call, "alert.channel.put", call.parts[0]));
  return json_answer({{"channel", jobs::to_json(channel)}});
}

Result<Answer> remove_channel(const Call& call) {
  STINT_TRY(call.services.alerts.remove_channel(call.parts[0]));
  STINT_TRY(audited(call, "alert.channel.remove", call.parts[0]));
  return no_content();
}

Result<Answer> test_channel(const Call& call) {
  STINT_ASSIGN(delivery, call.services.alerts.send_test(call.parts[0], {}));
  STINT_TRY(audited(call, "alert.channel.test", call.parts[0]));
  return json_answer({{"delivery", jobs::to_json(delivery)}});
}

Result<Answer> get_deliveries(const Call& call) {
  STINT_ASSIGN(limit, call.number("limit", 100, 1, kMostListed));
  jobs::DeliveryFilter filter;
  filter.limit = static_cast<int>(limit);
  STINT_ASSIGN(deliveries, call.services.alerts.deliveries(filter));
  JsonDocument list = JsonDocument::array();
  for (const jobs::Delivery& delivery : deliveries) list.push_back(jobs::to_json(delivery));
  return json_answer({{"deliveries", std::move(list)}});
}

}  // namespace stint::server
