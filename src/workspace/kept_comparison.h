// How the newest figures stood against the day before, kept beside the store: a program that starts again on
// a store that nobody wrote to need not look at earlier days anew, which takes as long as everything else.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "history/stamp.h"
#include "metrics/finding_changes.h"
#include "workspace/choices.h"

namespace stint::workspace {

// What a comparison hangs on: the store's state, the choices, both instants, and what was found.
[[nodiscard]] std::string comparison_key(const history::Stamp& stamp, const Choices& choices, Instant as_of,
                                         Instant compared_with, std::span<const metrics::Finding> findings);

// Nothing where none was kept under that key, or what was kept cannot be read.
[[nodiscard]] std::optional<metrics::Comparison> read_comparison(const std::filesystem::path& data_folder,
                                                                 const std::string& key,
                                                                 std::span<const metrics::Finding> findings);

[[nodiscard]] Outcome keep_comparison(const std::filesystem::path& data_folder, const std::string& key,
                                      std::span<const metrics::Finding> findings,
                                      const metrics::Comparison& comparison);

}  // namespace stint::workspace
