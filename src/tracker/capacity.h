// What a team has said it can do in a sprint: who works how long a day, and when not.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace stint::tracker {

// Whole days, the last one included.
struct DaysOff {
  std::chrono::sys_days first{};
  std::chrono::sys_days last{};

  bool operator==(const DaysOff&) const = default;
};

struct MemberCapacity {
  std::string person;        // Person::id
  double hours_per_day = 0;  // of all activities
  std::vector<DaysOff> days_off;

  bool operator==(const MemberCapacity&) const = default;
};

// One team's for one sprint; several teams may share a sprint.
struct SprintCapacity {
  std::string sprint_id;
  std::string board_id;  // the team's
  std::vector<MemberCapacity> members;
  std::vector<DaysOff> days_off;  // of everybody

  bool operator==(const SprintCapacity&) const = default;
};

}  // namespace stint::tracker
