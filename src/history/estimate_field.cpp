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

// Jira's id of "Original estimate", in seconds.
constexpr std::string_view kOriginalEstimate = "timeoriginalestimate";

EstimateFields of_board(const store::Definitions& definitions, store::SiteId site, std::string_view field) {
  EstimateFields fields;
  if (field == "issueCount") {
    fields.unit = Unit::issues;
    return fields;
  }
  if (field == kOriginalEstimate) fields.unit = Unit::hours;
  fields.fields.push_back(field_of(definitions, site, std::string{field}));
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

// Where no board says anything.
EstimateFields usual(const store::Definitions& definitions, store::SiteId site) {
  EstimateFields fields;
  for (const std::string_view name : kNames) add_by_name(definitions, site, name, fields);
  fields.fields.push_back({std::string{kCloudId}, {}});
  return fields;
}

// A field that the user named, by id or name.
EstimateFields of_field(const store::Definitions& definitions, store::SiteId site, std::string_view field) {
  EstimateFields fields;
  add_by_name(definitions, site, field, fields);
  if (equal_names(field, kOriginalEstimate)) fields.unit = Unit::hours;
  return fields;
}

// What the user calls an estimation, instead of `tracker`, the field that the tracker names (empty: none).
EstimateFields of_words(const store::Definitions& definitions, store::SiteId site, std::string_view words,
                        const std::string& tracker) {
  if (equal_names(words, "issues")) return of_board(definitions, site, "issueCount");
  if (equal_names(words, "hours")) return of_board(definitions, site, kOriginalEstimate);
  if (equal_names(words, "points")) {
    const bool counts_points = !tracker.empty() && tracker != "issueCount" && tracker != kOriginalEstimate;
    return counts_points ? of_board(definitions, site, tracker) : usual(definitions, site);
  }
  return of_field(definitions, site, words);
}

}  // namespace

Unit unit_of_estimation(std::string_view estimation) {
  if (equal_names(estimation, "issues")) return Unit::issues;
  const bool time = equal_names(estimation, "hours") || equal_names(estimation, kOriginalEstimate);
  return time ? Unit::hours : Unit::points;
}

EstimateFieldRule::EstimateFieldRule(const store::Definitions& definitions, std::string_view chosen,
                                     std::span<const BoardOverride> overrides) {
  for (const auto& [_, site] : definitions.sites()) {
    by_site_[site.id] = chosen.empty() ? usual(definitions, site.id) : of_field(definitions, site.id, chosen);
  }
  for (const auto& [key, board] : definitions.boards()) {
    if (!board.estimation_field.empty() && chosen.empty())
      by_board_[key] = of_board(definitions, key.first, board.estimation_field);
  }
  override_boards(definitions, overrides);
  // A project without sprints of its own has the estimation of its board; scrum boards before others.
  for (const auto& [key, board] : definitions.boards()) {
    const auto known = by_board_.find(key);
    if (known == by_board_.end() || board.project_key.empty()) continue;
    const Key project{key.first, board.project_key};
    if (board.type == "scrum" || !by_project_.contains(project)) by_project_[project] = known->second;
  }
}

void EstimateFieldRule::override_boards(const store::Definitions& definitions,
                                        std::span<const BoardOverride> overrides) {
  for (const BoardOverride& override : overrides) {
    if (override.estimation.empty()) continue;
    bool defined = false;
    for (const auto& [key, board] : definitions.boards()) {
      if (key.second != override.board && !equal_names(board.name, override.board)) continue;
      defined = true;
      by_board_[key] = of_words(definitions, key.first, override.estimation, board.estimation_field);
    }
    if (defined) continue;
    for (const auto& [_, site] : definitions.sites()) {
      const EstimateFields fields = of_words(definitions, site.id, override.estimation, {});
      by_board_[{site.id, override.board}] = fields;
      by_project_[{site.id, override.board}] = fields;
      for (const auto& project : definitions.projects()) {
        const Key& key = project.first;
        if (key.first == site.id && equal_names(key.second, override.board)) by_project_[key] = fields;
      }
    }
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
