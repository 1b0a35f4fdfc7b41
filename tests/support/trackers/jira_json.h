// The objects of Jira's REST API, of either kind.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "demo/json_writer.h"
#include "lib/tz/time_zone.h"
#include "support/trackers/jira_documents.h"
#include "support/trackers/site.h"

namespace stint::test {

// One history entry: changes that stand next to each other in an issue.
struct HistoryEntry {
  const tracker::Change* first = nullptr;
  std::size_t count = 0;
};
// Oldest first.
[[nodiscard]] std::vector<HistoryEntry> entries_of(const tracker::Issue& issue);

class JiraJson {
 public:
  // The first two are borrowed. `zone` is the one dates are told in.
  JiraJson(const Site& site, const JiraDocuments& documents, bool cloud, TimeZone zone)
      : site_(site), documents_(documents), cloud_(cloud), zone_(zone) {}

  // Links begin with it.
  void set_base(std::string base_url) { base_ = std::move(base_url); }
  [[nodiscard]] std::string link(std::string_view below) const;        // "issue/10001"
  [[nodiscard]] std::string agile_link(std::string_view below) const;  // "board/1"

  void user(demo::JsonWriter& json, std::string_view id, bool with_zone = false);
  void status(demo::JsonWriter& json, const tracker::Status& status);
  void type(demo::JsonWriter& json, const SiteType& type);
  void priority(demo::JsonWriter& json, const Named& priority);
  void resolution(demo::JsonWriter& json, const Named& resolution);
  void component(demo::JsonWriter& json, const Named& component);
  void version(demo::JsonWriter& json, const tracker::Version& version);
  void project(demo::JsonWriter& json, const SiteProject& project);
  void link_type(demo::JsonWriter& json, const SiteLinkType& type);
  void comment(demo::JsonWriter& json, const SiteIssue& issue, const tracker::Comment& comment);
  void comments(demo::JsonWriter& json, const SiteIssue& issue, std::size_t first,
                std::size_t count);  // an array
  void history(demo::JsonWriter& json, const HistoryEntry& entry, bool epoch_dates = false);
  void sprint(demo::JsonWriter& json, const tracker::Sprint& sprint);  // of the agile API
  void link_end(demo::JsonWriter& json, const tracker::Link& link);    // a linked issue, in short
  void schema(demo::JsonWriter& json, const tracker::Field& field);
  void time(demo::JsonWriter& json, std::string_view name, const std::optional<Instant>& instant);

  // The fields for which `wanted` says yes, as an object.
  [[nodiscard]] std::string fields(const SiteIssue& issue,
                                   const std::function<bool(std::string_view)>& wanted);
  // Comments that stand inside an issue.
  static constexpr std::size_t kCloudComments = 20;

 private:
  void field(demo::JsonWriter& json, const SiteIssue& issue, std::string_view id);
  void people_field(demo::JsonWriter& json, const SiteIssue& issue, std::string_view id);
  void list_field(demo::JsonWriter& json, const SiteIssue& issue, std::string_view id);
  void custom_field(demo::JsonWriter& json, const SiteIssue& issue, std::string_view id);
  void parent(demo::JsonWriter& json, const SiteIssue& issue);
  void sprint_object(demo::JsonWriter& json, const tracker::Sprint& sprint);
  void sprint_string(demo::JsonWriter& json, const tracker::Sprint& sprint);
  void named(demo::JsonWriter& json, std::string_view what, const Named& named);
  void change(demo::JsonWriter& json, const tracker::Change& change);
  [[nodiscard]] std::string local_text(Instant instant);

  const Site& site_;
  const JiraDocuments& documents_;
  const bool cloud_;
  const TimeZone zone_;
  std::string base_;
  // The last offset used holds for some time around.
  TimeZone::Offset offset_;
  Instant offset_from_ = Instant::max();
};

// Of a Data Center's stories: the key of their epic.
inline constexpr std::string_view kEpicLinkField = "customfield_10014";
inline constexpr std::string_view kRankField = "customfield_10019";

}  // namespace stint::test
