#include "language/engine/budget.h"

#include <cmath>
#include <fmt/format.h>

namespace stint::language {

std::int64_t counted_cost(const Usage& usage, const std::optional<Price>& price) {
  constexpr double kMillionths = 1e6;
  return price ? static_cast<std::int64_t>(std::ceil(cost_of(usage, *price) * kMillionths)) : 0;
}

std::optional<Fault> over_budget(const Budget& budget, Records& records, const Expense& expense) {
  const auto check = [&](const std::optional<std::int64_t>& most, std::int64_t Spent::* amount,
                         const std::string& user, std::string_view what) -> std::optional<Fault> {
    if (!most || records.spent(expense.now, user).*amount < *most) return std::nullopt;
    return Fault{
        FaultKind::over_budget,
        {ErrorCode::throttled, fmt::format("today's budget of {} is used up", what), expense.provider,
         "it is renewed at midnight (UTC); raise it under models.budget in the configuration"},
        false};
  };
  const std::string& user = expense.caller.user;
  if (auto fault = check(budget.tokens, &Spent::tokens, {}, "tokens")) return fault;
  if (!user.empty()) {
    if (auto fault = check(budget.user_tokens, &Spent::tokens, user, "tokens of one user")) return fault;
  }
  if (!expense.priced) return std::nullopt;
  if (auto fault = check(budget.cost, &Spent::cost, {}, "money")) return fault;
  if (!user.empty()) return check(budget.user_cost, &Spent::cost, user, "money of one user");
  return std::nullopt;
}

}  // namespace stint::language
