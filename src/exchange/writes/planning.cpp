// Plans: made, shown, and made again the other way round.
#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "exchange/writes/encoding.h"
#include "exchange/writes/plan_table.h"
#include "exchange/writes/writes.h"
#include "lib/simdjson/utf8.h"
#include "lib/sodium/sha256.h"

namespace stint::writes {
namespace {

using namespace tracker;

constexpr std::size_t kTokenBytes = 24;  // 192 bits
constexpr std::size_t kMarkerBytes = 4;

bool is_text(const WireRequest& request) {
  return is_valid_utf8(request.method) && is_valid_utf8(request.path) &&
         is_valid_utf8(request.content_type) && is_valid_utf8(request.body) && is_valid_utf8(request.expects);
}

// What takes a write back whose receipt has come.
std::optional<Write> inverse(const Plan& plan) {
  const bool known = !plan.receipt.made_id.empty();
  if (std::holds_alternative<CreateIssue>(plan.write)) return DeleteIssue{};
  if (std::holds_alternative<AddComment>(plan.write))
    return known ? std::optional<Write>{DeleteComment{plan.receipt.made_id}} : std::nullopt;
  if (std::holds_alternative<AddLink>(plan.write))
    return known ? std::optional<Write>{DeleteLink{plan.receipt.made_id}} : std::nullopt;
  return plan.undo;
}

}  // namespace

Outcome Writes::check_link(Connector& connector, const Write& write) {
  const auto* const link = std::get_if<AddLink>(&write);
  if (link == nullptr || options_.policy.projects.empty()) return {};
  // It is written to as well.
  STINT_ASSIGN(other, connector.target(link->other));
  return allows_project(options_.policy, other.record.issue.project_key);
}

Result<Plan> Writes::draft(const Actor& actor, Connector& connector, const Asked& asked) {
  STINT_TRY(allows_unread(options_.policy, asked.write, asked.target));
  if (holds_secret(line_of(to_json(asked.write)), options_.secrets))
    return fail(ErrorCode::usage, "the text holds a password or token of a connection", {}, "take it out");
  Plan plan{.actor = actor, .write = asked.write};
  std::optional<Target> target;
  if (auto* const create = std::get_if<CreateIssue>(&plan.write)) {
    if (asked.marker && create->marker.empty()) create->marker = "stint-" + options_.random_hex(kMarkerBytes);
    plan.target_key = create->project;
  } else {
    STINT_ASSIGN(read, connector.target(asked.target));
    STINT_TRY(allows_project(options_.policy, read.record.issue.project_key));
    STINT_TRY(check_link(connector, plan.write));
    plan.target_id = read.record.issue.id;
    plan.target_key = read.record.issue.key;
    target = std::move(read);
  }
  STINT_ASSIGN(proposal, connector.propose(plan.write, target ? &*target : nullptr));
  if (proposal.requests.empty() || (target && proposal.diff.empty()))
    return fail(ErrorCode::usage, "nothing would change: it is so already", plan.target_key);
  if (!std::ranges::all_of(proposal.requests, is_text))
    return fail(ErrorCode::usage, "the text is not UTF-8", plan.target_key, "save it as UTF-8");
  if (connector.capabilities().checks_writes) STINT_TRY(connector.check(proposal));
  plan.version = target ? target->version : "";
  plan.requests = std::move(proposal.requests);
  plan.diff = std::move(proposal.diff);
  plan.warnings = std::move(proposal.warnings);
  plan.undo = std::move(proposal.undo);
  plan.created = now();
  plan.expires = plan.created + options_.plan_life;
  plan.payload_hash = writes::payload_hash(plan);
  return plan;
}

Result<Proposed> Writes::store(Plan plan) {
  std::string token = options_.random_hex(kTokenBytes);
  const std::scoped_lock lock{mutex_};
  STINT_ASSIGN(transaction, sqlite::Transaction::begin(database_));
  STINT_ASSIGN(id, insert_plan(database_, plan, sha256_of(token)));
  plan.id = id;
  JsonDocument detail{
      {"kind", kind_of(plan.write)}, {"payload_hash", plan.payload_hash}, {"diff", to_json(plan.diff)}};
  if (plan.undoes != 0) detail["undoes"] = plan.undoes;
  STINT_TRY(log(plan.actor, "plan", id, plan.target_key, detail));
  STINT_TRY(transaction.commit());
  return Proposed{std::move(plan), std::move(token)};
}

Result<Proposed> Writes::propose(const Actor& actor, Connector& connector, const Asked& asked,
                                 std::int64_t undoes) {
  auto drafted = draft(actor, connector, asked);
  if (!drafted) return refuse(actor, 0, asked.target, std::move(drafted).error());
  drafted->undoes = undoes;
  return store(std::move(*drafted));
}

Result<Proposed> Writes::plan(const Actor& actor, Connector& connector, const Asked& asked) {
  return propose(actor, connector, asked, 0);
}

Result<Proposed> Writes::undo(std::int64_t plan, const Actor& actor, Connector& connector) {
  STINT_ASSIGN(done, find(plan));
  const auto no = [&](ErrorCode code, std::string message, std::string hint) {
    return refuse(actor, plan, done.target_key, Error{code, std::move(message), {}, std::move(hint)});
  };
  if (done.actor.connection != actor.connection)
    return no(ErrorCode::declined, fmt::format("plan {} is of another connection", plan), "use that one");
  if (done.state != State::applied) {
    return no(ErrorCode::usage,
              fmt::format("plan {} is {}: there is nothing to take back", plan, name_of(done.state)), {});
  }
  if (done.undone_by != 0)
    return no(ErrorCode::conflict,
              fmt::format("plan {} has been taken back by plan {}", plan, done.undone_by), {});
  const auto write = inverse(done);
  if (!write)
    return no(ErrorCode::usage, fmt::format("what plan {} did cannot be taken back", plan), "do it by hand");
  const bool created = std::holds_alternative<CreateIssue>(done.write);
  return propose(actor, connector, {*write, created ? done.receipt.issue_id : done.target_id, false}, plan);
}

}  // namespace stint::writes
