// The fake trackers that are no Jira, for the table of products.
#pragma once

#include "support/trackers/products.h"

namespace stint::test {

[[nodiscard]] FakeTracker make_fake_azure_devops(const SiteOptions& options);
[[nodiscard]] FakeTracker make_fake_taiga(const SiteOptions& options);

// Markdown as it is after it was kept as HTML.
[[nodiscard]] std::string told_as_html(std::string_view markdown);

}  // namespace stint::test
