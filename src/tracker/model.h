// The issue model as trackers speak it. Plain values: every connector and file reader fills these, the store
// keeps them. Identity is the tracker's own immutable id, never a key or a name. Ids are texts because some
// trackers' are; they are unique within one site.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"

namespace stint::tracker {

enum class StatusCategory : std::uint8_t { unknown, todo, in_progress, done };

struct Status {
  std::string id;
  std::string name;
  StatusCategory category = StatusCategory::unknown;
};

struct Person {
  std::string id;  // accountId, or the user key or name of a server without account ids
  std::string name;
  bool bot = false;
};

// A field definition. `type` is the tracker's schema type ("number", "array", …), empty when not known.
struct Field {
  std::string id;
  std::string name;
  std::string type;
};

struct BoardColumn {
  std::string name;
  std::vector<std::string> status_ids;
};

struct Board {
  std::string id;
  std::string name;
  std::string type;         // "scrum", "kanban", …
  std::string project_key;  // empty when the board belongs to no single project
  std::string
      estimation_field;  // field id; empty: the board does not say; "issueCount" where items are counted
  std::vector<BoardColumn> columns;
};

enum class SprintState : std::uint8_t { unknown, future, active, closed };

struct Sprint {
  std::string id;
  std::string name;
  std::string board_id;  // empty when not known
  SprintState state = SprintState::unknown;
  std::optional<Instant> start;      // the planned start
  std::optional<Instant> end;        // the planned end
  std::optional<Instant> activated;  // when someone pressed "start"
  std::optional<Instant> completed;  // when someone pressed "complete"
  std::string goal;
};

// One changed field in one save. `from`/`to` are the tracker's ids (empty when it gave none), the texts what
// a person saw. A change is identified by (issue, history_id, position).
struct Change {
  std::string history_id;
  int position = 0;  // of this item within its history entry
  Instant at{};
  std::string author;  // Person::id, empty when not given
  bool author_bot = false;
  std::string field_id;  // "status", "customfield_10020"; empty on old servers
  std::string field;     // "status", "Sprint"
  std::string from;
  std::string from_text;
  std::string to;
  std::string to_text;

  bool operator==(const Change&) const = default;
};

struct Comment {
  std::string id;
  Instant at{};
  std::string author;
  bool author_bot = false;
  std::string body;  // Markdown

  bool operator==(const Comment&) const = default;
};

// A link as seen from the issue that holds it: `wording` is the side's own text ("is blocked by").
struct Link {
  std::string type;
  std::string wording;
  bool outward = false;
  std::string other_id;   // may be empty
  std::string other_key;  // may be empty

  bool operator==(const Link&) const = default;
};

struct Version {
  std::string id;
  std::string name;
  bool released = false;
  std::optional<Instant> release_date;

  bool operator==(const Version&) const = default;
};

// A custom field with a number in it, kept because only later is it known which one holds the estimate.
struct NumberField {
  std::string field_id;
  double value = 0;

  bool operator==(const NumberField&) const = default;
};

struct Issue {
  std::string id;
  std::string key;
  std::string project_key;
  std::string project_name;
  std::string type;
  bool subtask = false;
  bool epic = false;
  Status status;
  std::string resolution;  // name; empty when unresolved
  std::string priority;
  Instant created{};
  Instant updated{};  // equal to the newest change when the tracker gave none
  std::optional<Instant> resolved;
  std::optional<Instant> due;
  Person assignee;  // empty id and name: none
  Person reporter;
  std::string parent_id;
  std::string parent_key;
  std::string summary;
  std::string description;  // Markdown
  std::string environment;
  std::string acceptance_criteria;  // of a field of that name, where a site has one; Markdown
  bool flagged = false;
  std::vector<NumberField> numbers;
  std::vector<std::string>
      sprint_ids;  // current membership, past sprints included, as the tracker lists them
  std::vector<std::string> labels;
  std::vector<std::string> components;
  std::vector<Version> fix_versions;
  std::vector<Version> affected_versions;
  std::vector<Link> links;
  std::vector<Comment> comments;
  std::vector<Change> changes;
  bool has_history = false;  // false: the source carries no history at all (a CSV export)
  // History entries the tracker says there are; 0 when it did not say. More than what is in `changes`: the
  // history is incomplete.
  std::int64_t history_total = 0;
};

}  // namespace stint::tracker
