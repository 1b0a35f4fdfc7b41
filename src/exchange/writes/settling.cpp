// Plans that nobody knows the end of: looked for, or decided by a person.
#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "exchange/writes/standing.h"
#include "exchange/writes/writes.h"

namespace stint::writes {
namespace {

using namespace tracker;

constexpr Milliseconds kLongestWait = std::chrono::seconds{30};

bool is_create(const Plan& plan) {
  return std::holds_alternative<CreateIssue>(plan.write);
}

}  // namespace

Result<Plan> Writes::unknown_plan(std::int64_t id, const Actor& actor) {
  STINT_ASSIGN(plan, find(id));
  if (plan.actor.connection != actor.connection) {
    return refuse(
        actor, id, plan.target_key,
        Error{ErrorCode::declined, fmt::format("plan {} is of another connection", id), {}, "use that one"});
  }
  if (plan.state == State::sending)
    return fail(ErrorCode::conflict, fmt::format("plan {} is being applied", id));
  if (plan.state != State::unknown)
    return fail(ErrorCode::usage,
                fmt::format("plan {} is {}: nothing is open about it", id, name_of(plan.state)));
  return plan;
}

Result<Plan> Writes::settle(std::int64_t id, const Actor& actor, Connector& connector,
                            const std::stop_token& stop) {
  STINT_ASSIGN(plan, unknown_plan(id, actor));
  const Instant end = now() + options_.longest_look;
  Milliseconds wait = options_.first_wait;
  std::int64_t looks = 0;
  for (;;) {
    ++looks;
    auto look = look_for_effect(connector, plan);
    const bool last = now() + wait > end;
    if (look && look->effect == Effect::done) {
      plan.state = State::applied;
      plan.done = static_cast<std::int64_t>(plan.requests.size());
      plan.receipt = std::move(look->receipt);
      plan.error.reset();
    } else if (look && look->effect == Effect::not_done && last) {
      // Were it to arrive after all, it would be the shown change all the same, and it is not sent again by
      // us.
      plan.state = plan.done > 0 ? State::partly : State::refused;
      plan.error = Error{ErrorCode::failure, "looked for it: it was not done", {}, "make the plan again"};
    } else if (last) {
      const std::string remark = look ? look->remark : look.error().message;
      plan.error = Error{ErrorCode::failure,
                         "it is not known whether it was done" + (remark.empty() ? "" : ": " + remark),
                         {},
                         "look in the tracker and say what you see: resolve the plan"};
    } else if (options_.clock.wait(wait, stop)) {
      wait = std::min(wait * 2, kLongestWait);
      continue;
    } else {
      return plan;  // told to stop: as open as before
    }
    STINT_TRY(record(plan, actor, "settle", {{"looks", looks}}));
    return plan;
  }
}

Result<Plan> Writes::resolve(std::int64_t id, const Actor& actor, Connector& connector,
                             const Resolution& resolution) {
  STINT_ASSIGN(plan, unknown_plan(id, actor));
  if (const auto* const made = std::get_if<Made>(&resolution)) {
    if (is_create(plan)) {
      if (made->issue.empty())
        return fail(ErrorCode::usage, "it is not said which issue was made", {}, "name its key");
      STINT_ASSIGN(target, connector.target(made->issue));
      plan.receipt = {target.record.issue.id, target.record.issue.key, {}, target.version};
    } else {
      plan.receipt = {plan.target_id, plan.target_key, {}, {}};
    }
    ++plan.done;
    const auto all = static_cast<std::int64_t>(plan.requests.size());
    plan.state = plan.done == all ? State::applied : State::partly;
    plan.error.reset();
    if (plan.done < all) {
      plan.error = Error{ErrorCode::failure,
                         fmt::format("{} of {} requests were done", plan.done, all),
                         {},
                         "make a plan for the rest"};
    }
  } else {
    plan.state = plan.done > 0 ? State::partly : State::refused;
    plan.error = Error{ErrorCode::failure, "a person has said that it was not done", {}, {}};
  }
  STINT_TRY(record(plan, actor, "resolve", {{"by", "a person"}}));
  return plan;
}

}  // namespace stint::writes
