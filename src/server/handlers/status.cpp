// How Stint itself is.
#include "server/handlers/handlers.h"
#include "server/services.h"

namespace stint::server {

Result<Answer> get_status(const Call& call) {
  const auto snapshot = call.services.workspace.current();
  const history::Dataset& data = snapshot->figures->dataset();
  const access::ProjectFilter visible = access::visible_projects(call.caller);
  std::size_t projects = 0;
  for (const std::string& key : data.projects) projects += visible.contains(key) ? 1 : 0;
  return json_answer(
      {{"version", call.services.program_version},
       {"as_of", format_iso(snapshot->figures->as_of().at)},
       {"as_of_source", snapshot->figures->as_of().source},
       {"updated_at",
        snapshot->number == 0 ? JsonDocument(nullptr) : JsonDocument(format_iso(snapshot->made_at))},
       {"issues", visible.all ? JsonDocument(data.issues.size()) : JsonDocument(nullptr)},
       {"projects", projects},
       {"incomplete_histories", data.incomplete_histories},
       {"time_zone", snapshot->figures->context().zone.name()},
       {"connections", call.services.connections ? call.services.connections() : JsonDocument::array()},
       {"privacy", {{"people", call.services.people}}},
       {"read_only", call.services.read_only}});
}

Result<Answer> get_settings(const Call& call) {
  JsonDocument options = JsonDocument::array();
  const metrics::Options defaults;
  const metrics::Options& chosen = call.services.workspace.choices().options;
  for (const metrics::OptionInfo& option : metrics::option_table()) {
    options.push_back({{"name", option.name},
                       {"value", chosen.*option.value},
                       {"default", defaults.*option.value},
                       {"unit", option.unit},
                       {"meaning", option.meaning}});
  }
  JsonDocument document = call.services.settings ? call.services.settings() : JsonDocument::object();
  document["options"] = std::move(options);
  return json_answer(document);
}

Result<Answer> get_health(const Call& /*call*/) {
  return json_answer({{"status", "ok"}});
}

Result<Answer> get_readiness(const Call& call) {
  const bool ready = call.services.workspace.current()->number > 0;
  return json_answer({{"status", ready ? "ready" : "starting"}}, ready ? 200 : 503);
}

Result<Answer> get_prometheus(const Call& call) {
  Answer answer = text_answer(call.services.prometheus ? call.services.prometheus() : std::string{},
                              "text/plain; version=0.0.4; charset=utf-8");
  answer.headers.emplace_back("Cache-Control", "no-store");
  return answer;
}

Result<Answer> get_events(const Call& call) {
  Answer answer;
  answer.media_type = "text/event-stream";
  answer.headers.emplace_back("X-Accel-Buffering", "no");
  answer.headers.emplace_back("Cache-Control", "no-store");
  answer.body = std::make_shared<const std::string>("retry: 3000\n\n: hello\n\n");
  const bool lead = access::may_somewhere(call.caller, access::Role::lead, access::Scope::read);
  answer.subscription = http::Subscription{lead ? kForEveryone | kForLeads : std::uint32_t{kForEveryone}};
  return answer;
}

Result<Answer> not_yet(const Call& /*call*/) {
  return refusal(501, "not_implemented", "this version of Stint does not draft backlog items",
                 "insights, figures, forecasts and reports are here already: GET /api/openapi.json");
}

}  // namespace stint::server
