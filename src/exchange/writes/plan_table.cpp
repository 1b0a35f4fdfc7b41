#include "exchange/writes/plan_table.h"

#include <fmt/format.h>
#include <string>
#include <utility>

#include "exchange/writes/encoding.h"

namespace stint::writes {
namespace {

constexpr std::string_view kColumns =
    "id, user, connection, write, target_id, target_key, version, requests, diff, warnings, undo, "
    "payload_hash, "
    "created_at, expires_at, undoes, undone_by, state, claimed_at, sent, done, receipt, conflict, error";

Result<Plan> plan_of(const sqlite::Statement& row) {
  Plan plan;
  plan.id = row.integer(0);
  plan.actor = {std::string(row.text(1)), std::string(row.text(2))};
  STINT_ASSIGN(write, write_of(row.text(3)));
  plan.write = std::move(write);
  plan.target_id = row.text(4);
  plan.target_key = row.text(5);
  plan.version = row.text(6);
  STINT_ASSIGN(requests, requests_of(row.text(7)));
  plan.requests = std::move(requests);
  STINT_ASSIGN(diff, diff_of(row.text(8)));
  plan.diff = std::move(diff);
  STINT_ASSIGN(warnings, texts_of(row.text(9)));
  plan.warnings = std::move(warnings);
  if (!row.text(10).empty()) {
    STINT_ASSIGN(undo, write_of(row.text(10)));
    plan.undo = std::move(undo);
  }
  plan.payload_hash = row.text(11);
  plan.created = from_epoch_ms(row.integer(12));
  plan.expires = from_epoch_ms(row.integer(13));
  plan.undoes = row.integer(14);
  plan.undone_by = row.integer(15);
  plan.state = static_cast<State>(row.integer(16));
  if (const auto claimed = row.optional_integer(17)) plan.claimed = from_epoch_ms(*claimed);
  plan.sent = row.integer(18);
  plan.done = row.integer(19);
  STINT_ASSIGN(receipt, receipt_of(row.text(20)));
  plan.receipt = std::move(receipt);
  if (!row.text(21).empty()) {
    STINT_ASSIGN(conflict, conflict_of(row.text(21)));
    plan.conflict = std::move(conflict);
  }
  if (!row.text(22).empty()) {
    STINT_ASSIGN(error, error_of(row.text(22)));
    plan.error = std::move(error);
  }
  return plan;
}

Result<std::optional<Plan>> first_of(sqlite::Statement& rows) {
  STINT_ASSIGN(found, rows.step());
  if (!found) return std::optional<Plan>{};
  STINT_ASSIGN(plan, plan_of(rows));
  return std::optional{std::move(plan)};
}

}  // namespace

Result<std::int64_t> insert_plan(sqlite::Database& database, const Plan& plan, std::string_view token_hash) {
  STINT_ASSIGN(insert, database.prepare(R"sql(
INSERT INTO plan (token_hash, user, connection, write, target_id, target_key, version, requests, diff, warnings,
                  undo, payload_hash, created_at, expires_at, undoes, undone_by, state, sent, done, receipt,
                  conflict, error)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, 0, 0, 0, 0, ?16, '', '')
)sql"));
  const std::string write = line_of(to_json(plan.write));
  const std::string requests = line_of(to_json(plan.requests));
  const std::string diff = line_of(to_json(plan.diff));
  const std::string warnings = line_of(plan.warnings);
  const std::string undo = plan.undo ? line_of(to_json(*plan.undo)) : "";
  const std::string receipt = line_of(to_json(plan.receipt));
  insert.bind(1, token_hash);
  insert.bind(2, plan.actor.user);
  insert.bind(3, plan.actor.connection);
  insert.bind(4, write);
  insert.bind(5, plan.target_id);
  insert.bind(6, plan.target_key);
  insert.bind(7, plan.version);
  insert.bind(8, requests);
  insert.bind(9, diff);
  insert.bind(10, warnings);
  insert.bind(11, undo);
  insert.bind(12, plan.payload_hash);
  insert.bind(13, to_epoch_ms(plan.created));
  insert.bind(14, to_epoch_ms(plan.expires));
  insert.bind(15, plan.undoes);
  insert.bind(16, receipt);
  STINT_TRY(insert.run());
  return database.last_insert_id();
}

Outcome update_plan(sqlite::Database& database, const Plan& plan) {
  STINT_ASSIGN(update, database.prepare(R"sql(
UPDATE plan SET undone_by = ?2, state = ?3, claimed_at = ?4, sent = ?5, done = ?6, receipt = ?7, conflict = ?8,
                error = ?9 WHERE id = ?1
)sql"));
  const std::string receipt = line_of(to_json(plan.receipt));
  const std::string conflict = plan.conflict ? line_of(to_json(*plan.conflict)) : "";
  const std::string error = plan.error ? line_of(to_json(*plan.error)) : "";
  update.bind(1, plan.id);
  update.bind(2, plan.undone_by);
  update.bind(3, static_cast<std::int64_t>(plan.state));
  update.bind(4, plan.claimed ? std::optional{to_epoch_ms(*plan.claimed)} : std::nullopt);
  update.bind(5, plan.sent);
  update.bind(6, plan.done);
  update.bind(7, receipt);
  update.bind(8, conflict);
  update.bind(9, error);
  return update.run();
}

Result<std::optional<Plan>> find_plan(sqlite::Database& database, std::int64_t id) {
  STINT_ASSIGN(rows, database.prepare(fmt::format("SELECT {} FROM plan WHERE id = ?1", kColumns)));
  rows.bind(1, id);
  return first_of(rows);
}

Result<std::optional<Plan>> find_plan_by_token(sqlite::Database& database, std::string_view token_hash) {
  STINT_ASSIGN(rows, database.prepare(fmt::format("SELECT {} FROM plan WHERE token_hash = ?1", kColumns)));
  rows.bind(1, token_hash);
  return first_of(rows);
}

Result<std::vector<Plan>> newest_plans(sqlite::Database& database, std::size_t most) {
  STINT_ASSIGN(rows,
               database.prepare(fmt::format("SELECT {} FROM plan ORDER BY id DESC LIMIT ?1", kColumns)));
  rows.bind(1, static_cast<std::int64_t>(most));
  std::vector<Plan> plans;
  for (;;) {
    STINT_ASSIGN(more, rows.step());
    if (!more) return plans;
    STINT_ASSIGN(plan, plan_of(rows));
    plans.push_back(std::move(plan));
  }
}

}  // namespace stint::writes
