// From issues as trackers speak them to a dataset. Pure: no files, no clock.
//
// Builders work side by side, each on a run of issues; join() puts the runs together. What comes out does not
// depend on where the runs were cut.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "history/dataset.h"
#include "history/estimate_field.h"
#include "history/run.h"
#include "store/definitions.h"
#include "tracker/model.h"

namespace stint::history {

class DatasetBuilder {
 public:
  // Both must outlive the builder and join().
  DatasetBuilder(const store::Definitions& definitions, const EstimateFieldRule& estimates);

  // Makes room for that many issues; more can be added all the same.
  void expect(std::size_t issues);

  // `issue.changes` must be sorted; `criteria` is how many acceptance criteria it has now. Comment bodies are
  // needed only within 30 seconds of a flag.
  void add(store::SiteId site, const tracker::Issue& issue, int criteria);

  // The dataset of all runs, in their order.
  [[nodiscard]] static Dataset join(std::vector<DatasetBuilder> builders);
  // The run so far; the builder is then empty.
  [[nodiscard]] Run take() { return std::move(run_); }

 private:
  [[nodiscard]] Index site_index(store::SiteId site) const;
  [[nodiscard]] Index type(const tracker::Issue& issue);
  [[nodiscard]] Index status(store::SiteId site, std::string_view id, std::string_view name);
  [[nodiscard]] Index person(store::SiteId site, std::string_view id);
  [[nodiscard]] Index sprint(store::SiteId site, std::string_view id);
  [[nodiscard]] Index resolution(std::string_view name);
  [[nodiscard]] std::vector<Index> sprint_list(store::SiteId site, std::string_view ids,
                                               std::string_view names);
  [[nodiscard]] Index home_sprint(store::SiteId site, const tracker::Issue& issue);
  void add_bug_details(const tracker::Issue& tracker_issue, Issue& issue);
  void add_components(const tracker::Issue& tracker_issue, Issue& issue);

  void add_event(Instant at, EventKind kind, std::uint64_t payload, Index author, bool human);
  void add_synthetic(Instant at, EventKind kind, std::uint64_t payload);
  void add_initial_values(store::SiteId site, const tracker::Issue& issue, int criteria, Instant at,
                          const EstimateFields::Field* estimate);
  void add_change(store::SiteId site, const tracker::Change& change, const EstimateFields::Field* estimate,
                  std::vector<Index>& sprints);
  void add_comments(store::SiteId site, const tracker::Issue& issue, Index index);
  void add_links(const tracker::Issue& issue, Index index);
  [[nodiscard]] bool is_human(Index author, bool bot) const;

  const store::Definitions* definitions_;
  const EstimateFieldRule* estimates_;
  Run run_;
  std::vector<store::SiteId> sites_;  // sorted
  std::string scratch_;
  Index last_person_ = kNone;
  store::SiteId last_person_site_ = 0;
};

}  // namespace stint::history
