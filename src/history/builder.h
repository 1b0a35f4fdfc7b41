// From issues as trackers speak them to a dataset. Pure: no files, no clock.
//
// Builders work side by side, each on a run of issues; join() puts the runs together. What comes out does not
// depend on where the runs were cut.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "history/dataset.h"
#include "history/estimate_field.h"
#include "store/definitions.h"
#include "tracker/model.h"

namespace stint::history {

// Names to positions, in the order of their first appearance.
class Interner {
 public:
  [[nodiscard]] Index get(std::string_view name);
  [[nodiscard]] Index find(std::string_view name) const;
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  std::vector<std::string> names_;
  std::unordered_map<std::string, Index, Hash, std::equal_to<>> positions_;
};

class DatasetBuilder {
 public:
  DatasetBuilder(const store::Definitions& definitions, const EstimateFieldRule& estimates);

  // `issue.changes` must be sorted; `criteria` is how many acceptance criteria it has now. Comment bodies are
  // needed only within 30 seconds of a flag.
  void add(store::SiteId site, const tracker::Issue& issue, int criteria);

  // The dataset of all runs, in their order.
  [[nodiscard]] static Dataset join(std::vector<DatasetBuilder> runs);

 private:
  struct RawLink {
    Index issue;
    store::SiteId site;
    std::string other_id;
    std::string other_key;
    bool blocked_by;
    bool current;  // stands now, as the tracker lists it
    Instant from{};
    std::optional<Instant> until;
  };
  struct RawParent {
    store::SiteId site;
    std::string id;
    std::string key;
  };

  [[nodiscard]] Index status(store::SiteId site, std::string_view id, std::string_view name);
  [[nodiscard]] Index person(store::SiteId site, std::string_view id);
  [[nodiscard]] Index sprint(store::SiteId site, std::string_view id);
  [[nodiscard]] Index resolution(std::string_view name);
  [[nodiscard]] std::vector<Index> sprint_list(store::SiteId site, std::string_view ids, std::string_view names);
  [[nodiscard]] std::string board_of_last_sprint(store::SiteId site, const tracker::Issue& issue) const;

  void add_event(Instant at, EventKind kind, std::uint64_t payload, Index author, bool human);
  void add_synthetic(Instant at, EventKind kind, std::uint64_t payload);
  void add_initial_values(store::SiteId site, const tracker::Issue& issue, int criteria, Instant at,
                          const EstimateFields::Field* estimate);
  void add_change(store::SiteId site, const tracker::Change& change, const EstimateFields::Field* estimate,
                  std::vector<Index>& sprints);
  void add_comments(store::SiteId site, const tracker::Issue& issue, Index index);
  void add_links(store::SiteId site, const tracker::Issue& issue, Index index);
  struct Lookup {
    std::unordered_map<std::string, Index> by_id;   // "site/id"
    std::unordered_map<std::string, Index> by_key;  // "site/key"
    [[nodiscard]] Index find(store::SiteId site, const std::string& id, const std::string& key) const;
  };
  static void resolve_links(Dataset& all, const std::vector<RawLink>& links, const Lookup& lookup);
  static void resolve_parents(Dataset& all, const std::vector<RawParent>& parents, const Lookup& lookup);
  static void assign_sprints(Dataset& all);
  static void assign_boards(Dataset& all, const store::Definitions& definitions,
                            const std::vector<store::SiteId>& issue_sites,
                            const std::vector<std::string>& issue_boards,
                            const std::vector<store::SiteId>& sprint_sites,
                            const std::vector<std::string>& sprint_boards);

  const store::Definitions* definitions_;
  const EstimateFieldRule* estimates_;
  std::string scratch_;
  Interner projects_;
  Interner types_;
  Interner resolutions_;
  Interner status_ids_;  // "site/id"
  Interner people_ids_;
  Interner sprint_ids_;
  std::vector<Status> statuses_;
  std::vector<Person> people_;
  std::vector<Sprint> sprints_;
  std::vector<std::string> sprint_boards_;  // tracker ids
  std::vector<store::SiteId> sprint_sites_;
  std::vector<Issue> issues_;
  std::vector<store::SiteId> issue_sites_;
  std::vector<std::string> issue_boards_;  // tracker id of the board of its last sprint
  std::vector<RawParent> parents_;
  std::vector<Event> events_;
  std::vector<BugDetails> bugs_;
  std::vector<RawLink> links_;
  std::vector<FlagReason> flag_reasons_;
  std::optional<Instant> newest_change_;
};

}  // namespace stint::history
