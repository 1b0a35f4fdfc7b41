#include "jobs/alerts/delivery.h"

#include <algorithm>
#include <array>

#include "lib/nlohmann/json_instant.h"

namespace stint::jobs {
namespace {

constexpr std::array<std::string_view, 5> kStates{"waiting", "sending", "sent", "failed", "unknown"};

constexpr const char* kInsert = R"sql(
INSERT INTO delivery (message_id, purpose, rule, channel, once_key, state, attempt, created_at, ready_at,
                      claimed_at, status, error, content)
VALUES (?1, ?2, ?3, ?4, nullif(?5, ''), ?6, ?7, ?8, ?9, NULL, 0, '', ?10)
ON CONFLICT (once_key) DO NOTHING RETURNING id)sql";

constexpr std::string_view kSelect =
    "SELECT id, message_id, purpose, rule, channel, state, attempt, created_at, ready_at, finished_at, "
    "status, error "
    "FROM delivery ";
constexpr std::string_view kFind = "WHERE id = ?1";
constexpr std::string_view kReady =
    "WHERE state = 'waiting' AND ready_at <= ?1 ORDER BY ready_at, id LIMIT 1";
constexpr std::string_view kList =
    "WHERE (?1 = '' OR channel = ?1) AND (?2 = '' OR rule = ?2) AND (?3 = '' OR state = ?3) AND (?4 = 0 OR "
    "id < ?4) "
    "ORDER BY id DESC LIMIT ?5";

constexpr const char* kContent = "SELECT content FROM delivery WHERE id = ?1";
constexpr const char* kNext = "SELECT min(ready_at) FROM delivery WHERE state = 'waiting'";
constexpr const char* kClaim = R"sql(
UPDATE delivery SET state = 'sending', attempt = attempt + 1, claimed_at = ?2
WHERE id = ?1 AND state = 'waiting' RETURNING attempt)sql";
constexpr const char* kSettle = R"sql(
UPDATE delivery SET state = ?2, ready_at = ?3, finished_at = ?4, status = ?5, error = ?6,
                    content = CASE ?2 WHEN 'waiting' THEN content ELSE '' END
WHERE id = ?1 AND state = 'sending')sql";
constexpr const char* kGiveUp = R"sql(
UPDATE delivery SET state = 'unknown', finished_at = ?1, content = '',
                    error = 'the program ended while it was being sent'
WHERE state = 'sending')sql";
constexpr const char* kPruneAlerts = R"sql(
DELETE FROM alert WHERE delivery IN (SELECT id FROM delivery WHERE finished_at < ?1))sql";
constexpr const char* kPrune = "DELETE FROM delivery WHERE finished_at < ?1";

Delivery delivery_of(const sqlite::Statement& row) {
  Delivery delivery;
  delivery.id = row.integer(0);
  delivery.message_id = row.text(1);
  delivery.purpose = row.text(2);
  delivery.rule = row.text(3);
  delivery.channel = row.text(4);
  delivery.state = delivery_state_named(row.text(5)).value_or(DeliveryState::unknown);
  delivery.attempt = static_cast<int>(row.integer(6));
  delivery.created_at = from_epoch_ms(row.integer(7));
  delivery.ready_at = from_epoch_ms(row.integer(8));
  if (const auto finished = row.optional_integer(9)) delivery.finished_at = from_epoch_ms(*finished);
  delivery.status = static_cast<int>(row.integer(10));
  delivery.error = row.text(11);
  return delivery;
}

Result<sqlite::Statement> select_deliveries(sqlite::Database& database, std::string_view rows) {
  return database.prepare(std::string{kSelect}.append(rows));
}

}  // namespace

std::string_view state_name(DeliveryState state) {
  return kStates.at(static_cast<std::size_t>(state));
}

std::optional<DeliveryState> delivery_state_named(std::string_view name) {
  const auto* found = std::ranges::find(kStates, name);
  if (found == kStates.end()) return std::nullopt;
  return static_cast<DeliveryState>(found - kStates.begin());
}

JsonDocument to_json(const Delivery& delivery) {
  return {{"id", delivery.id},
          {"message_id", delivery.message_id},
          {"purpose", delivery.purpose},
          {"rule", delivery.rule},
          {"channel", delivery.channel},
          {"state", state_name(delivery.state)},
          {"attempt", delivery.attempt},
          {"created_at", format_iso(delivery.created_at)},
          {"ready_at", format_iso(delivery.ready_at)},
          {"finished_at", instant_or_null(delivery.finished_at)},
          {"status", delivery.status},
          {"error", delivery.error}};
}

Result<std::int64_t> insert_delivery(sqlite::Database& database, const Delivery& delivery,
                                     std::string_view once_key, const Message& message) {
  const std::string content = stored(message);
  STINT_ASSIGN(insert, database.prepare(kInsert));
  insert.bind(1, std::string_view{delivery.message_id});
  insert.bind(2, std::string_view{delivery.purpose});
  insert.bind(3, std::string_view{delivery.rule});
  insert.bind(4, std::string_view{delivery.channel});
  insert.bind(5, once_key);
  insert.bind(6, state_name(delivery.state));
  insert.bind(7, std::int64_t{delivery.attempt});
  insert.bind(8, to_epoch_ms(delivery.created_at));
  insert.bind(9, to_epoch_ms(delivery.ready_at));
  insert.bind(10, std::string_view{content});
  STINT_ASSIGN(made, insert.step());
  const std::int64_t id = made ? insert.integer(0) : 0;
  insert.reset();
  return id;
}

Result<std::optional<Delivery>> find_delivery(sqlite::Database& database, std::int64_t id) {
  STINT_ASSIGN(rows, select_deliveries(database, kFind));
  rows.bind(1, id);
  STINT_ASSIGN(found, rows.step());
  if (!found) return std::optional<Delivery>{};
  return std::optional<Delivery>{delivery_of(rows)};
}

Result<std::vector<Delivery>> list_deliveries(sqlite::Database& database, const DeliveryFilter& filter) {
  STINT_ASSIGN(rows, select_deliveries(database, kList));
  rows.bind(1, std::string_view{filter.channel});
  rows.bind(2, std::string_view{filter.rule});
  rows.bind(3, filter.state ? state_name(*filter.state) : std::string_view{});
  rows.bind(4, filter.before);
  rows.bind(5, std::int64_t{std::clamp(filter.limit, 1, 500)});
  std::vector<Delivery> deliveries;
  for (;;) {
    STINT_ASSIGN(more, rows.step());
    if (!more) return deliveries;
    deliveries.push_back(delivery_of(rows));
  }
}

Result<Message> message_of(sqlite::Database& database, std::int64_t id) {
  STINT_ASSIGN(row, database.prepare(kContent));
  row.bind(1, id);
  STINT_ASSIGN(found, row.step());
  if (!found || row.text(0).empty()) return fail(ErrorCode::not_found, "the message is not there any more");
  return stored_message(row.text(0));
}

Result<std::optional<Delivery>> claim_delivery(sqlite::Database& database, Instant now) {
  STINT_ASSIGN(transaction, sqlite::Transaction::begin(database));
  std::optional<Delivery> delivery;
  {
    STINT_ASSIGN(rows, select_deliveries(database, kReady));
    rows.bind(1, to_epoch_ms(now));
    STINT_ASSIGN(found, rows.step());
    if (!found) return std::optional<Delivery>{};
    delivery = delivery_of(rows);
  }
  {
    STINT_ASSIGN(claim, database.prepare(kClaim));
    claim.bind(1, delivery->id);
    claim.bind(2, to_epoch_ms(now));
    STINT_ASSIGN(claimed, claim.step());
    if (!claimed) return std::optional<Delivery>{};
    delivery->attempt = static_cast<int>(claim.integer(0));
    claim.reset();
  }
  STINT_TRY(transaction.commit());
  delivery->state = DeliveryState::sending;
  return delivery;
}

Result<std::optional<Instant>> next_delivery(sqlite::Database& database) {
  STINT_ASSIGN(row, database.prepare(kNext));
  STINT_TRY(row.step());
  const auto ms = row.optional_integer(0);
  if (!ms) return std::optional<Instant>{};
  return std::optional{from_epoch_ms(*ms)};
}

Outcome settle_delivery(sqlite::Database& database, const Delivery& delivery) {
  STINT_ASSIGN(settle, database.prepare(kSettle));
  settle.bind(1, delivery.id);
  settle.bind(2, state_name(delivery.state));
  settle.bind(3, to_epoch_ms(delivery.ready_at));
  if (delivery.finished_at) {
    settle.bind(4, to_epoch_ms(*delivery.finished_at));
  } else {
    settle.bind_null(4);
  }
  settle.bind(5, std::int64_t{delivery.status});
  settle.bind(6, std::string_view{delivery.error});
  return settle.run();
}

Outcome give_up_claimed(sqlite::Database& database, Instant now) {
  STINT_ASSIGN(give_up, database.prepare(kGiveUp));
  give_up.bind(1, to_epoch_ms(now));
  return give_up.run();
}

Outcome prune_deliveries(sqlite::Database& database, Instant oldest) {
  STINT_ASSIGN(transaction, sqlite::Transaction::begin(database));
  for (const char* sql : {kPruneAlerts, kPrune}) {
    STINT_ASSIGN(prune, database.prepare(sql));
    prune.bind(1, to_epoch_ms(oldest));
    STINT_TRY(prune.run());
  }
  return transaction.commit();
}

}  // namespace stint::jobs
