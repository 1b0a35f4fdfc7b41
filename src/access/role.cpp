#include "access/role.h"

#include <algorithm>

#include "access/plain_text.h"

namespace stint::access {
namespace {

constexpr std::size_t kLongestProject = 200;

}  // namespace

std::string_view role_name(Role role) {
  switch (role) {
    case Role::viewer:
      return "viewer";
    case Role::member:
      return "member";
    case Role::lead:
      return "lead";
    case Role::admin:
      return "admin";
  }
  return {};
}

std::optional<Role> parse_role(std::string_view name) {
  for (const Role role : kRoles) {
    if (role_name(role) == name) return role;
  }
  return std::nullopt;
}

std::optional<Role> role_for(const ProjectRoles& roles, std::string_view project) {
  auto found = roles.find(project);
  if (found == roles.end()) found = roles.find(kEveryProject);
  if (found == roles.end()) return std::nullopt;
  return found->second;
}

ProjectRoles higher_of(const ProjectRoles& a, const ProjectRoles& b) {
  ProjectRoles both;
  for (const ProjectRoles* roles : {&a, &b}) {
    for (const auto& entry : *roles) {
      // An absent role is less than any other.
      both[entry.first] = std::max(role_for(a, entry.first), role_for(b, entry.first)).value_or(entry.second);
    }
  }
  return both;
}

Outcome check_roles(const ProjectRoles& roles) {
  for (const auto& entry : roles) {
    const std::string& project = entry.first;
    if (project.empty() || project.size() > kLongestProject || !is_plain_text(project)) {
      return fail(ErrorCode::usage, "a role is given for a project key that can be none", "roles",
                  "write the key as the tracker shows it, or * for all projects");
    }
  }
  return {};
}

}  // namespace stint::access
