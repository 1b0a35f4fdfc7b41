// Roles in JSON: {"PAY": "lead", "*": "viewer"}.
#pragma once

#include "access/role.h"
#include "lib/nlohmann/json_document.h"

namespace stint::access {

[[nodiscard]] inline JsonDocument to_json(const ProjectRoles& roles) {
  JsonDocument document = JsonDocument::object();
  for (const auto& [project, role] : roles) document[project] = role_name(role);
  return document;
}

}  // namespace stint::access
