// Signing in and out, and the first user.
#include <fmt/format.h>

#include "access/role_json.h"
#include "server/handlers/handlers.h"
#include "server/identify.h"
#include "server/services.h"

namespace stint::server {
namespace {

using access::Principal;
using access::Role;
using access::Scope;

// The most that the caller may do anywhere; null for nobody.
JsonDocument highest_role(const Principal& caller) {
  JsonDocument highest = nullptr;
  for (const Role role : access::kRoles) {
    if (access::may_somewhere(caller, role, Scope::read)) highest = access::role_name(role);
  }
  return highest;
}

JsonDocument session_json(const Principal* caller, bool any_users, const Secret* session) {
  JsonDocument user = nullptr;
  const bool named = caller != nullptr && caller->kind != Principal::Kind::open;
  if (named) {
    user = {{"name", caller->name},
            {"display_name", caller->display_name},
            {"role", highest_role(*caller)},
            {"projects", access::to_json(caller->roles)}};
  }
  const auto may = [&](Role role, Scope scope) {
    return caller != nullptr && access::may(*caller, role, access::kEveryProject, scope);
  };
  const bool open = caller != nullptr && caller->kind == Principal::Kind::open;
  return {{"mode", open        ? "open"
                   : any_users ? "closed"
                               : "setup"},
          {"user", std::move(user)},
          {"role", caller == nullptr ? JsonDocument(nullptr) : highest_role(*caller)},
          {"csrf", session == nullptr ? JsonDocument(nullptr) : JsonDocument(access::csrf_token(*session))},
          {"can",
           {{"write", named && access::may_somewhere(*caller, Role::member, Scope::write)},
            {"run", named && access::may_somewhere(*caller, Role::lead, Scope::write)},
            {"admin", named && may(Role::admin, Scope::admin)},
            {"model", named && access::may_somewhere(*caller, Role::member, Scope::model)}}}};
}

std::string cookie_of(const Call& call, std::string_view token, std::int64_t seconds) {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}{}", kSessionCookie, token, seconds,
                     call.services.secure_cookies || call.request.encrypted ? "; Secure" : "");
}

Answer session_answer(const Principal& caller, const Secret& token, const Call& call) {
  Answer answer = json_answer(session_json(&caller, true, &token));
  answer.secret = true;
  constexpr auto kLasts = std::chrono::duration_cast<std::chrono::seconds>(access::kSessionLimits.longest);
  answer.headers.emplace_back("Set-Cookie", cookie_of(call, token.reveal(), kLasts.count()));
  return answer;
}

// A session for somebody who has just shown who they are.
Result<Answer> begin_session(const Call& call, std::int64_t user, const access::Act& act) {
  STINT_ASSIGN(token, call.services.sessions.start(user, act, call.request.header("User-Agent")));
  STINT_ASSIGN(session, call.services.sessions.find(token, call.services.now()));
  if (!session) return fail(ErrorCode::failure, "the session ended at once", {}, "sign in again");
  return session_answer(session->principal, token, call);
}

std::string text_of(const JsonDocument& body, const char* name) {
  return body.value(name, std::string{});
}

}  // namespace

Result<Answer> get_session(const Call& call) {
  STINT_ASSIGN(any, call.services.users.any(call.services.now()));
  const Principal* caller =
      call.caller.kind == Principal::Kind::open && call.caller.scopes.empty() ? nullptr : &call.caller;
  Answer answer = json_answer(session_json(caller, any, call.session));
  answer.secret = true;
  return answer;
}

Result<Answer> sign_in(const Call& call) {
  const std::string name = text_of(call.body, "name");
  const access::Act act{call.services.now(), name, call.address};
  STINT_ASSIGN(answer, call.services.authentication.sign_in(name, Secret{text_of(call.body, "password")}, act,
                                                            call.request.header("User-Agent")));
  if (!answer.signed_in) {
    const Error error = access::refusal_of(answer);
    Answer refused = error_answer(error.code == ErrorCode::throttled ? 429 : 401, error);
    if (answer.wait > Milliseconds{0})
      refused.headers.emplace_back("Retry-After", std::to_string((answer.wait.count() + 999) / 1000));
    return refused;
  }
  return session_answer(answer.signed_in->session.principal, answer.signed_in->token, call);
}

Result<Answer> sign_out(const Call& call) {
  if (call.session != nullptr) STINT_TRY(call.services.sessions.end(*call.session, call.act()));
  Answer answer = no_content();
  answer.headers.emplace_back("Set-Cookie", cookie_of(call, "", 0));
  return answer;
}

Result<Answer> set_up(const Call& call) {
  access::NewUser user;
  user.name = text_of(call.body, "name");
  user.display_name = text_of(call.body, "display_name");
  user.password = Secret{text_of(call.body, "password")};
  const access::Act act{call.services.now(), "setup", call.address};
  STINT_ASSIGN(added, call.services.setup.use(Secret{text_of(call.body, "token")}, std::move(user), act));
  ++call.services.version;
  return begin_session(call, added.id, {act.at, added.name, act.from});
}

Result<Answer> change_password(const Call& call) {
  STINT_TRY(call.services.authentication.change_password(call.caller.user, Secret{text_of(call.body, "old")},
                                                         Secret{text_of(call.body, "new")}, call.act()));
  return begin_session(call, call.caller.user, call.act());
}

}  // namespace stint::server
