// What findings about boards and sprints have in common: names, ids, and which sprints are current.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "metrics/finding.h"

namespace stint::metrics {

// A finding about a board, with its names as facts.
[[nodiscard]] Finding about_board(const Analysis& analysis, std::string_view kind, std::string_view topic,
                                  Index board);

// A finding about a sprint, with its names, unit and state as facts.
[[nodiscard]] Finding about_sprint(const Analysis& analysis, std::string_view kind, std::string_view topic,
                                   const SprintLedger& ledger, bool current);

// The running sprint, or the one that closed last, is what people ask about today.
[[nodiscard]] bool is_current(std::span<const SprintLedger> ledgers, std::size_t position);

// The last closed sprint with history; ledgers.size() when there is none.
[[nodiscard]] std::size_t last_closed(std::span<const SprintLedger> ledgers);

// Appends those of `issues` that are not in `all` yet.
void add_missing(std::span<const Index> issues, std::vector<Index>& all);

// `issues` with the heaviest first, by their estimates in the sprint.
[[nodiscard]] std::vector<Index> heaviest_first(const SprintLedger& ledger, std::vector<Index> issues);

}  // namespace stint::metrics
