#include "views/sprint_capacity.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/text.h"

namespace stint::views {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using tracker::DaysOff;

constexpr std::string_view kNone = "–";

// Trackers give a sprint's days as dates, kept as their midnights in UTC.
std::optional<sys_days> day_of(const std::optional<Instant>& instant) {
  if (!instant) return std::nullopt;
  return std::chrono::floor<days>(*instant);
}
std::string text_of(sys_days day) {
  return format_day(Day{day.time_since_epoch()});
}

bool is_off(const std::vector<DaysOff>& list, sys_days day) {
  return std::ranges::any_of(list, [&](const DaysOff& off) { return off.first <= day && day <= off.last; });
}

// Days of the sprint that are worked on and not in either list.
std::optional<std::int64_t> worked_days(const tracker::Sprint& sprint,
                                        const metrics::WorkingCalendar& calendar,
                                        const std::vector<DaysOff>& team, const std::vector<DaysOff>& own) {
  const auto first = day_of(sprint.start);
  const auto last = day_of(sprint.end);
  if (!first || !last) return std::nullopt;
  std::int64_t count = 0;
  for (sys_days day = *first; day <= *last; day += days{1})
    count += calendar.works(Day{day.time_since_epoch()}) && !is_off(team, day) && !is_off(own, day) ? 1 : 0;
  return count;
}

std::string_view state_of(tracker::SprintState state) {
  switch (state) {
    case tracker::SprintState::future:
      return "future";
    case tracker::SprintState::active:
      return "active";
    case tracker::SprintState::closed:
      return "closed";
    case tracker::SprintState::unknown:
      break;
  }
  return "";
}

JsonDocument days_json(const std::vector<DaysOff>& list) {
  JsonDocument json = JsonDocument::array();
  for (const DaysOff& off : list)
    json.push_back({{"first", text_of(off.first)}, {"last", text_of(off.last)}});
  return json;
}
// "2026-11-20 2026-11-23/2026-11-24"
std::string days_text(const std::vector<DaysOff>& list) {
  std::string text;
  for (const DaysOff& off : list) {
    if (!text.empty()) text += ' ';
    text += text_of(off.first);
    if (off.last != off.first) text += '/' + text_of(off.last);
  }
  return text;
}

template <class Number>
JsonDocument or_null(const std::optional<Number>& number) {
  return number ? JsonDocument(*number) : JsonDocument(nullptr);
}
JsonDocument day_json(const std::optional<Instant>& instant) {
  const auto day = day_of(instant);
  return day ? JsonDocument(text_of(*day)) : JsonDocument(nullptr);
}
template <class Number>
std::string cell(const std::optional<Number>& number, std::string_view none) {
  return number ? number_text(static_cast<double>(*number)) : std::string{none};
}

}  // namespace

std::optional<double> PersonCapacity::hours() const {
  if (!days) return std::nullopt;
  return hours_per_day * static_cast<double>(*days);
}

std::optional<double> TeamCapacity::hours() const {
  if (!working_days) return std::nullopt;
  double sum = 0;
  for (const PersonCapacity& person : people) sum += person.hours().value_or(0);
  return sum;
}

std::vector<TeamCapacity> team_capacities(std::span<const store::CapacityRow> rows,
                                          const store::Definitions& definitions,
                                          const metrics::WorkingCalendar& calendar,
                                          std::string_view project) {
  std::vector<TeamCapacity> teams;
  for (const store::CapacityRow& row : rows) {
    TeamCapacity team;
    const auto sprint = definitions.sprints().find({row.site, row.capacity.sprint_id});
    if (sprint != definitions.sprints().end()) team.sprint = sprint->second.sprint;
    team.sprint.id = row.capacity.sprint_id;
    const auto board = definitions.boards().find({row.site, row.capacity.board_id});
    if (board != definitions.boards().end()) team.board = board->second;
    team.board.id = row.capacity.board_id;
    if (!project.empty() && !equal_ignoring_case(team.board.project_key, project)) continue;
    team.days_off = row.capacity.days_off;
    team.working_days = worked_days(team.sprint, calendar, team.days_off, {});
    for (const tracker::MemberCapacity& member : row.capacity.members) {
      PersonCapacity& person = team.people.emplace_back();
      const auto known = definitions.people().find({row.site, member.person});
      if (known != definitions.people().end()) person.person = known->second;
      person.person.id = member.person;
      person.hours_per_day = member.hours_per_day;
      person.days_off = member.days_off;
      person.days = worked_days(team.sprint, calendar, team.days_off, member.days_off);
    }
    std::ranges::sort(team.people, {},
                      [](const PersonCapacity& one) { return std::tie(one.person.name, one.person.id); });
    teams.push_back(std::move(team));
  }
  std::ranges::stable_sort(teams, {}, [](const TeamCapacity& team) {
    return std::tie(team.sprint.start, team.sprint.name, team.sprint.id, team.board.name, team.board.id);
  });
  return teams;
}

JsonDocument capacity_json(const TeamCapacity& team, bool name_people) {
  JsonDocument people = JsonDocument::array();
  for (const PersonCapacity& person : team.people) {
    if (!name_people) break;
    people.push_back({{"id", person.person.id},
                      {"name", person.person.name},
                      {"hours_per_day", person.hours_per_day},
                      {"days_off", days_json(person.days_off)},
                      {"days", or_null(person.days)},
                      {"hours", or_null(person.hours())}});
  }
  return {{"sprint_id", team.sprint.id},
          {"sprint", team.sprint.name},
          {"state", state_of(team.sprint.state)},
          {"start", day_json(team.sprint.start)},
          {"end", day_json(team.sprint.end)},
          {"board_id", team.board.id},
          {"team", team.board.name},
          {"project", team.board.project_key},
          {"days_off", days_json(team.days_off)},
          {"working_days", or_null(team.working_days)},
          {"hours", or_null(team.hours())},
          {"people", std::move(people)}};
}

JsonDocument capacity_json(const std::vector<TeamCapacity>& teams) {
  JsonDocument list = JsonDocument::array();
  for (const TeamCapacity& team : teams) list.push_back(capacity_json(team));
  return {{"schema", "stint.capacity/1"}, {"sprints", std::move(list)}};
}

Table capacity_rows(const std::vector<TeamCapacity>& teams) {
  Table table{{{"sprint_id"},
               {"sprint"},
               {"state"},
               {"start"},
               {"end"},
               {"team"},
               {"project"},
               {"team_days_off"},
               {"person_id"},
               {"person"},
               {"hours_per_day"},
               {"days_off"},
               {"days"},
               {"hours"}},
              {}};
  const auto day = [](const std::optional<Instant>& instant) {
    const auto date = day_of(instant);
    return date ? text_of(*date) : std::string{};
  };
  for (const TeamCapacity& team : teams) {
    for (const PersonCapacity& person : team.people) {
      table.rows.push_back({team.sprint.id, team.sprint.name, std::string{state_of(team.sprint.state)},
                            day(team.sprint.start), day(team.sprint.end), team.board.name,
                            team.board.project_key, days_text(team.days_off), person.person.id,
                            person.person.name, number_text(person.hours_per_day), days_text(person.days_off),
                            cell(person.days, ""), cell(person.hours(), "")});
    }
  }
  return table;
}

Table capacity_text(const std::vector<TeamCapacity>& teams) {
  Table table{{{"SPRINT"},
               {"TEAM"},
               {"PERSON"},
               {"HOURS A DAY", true},
               {"DAYS", true},
               {"HOURS", true},
               {"DAYS OFF"}},
              {}};
  const auto off = [](const std::vector<DaysOff>& list) {
    return list.empty() ? std::string{kNone} : days_text(list);
  };
  for (const TeamCapacity& team : teams) {
    table.rows.push_back({team.sprint.name, team.board.name, "all", std::string{kNone},
                          cell(team.working_days, kNone), cell(team.hours(), kNone), off(team.days_off)});
    for (const PersonCapacity& person : team.people) {
      table.rows.push_back({"", "", person.person.name, number_text(person.hours_per_day),
                            cell(person.days, kNone), cell(person.hours(), kNone), off(person.days_off)});
    }
  }
  return table;
}

}  // namespace stint::views
