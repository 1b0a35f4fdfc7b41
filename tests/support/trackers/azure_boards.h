// What is around work items in Azure DevOps: projects, teams, types, fields, iterations, boards, capacities.
#pragma once

#include <optional>

#include "lib/nlohmann/json_document.h"
#include "support/trackers/azure_work_item.h"
#include "tracker/capacity.h"

namespace stint::test {

struct AzurePlace {
  const SiteProject& project;
  const tracker::Board* team;  // null: the project's default team
};

// {"count","value"} around a list.
[[nodiscard]] JsonDocument azure_list(JsonDocument list);

[[nodiscard]] JsonDocument connection_json(const AzureView& view);
[[nodiscard]] JsonDocument project_json(const AzureView& view, const SiteProject& project, bool capabilities);
[[nodiscard]] JsonDocument team_json(const AzureView& view, const SiteProject& project,
                                     const tracker::Board& board);
[[nodiscard]] JsonDocument members_json(const AzureView& view);
[[nodiscard]] JsonDocument azure_fields_json(const AzureView& view);
[[nodiscard]] JsonDocument type_json(const AzureView& view, const SiteProject& project, const SiteType& type);
[[nodiscard]] JsonDocument states_json(const AzureView& view);
[[nodiscard]] JsonDocument categories_json(const AzureView& view, const SiteProject& project);
// The tree down to `depth`; 0 is the root alone.
[[nodiscard]] JsonDocument iterations_json(const AzureView& view, const SiteProject& project,
                                           std::int64_t depth);
[[nodiscard]] JsonDocument areas_json(const AzureView& view, const SiteProject& project, std::int64_t depth);
[[nodiscard]] JsonDocument tags_json(const AzureView& view);
[[nodiscard]] JsonDocument relation_types_json(const AzureView& view);

[[nodiscard]] JsonDocument team_iteration_json(const AzureView& view, const AzurePlace& place,
                                               const tracker::Sprint& sprint);
[[nodiscard]] JsonDocument team_iterations_json(const AzureView& view, const AzurePlace& place,
                                                const std::optional<std::string>& timeframe);
// What the team has said it can do in a sprint, as it has to be read. Follows from their names and days
// alone.
[[nodiscard]] tracker::SprintCapacity capacity_of(const AzureView& view, const tracker::Board& board,
                                                  const tracker::Sprint& sprint);
[[nodiscard]] JsonDocument capacities_json(const AzureView& view, const AzurePlace& place,
                                           const tracker::Sprint& sprint);
[[nodiscard]] JsonDocument team_days_off_json(const AzureView& view, const AzurePlace& place,
                                              const tracker::Sprint& sprint);
[[nodiscard]] JsonDocument team_settings_json(const AzureView& view, const AzurePlace& place);
[[nodiscard]] JsonDocument team_fields_json(const AzureView& view, const AzurePlace& place);
[[nodiscard]] JsonDocument backlog_json(const AzureView& view, const AzurePlace& place);
[[nodiscard]] JsonDocument boards_json(const AzureView& view, const AzurePlace& place);
[[nodiscard]] JsonDocument board_json(const AzureView& view, const AzurePlace& place);
[[nodiscard]] JsonDocument columns_json(const AzureView& view, const AzurePlace& place);
[[nodiscard]] std::string board_id(const AzureView& view, const AzurePlace& place);

}  // namespace stint::test
