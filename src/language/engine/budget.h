// What may be spent on models in a day, and who has spent it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/instant.h"
#include "language/engine/records.h"
#include "language/generation.h"
#include "language/price.h"

namespace stint::language {

// On whose behalf a model is asked, and what for: "insights", "draft", "assistant" …
struct Caller {
  std::string user;
  std::string purpose;
};

// For a day (UTC). Nothing: no limit.
struct Budget {
  std::optional<std::int64_t> tokens;       // of everybody
  std::optional<std::int64_t> user_tokens;  // of one user
  std::optional<std::int64_t> cost;         // millionths of the money that prices are given in
  std::optional<std::int64_t> user_cost;
};

// What is about to be asked.
struct Expense {
  Instant now{};
  const Caller& caller;
  std::string provider;  // its name
  bool priced = false;   // what costs nothing may go on when the money is gone
};

// In millionths, upwards: what costs anything counts. 0 without a price.
[[nodiscard]] std::int64_t counted_cost(const Usage& usage, const std::optional<Price>& price);

// FaultKind::over_budget when what the expense falls under is used up.
[[nodiscard]] std::optional<Fault> over_budget(const Budget& budget, Records& records,
                                               const Expense& expense);

}  // namespace stint::language
