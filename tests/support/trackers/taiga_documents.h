// Taiga's documents: items of the four kinds, their histories, projects and what is defined in them.
#pragma once

#include "support/trackers/taiga_words.h"

namespace stint::test {

struct TaigaView {
  TaigaWords& words;
  std::string base_url;
  // Comments that were taken back, by the site's id of the item. Their entries stay in the history.
  const std::map<std::string, std::vector<tracker::Comment>, std::less<>>& removed_comments;
  Instant now{};
};

[[nodiscard]] JsonDocument taiga_item_json(const TaigaView& view, const SiteIssue& issue, bool detail);
// Newest first.
[[nodiscard]] JsonDocument taiga_history_json(const TaigaView& view, const SiteIssue& issue);
// What is given to the history for deleting a comment.
[[nodiscard]] std::string taiga_entry_id(std::string_view id);
// Members of the document that a change is about, as the history names them.
[[nodiscard]] std::vector<std::string> taiga_members(const TaigaView& view, const SiteIssue& issue,
                                                     const tracker::Change& change);

[[nodiscard]] JsonDocument taiga_project_json(const TaigaView& view, const SiteProject& project, bool detail);
[[nodiscard]] JsonDocument taiga_user_json(const TaigaView& view, const SiteUser& user);
[[nodiscard]] JsonDocument taiga_milestone_json(const TaigaView& view, const tracker::Sprint& sprint);
[[nodiscard]] JsonDocument taiga_statuses_json(const TaigaView& view, const SiteProject& project,
                                               TaigaKind kind);
[[nodiscard]] JsonDocument taiga_points_json(const TaigaView& view, const SiteProject& project);
[[nodiscard]] JsonDocument taiga_roles_json(const TaigaView& view, const SiteProject& project);
[[nodiscard]] JsonDocument taiga_priorities_json(const TaigaView& view, const SiteProject& project);
[[nodiscard]] JsonDocument taiga_severities_json(const TaigaView& view, const SiteProject& project);
// Definitions of custom attributes, and their values of one item.
[[nodiscard]] JsonDocument taiga_attributes_json(const TaigaView& view, const SiteProject& project,
                                                 TaigaKind kind);
[[nodiscard]] JsonDocument taiga_attribute_values_json(const TaigaView& view, const SiteIssue& issue);
[[nodiscard]] JsonDocument taiga_issue_types_json(const TaigaView& view, const SiteProject& project);
[[nodiscard]] JsonDocument taiga_memberships_json(const TaigaView& view, const SiteProject& project);

// Of a person inside other documents; null for nobody.
[[nodiscard]] JsonDocument taiga_person_json(const TaigaView& view, std::string_view site_id);
[[nodiscard]] JsonDocument taiga_id_or_null(std::int64_t id);
// The estimate of a story.
[[nodiscard]] std::optional<double> taiga_total(const TaigaView& view, const tracker::Issue& issue);

}  // namespace stint::test
