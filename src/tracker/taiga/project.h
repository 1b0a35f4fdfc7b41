// What a project of Taiga defines: statuses, points, roles, members, types, sprints.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lib/simdjson/json.h"
#include "tracker/model.h"
#include "tracker/reading.h"
#include "tracker/taiga/kinds.h"

namespace stint::tracker::taiga {

// The field that holds the sum of a story's points.
inline constexpr std::string_view kPointsField = "points";
inline constexpr std::string_view kPointsName = "Story Points";

struct Named {
  std::int64_t id = 0;
  std::string name;
};
struct Member {
  Person person;
  std::string user_name;
};
struct Attribute {
  std::int64_t id = 0;
  std::string name;
  std::string type;  // "number", "text", "richtext", …
};

struct ProjectTables {
  std::int64_t id = 0;
  std::string slug;
  std::string name;
  bool scrum = true;                                     // it has a backlog and sprints
  std::map<Kind, std::vector<Status>> statuses;          // in the board's order, ids as "us:4"
  std::map<std::int64_t, std::optional<double>> points;  // by id; "?" has no value
  std::vector<Named> point_names;
  std::vector<Named> roles;  // those that estimate
  std::vector<Named> types, priorities, severities;
  std::vector<Named> milestones;
  std::vector<Member> members;
  std::map<Kind, std::vector<Attribute>> attributes;
  std::vector<std::string> permissions;  // of this account
  bool admin = false;

  [[nodiscard]] const Status* status(std::string_view wanted) const;
  [[nodiscard]] const Attribute* attribute(Kind kind, std::int64_t wanted) const;
};

// A project in full, as projects/ID and projects/by_slug give it. Errors: no id or slug.
[[nodiscard]] Result<ProjectTables> read_project(json::Value project);

// Open statuses are to do or in progress by their names, where these are usual ("New", "In progress"); else
// the first one in the board's order is to do, the others are in progress. Closed ones are done.
[[nodiscard]] std::vector<Status> read_statuses(Kind kind, json::Value list);
// Of an item's own status_extra_info, for a status that the project does not know (any more).
[[nodiscard]] Status read_status(Kind kind, json::Value item, const ProjectTables& project);

// A custom attribute's definition.
[[nodiscard]] Attribute read_attribute(json::Value attribute);

// A sprint; `now` tells whether an open one has begun. Its days are whole ones.
[[nodiscard]] Sprint read_milestone(json::Value milestone, std::optional<Instant> now);

// The field id of a custom attribute: "us:3" is one number among those of stories.
[[nodiscard]] std::string attribute_field(Kind kind, std::int64_t id);

// Everything but the sprints, added.
void describe(const ProjectTables& project, Catalogue& catalogue);

[[nodiscard]] std::string name_of(const std::vector<Named>& list, json::Value id);

}  // namespace stint::tracker::taiga
