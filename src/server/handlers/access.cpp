// Users, keys and the record of what was done: for admins; keys of one's own for everybody.
#include <algorithm>

#include "access/audit.h"
#include "access/role_json.h"
#include "lib/nlohmann/json_instant.h"
#include "server/handlers/handlers.h"
#include "server/services.h"

namespace stint::server {
namespace {

using access::ApiKey;
using access::User;

JsonDocument user_json(const User& user) {
  return {{"name", user.name},
          {"display_name", user.display_name},
          {"email", user.email},
          {"roles", access::to_json(user.roles)},
          {"disabled", user.disabled},
          {"has_password", user.has_password},
          {"created", format_iso(user.created)},
          {"signed_in", instant_or_null(user.signed_in)}};
}

Result<access::ProjectRoles> read_roles(const JsonDocument& given) {
  access::ProjectRoles roles;
  for (const auto& [project, role] : given.items()) {
    const auto parsed = access::parse_role(role.get<std::string>());
    if (!parsed) return fail(ErrorCode::usage, "\"" + role.get<std::string>() + "\" is no role");
    roles.emplace(project, *parsed);
  }
  return roles;
}

Result<User> named_user(const Call& call) {
  STINT_ASSIGN(user, call.services.users.find(call.parts[0], call.services.now()));
  if (!user) return fail(ErrorCode::not_found, "there is no user \"" + call.parts[0] + "\"");
  return std::move(*user);
}

JsonDocument key_json(const ApiKey& key, const std::string& owner) {
  JsonDocument scopes = JsonDocument::array();
  for (const access::Scope scope : access::kScopes) {
    if (key.scopes.contains(scope)) scopes.push_back(access::scope_name(scope));
  }
  return {{"id", key.id},
          {"name", key.name},
          {"owner", owner},
          {"scopes", std::move(scopes)},
          {"projects", key.projects.all ? JsonDocument(nullptr) : JsonDocument(key.projects.keys)},
          {"created", format_iso(key.created)},
          {"expires", instant_or_null(key.expires)},
          {"used", instant_or_null(key.used)},
          {"revoked", instant_or_null(key.revoked)}};
}

bool is_admin(const Call& call) {
  return access::may(call.caller, access::Role::admin, access::kEveryProject, access::Scope::admin);
}

}  // namespace

Result<Answer> get_users(const Call& call) {
  STINT_ASSIGN(users, call.services.users.list(call.services.now()));
  JsonDocument list = JsonDocument::array();
  for (const User& user : users) list.push_back(user_json(user));
  return json_answer({{"users", std::move(list)}});
}

Result<Answer> add_user(const Call& call) {
  access::NewUser user;
  user.name = call.body.value("name", std::string{});
  user.display_name = call.body.value("display_name", std::string{});
  user.email = call.body.value("email", std::string{});
  if (call.body.contains("password")) user.password = Secret{call.body["password"].get<std::string>()};
  if (call.body.contains("roles")) {
    STINT_ASSIGN(roles, read_roles(call.body["roles"]));
    user.roles = std::move(roles);
  }
  STINT_ASSIGN(added, call.services.users.add(user, call.act()));
  return json_answer({{"user", user_json(added)}}, 201);
}

Result<Answer> change_user(const Call& call) {
  STINT_ASSIGN(user, named_user(call));
  access::UserChange change;
  if (call.body.contains("display_name")) change.display_name = call.body["display_name"].get<std::string>();
  if (call.body.contains("email")) change.email = call.body["email"].get<std::string>();
  if (call.body.contains("disabled")) change.disabled = call.body["disabled"].get<bool>();
  if (call.body.contains("roles")) {
    STINT_ASSIGN(roles, read_roles(call.body["roles"]));
    change.roles = std::move(roles);
  }
  STINT_ASSIGN(changed, call.services.users.change(user.id, change, call.act()));
  return json_answer({{"user", user_json(changed)}});
}

Result<Answer> remove_user(const Call& call) {
  STINT_ASSIGN(user, named_user(call));
  STINT_TRY(call.services.users.remove(user.id, call.act()));
  return no_content();
}

Result<Answer> reset_password(const Call& call) {
  STINT_ASSIGN(user, named_user(call));
  STINT_TRY(call.services.users.reset_password(user.id, Secret{call.body["password"].get<std::string>()},
                                               call.act()));
  return no_content();
}

Result<Answer> get_keys(const Call& call) {
  const Instant now = call.services.now();
  const bool all = is_admin(call);
  STINT_ASSIGN(keys, call.services.keys.list(all ? std::nullopt : std::optional{call.caller.user}, now));
  STINT_ASSIGN(users, call.services.users.list(now));
  JsonDocument list = JsonDocument::array();
  for (const ApiKey& key : keys) {
    const auto owner = std::ranges::find(users, key.user, &User::id);
    list.push_back(key_json(key, owner == users.end() ? std::string{} : owner->name));
  }
  return json_answer({{"keys", std::move(list)}});
}

Result<Answer> add_key(const Call& call) {
  access::NewApiKey key;
  key.name = call.body.value("name", std::string{});
  if (call.body.contains("scopes")) {
    key.scopes = {};
    for (const JsonDocument& name : call.body["scopes"]) {
      const auto scope = access::parse_scope(name.get<std::string>());
      if (!scope) return fail(ErrorCode::usage, "\"" + name.get<std::string>() + "\" is no scope");
      key.scopes.add(*scope);
    }
  }
  if (call.body.contains("projects") && call.body["projects"].is_array()) {
    key.projects.all = false;
    for (const JsonDocument& project : call.body["projects"])
      key.projects.keys.insert(project.get<std::string>());
  }
  if (call.body.contains("expires") && call.body["expires"].is_string()) {
    key.expires = parse_iso_instant(call.body["expires"].get<std::string>());
    if (!key.expires)
      return fail(ErrorCode::usage, "expires takes a date or an instant", {}, "for example 2027-06-30");
  }
  STINT_ASSIGN(issued, call.services.keys.issue(call.caller, key, call.act()));
  JsonDocument document = key_json(issued.key, call.caller.name);
  document["key"] = issued.text.reveal();
  Answer answer = json_answer(document, 201);
  answer.secret = true;
  return answer;
}

Result<Answer> revoke_key(const Call& call) {
  STINT_ASSIGN(key, call.services.keys.one(call.parts[0], call.services.now()));
  if (!key || (key->user != call.caller.user && !is_admin(call)))
    return fail(ErrorCode::not_found, "there is no key \"" + call.parts[0] + "\"");
  STINT_TRY(call.services.keys.revoke(key->id, call.act()));
  return no_content();
}

Result<Answer> get_audit(const Call& call) {
  STINT_ASSIGN(limit, call.number("limit", 100, 1, 1000));
  STINT_ASSIGN(before, call.number("before", 0, 0, INT64_MAX));
  const auto page_from = before == 0 ? std::optional<std::int64_t>{} : std::optional{before};
  const auto page = call.services.directory.read([&](sqlite::Database& database) {
    return access::audit_page(database, page_from, static_cast<std::size_t>(limit));
  });
  if (!page) return fail(page.error());
  JsonDocument list = JsonDocument::array();
  for (const access::AuditEntry& entry : page->entries) {
    list.push_back({{"seq", entry.seq},
                    {"at", format_iso(entry.act.at)},
                    {"who", entry.act.who},
                    {"from", entry.act.from},
                    {"action", entry.action},
                    {"target", entry.target},
                    {"details", JsonDocument::parse(entry.details, nullptr, false)},
                    {"outcome", entry.outcome}});
  }
  return json_answer({{"entries", std::move(list)},
                      {"next", page->next ? JsonDocument(*page->next) : JsonDocument(nullptr)}});
}

}  // namespace stint::server
