// A site in the words of Azure DevOps: names, ids, addresses. What the parts of its fake share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/nlohmann/json_document.h"
#include "support/trackers/site.h"

namespace stint::test {

enum class AzureProcess : std::uint8_t { agile, scrum, cmmi, basic };

struct AzureOptions {
  std::string token = "azure-canary-pat-5f1c";
  AzureProcess process = AzureProcess::agile;
  std::int64_t wiql_limit = 20'000;    // work items that a query may find
  std::string newest_version = "7.1";  // that the server understands
};

// "2026-11-20T10:45:24.203Z", without trailing zeros, as the service writes it.
[[nodiscard]] std::string azure_time(Instant at);
inline constexpr std::string_view kNeverRevised = "9999-01-01T00:00:00Z";

// What stands for a list's id among the sprints: an item is in one iteration only, the last one it was put
// into. Empty: in none.
[[nodiscard]] std::string last_of_list(std::string_view ids);

// Keeps a reference to the site, which may grow.
class AzureWords {
 public:
  AzureWords(const Site& site, AzureOptions options);

  [[nodiscard]] const Site& site() const { return site_; }
  [[nodiscard]] const AzureOptions& options() const { return options_; }

  // A GUID that is the same for the same kind and number.
  [[nodiscard]] static std::string guid(unsigned kind, std::size_t number);

  // By GUID or name, in any case; null when there is none. A project goes by its name.
  [[nodiscard]] const SiteProject* project(std::string_view text) const;
  [[nodiscard]] std::string project_id(const SiteProject& project) const;
  [[nodiscard]] const tracker::Board* team(const SiteProject& project, std::string_view text) const;
  [[nodiscard]] std::string team_id(const tracker::Board& board) const;
  [[nodiscard]] std::vector<const tracker::Board*> teams(const SiteProject& project) const;

  // "User Story" of the site's "Story", and back; null for a type that is not there.
  [[nodiscard]] std::string type(std::string_view site_type) const;
  [[nodiscard]] const SiteType* site_type(std::string_view type) const;
  [[nodiscard]] std::string_view category(const SiteType& type) const;  // "Microsoft.BugCategory"
  [[nodiscard]] std::string_view estimate() const;                      // reference name of the field
  // Where a type keeps its description.
  [[nodiscard]] std::string_view description(std::string_view site_type) const;
  [[nodiscard]] static std::string_view state_category(tracker::StatusCategory category);

  // 1 is the highest. Names the process does not know count as the lowest.
  [[nodiscard]] int priority(std::string_view name) const;
  [[nodiscard]] std::string priority_name(std::int64_t number) const;

  // "Fleet\Sprint 3"; the project alone for the empty id.
  [[nodiscard]] std::string iteration_path(const std::string& sprint_id, std::string_view project_name) const;
  [[nodiscard]] std::int64_t iteration_number(const std::string& sprint_id) const;
  [[nodiscard]] std::string iteration_guid(const std::string& sprint_id) const;
  // A sprint's id; empty for a project's root, nothing for a path that is not there.
  [[nodiscard]] std::optional<std::string> sprint_of_path(std::string_view path) const;
  [[nodiscard]] const tracker::Sprint* sprint_of_guid(std::string_view guid) const;
  // Its name as far as a path can hold it.
  [[nodiscard]] static std::string node_name(std::string_view name);

  [[nodiscard]] std::string user_guid(std::string_view user_id) const;
  // By GUID, unique name, or "Full Name <unique name>", or a full name that only one has; null otherwise.
  [[nodiscard]] const SiteUser* user_of(std::string_view text) const;
  [[nodiscard]] JsonDocument identity(std::string_view user_id, std::string_view base_url) const;

  // Relation types by link type; the way is outward.
  [[nodiscard]] std::string relation(std::string_view link_type, bool outward) const;
  struct Relation {
    const SiteLinkType* type;
    bool outward;
  };
  [[nodiscard]] std::optional<Relation> link_of(std::string_view relation) const;
  [[nodiscard]] std::string relation_wording(std::string_view relation) const;  // "Predecessor"

 private:
  [[nodiscard]] std::size_t sprint_index(std::string_view id) const;
  const Site& site_;
  const AzureOptions options_;
};

inline constexpr std::string_view kParentRelation = "System.LinkTypes.Hierarchy-Reverse";
inline constexpr std::string_view kChildRelation = "System.LinkTypes.Hierarchy-Forward";
inline constexpr std::string_view kBlockedField = "Microsoft.VSTS.CMMI.Blocked";

}  // namespace stint::test
