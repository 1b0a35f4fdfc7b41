// What Azure DevOps defines around work items: projects, teams, iterations, boards, backlogs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/simdjson/json.h"
#include "tracker/capacity.h"
#include "tracker/model.h"
#include "tracker/reading.h"

namespace stint::tracker::azure {

struct Named {
  std::string id;
  std::string name;
};
// "value" of projects, teams and boards.
[[nodiscard]] std::vector<Named> read_named(json::Value answer);
[[nodiscard]] std::vector<Person> read_members(json::Value answer);
[[nodiscard]] std::vector<Field> read_fields(json::Value answer);

// A node of a project's iterations.
struct Iteration {
  std::string id;          // the number that work items hold as System.IterationId
  std::string identifier;  // the GUID that teams know it by
  std::string name;
  std::string path;  // "Project\Release 1\Sprint 2"
  std::optional<Instant> start;
  std::optional<Instant> finish;  // the last millisecond of its last day
};
// The tree that classificationnodes/iterations gives, parents before children, the root first.
[[nodiscard]] std::vector<Iteration> read_iterations(json::Value root);

// What a team says of an iteration: it is one of its sprints.
struct TeamIteration {
  std::string identifier;
  std::string path;
  SprintState state = SprintState::unknown;
  std::optional<Instant> finish{};  // the last millisecond of its last day
};
[[nodiscard]] std::vector<TeamIteration> read_team_iterations(json::Value answer);

// "daysOff" of a team member or a team.
[[nodiscard]] std::vector<DaysOff> read_days_off(json::Value list);
// Of a team for an iteration; older servers give the members as a list.
[[nodiscard]] std::vector<MemberCapacity> read_capacities(json::Value answer, std::vector<Person>& people);

[[nodiscard]] std::vector<BoardColumn> read_columns(json::Value answer);

struct Backlog {
  std::string requirement_board;  // the name of the board that stories are on
  std::string effort_field;       // reference name; empty: not said
};
[[nodiscard]] Backlog read_backlog(json::Value answer);

// Which of a project's teams has which sprints.
struct TeamSprints {
  std::string team_id;
  std::vector<TeamIteration> iterations;
  std::string team_name{};
};
// The project's iterations but its root. A sprint of one team only is on that team's board; one that several
// share is on none, and so counts for the project.
[[nodiscard]] std::vector<Sprint> sprints_of(const std::vector<Iteration>& iterations,
                                             const std::vector<TeamSprints>& teams);

}  // namespace stint::tracker::azure
