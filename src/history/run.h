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

// Where an issue came from, and what is to be resolved once all issues are there.
struct IssueOrigin {
  store::SiteId site = 0;
  std::string board;  // tracker id of the board of its last sprint; empty: it was in none
  std::string parent_id;
  std::string parent_key;
};

struct SprintOrigin {
  store::SiteId site = 0;
  std::string board;  // tracker id; may be empty
};

struct RawLink {
  Index issue = kNone;
  std::string other_id;
  std::string other_key;
  bool blocked_by = false;  // stood from `from` until `until`; otherwise any link that stands now
  Instant from{};
  std::optional<Instant> until;
};

struct Run {
  Interner project_names;
  Interner type_names;
  Interner resolution_names;
  Interner status_ids;  // "site/id"; likewise below
  Interner people_ids;
  Interner sprint_ids;
  std::vector<Status> statuses;
  std::vector<Person> people;
  std::vector<Sprint> sprints;
  std::vector<SprintOrigin> sprint_origins;
  std::vector<Issue> issues;
  std::vector<IssueOrigin> origins;  // by issue
  std::vector<Event> events;
  std::vector<BugDetails> bugs;
  std::vector<RawLink> links;
  std::vector<FlagReason> flag_reasons;
  std::optional<Instant> newest_change;
};

// The dataset of all runs, in their order. What comes out does not depend on where the runs were cut.
[[nodiscard]] Dataset join_runs(std::vector<Run> runs, const store::Definitions& definitions);

// Gives every sprint and issue its board; part of join_runs().
void assign_boards(Dataset& all, const store::Definitions& definitions,
                   const std::vector<IssueOrigin>& origins, const std::vector<SprintOrigin>& sprint_origins);

}  // namespace stint::history
