// Who asks, and what that caller may do. Everything here is a pure function of values.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "access/role.h"
#include "access/scope.h"

namespace stint::access {

// All projects, or those.
struct ProjectFilter {
  bool all = false;
  std::set<std::string, std::less<>> keys;  // when not all

  // "*" is only in the filter that holds all.
  [[nodiscard]] bool contains(std::string_view project) const { return all || keys.contains(project); }

  friend bool operator==(const ProjectFilter&, const ProjectFilter&) = default;
};

struct Principal {
  enum class Kind : std::uint8_t {
    open,   // nobody in particular: there are no users yet, and the server listens on loopback only
    user,   // signed in
    key,    // a program with somebody's API key
    proxy,  // vouched for by a trusted proxy
  };
  Kind kind = Kind::open;
  std::int64_t user = 0;          // 0: nobody in particular
  std::string name = {};          // of the user
  std::string display_name = {};  // likewise
  ProjectRoles roles = {};        // of the user, as they are now
  Scopes scopes = {};
  ProjectFilter projects = {};  // a key's own limit
  std::string key = {};         // the id of the key, when it is one
  std::string session = {};     // the id of the session, when there is one
};

// Reads and drafts in all projects; tracker writes, administration and models need users.
[[nodiscard]] Principal open_principal();

// Nothing: for this caller the project does not exist. "*" asks for what belongs to no project.
[[nodiscard]] std::optional<Role> role_for(const Principal& caller, std::string_view project);

// Whether the caller has at least this role in the project ("*": for what belongs to none), and the scope.
[[nodiscard]] bool may(const Principal& caller, Role role, std::string_view project, Scope scope);

// Whether there is any project in which the caller may; for lists that show what may be seen.
[[nodiscard]] bool may_somewhere(const Principal& caller, Role role, Scope scope);

// The projects that exist for the caller.
[[nodiscard]] ProjectFilter visible_projects(const Principal& caller);

// "user", …
[[nodiscard]] std::string_view kind_name(Principal::Kind kind);

}  // namespace stint::access
