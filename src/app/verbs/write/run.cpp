// Plans made, shown, confirmed and looked after.
#include <charconv>
#include <fmt/format.h>
#include <ostream>
#include <pwd.h>
#include <unistd.h>

#include "app/interruption.h"
#include "app/trackers.h"
#include "app/verbs/write/sub_verb.h"
#include "app/verbs/write/view.h"
#include "exchange/sync/sync.h"
#include "exchange/writes/writes.h"
#include "lib/utf8proc/display.h"
#include "store/store.h"

namespace stint::app {
namespace {

using exchange::StoredConnection;
using writes::Plan;

// Between the token and what it confirms.
constexpr char kJoint = '.';

// The account of the operating system.
std::string user_name() {
  const passwd* const entry = ::getpwuid(::geteuid());
  return entry != nullptr && entry->pw_name != nullptr ? entry->pw_name : std::to_string(::geteuid());
}

// A tracker to write to, and the plans.
struct Desk {
  Interruption interruption;
  LiveTracker live;
  std::unique_ptr<writes::Writes> writes;
  writes::Actor actor;
};

Result<std::unique_ptr<writes::Writes>> open_writes(const Session& session, writes::Policy policy,
                                                    std::vector<Secret> secrets) {
  const char* const read_only = session.environment("READ_ONLY_MODE");
  policy.read_only =
      policy.read_only ||
      writes::is_read_only(read_only == nullptr ? std::nullopt : std::optional<std::string_view>(read_only));
  writes::Options options;
  options.data_folder = session.data_folder();
  options.clock = outbound::system_clock();
  options.policy = std::move(policy);
  options.secrets = std::move(secrets);
  return writes::Writes::open(std::move(options));
}

Result<StoredConnection> choose(const Session& session, const std::string& name) {
  if (!name.empty()) return find_connection(session, name);
  STINT_ASSIGN(all, connections(session));
  if (all.size() == 1) return std::move(all.front());
  if (all.empty()) {
    return fail(ErrorCode::not_found, "there is no connection to a tracker", {},
                "make one: stint connect NAME --url URL");
  }
  std::string names;
  for (const StoredConnection& connection : all) names += (names.empty() ? "" : ", ") + connection.name;
  return fail(ErrorCode::usage, "on which connection?", {}, "say it with --on: there are " + names);
}

Outcome sit_down(const Session& session, const std::string& name, Desk& desk) {
  STINT_ASSIGN(connection, choose(session, name));
  STINT_ASSIGN(secret, secret_of(session, connection));
  STINT_ASSIGN(writes, open_writes(session, {connection.read_only, connection.projects}, {secret}));
  desk.writes = std::move(writes);
  desk.actor = {user_name(), connection.name};
  STINT_ASSIGN(live, open_tracker(session, connection, std::move(secret), Patience::person,
                                  desk.interruption.token()));
  desk.live = std::move(live);
  return {};
}

// What is here of the issue becomes what it is there now. The next sync does it too, so that a store that is
// being written to is no reason to fail.
void refresh(const Session& session, Desk& desk, const Plan& plan) {
  const std::string& id = plan.receipt.issue_id.empty() ? plan.target_id : plan.receipt.issue_id;
  if (id.empty() || !store::exists(session.data_folder())) return;
  auto lock = store::WriteLock::acquire(session.data_folder());
  if (!lock) return;
  auto database = store::open_for_writing(session.data_folder(), *lock);
  if (!database) return;
  exchange::SyncOptions options;
  options.connection = desk.live.connection.name;
  options.url = desk.live.connection.url;
  static_cast<void>(
      exchange::sync_issues(*desk.live.connector, *database, options, {id}, outbound::system_clock().now));
}

Outcome tell(const Session& session, const Plan& plan) {
  if (session.given().json)
    return session.write(to_text({{"schema", "stint.write/1"}, {"plan", plan_json(plan)}}));
  if (plan.state == writes::State::applied) {
    if (!session.given().quiet) session.out() << outcome_text(plan);
  } else {
    session.err() << "stint: " << outcome_text(plan);
  }
  return {};
}

Result<int> finish(const Session& session, Desk& desk, const Plan& plan) {
  if (plan.state != writes::State::refused) refresh(session, desk, plan);
  STINT_TRY(tell(session, plan));
  return exit_status_of(plan);
}

Result<int> offer(const Session& session, const WriteArguments& arguments, Desk& desk,
                  const writes::Proposed& proposed) {
  const std::string word = proposed.token + kJoint + proposed.plan.payload_hash;
  const int declined = error_kind(ErrorCode::declined).exit_status;
  if (session.given().json) {
    STINT_TRY(session.write(
        to_text({{"schema", "stint.write/1"}, {"plan", plan_json(proposed.plan)}, {"confirm", word}})));
    return arguments.plan_only ? 0 : declined;
  }
  session.out() << plan_text(proposed.plan) << std::flush;
  if (!arguments.plan_only) {
    const auto answer = session.ask("Do it? [y/N] ");
    if (answer && (*answer == "y" || *answer == "Y" || *answer == "yes")) {
      STINT_ASSIGN(plan, desk.writes->apply({proposed.token, desk.actor, proposed.plan.payload_hash},
                                            *desk.live.connector));
      return finish(session, desk, plan);
    }
    if (answer) {
      session.err() << "stint: nothing was sent\n";
      return declined;
    }
  }
  session.out() << fmt::format("To do exactly this, once, until {}:\n  stint write apply {}\n",
                               format_iso(proposed.plan.expires), word);
  return arguments.plan_only ? 0 : declined;
}

Result<std::int64_t> number_of(const std::string& word) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error == std::errc{} && end == word.data() + word.size() && number > 0) return number;
  return fail(ErrorCode::usage, "\"" + word + "\" is not the number of a plan", {}, "see stint write log");
}

// The plan of that number, and a desk at its connection.
Result<Plan> find_plan(const Session& session, const std::string& word) {
  STINT_ASSIGN(number, number_of(word));
  STINT_ASSIGN(writes, open_writes(session, {}, {}));
  return writes->find(number);
}

}  // namespace

Result<int> plan_write(const Session& session, const WriteArguments& arguments, const writes::Asked& asked) {
  Desk desk;
  STINT_TRY(sit_down(session, arguments.connection, desk));
  STINT_ASSIGN(proposed, desk.writes->plan(desk.actor, *desk.live.connector, asked));
  return offer(session, arguments, desk, proposed);
}

Result<int> apply_write(const Session& session, const WriteArguments& arguments) {
  const std::string& word = arguments.words.front();
  const std::size_t joint = word.find(kJoint);
  if (joint == std::string::npos)
    return fail(ErrorCode::usage, "this is not the word that a plan is confirmed with", {},
                "copy it whole from the plan");
  Desk desk;
  STINT_TRY(sit_down(session, arguments.connection, desk));
  STINT_ASSIGN(plan, desk.writes->apply({word.substr(0, joint), desk.actor, word.substr(joint + 1)},
                                        *desk.live.connector));
  return finish(session, desk, plan);
}

Result<int> undo_write(const Session& session, const WriteArguments& arguments) {
  STINT_ASSIGN(plan, find_plan(session, arguments.words.front()));
  Desk desk;
  STINT_TRY(sit_down(session, plan.actor.connection, desk));
  STINT_ASSIGN(proposed, desk.writes->undo(plan.id, desk.actor, *desk.live.connector));
  return offer(session, arguments, desk, proposed);
}

Result<int> settle_write(const Session& session, const WriteArguments& arguments) {
  if (arguments.not_made && !arguments.made.empty())
    return fail(ErrorCode::usage, "--made and --not-made exclude each other");
  STINT_ASSIGN(plan, find_plan(session, arguments.words.front()));
  Desk desk;
  STINT_TRY(sit_down(session, plan.actor.connection, desk));
  if (arguments.not_made || !arguments.made.empty()) {
    const writes::Resolution resolution = arguments.not_made
                                              ? writes::Resolution{writes::NotMade{}}
                                              : writes::Resolution{writes::Made{arguments.made}};
    STINT_ASSIGN(resolved, desk.writes->resolve(plan.id, desk.actor, *desk.live.connector, resolution));
    return finish(session, desk, resolved);
  }
  STINT_ASSIGN(settled,
               desk.writes->settle(plan.id, desk.actor, *desk.live.connector, desk.interruption.token()));
  return finish(session, desk, settled);
}

Result<int> show_write(const Session& session, const WriteArguments& arguments) {
  STINT_ASSIGN(plan, find_plan(session, arguments.words.front()));
  if (session.given().json) {
    STINT_TRY(session.write(to_text({{"schema", "stint.write/1"}, {"plan", plan_json(plan)}})));
  } else {
    STINT_TRY(session.write(plan_text(plan) + outcome_text(plan)));
  }
  return 0;
}

Result<int> log_writes(const Session& session, const WriteArguments& /*arguments*/) {
  constexpr std::size_t kShown = 100;
  STINT_ASSIGN(writes, open_writes(session, {}, {}));
  STINT_ASSIGN(entries, writes->newest_audit(session.given().json ? 100 * kShown : kShown));
  STINT_ASSIGN(check, writes->check_audit());
  if (session.given().json) {
    JsonDocument list = JsonDocument::array();
    for (const writes::AuditEntry& entry : entries) {
      JsonDocument detail = JsonDocument::parse(entry.detail, nullptr, false);
      list.push_back({{"number", entry.seq},
                      {"at", format_iso(entry.at)},
                      {"user", entry.actor.user},
                      {"connection", entry.actor.connection},
                      {"action", entry.action},
                      {"plan", entry.plan},
                      {"target", entry.target},
                      {"detail", detail.is_discarded() ? JsonDocument(entry.detail) : std::move(detail)},
                      {"hash", entry.hash}});
    }
    STINT_TRY(session.write(to_text({{"schema", "stint.write-log/1"},
                                     {"entries", std::move(list)},
                                     {"head", check.head},
                                     {"broken_at", or_null(check.broken)}})));
  } else {
    std::string text;
    for (const writes::AuditEntry& entry : entries) {
      text += fmt::format(
          "{}  {:<8} {:<10} {}{} by {}\n", format_iso(entry.at), entry.action,
          printable(entry.actor.connection), entry.target.empty() ? "" : printable(entry.target) + " ",
          entry.plan > 0 ? fmt::format("(plan {})", entry.plan) : "", printable(entry.actor.user));
    }
    if (entries.empty()) text = "Nothing was ever planned here.\n";
    STINT_TRY(session.write(text));
  }
  if (!check.broken) return 0;
  session.err() << fmt::format("stint: the log was changed from entry {} on\n", *check.broken);
  return error_kind(ErrorCode::failure).exit_status;
}

}  // namespace stint::app
