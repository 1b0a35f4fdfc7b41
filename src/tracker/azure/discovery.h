// What is around work items, asked for once and kept as long as the connector lives.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "tracker/azure/api.h"
#include "tracker/azure/definitions.h"
#include "tracker/azure/fields.h"
#include "tracker/azure/types.h"
#include "tracker/reading.h"

namespace stint::tracker::azure {

// Safe from several threads: the first one asks, the others wait.
class Discovery {
 public:
  explicit Discovery(Api& api) : api_(api) {}

  // Reads everything anew.
  [[nodiscard]] Result<Catalogue> discover(const Scope& scope);

  // Names of projects: those of the scope, else all there are.
  [[nodiscard]] Result<std::vector<std::string>> projects(const Scope& scope);
  [[nodiscard]] Result<std::shared_ptr<const WorkItemTypes>> types(const std::string& project);
  [[nodiscard]] Result<std::shared_ptr<const FieldNames>> field_names();
  // As of the tracker now.
  [[nodiscard]] Result<std::vector<Iteration>> iterations(const std::string& project);
  [[nodiscard]] Result<std::vector<Field>> fields();
  // With unique names for ids of identities, by which people are assigned.
  struct Member {
    Person person;
    std::string unique_name;
  };
  [[nodiscard]] Result<std::vector<Member>> members(const std::string& project);
  // The field that stories are estimated in.
  [[nodiscard]] std::string effort_field(const std::string& project);

 private:
  [[nodiscard]] Result<std::vector<Named>> named(std::string_view path);
  [[nodiscard]] Result<WorkItemTypes> read_types(const std::string& project);
  void add_project(const std::string& project, const std::optional<Instant>& since, Catalogue& catalogue);
  // Of the teams' sprints that had not ended at `since`; nothing: of all.
  void add_capacities(const std::string& project, const std::vector<Iteration>& iterations,
                      const std::vector<TeamSprints>& teams, const std::optional<Instant>& since,
                      Catalogue& catalogue);
  struct CapacityOfSprint;
  void read_capacity(const std::string& project, CapacityOfSprint& one);
  void add_team(const std::string& project, const Named& team, Catalogue& catalogue,
                std::vector<TeamSprints>& sprints);

  Api& api_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const WorkItemTypes>> types_;
  std::shared_ptr<const FieldNames> names_;
};

}  // namespace stint::tracker::azure
