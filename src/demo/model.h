// One board's worth of synthetic tracker data, before it becomes text. Everything refers to everything else
// by index within the board: people into Board::people, issues into Board::issues, sprints into
// Board::sprints.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "demo/plant.h"
#include "demo/work_clock.h"

namespace stint::demo {

enum class IssueType : std::uint8_t { epic, story, task, bug, subtask };
enum class StatusId : std::uint8_t { to_do, in_progress, in_review, testing, done, released };
enum class Resolution : std::uint8_t { none, done, wont_do, duplicate, cannot_reproduce };

[[nodiscard]] constexpr bool is_done(StatusId status) {
  return status >= StatusId::done;
}
[[nodiscard]] constexpr bool is_in_progress(StatusId status) {
  return status != StatusId::to_do && !is_done(status);
}
// Stories, tasks and bugs: what sprint figures are made of.
[[nodiscard]] constexpr bool is_counted(IssueType type) {
  return type != IssueType::epic && type != IssueType::subtask;
}

// What an Event's `from` and `to` mean.
enum class Field : std::uint8_t {
  status,       // StatusId
  sprint_in,    // to: sprint index
  sprint_out,   // from: sprint index
  points,       // estimate, kNoEstimate for none
  flag,         // 0 or 1
  assignee,     // person, kNobody for none
  criteria,     // number of acceptance criteria in the description
  rank,         // to: 1 higher, 0 lower
  link,         // to: index into Issue::links
  label,        // to: index into kLabels
  fix_version,  // to: version index
  priority,     // index into the priorities
  remote_link,  // to: a number for its address
};

inline constexpr std::int32_t kNoEstimate = -1;
inline constexpr std::int32_t kNobody = -1;
inline constexpr std::int32_t kNone = -1;

struct Event {
  Instant at;
  Field field;
  std::int32_t from;
  std::int32_t to;
  std::int32_t actor;
  Resolution resolution = Resolution::none;  // with a status inside the done category
};

enum class CommentKind : std::uint8_t {
  progress,
  question,
  review,
  tested,
  flag_reason,
  link_reason,
  closing,
  late,
  bot,
  subtask_note,
};

struct Comment {
  Instant at;
  CommentKind kind;
  std::int32_t actor;
};

enum class LinkType : std::uint8_t { blocks, relates, problem };

// `outward`: this issue "blocks" (or "relates to", "causes") the other one; otherwise the other way round.
struct Link {
  LinkType type;
  bool outward;
  std::int32_t other;
  std::int32_t number;  // of the link within the board; the same on both of its ends
};

// Where a bug was found, by the first trace of it that counts.
enum class Found : std::uint8_t {
  nowhere,              // no trace: unclassified
  environment_testing,  // the environment field names a test system
  label_testing,
  environment_production,
  label_production,
  released_version,  // affects a version released before the bug was created
};
[[nodiscard]] constexpr bool is_production(Found found) {
  return found >= Found::environment_production;
}

struct Issue {
  IssueType type = IssueType::story;
  Instant created;
  std::int32_t reporter = 0;
  std::int32_t component = 0;
  std::int32_t parent = kNone;
  // Values at creation, which no changelog tells.
  std::int32_t first_points = kNoEstimate;
  std::int32_t first_sprint = kNone;
  std::int32_t first_assignee = kNobody;
  std::int32_t first_priority = 2;
  std::int32_t first_criteria = 0;
  std::int32_t first_fix_version = kNone;
  std::int32_t affects = kNone;  // version index
  Found found = Found::nowhere;
  std::vector<Event> events;  // by time once the board is finished; per field always
  std::vector<Comment> comments;
  std::vector<Link> links;
  std::vector<std::int32_t> subtasks;
  // Values now.
  StatusId status = StatusId::to_do;
  Resolution resolution = Resolution::none;
  std::int32_t points = kNoEstimate;
  std::int32_t criteria = 0;
  std::int32_t assignee = kNobody;
  std::int32_t priority = 2;
  bool flagged = false;
  bool quiet = false;  // planted as stale: nothing human may touch it any more
  std::uint64_t text_seed = 0;
};

enum class SprintState : std::uint8_t { closed, active, future };

struct Sprint {
  std::int64_t id = 0;
  int number = 0;
  SprintState state = SprintState::closed;
  Instant created;
  Instant start;  // as planned; a future sprint has none of the times below
  Instant activated;
  Instant planned_end;
  Instant complete;    // closed sprints only
  Instant window_end;  // where its figures are frozen: completion, or the export's end
  bool holidays = false;
  bool without_goal = false;
};

struct Version {
  std::int64_t id = 0;
  std::string name;
  bool released = false;
  Instant release;  // planned or real
};

struct Person {
  std::string name;
  std::string account;
  std::string json;  // as Jira shows it inside an issue
};

struct Domain;

struct Board {
  std::int64_t index = 0;
  std::int64_t id = 0;
  std::int64_t project_id = 0;
  std::int64_t first_issue_id = 0;
  std::string key;
  std::string project_name;
  std::string name;
  const Domain* domain = nullptr;
  const Zone* zone = nullptr;
  bool has_testing = false;
  bool has_released = false;
  Instant end;
  std::uint64_t seed = 0;
  std::vector<Person> people;  // product owner, scrum master, developers …, two bots
  std::int32_t developers = 0;
  std::vector<Sprint> sprints;  // started ones, then the future one
  std::vector<Version> versions;
  std::vector<Issue> issues;

  [[nodiscard]] std::int32_t first_developer() const { return 2; }
  [[nodiscard]] std::int32_t automation_bot() const { return developers + 2; }
  [[nodiscard]] std::int32_t release_bot() const { return developers + 3; }
  [[nodiscard]] bool is_bot(std::int32_t person) const { return person >= automation_bot(); }
  [[nodiscard]] int started_sprints() const { return static_cast<int>(sprints.size()) - 1; }
};

[[nodiscard]] inline std::size_t at(std::int64_t index) {
  return static_cast<std::size_t>(index);
}

}  // namespace stint::demo
