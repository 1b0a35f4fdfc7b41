// Issues that break readers; see SiteOptions.
#pragma once

#include "support/trackers/site_demo.h"

namespace stint::test {

void add_extremes(Site& site, const SiteOptions& options);

}  // namespace stint::test
