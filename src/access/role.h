// What people may do, from less to more; each may do what those before it may.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stint::access {

enum class Role : std::uint8_t {
  viewer,  // reads
  member,  // rates, drafts, writes to trackers
  lead,    // runs jobs, sets alerts
  admin,   // users, keys, connections, settings
};

inline constexpr std::array kRoles{Role::viewer, Role::member, Role::lead, Role::admin};

[[nodiscard]] std::string_view role_name(Role role);
[[nodiscard]] std::optional<Role> parse_role(std::string_view name);

// Stands for all projects, and for what belongs to none: users, settings.
inline constexpr std::string_view kEveryProject = "*";

// Project key → role. The entry of a project stands; "*" is for the projects without one.
using ProjectRoles = std::map<std::string, Role, std::less<>>;

// Nothing: the project does not exist for this person.
[[nodiscard]] std::optional<Role> role_for(const ProjectRoles& roles, std::string_view project);

// For each project the higher of both: nobody may do less for having more.
[[nodiscard]] ProjectRoles higher_of(const ProjectRoles& a, const ProjectRoles& b);

// ErrorCode::usage for a project key that can be none: empty, over 200 bytes, with control characters.
[[nodiscard]] Outcome check_roles(const ProjectRoles& roles);

}  // namespace stint::access
