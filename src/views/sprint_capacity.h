// What teams can do in their sprints: who works how many of a sprint's days, and how many hours that makes.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/nlohmann/json_document.h"
#include "metrics/working_calendar.h"
#include "store/capacity_table.h"
#include "store/definitions.h"
#include "views/table.h"

namespace stint::views {

struct PersonCapacity {
  tracker::Person person;
  double hours_per_day = 0;
  std::vector<tracker::DaysOff> days_off;
  std::optional<std::int64_t> days;  // worked on; nothing for a sprint without dates

  // hours_per_day on each of the days.
  [[nodiscard]] std::optional<double> hours() const;
};

struct TeamCapacity {
  tracker::Sprint sprint;
  tracker::Board board;                      // the team's
  std::optional<std::int64_t> working_days;  // of the sprint, by the calendar, without the team's days off
  std::vector<tracker::DaysOff> days_off;
  std::vector<PersonCapacity> people;  // by name

  [[nodiscard]] std::optional<double> hours() const;
};

// Of the board's project only, in any case; empty: of all. By start, sprint and team.
[[nodiscard]] std::vector<TeamCapacity> team_capacities(std::span<const store::CapacityRow> rows,
                                                        const store::Definitions& definitions,
                                                        const metrics::WorkingCalendar& calendar,
                                                        std::string_view project);

// One of "stint.capacity/1"; with no `people` where they are not to be named.
[[nodiscard]] JsonDocument capacity_json(const TeamCapacity& team, bool name_people = true);
// "stint.capacity/1"
[[nodiscard]] JsonDocument capacity_json(const std::vector<TeamCapacity>& teams);
// A row per person; in the text their sum stands above them.
[[nodiscard]] Table capacity_rows(const std::vector<TeamCapacity>& teams);
[[nodiscard]] Table capacity_text(const std::vector<TeamCapacity>& teams);

}  // namespace stint::views
