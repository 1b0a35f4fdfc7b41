// What changed in the store, in the order of writing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "lib/sqlite/database.h"

namespace stint::store {

// Tells this store apart from every other.
[[nodiscard]] Result<std::string> store_id(sqlite::Database& database);

// Grows with every change of an issue.
[[nodiscard]] Result<std::int64_t> revision(sqlite::Database& database);

// The issues (their refs, sorted) that changed after `revision`; nothing when the journal does not reach back
// that far, or when there are more than `most`.
[[nodiscard]] Result<std::optional<std::vector<std::int64_t>>> changed_since(sqlite::Database& database,
                                                                             std::int64_t revision,
                                                                             std::size_t most);

// Makes everything that was read from the store before be read anew: an issue is going, and what is made from
// issues only knows how to follow those that come and change. Inside the caller's transaction.
[[nodiscard]] Outcome start_journal_anew(sqlite::Database& database);

// Forgets all but the latest entries. Inside the caller's transaction, or alone.
[[nodiscard]] Outcome prune_journal(sqlite::Database& database);

}  // namespace stint::store
