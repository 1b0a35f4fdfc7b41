// What has to be read of an issue of the site from Azure DevOps and from Taiga, by the tables of
// docs/azure-devops.md and docs/taiga.md: worked out from the truth, with nothing of the connectors' own.
#pragma once

#include "support/trackers/azure_work_item.h"
#include "support/trackers/taiga_words.h"
#include "tracker/model.h"

namespace stint::test {

// `view` numbers the updates.
[[nodiscard]] tracker::Issue as_azure_tells(const AzureView& view, const SiteIssue& issue);
[[nodiscard]] tracker::Issue as_taiga_tells(TaigaWords& words, const SiteIssue& issue);

// Fields of one save stand in no order that means anything; neither do links.
[[nodiscard]] tracker::Issue without_order(tracker::Issue issue);

}  // namespace stint::test
