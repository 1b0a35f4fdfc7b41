// Fetching models of the catalogue: the same for the command line and the server.
#pragma once

#include <filesystem>
#include <string>

#include "app/session.h"
#include "language/models/catalogue.h"
#include "language/models/pull.h"

namespace stint::app {

[[nodiscard]] language::PullSource pull_source(const language::CatalogueEntry& entry);

// ErrorCode::not_found, with the names there are.
[[nodiscard]] Result<const language::CatalogueEntry*> catalogue_entry(const std::string& name);

[[nodiscard]] language::PullNetwork pull_network(const Session& session);

// Where it cannot be told, writing will tell.
[[nodiscard]] std::uint64_t free_bytes(const std::filesystem::path& folder);

}  // namespace stint::app
