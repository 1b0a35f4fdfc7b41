// Plans: confirmed, and done as they were shown.
#include <fmt/format.h>
#include <utility>

#include "exchange/writes/claim_lock.h"
#include "exchange/writes/encoding.h"
#include "exchange/writes/plan_table.h"
#include "exchange/writes/standing.h"
#include "exchange/writes/writes.h"
#include "lib/sodium/sha256.h"

namespace stint::writes {
namespace {

using namespace tracker;

State state_of(const Plan& plan, WriteFault::Kind kind) {
  if (kind == WriteFault::Kind::unknown) return State::unknown;
  if (plan.done > 0) return State::partly;
  return kind == WriteFault::Kind::conflict ? State::conflict : State::refused;
}

// What the last receipt says wins, what only an earlier one says stays.
void add_receipt(Receipt& known, Receipt&& receipt) {
  const auto take = [](std::string& old, std::string& other) {
    if (!other.empty()) old = std::move(other);
  };
  take(known.issue_id, receipt.issue_id);
  take(known.issue_key, receipt.issue_key);
  take(known.made_id, receipt.made_id);
  take(known.version, receipt.version);
}

}  // namespace

// Nothing in the answer tells somebody who guesses whether a token was right.
Outcome Writes::check(const Plan& plan, const Confirmation& confirmation) const {
  const bool bound =
      plan.actor.user == confirmation.actor.user && plan.actor.connection == confirmation.actor.connection;
  if (!bound) {
    return fail(ErrorCode::declined, "the plan was made by another user or for another connection", {},
                "make a plan of your own");
  }
  if (plan.payload_hash != confirmation.payload_hash || plan.payload_hash != writes::payload_hash(plan)) {
    return fail(ErrorCode::declined, "what was confirmed is not what was shown", {},
                "look at the plan again, or make a new one");
  }
  if (plan.state != State::planned) {
    return fail(ErrorCode::conflict,
                fmt::format("plan {} has been confirmed already: it is {}", plan.id, name_of(plan.state)), {},
                "a plan is done once; make another to write again");
  }
  if (now() >= plan.expires)
    return fail(ErrorCode::declined, fmt::format("plan {} has expired", plan.id), {}, "make the plan again");
  STINT_TRY(allows_writing(options_.policy));
  if (const auto* const create = std::get_if<CreateIssue>(&plan.write))
    return allows_project(options_.policy, create->project);
  return {};
}

Result<Plan> Writes::claim(const Confirmation& confirmation, std::int64_t id) {
  Plan plan;
  Outcome right;
  {
    const std::scoped_lock lock{mutex_};
    STINT_ASSIGN(transaction, sqlite::Transaction::begin(database_));
    STINT_ASSIGN(found, find_plan(database_, id));
    if (!found) return fail(ErrorCode::not_found, fmt::format("there is no plan {}", id));
    plan = std::move(*found);
    right = check(plan, confirmation);
    if (right) {
      plan.state = State::sending;
      plan.claimed = now();
      STINT_TRY(update_plan(database_, plan));
      STINT_TRY(log(confirmation.actor, "confirm", plan.id, plan.target_key,
                    {{"payload_hash", plan.payload_hash}}));
      STINT_TRY(transaction.commit());
    }
  }
  if (!right) return refuse(confirmation.actor, plan.id, plan.target_key, std::move(right).error());
  return plan;
}

Result<bool> Writes::is_still_right(Plan& plan, Connector& connector) {
  if (plan.target_id.empty()) return true;
  auto target = connector.target(plan.target_id);
  if (!target && target.error().code == ErrorCode::not_found) {
    plan.conflict = Conflict{{}, {}, fmt::format("{} is not there any more", plan.target_key)};
    return false;
  }
  if (!target) return fail(std::move(target).error());
  STINT_TRY(allows_project(options_.policy, target->record.issue.project_key));
  STINT_TRY(check_link(connector, plan.write));
  if (target->version == plan.version) return true;
  Standing standing = standing_of(connector, plan, *target);
  if (is_same_write(plan, standing)) {
    plan.requests = std::move(standing.proposal->requests);  // they differ in `expects`
    return true;
  }
  plan.conflict = writes::conflict_of(plan, standing, *target);
  return false;
}

Outcome Writes::send(Plan& plan, Connector& connector) {
  for (const WireRequest& request : plan.requests) {
    // Written down before: should we end here, it may have been sent.
    ++plan.sent;
    STINT_TRY(record(plan, plan.actor, "send", {{"request", plan.sent}, {"of", plan.requests.size()}}));
    auto receipt = connector.perform(request);
    if (!receipt) {
      plan.state = state_of(plan, receipt.error().kind);
      plan.error = std::move(receipt.error().error);
      return {};
    }
    ++plan.done;
    add_receipt(plan.receipt, std::move(*receipt));
  }
  plan.state = State::applied;
  return {};
}

Result<Plan> Writes::apply(const Confirmation& confirmation, Connector& connector) {
  std::int64_t id = 0;
  {
    const std::scoped_lock lock{mutex_};
    STINT_ASSIGN(found, find_plan_by_token(database_, sha256_of(confirmation.token)));
    if (found) id = found->id;
  }
  if (id == 0) {
    return refuse(confirmation.actor, 0, {},
                  Error{ErrorCode::declined, "no plan has this token", {}, "make the plan again"});
  }
  STINT_ASSIGN(lock, ClaimLock::try_acquire(options_.data_folder, id));
  if (!lock) {
    return refuse(
        confirmation.actor, id, {},
        Error{ErrorCode::conflict, fmt::format("plan {} is being applied", id), {}, "wait for its end"});
  }
  STINT_ASSIGN(plan, claim(confirmation, id));

  auto right = is_still_right(plan, connector);
  if (!right) {
    plan.state = State::refused;
    plan.error = std::move(right).error();
  } else if (!*right) {
    plan.state = State::conflict;
  } else {
    STINT_TRY(send(plan, connector));
    // The tracker saw a change that came between our look and the request.
    if (plan.state == State::conflict) {
      if (auto target = connector.target(plan.target_id.empty() ? plan.target_key : plan.target_id))
        plan.conflict = writes::conflict_of(plan, standing_of(connector, plan, *target), *target);
    }
  }
  STINT_TRY(record(plan, confirmation.actor, "result", {{"sent", plan.sent}, {"done", plan.done}}));
  if (plan.state == State::applied && plan.undoes != 0) {
    STINT_ASSIGN(undone, find(plan.undoes));
    undone.undone_by = plan.id;
    STINT_TRY(record(undone, confirmation.actor, "undo", {{"undone_by", plan.id}}));
  }
  return plan;
}

}  // namespace stint::writes
