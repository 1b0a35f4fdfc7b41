// Everything the metrics read, in memory: definitions, issues, and their events in one sorted column.
//
// A dataset does not know "now". It holds the whole history; a metric gets an instant and must not look past
// it. Immutable once built, safe to read from any number of threads.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/instant.h"
#include "history/event.h"
#include "tracker/model.h"

namespace stint::history {

using tracker::SprintState;
using tracker::StatusCategory;

struct Status {
  std::string id;
  std::string name;
  StatusCategory category = StatusCategory::unknown;
  bool blocked = false;  // a status that means "blocked"
  bool review = false;   // a status that means waiting for a review or a test
};

struct Person {
  std::string id;
  std::string name;
  bool bot = false;
};

// What an estimate counts.
enum class Unit : std::uint8_t { issues, points, hours };
[[nodiscard]] std::string_view unit_name(Unit unit);

struct Board {
  std::string id;  // empty: made up for a project whose board is not known
  std::string name;
  std::string project_key;
  Unit unit = Unit::points;      // that its estimation asks for; figures may fall back to issues
  std::vector<Index> column_of;  // status → column, kNone where the board does not show it
  std::vector<std::string> columns;
  std::vector<Index> sprints;  // in the order of their starts; never started ones last
};

struct Sprint {
  std::string id;
  std::string name;
  std::string goal;
  Index board = kNone;
  SprintState state = SprintState::unknown;
  std::optional<Instant> start;
  std::optional<Instant> end;
  std::optional<Instant> activated;
  std::optional<Instant> completed;
  std::vector<Index> issues;  // that were ever in it, sorted
};

struct Issue {
  std::string id;
  std::string key;
  std::string summary;
  Index project = kNone;
  Index type = kNone;
  Index status = kNone;      // the current one, as the tracker has it
  Index resolution = kNone;  // likewise
  Index assignee = kNone;    // likewise
  Index board = kNone;       // of its last sprint, else of its project
  Index parent = kNone;
  bool subtask = false;
  bool epic = false;
  bool bug = false;
  bool has_history = false;
  bool complete_history = true;
  Instant created{};
  Instant updated{};
  std::uint32_t first_event = 0;
  std::uint32_t event_count = 0;
  std::uint32_t bug_details = kNone;  // in Dataset::bugs

  // Neither a sub-task nor an epic: what sprint and flow figures count.
  [[nodiscard]] bool standard() const { return !subtask && !epic; }
};

// What tells where a bug was found.
struct BugDetails {
  std::string environment;
  std::vector<std::string> labels;
  std::vector<tracker::Version> affected;
};

// "is blocked by" between two issues, for as long as the link stood.
struct BlockedBy {
  Index issue = kNone;
  Index blocker = kNone;  // kNone: not in the dataset
  Instant from{};
  std::optional<Instant> until;  // nothing: it still stands
};

// Any link, as it stands now, once per pair and direction it was listed in.
struct Link {
  Index issue = kNone;
  Index other = kNone;
};

// The comment that gave the reason of a flag.
struct FlagReason {
  Index issue = kNone;
  Instant flagged{};
  Instant said{};
  std::string text;
};

struct Dataset {
  std::vector<std::string> projects;  // keys
  std::vector<std::string> types;
  std::vector<std::string> resolutions;
  std::vector<Status> statuses;
  std::vector<Person> people;
  std::vector<Board> boards;
  std::vector<Sprint> sprints;
  std::vector<Issue> issues;  // sorted by (project key, number in the key)
  std::vector<Event> events;
  std::vector<BugDetails> bugs;
  std::vector<BlockedBy> blocked_by;         // sorted by issue
  std::vector<Link> links;                   // sorted by issue
  std::vector<FlagReason> flag_reasons;      // sorted by issue
  std::vector<std::vector<Index>> children;  // sub-tasks by parent; empty when the dataset has none
  std::optional<Instant> newest_change;      // of any issue
  std::optional<Instant> export_end;         // the latest that an export named
  std::int64_t incomplete_histories = 0;

  [[nodiscard]] std::span<const Event> events_of(const Issue& issue) const {
    return std::span{events}.subspan(issue.first_event, issue.event_count);
  }
  [[nodiscard]] Index index_of(const Issue& issue) const {
    return static_cast<Index>(&issue - issues.data());
  }
  [[nodiscard]] StatusCategory category(Index status) const {
    return status == kNone ? StatusCategory::unknown : statuses[status].category;
  }
  // The part of a list sorted by issue that belongs to one.
  template <class T>
  [[nodiscard]] static std::span<const T> part_of(const std::vector<T>& sorted, Index issue);
};

template <class T>
std::span<const T> Dataset::part_of(const std::vector<T>& sorted, Index issue) {
  const auto low =
      std::partition_point(sorted.begin(), sorted.end(), [&](const T& t) { return t.issue < issue; });
  const auto high = std::partition_point(low, sorted.end(), [&](const T& t) { return t.issue == issue; });
  return {low, high};
}

}  // namespace stint::history
