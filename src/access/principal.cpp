#include "access/principal.h"

#include <algorithm>

namespace stint::access {

Principal open_principal() {
  return {.kind = Principal::Kind::open,
          .roles = {{std::string{kEveryProject}, Role::member}},
          .scopes = {Scope::read},
          .projects = {.all = true, .keys = {}}};
}

std::optional<Role> role_for(const Principal& caller, std::string_view project) {
  if (!caller.projects.contains(project)) return std::nullopt;
  return role_for(caller.roles, project);
}

bool may(const Principal& caller, Role role, std::string_view project, Scope scope) {
  // An absent role is less than any other.
  return caller.scopes.contains(scope) && role_for(caller, project) >= role;
}

bool may_somewhere(const Principal& caller, Role role, Scope scope) {
  const auto here = [&](std::string_view project) { return may(caller, role, project, scope); };
  if (here(kEveryProject)) return true;
  const auto in_roles = [&](const auto& entry) { return entry.first != kEveryProject && here(entry.first); };
  return std::ranges::any_of(caller.projects.keys, here) || std::ranges::any_of(caller.roles, in_roles);
}

ProjectFilter visible_projects(const Principal& caller) {
  ProjectFilter seen;
  if (caller.roles.contains(kEveryProject)) return caller.projects;
  for (const auto& entry : caller.roles) {
    if (caller.projects.contains(entry.first)) seen.keys.insert(entry.first);
  }
  return seen;
}

std::string_view kind_name(Principal::Kind kind) {
  switch (kind) {
    case Principal::Kind::open:
      return "open";
    case Principal::Kind::user:
      return "user";
    case Principal::Kind::key:
      return "key";
    case Principal::Kind::proxy:
      return "proxy";
  }
  return {};
}

}  // namespace stint::access
