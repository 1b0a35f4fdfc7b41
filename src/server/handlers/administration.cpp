// Connections to trackers and model files: for admins.
#include "server/handlers/handlers.h"
#include "server/services.h"

namespace stint::server {
namespace {

std::unexpected<Error> not_here() {
  return fail(ErrorCode::not_found, "there is nothing of that name");
}

// What a tracker refuses is no refusal of ours: 401 would tell the caller to sign in here.
Result<Answer> checked(const Result<JsonDocument>& look) {
  if (look) return json_answer(*look);
  constexpr unsigned kUnprocessable = 422;
  constexpr unsigned kBadGateway = 502;
  switch (look.error().code) {
    case ErrorCode::authentication:
    case ErrorCode::not_found:
      return error_answer(kUnprocessable, look.error());
    case ErrorCode::failure:
    case ErrorCode::throttled:
      return error_answer(kBadGateway, look.error());
    case ErrorCode::usage:
    case ErrorCode::conflict:
    case ErrorCode::declined:
    case ErrorCode::threshold:
      break;
  }
  return fail(look.error());
}

}  // namespace

Result<Answer> get_connections(const Call& call) {
  const auto& list = call.services.connection_administration.list;
  if (!list) {
    return json_answer({{"connections", JsonDocument::array()},
                        {"products", JsonDocument::array()},
                        {"keeps_secrets", false}});
  }
  STINT_ASSIGN(document, list());
  return json_answer(document);
}

Result<Answer> put_connection(const Call& call) {
  const auto& put = call.services.connection_administration.put;
  if (!put) return not_here();
  const Result<JsonDocument> look = put(call.parts[0], call.body);
  JsonDocument details = {{"url", call.body.value("url", std::string{})},
                          {"user", call.body.value("user", std::string{})},
                          {"new_secret", call.body.contains("secret")}};
  if (!look) details["problem"] = look.error().message;
  STINT_TRY(call.audited("connection.put", call.parts[0], std::move(details), look ? "done" : "failed"));
  return checked(look);
}

Result<Answer> check_connection(const Call& call) {
  const auto& check = call.services.connection_administration.check;
  if (!check) return not_here();
  return checked(check(call.parts[0]));
}

Result<Answer> remove_connection(const Call& call) {
  const auto& remove = call.services.connection_administration.remove;
  if (!remove) return not_here();
  STINT_TRY(remove(call.parts[0]));
  STINT_TRY(call.audited("connection.remove", call.parts[0]));
  return no_content();
}

Result<Answer> get_models(const Call& call) {
  const auto& list = call.services.model_administration.list;
  if (list) return json_answer(list());
  return json_answer({{"models", JsonDocument::array()},
                      {"tasks", JsonDocument::array()},
                      {"configured", JsonDocument::array()},
                      {"catalogue", JsonDocument::array()}});
}

Result<Answer> pull_model(const Call& call) {
  const auto& want = call.services.model_administration.want;
  if (!want) return not_here();
  const std::string name = call.body["name"].get<std::string>();
  STINT_TRY(want(name));
  STINT_ASSIGN(requested, call.services.jobs.request("pull", call.caller.name, jobs::Cause::hand));
  STINT_TRY(call.audited("model.pull", name));
  constexpr unsigned kAccepted = 202;
  return json_answer({{"job", jobs::to_json(requested.job)}}, kAccepted);
}

Result<Answer> use_model(const Call& call) {
  const auto& use = call.services.model_administration.use;
  if (!use) return not_here();
  const ModelUse wanted{.model = call.body["model"].get<std::string>(), .task = call.parts[0]};
  STINT_TRY(use(wanted));
  STINT_TRY(call.audited("model.use", wanted.model, {{"task", wanted.task}}));
  return get_models(call);
}

Result<Answer> remove_model(const Call& call) {
  const auto& remove = call.services.model_administration.remove;
  if (!remove) return not_here();
  STINT_TRY(remove(call.parts[0]));
  STINT_TRY(call.audited("model.remove", call.parts[0]));
  return no_content();
}

}  // namespace stint::server
