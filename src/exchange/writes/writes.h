// Writing to a tracker in two steps: a plan is made and shown, and then, with the token that came with it,
// done exactly as it was shown, once. Nothing is ever sent a second time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "exchange/writes/audit.h"
#include "exchange/writes/plan.h"
#include "exchange/writes/policy.h"
#include "lib/sqlite/database.h"
#include "outbound/delivery.h"
#include "tracker/connector.h"

namespace stint::writes {

struct Options {
  std::filesystem::path data_folder;
  outbound::Clock clock;
  Policy policy;
  // Of the connections: no plan may hold one, and none gets into the log.
  std::vector<Secret> secrets;
  Milliseconds plan_life = std::chrono::minutes{10};
  // settle() looks again after this, then after twice as long, …
  Milliseconds first_wait = std::chrono::seconds{2};
  // … until that much has passed.
  Milliseconds longest_look = std::chrono::minutes{3};
  // Bytes nobody can foresee, as twice as many hexadecimal digits. Tests give their own.
  std::function<std::string(std::size_t bytes)> random_hex;  // none: the system's
};

// What a person says about a write that nobody knows the end of.
struct Made {
  std::string issue;  // key or id of the one that a create made; empty for other writes
};
struct NotMade {};
using Resolution = std::variant<Made, NotMade>;

// Safe from several threads, and beside other processes on the same folder. The connector handed over has to
// be the one of the actor's connection. Errors: ErrorCode::declined where policy, user, token or payload are
// not right, conflict where a plan is already confirmed, as of the connector. Everything is logged, refusals
// too.
class Writes {
 public:
  [[nodiscard]] static Result<std::unique_ptr<Writes>> open(Options options);

  // Reads the target and asks the tracker, changes nothing. ErrorCode::usage names what cannot be.
  [[nodiscard]] Result<Proposed> plan(const Actor& actor, tracker::Connector& connector, const Asked& asked);

  // Once. The plan afterwards: applied, partly, refused, conflict or unknown; never anything else than what
  // was shown was sent. An error: nothing was sent.
  [[nodiscard]] Result<Plan> apply(const Confirmation& confirmation, tracker::Connector& connector);

  // Looks, with growing waits, whether a plan that is `unknown` was done. What cannot be told stays unknown.
  [[nodiscard]] Result<Plan> settle(std::int64_t plan, const Actor& actor, tracker::Connector& connector,
                                    const std::stop_token& stop = {});
  // The person has looked and decides. Nothing is sent.
  [[nodiscard]] Result<Plan> resolve(std::int64_t plan, const Actor& actor, tracker::Connector& connector,
                                     const Resolution& resolution);
  // A new plan that takes an applied one back; to be confirmed like any other.
  [[nodiscard]] Result<Proposed> undo(std::int64_t plan, const Actor& actor, tracker::Connector& connector);

  // ErrorCode::not_found when there is none of that number.
  [[nodiscard]] Result<Plan> find(std::int64_t plan);
  // The newest first.
  [[nodiscard]] Result<std::vector<Plan>> newest(std::size_t most);
  [[nodiscard]] Result<std::vector<AuditEntry>> newest_audit(std::size_t most);
  [[nodiscard]] Result<AuditCheck> check_audit();

 private:
  Writes(Options options, sqlite::Database database);

  [[nodiscard]] Result<Plan> draft(const Actor& actor, tracker::Connector& connector, const Asked& asked);
  [[nodiscard]] Result<Proposed> store(Plan plan);
  [[nodiscard]] Result<Proposed> propose(const Actor& actor, tracker::Connector& connector,
                                         const Asked& asked, std::int64_t undoes);
  [[nodiscard]] Outcome check_link(tracker::Connector& connector, const tracker::Write& write);

  [[nodiscard]] Outcome check(const Plan& plan, const Confirmation& confirmation) const;
  [[nodiscard]] Result<Plan> claim(const Confirmation& confirmation, std::int64_t id);
  // Whether the target is still what was shown; puts into `plan` what is to be sent, or why nothing is.
  [[nodiscard]] Result<bool> is_still_right(Plan& plan, tracker::Connector& connector);
  [[nodiscard]] Outcome send(Plan& plan, tracker::Connector& connector);

  // A plan that was being sent by a process that is no more: unknown, or refused if nothing had been sent.
  [[nodiscard]] Outcome recover(Plan& plan);
  [[nodiscard]] Result<Plan> unknown_plan(std::int64_t id, const Actor& actor);
  // Writes the plan's state down, and what is said about it, in one transaction.
  [[nodiscard]] Outcome record(const Plan& plan, const Actor& actor, const std::string& action,
                               JsonDocument detail);
  [[nodiscard]] Outcome log(const Actor& actor, const std::string& action, std::int64_t plan,
                            const std::string& target, const JsonDocument& detail);
  // Logs the refusal and hands it on.
  [[nodiscard]] std::unexpected<Error> refuse(const Actor& actor, std::int64_t plan,
                                              const std::string& target, Error error);
  [[nodiscard]] Instant now() const { return options_.clock.now(); }

  const Options options_;
  std::mutex mutex_;  // of the database; never held while a tracker is asked
  sqlite::Database database_;
};

}  // namespace stint::writes
