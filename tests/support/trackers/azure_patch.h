// JSON Patch documents for work items: what they ask of a site.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "support/trackers/azure_work_item.h"

namespace stint::test {

struct AzureRefusal {
  int status = 400;
  std::string type_key;
  std::string message;
};

struct AzureLinkEdit {
  std::string relation;
  std::int64_t other = 0;
};

struct AzurePatch {
  std::vector<FieldEdit> edits;
  std::string comment;  // of System.History
  std::vector<AzureLinkEdit> add_links;
  std::vector<std::size_t> remove_links;  // places in the item's relations
};

// `issue` is null for a new item of type `type`. HTML stays what it is: `markdown` makes Markdown of it.
[[nodiscard]] std::expected<AzurePatch, AzureRefusal> read_patch(
    const AzureView& view, const std::string& body, const SiteIssue* issue, const SiteType& type,
    const std::function<std::string(std::string_view html)>& markdown);

}  // namespace stint::test
