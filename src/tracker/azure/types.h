// Work item types of a project, and what their states mean. Processes are made of the same few categories:
//
//   state category                    here
//   Proposed                          to do
//   InProgress, Resolved              in progress (resolved: done by its maker, not accepted yet)
//   Completed                         done
//   Removed                           done, and never to be done
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lib/simdjson/json.h"
#include "tracker/model.h"

namespace stint::tracker::azure {

struct StateMeaning {
  StatusCategory category = StatusCategory::unknown;
  bool removed = false;

  bool operator==(const StateMeaning&) const = default;
};
[[nodiscard]] StateMeaning meaning_of_category(std::string_view category);

struct WorkItemType {
  std::string name;
  bool epic = false;                                          // of a portfolio backlog: epics and features
  bool subtask = false;                                       // of the task backlog
  std::vector<std::string> states;                            // in the process's order
  std::map<std::string, StateMeaning, std::less<>> meanings;  // by state
  std::map<std::string, std::vector<std::string>, std::less<>> transitions;  // state → those after it
};

// Thread-safe once it is filled.
class WorkItemTypes {
 public:
  // The answer of workitemtypes: of a project.
  void read(json::Value answer);
  // The answer of workitemtypes/TYPE/states: servers that leave the states out of the list.
  void read_states(std::string_view type, json::Value answer);
  // The answer of workitemtypecategories: which types are epics and tasks. Without it the names of the
  // processes Agile, Scrum, CMMI and Basic count: Epic, Feature, Task.
  void read_categories(json::Value answer);

  [[nodiscard]] const std::vector<WorkItemType>& all() const { return types_; }
  [[nodiscard]] const WorkItemType* find(std::string_view name) const;
  // Of a type and state; of the state in any type where that type is not known; by the state's name where
  // nothing is.
  [[nodiscard]] StateMeaning meaning(std::string_view type, std::string_view state) const;
  [[nodiscard]] bool is_epic(std::string_view type) const;
  [[nodiscard]] bool is_subtask(std::string_view type) const;

 private:
  std::vector<WorkItemType> types_;
};

// States have no ids: their name is it, and the same name in several types is one status. Where types
// disagree about its category, most of them decide; of equals the less finished one.
[[nodiscard]] std::vector<Status> statuses_of(const std::vector<const WorkItemTypes*>& projects);

// What the engine calls a resolution: the state's reason once it is done ("Fixed"), "Won't do" for what was
// removed, and the engine's words for the processes' own reasons that mean as much. Empty when not done.
[[nodiscard]] std::string resolution_of(StateMeaning meaning, std::string_view reason);

}  // namespace stint::tracker::azure
