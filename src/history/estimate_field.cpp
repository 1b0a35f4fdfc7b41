#include "history/estimate_field.h"

#include "history/names.h"

namespace stint::history {
namespace {

// What Jira calls it on Data Center and company-managed projects, and on team-managed ones.
constexpr std::string_view kNames[] = {"Story Points", "Story point estimate"};
// Jira Cloud's id for "Story point estimate", for exports that name no field at all.
constexpr std::string_view kCloudId = "customfield_10016";

EstimateFields::Field field_of(const store::Definitions& definitions, store::SiteId site,
                               const std::string& id) {
  const auto found = definitions.fields().find({site, id});
  return {id, found == definitions.fields().end() ? std::string{} : found->second.name};
}

EstimateFields of_board(const store::Definitions& definitions, store::SiteId site, const std::string& field) {
  EstimateFields fields;
  if (field == "issueCount") {
    fields.unit = Unit::issues;
    return fields;
  }
  if (field == "timeoriginalestimate") fields.unit = Unit::hours;
  fields.fields.push_back(field_of(definitions, site, field));
  return fields;
}

void add_by_name(const store::Definitions& definitions, store::SiteId site, std::string_view name,
                 EstimateFields& fields) {
  for (const auto& [key, field] : definitions.fields()) {
    if (key.first == site && (equal_names(field.name, name) || field.id == name)) {
      fields.fields.push_back({field.id, field.name});
    }
  }
  // CSV exports know the name only, and use it as the id.
  fields.fields.push_back({std::string{name}, std::string{name}});
}

}  // namespace

EstimateFieldRule::EstimateFieldRule(const store::Definitions& definitions, std::string_view chosen)
    : chosen_(!chosen.empty()) {
  for (const auto& [_, site] : definitions.sites()) {
    EstimateFields& fields = by_site_[site.id];
    if (chosen_) {
      add_by_name(definitions, site.id, chosen, fields);
      if (equal_names(chosen, "timeoriginalestimate")) fields.unit = Unit::hours;
      continue;
    }
    for (const std::string_view name : kNames) add_by_name(definitions, site.id, name, fields);
    fields.fields.push_back({std::string{kCloudId}, {}});
  }
  if (chosen_) return;
  for (const auto& [key, board] : definitions.boards()) {
    if (board.estimation_field.empty()) continue;
    by_board_[key] = of_board(definitions, key.first, board.estimation_field);
    // A project without sprints of its own has the estimation of its board; scrum boards before others.
    if (board.project_key.empty()) continue;
    const Key project{key.first, board.project_key};
    if (board.type == "scrum" || !by_project_.contains(project)) by_project_[project] = by_board_[key];
  }
}

const EstimateFields& EstimateFieldRule::of(store::SiteId site, const std::string& project_key,
                                            const std::string& board) const {
  if (!board.empty()) {
    if (const auto found = by_board_.find({site, board}); found != by_board_.end()) return found->second;
  }
  if (const auto found = by_project_.find({site, project_key}); found != by_project_.end())
    return found->second;
  if (const auto found = by_site_.find(site); found != by_site_.end()) return found->second;
  return fallback_;
}

}  // namespace stint::history
