#include "tracker/azure/types.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "tracker/csv/status_words.h"
#include "tracker/json_values.h"

namespace stint::tracker::azure {
namespace {

struct CategoryRow {
  std::string_view name;
  StateMeaning meaning;
};
constexpr std::array kCategories{
    CategoryRow{"Proposed", {StatusCategory::todo, false}},
    CategoryRow{"InProgress", {StatusCategory::in_progress, false}},
    CategoryRow{"Resolved", {StatusCategory::in_progress, false}},
    CategoryRow{"Completed", {StatusCategory::done, false}},
    CategoryRow{"Removed", {StatusCategory::done, true}},
};

// Reasons of the processes for closing what is not done.
struct ReasonRow {
  std::string_view reason;
  std::string_view resolution;
};
constexpr std::array kReasons{
    ReasonRow{"As Designed", "By design"},
    ReasonRow{"Cut", "Won't do"},
    ReasonRow{"Deferred", "Won't do"},
    ReasonRow{"Copied to Backlog", "Won't do"},
};

constexpr std::string_view kEpics = "Microsoft.EpicCategory";
constexpr std::string_view kFeatures = "Microsoft.FeatureCategory";
constexpr std::string_view kTasks = "Microsoft.TaskCategory";

void add_states(WorkItemType& type, json::Value states) {
  const json::Items items = states.items();
  for (const json::Value state : items) {
    const std::string name{state["name"].text()};
    if (!type.meanings.emplace(name, meaning_of_category(state["category"].text())).second) continue;
    type.states.push_back(name);
  }
}

}  // namespace

StateMeaning meaning_of_category(std::string_view category) {
  const auto* const row = std::ranges::find(kCategories, category, &CategoryRow::name);
  return row == kCategories.end() ? StateMeaning{} : row->meaning;
}

void WorkItemTypes::read(json::Value answer) {
  const json::Items items = answer["value"].items();
  for (const json::Value item : items) {
    WorkItemType type;
    type.name = item["name"].text();
    type.epic = type.name == "Epic" || type.name == "Feature";
    type.subtask = type.name == "Task";
    add_states(type, item["states"]);
    const json::Members transitions = item["transitions"].members();
    for (const auto& [from, list] : transitions) {
      std::vector<std::string>& next = type.transitions[std::string{from}];
      const json::Items targets = list.items();
      for (const json::Value target : targets) {
        const std::string_view to = target["to"].text();
        if (!to.empty() && to != from) next.emplace_back(to);
      }
    }
    types_.push_back(std::move(type));
  }
}

void WorkItemTypes::read_states(std::string_view type, json::Value answer) {
  const auto found = std::ranges::find(types_, type, &WorkItemType::name);
  if (found != types_.end()) add_states(*found, answer["value"]);
}

void WorkItemTypes::read_categories(json::Value answer) {
  const auto names_of = [&](std::string_view category) {
    std::vector<std::string_view> names;
    const json::Items items = answer["value"].items();
    for (const json::Value item : items) {
      if (item["referenceName"].text() != category) continue;
      const json::Items types = item["workItemTypes"].items();
      for (const json::Value type : types) names.push_back(type["name"].text());
    }
    return names;
  };
  const auto mark = [&](std::string_view category, bool WorkItemType::* flag) {
    for (const std::string_view name : names_of(category)) {
      const auto type = std::ranges::find(types_, name, &WorkItemType::name);
      if (type != types_.end()) (*type).*flag = true;
    }
  };
  mark(kEpics, &WorkItemType::epic);
  mark(kFeatures, &WorkItemType::epic);
  mark(kTasks, &WorkItemType::subtask);
}

const WorkItemType* WorkItemTypes::find(std::string_view name) const {
  const auto type = std::ranges::find(types_, name, &WorkItemType::name);
  return type == types_.end() ? nullptr : &*type;
}

StateMeaning WorkItemTypes::meaning(std::string_view type, std::string_view state) const {
  const auto in = [&](const WorkItemType& known) -> const StateMeaning* {
    const auto found = known.meanings.find(state);
    return found == known.meanings.end() ? nullptr : &found->second;
  };
  if (const WorkItemType* known = find(type)) {
    if (const StateMeaning* meaning = in(*known)) return *meaning;
  }
  for (const WorkItemType& other : types_) {
    if (const StateMeaning* meaning = in(other)) return *meaning;
  }
  if (state == "Removed") return {StatusCategory::done, true};
  return {guess_category(state), false};
}

bool WorkItemTypes::is_epic(std::string_view type) const {
  const WorkItemType* known = find(type);
  return known != nullptr ? known->epic : type == "Epic" || type == "Feature";
}

bool WorkItemTypes::is_subtask(std::string_view type) const {
  const WorkItemType* known = find(type);
  return known != nullptr ? known->subtask : type == "Task";
}

std::vector<Status> statuses_of(const std::vector<const WorkItemTypes*>& projects) {
  std::map<std::string, std::map<StatusCategory, int>> votes;
  std::vector<std::string> order;
  for (const WorkItemTypes* types : projects) {
    for (const WorkItemType& type : types->all()) {
      for (const std::string& state : type.states) {
        auto& of_state = votes[state];
        if (of_state.empty()) order.push_back(state);
        ++of_state[type.meanings.at(state).category];
      }
    }
  }
  std::vector<Status> statuses;
  for (const std::string& state : order) {
    // The first of the most: categories are in the order of the work.
    const auto& of_state = votes[state];
    const auto most = std::ranges::max_element(of_state, {}, [](const auto& vote) { return vote.second; });
    statuses.push_back({state, state, most->first});
  }
  return statuses;
}

std::string resolution_of(StateMeaning meaning, std::string_view reason) {
  if (meaning.category != StatusCategory::done) return {};
  if (meaning.removed) return "Won't do";
  const auto* const row = std::ranges::find_if(
      kReasons, [&](const ReasonRow& one) { return equal_ignoring_case(one.reason, reason); });
  return std::string{row == kReasons.end() ? reason : row->resolution};
}

}  // namespace stint::tracker::azure
