// What one builder made of its run of issues: tables with positions of their own, put together by
// join_runs().
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "history/dataset.h"
#include "store/definitions.h"

namespace stint::history {

// Names to positions, in the order of their first appearance.
class Interner {
 public:
  [[nodiscard]] Index get(std::string_view name);
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  std::vector<std::string> names_;
  std::unordered_map<std::string, Index, Hash, std::equal_to<>> positions_;
};

// What rows of tables are told apart by, as one text: sites are told apart by their position.
void set_row_name(Index site, std::string_view id, std::string& name);
void set_status_name(Index site, std::string_view id, std::string_view name, std::string& out);
// What a status means beside its category, by its name; the category too, where nobody says it.
void judge_by_name(Status& status);
// What the definition says of a sprint, but for its board: that is part of how a dataset is built.
void define(const tracker::Sprint& defined, Sprint& sprint);
[[nodiscard]] std::string type_name(const Type& type);
[[nodiscard]] std::string component_name(std::string_view project, std::string_view name);

struct RunParent {
  Text id;
  Text key;
};

struct RawLink {
  Index issue = kNone;
  Text other_id;
  Text other_key;
  bool blocked_by = false;  // stood from `from` until `until`; otherwise any link that stands now
  Instant from{};
  Instant until = kForever;
};

struct Run {
  Interner project_names;
  Interner type_names;
  Interner resolution_names;
  Interner status_ids;
  Interner people_ids;
  Interner sprint_ids;
  Interner component_names;
  std::vector<Type> types;
  std::vector<Status> statuses;
  std::vector<Person> people;
  std::vector<Sprint> sprints;
  std::vector<Component> components;
  std::vector<Issue> issues;
  std::vector<RunParent> parents;  // by issue
  std::vector<Event> events;
  std::vector<Index> issue_components;
  std::vector<BugDetails> bugs;
  std::vector<Text> bug_labels;
  std::vector<AffectedVersion> bug_versions;
  std::vector<RawLink> links;
  std::vector<FlagReason> flag_reasons;
  std::vector<char> texts;
  std::optional<Instant> newest_change;

  [[nodiscard]] Text keep(std::string_view text);
  [[nodiscard]] std::string_view text(Text text) const {
    return {texts.data() + text.offset(), static_cast<std::size_t>(text.length())};
  }
};

// The dataset of all runs, in their order. What comes out does not depend on where the runs were cut.
[[nodiscard]] Dataset join_runs(std::vector<Run> runs, const store::Definitions& definitions);

// How boards differ from what they were.
struct BoardChanges {
  std::vector<Index> boards;  // that issues or sprints left or came to; in no order, with repeats
  bool regrouped = false;     // an issue has another board
  bool moved = false;         // there are other boards, or in another order: no position holds any more
};

// Gives every sprint and issue its board, making the boards anew.
BoardChanges assign_boards(Dataset& all, const store::Definitions& definitions);

}  // namespace stint::history
