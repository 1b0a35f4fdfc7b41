#include "exchange/writes/writes.h"

#include <fmt/format.h>
#include <utility>

#include "exchange/writes/claim_lock.h"
#include "exchange/writes/encoding.h"
#include "exchange/writes/plan_table.h"
#include "exchange/writes/schema.h"
#include "lib/sodium/random.h"

namespace stint::writes {

Writes::Writes(Options options, sqlite::Database database)
    : options_(std::move(options)), database_(std::move(database)) {}

Result<std::unique_ptr<Writes>> Writes::open(Options options) {
  if (!options.random_hex) options.random_hex = stint::random_hex;
  STINT_ASSIGN(database, open_database(options.data_folder));
  return std::unique_ptr<Writes>(new Writes(std::move(options), std::move(database)));
}

Result<Plan> Writes::find(std::int64_t plan) {
  std::optional<Plan> found;
  {
    const std::scoped_lock lock{mutex_};
    STINT_ASSIGN(read, find_plan(database_, plan));
    found = std::move(read);
  }
  if (!found) return fail(ErrorCode::not_found, fmt::format("there is no plan {}", plan));
  STINT_TRY(recover(*found));
  return std::move(*found);
}

Result<std::vector<Plan>> Writes::newest(std::size_t most) {
  std::vector<Plan> plans;
  {
    const std::scoped_lock lock{mutex_};
    STINT_ASSIGN(read, newest_plans(database_, most));
    plans = std::move(read);
  }
  for (Plan& plan : plans) STINT_TRY(recover(plan));
  return plans;
}

Result<std::vector<AuditEntry>> Writes::newest_audit(std::size_t most) {
  const std::scoped_lock lock{mutex_};
  return writes::newest_audit(database_, most);
}

Result<AuditCheck> Writes::check_audit() {
  const std::scoped_lock lock{mutex_};
  return writes::check_audit(database_);
}

Outcome Writes::recover(Plan& plan) {
  if (plan.state != State::sending) return {};
  STINT_ASSIGN(lock, ClaimLock::try_acquire(options_.data_folder, plan.id));
  if (!lock) return {};  // somebody is at it
  // It may have come to its end just before the lock was ours.
  {
    const std::scoped_lock guard{mutex_};
    STINT_ASSIGN(fresh, find_plan(database_, plan.id));
    if (fresh) plan = std::move(*fresh);
  }
  if (plan.state != State::sending) return {};
  if (plan.sent == 0) {
    plan.state = State::refused;
    plan.error =
        Error{ErrorCode::failure, "the program ended before anything was sent", {}, "make the plan again"};
  } else {
    plan.state = State::unknown;
    plan.error = Error{ErrorCode::failure,
                       "the program ended while the write was being sent",
                       {},
                       "look whether it was done"};
  }
  return record(plan, plan.actor, "result", {{"found", "left behind by a process that ended"}});
}

Outcome Writes::record(const Plan& plan, const Actor& actor, const std::string& action, JsonDocument detail) {
  const std::scoped_lock lock{mutex_};
  STINT_ASSIGN(transaction, sqlite::Transaction::begin(database_));
  STINT_TRY(update_plan(database_, plan));
  detail["state"] = name_of(plan.state);
  if (plan.error) detail["error"] = to_json(*plan.error);
  if (plan.conflict) detail["conflict"] = to_json(*plan.conflict);
  if (!plan.receipt.issue_id.empty()) detail["receipt"] = to_json(plan.receipt);
  STINT_TRY(log(actor, action, plan.id, plan.target_key, detail));
  return transaction.commit();
}

Outcome Writes::log(const Actor& actor, const std::string& action, std::int64_t plan,
                    const std::string& target, const JsonDocument& detail) {
  AuditEntry entry{.at = now(),
                   .actor = actor,
                   .action = action,
                   .plan = plan,
                   .target = target,
                   .detail = line_of(detail)};
  return append_audit(database_, std::move(entry), options_.secrets);
}

std::unexpected<Error> Writes::refuse(const Actor& actor, std::int64_t plan, const std::string& target,
                                      Error error) {
  const std::scoped_lock lock{mutex_};
  const auto logged = [&]() -> Outcome {
    STINT_ASSIGN(transaction, sqlite::Transaction::begin(database_));
    STINT_TRY(log(actor, "refuse", plan, target, to_json(error)));
    return transaction.commit();
  };
  // What cannot be logged is all the more refused.
  if (Outcome outcome = logged(); !outcome) return fail(std::move(outcome).error());
  return fail(std::move(error));
}

}  // namespace stint::writes
