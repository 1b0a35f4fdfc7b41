// What a write would send to Jira, and change.
#pragma once

#include "base/result.h"
#include "tracker/jira/site.h"
#include "tracker/writing.h"

namespace stint::tracker::jira {

// As Connector::propose().
[[nodiscard]] Result<Proposal> propose(Site& site, const Write& write, const Target* target);

// Of issues and their fields (propose_fields.cpp).
[[nodiscard]] Result<Proposal> propose_create(Site& site, const CreateIssue& create);
[[nodiscard]] Result<Proposal> propose_edit(Site& site, const EditFields& edit, const Target& target);

// A request about the target, which must be as it was read.
[[nodiscard]] WireRequest wire_request(std::string method, std::string path, const JsonDocument* body,
                                       const Target* target);

}  // namespace stint::tracker::jira
