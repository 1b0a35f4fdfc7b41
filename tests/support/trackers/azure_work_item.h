// Work items and their histories as Azure DevOps tells them.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lib/nlohmann/json_document.h"
#include "support/trackers/azure_words.h"

namespace stint::test {

// A description or comment in HTML of Markdown.
using HtmlOf = std::function<std::string(std::string_view markdown)>;

struct AzureView {
  const AzureWords& words;
  std::string base_url;  // of the organisation
  const HtmlOf& html;
  // Comments that are gone from an item but not from its history, by item.
  const std::map<std::string, std::vector<tracker::Comment>, std::less<>>& removed_comments;
};

// One saved revision, or links made from the other side, which get no revision of their own.
struct AzureUpdate {
  std::int64_t rev = 1;
  Instant at{};
  std::string author;
  std::vector<const tracker::Change*> changes;  // none: the creation, or a comment
  const tracker::Comment* comment = nullptr;
  bool removes_comment = false;
  bool links_only = false;
};

// Oldest first. Points into the issue.
[[nodiscard]] std::vector<AzureUpdate> updates_of(const AzureView& view, const SiteIssue& issue);
[[nodiscard]] std::int64_t rev_of(const std::vector<AzureUpdate>& updates);

// Items [skip, skip + top) of the history, with the service's oddities: the newest one was revised in the
// year 9999, each field has its old and new value but for those that were or became empty, links from
// elsewhere come without fields.
[[nodiscard]] JsonDocument updates_json(const AzureView& view, const SiteIssue& issue, std::size_t skip,
                                        std::size_t top);

struct WorkItemOptions {
  std::vector<std::string> fields;  // none: those of `expand`
  bool relations = false;
  bool all_fields = false;  // with those that only a few care about
  bool links = false;
};
[[nodiscard]] JsonDocument work_item_json(const AzureView& view, const SiteIssue& issue,
                                          const WorkItemOptions& options);

// "Fleet\Fuel": an item is in one area only, that of its first component.
[[nodiscard]] std::string area_path(std::string_view project, std::string_view component);

// Half of the texts are kept in Markdown.
[[nodiscard]] bool keeps_markdown(std::string_view id);

[[nodiscard]] JsonDocument comment_json(const AzureView& view, const SiteIssue& issue,
                                        const tracker::Comment& comment, bool rendered);

// All fields that have a value, by reference name.
[[nodiscard]] std::map<std::string, JsonDocument> fields_of(const AzureView& view, const SiteIssue& issue);

// What one change of the site's is in fields; of links it tells the relations.
struct AzureChange {
  struct Field {
    std::string name;
    JsonDocument before;
    JsonDocument after;
  };
  std::vector<Field> fields;
  JsonDocument added = JsonDocument::array();
  JsonDocument removed = JsonDocument::array();
};
void tell_change(const AzureView& view, const SiteIssue& issue, const tracker::Change& change,
                 AzureChange& out);

}  // namespace stint::test
