#include "exchange/writes/standing.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace stint::writes {
namespace {

using namespace tracker;

// The current value of a field by what the write would change: a field it no longer changes is as wanted.
std::string value_now(const FieldDiff& planned, const Plan& plan, const Standing& standing,
                      const Target& now) {
  if (standing.proposal) {
    const auto found = std::ranges::find(standing.proposal->diff, planned.field, &FieldDiff::field);
    return found != standing.proposal->diff.end() ? found->before : planned.after;
  }
  // A status that is already there is often no longer among the transitions.
  if (std::holds_alternative<Transition>(plan.write)) return now.record.issue.status.name;
  return {};
}

}  // namespace

Standing standing_of(Connector& connector, const Plan& plan, const Target& now) {
  Standing standing;
  if (auto proposal = connector.propose(plan.write, &now)) standing.proposal = std::move(*proposal);
  for (const FieldDiff& planned : plan.diff)
    standing.fields.push_back(
        {planned.field, planned.before, value_now(planned, plan, standing, now), planned.after});
  return standing;
}

bool is_same_write(const Plan& plan, const Standing& standing) {
  if (!standing.proposal) return false;
  const auto same = [](WireRequest planned, WireRequest now) {
    planned.expects.clear();
    now.expects.clear();
    return planned == now;
  };
  return standing.proposal->diff == plan.diff &&
         std::ranges::equal(plan.requests, standing.proposal->requests, same);
}

Conflict conflict_of(const Plan& plan, const Standing& standing, const Target& now) {
  Conflict conflict{standing.fields, {}, {}};
  for (const Change& change : now.record.issue.changes) {
    const auto known = [&](const auto& names) {
      return std::ranges::find(names, change.field) != names.end();
    };
    std::vector<std::string> planned;
    for (const FieldDiff& one : plan.diff) planned.push_back(one.field);
    if (change.at >= plan.created && !known(planned) && !known(conflict.elsewhere))
      conflict.elsewhere.push_back(change.field);
  }
  conflict.message = fmt::format("{} was changed since the plan was made", plan.target_key);
  return conflict;
}

}  // namespace stint::writes
