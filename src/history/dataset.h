// Everything the metrics read: definitions, issues, and their events in sorted columns.
//
// A dataset does not know "now". It holds the whole history; a metric gets an instant and must not look past
// it. Once made it is safe to read from any number of threads; update() (update.h) needs it alone.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "history/column.h"
#include "history/event.h"
#include "tracker/model.h"

namespace stint::history {

using tracker::SprintState;
using tracker::StatusCategory;

// A piece of Dataset::texts.
struct Text {
  std::uint64_t place = 0;  // offset, and in the low 24 bits the length

  static constexpr unsigned kLengthBits = 24;
  static constexpr std::uint64_t kLongest = (std::uint64_t{1} << kLengthBits) - 1;
  [[nodiscard]] std::uint64_t offset() const { return place >> kLengthBits; }
  [[nodiscard]] std::uint64_t length() const { return place & kLongest; }
  [[nodiscard]] Text moved_by(std::uint64_t bytes) const { return {place + (bytes << kLengthBits)}; }
};

// For what still stands.
inline constexpr Instant kForever{Milliseconds{std::numeric_limits<std::int64_t>::max()}};

// A tracker.
struct Site {
  std::int64_t id = 0;  // in the store
  std::string url;      // "https://jira.example.com"; empty: exports that name no site
};

struct Type {
  std::string name;
  bool subtask = false;
  bool epic = false;
  bool bug = false;
  bool story = false;  // what acceptance criteria are asked of
};

struct Status {
  Index site = kNone;
  std::string id;
  std::string name;
  StatusCategory category = StatusCategory::unknown;
  bool blocked = false;  // a status that means "blocked"
  bool review = false;   // a status that means waiting for a review or a test
  bool waiting = false;  // in progress, but nobody works on it: waiting, on hold, ready for something
};

struct Person {
  Index site = kNone;
  std::string id;
  std::string name;
  bool bot = false;
};

struct Component {
  Index project = kNone;
  std::string name;
};

// What an estimate counts.
enum class Unit : std::uint8_t { issues, points, hours };
[[nodiscard]] std::string_view unit_name(Unit unit);

struct Board {
  Index site = kNone;
  std::string id;  // empty: made up for a project whose board is not known
  std::string name;
  std::string project_key;
  Unit unit = Unit::points;      // that its estimation asks for; figures may fall back to issues
  std::vector<Index> column_of;  // status → column, kNone where the board does not show it
  std::vector<std::string> columns;
  std::vector<Index> sprints;  // in the order of their starts; never started ones last
};

struct Sprint {
  Index site = kNone;
  std::string id;
  std::string board_id;  // as the tracker says; may be empty
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
  Text id;
  Text key;
  Text summary;
  Instant created{};
  Instant updated{};
  Index site = kNone;
  Index project = kNone;
  Index type = kNone;
  Index status = kNone;      // the current one, as the tracker has it
  Index resolution = kNone;  // likewise
  Index assignee = kNone;    // likewise
  Index reporter = kNone;
  Index home_sprint = kNone;  // its last sprint whose board the tracker names
  Index board = kNone;        // of that sprint, else of its project
  Index parent = kNone;
  std::uint32_t first_event = 0;
  std::uint32_t event_count = 0;
  std::uint32_t first_component = 0;
  std::uint32_t component_count = 0;
  std::uint32_t bug_details = kNone;  // in Dataset::bugs
  std::uint16_t has_history = 0;
  std::uint16_t complete_history = 1;
};

// What tells where a bug was found.
struct BugDetails {
  Text environment;
  std::uint32_t first_label = 0;
  std::uint32_t label_count = 0;
  std::uint32_t first_version = 0;
  std::uint32_t version_count = 0;
};

struct AffectedVersion {
  Text name;
  Instant released_at{};  // kForever: no date is known
  std::uint64_t released = 0;
};

// "is blocked by" between two issues, for as long as the link stood.
struct BlockedBy {
  Index issue = kNone;
  Index blocker = kNone;  // kNone: not in the dataset
  Instant from{};
  Instant until = kForever;
};

// Any link as it stands now, once per pair and direction.
struct Link {
  Index issue = kNone;
  Index other = kNone;
  std::uint32_t listed_by = 0;  // kByIssue, kByOther: which of the two lists it
  static constexpr std::uint32_t kByIssue = 1;
  static constexpr std::uint32_t kByOther = 2;
};

// A sub-task of an issue.
struct Child {
  Index issue = kNone;  // the parent
  Index child = kNone;
};

// What an issue says of another that is not in the dataset: it may come.
struct Dangling {
  enum class Kind : std::uint32_t { link, blocked_by, parent };
  Text other_id;
  Text other_key;
  Instant from{};
  Instant until = kForever;
  Kind kind = Kind::link;
  Index issue = kNone;
};

// The comment that gave the reason of a flag.
struct FlagReason {
  Text text;
  Instant flagged{};
  Instant said{};
  Index issue = kNone;
  Index reserved = kNone;
};

struct Dataset {
  std::vector<Site> sites;
  std::vector<std::string> projects;  // keys
  std::vector<Type> types;
  std::vector<std::string> resolutions;
  std::vector<Status> statuses;
  std::vector<Person> people;
  std::vector<Component> components;
  std::vector<Board> boards;
  std::vector<Sprint> sprints;
  Column<Issue> issues;  // sorted by (prefix of the key, number in the key)
  EventColumns events;
  Column<Index> issue_components;
  Column<BugDetails> bugs;
  Column<Text> bug_labels;
  Column<AffectedVersion> bug_versions;
  Column<BlockedBy> blocked_by;  // sorted by issue; likewise below
  Column<Link> links;
  Column<Child> children;
  Column<FlagReason> flag_reasons;
  Column<Dangling> dangling;
  Column<char> texts;
  std::optional<Instant> newest_change;  // of any issue
  std::optional<Instant> export_end;     // the latest that an export named
  std::int64_t incomplete_histories = 0;
  std::shared_ptr<const void> memory;  // what the columns lie in, where that is not their own

  [[nodiscard]] EventView events_of(const Issue& issue) const {
    return {events, issue.first_event, issue.event_count};
  }
  [[nodiscard]] Index index_of(const Issue& issue) const {
    return static_cast<Index>(&issue - issues.data());
  }
  [[nodiscard]] StatusCategory category(Index status) const {
    return status == kNone ? StatusCategory::unknown : statuses[status].category;
  }
  [[nodiscard]] const Type& type_of(const Issue& issue) const { return types[issue.type]; }
  // Neither a sub-task nor an epic: what sprint and flow figures count.
  [[nodiscard]] bool standard(const Issue& issue) const {
    return !type_of(issue).subtask && !type_of(issue).epic;
  }

  [[nodiscard]] std::string_view text(Text text) const {
    return {texts.data() + text.offset(), static_cast<std::size_t>(text.length())};
  }
  [[nodiscard]] std::string_view key(Index issue) const { return text(issues[issue].key); }
  [[nodiscard]] std::string_view id(Index issue) const { return text(issues[issue].id); }
  [[nodiscard]] std::string_view summary(Index issue) const { return text(issues[issue].summary); }

  // Adds a text; one that is too long is cut.
  [[nodiscard]] Text keep(std::string_view text) {
    const std::uint64_t offset = texts.size();
    const std::string_view kept = text.substr(0, Text::kLongest);
    texts.append(std::span<const char>{kept});
    return {offset << Text::kLengthBits | kept.size()};
  }

  [[nodiscard]] std::span<const Index> components_of(const Issue& issue) const {
    return issue_components.part(issue.first_component, issue.component_count);
  }
  [[nodiscard]] std::span<const Text> labels_of(const BugDetails& bug) const {
    return bug_labels.part(bug.first_label, bug.label_count);
  }
  [[nodiscard]] std::span<const AffectedVersion> versions_of(const BugDetails& bug) const {
    return bug_versions.part(bug.first_version, bug.version_count);
  }
  [[nodiscard]] std::span<const Child> children_of(Index issue) const { return part_of(children, issue); }

  // The part of a column sorted by issue that belongs to one.
  template <class T>
  [[nodiscard]] static std::span<const T> part_of(const Column<T>& sorted, Index issue);
};

template <class T>
std::span<const T> Dataset::part_of(const Column<T>& sorted, Index issue) {
  const auto low =
      std::partition_point(sorted.begin(), sorted.end(), [&](const T& t) { return t.issue < issue; });
  const auto high = std::partition_point(low, sorted.end(), [&](const T& t) { return t.issue == issue; });
  return {low, high};
}

}  // namespace stint::history
