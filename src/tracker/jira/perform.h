// Sending a proposed request.
#pragma once

#include <expected>

#include "tracker/jira/site.h"
#include "tracker/writing.h"

namespace stint::tracker::jira {

// Once. Jira says nothing of a link it has made; its id is looked up afterwards, and left empty where that
// does not work.
[[nodiscard]] std::expected<Receipt, WriteFault> perform(Site& site, const WireRequest& request);

}  // namespace stint::tracker::jira
