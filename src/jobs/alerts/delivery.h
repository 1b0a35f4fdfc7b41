// Messages on their way, in the database. A row is made in the transaction that decides that there is a
// message, claimed before the first byte is sent, and settled afterwards; from a claim there is no way back
// to waiting but the certainty that nothing was taken.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "jobs/channels/carrier.h"
#include "jobs/channels/message.h"
#include "lib/sqlite/database.h"

namespace stint::jobs {

enum class DeliveryState : std::uint8_t {
  waiting,
  sending,  // claimed
  sent,
  failed,   // surely not taken
  unknown,  // perhaps taken; never sent again
};
[[nodiscard]] std::string_view state_name(DeliveryState state);
[[nodiscard]] std::optional<DeliveryState> delivery_state_named(std::string_view name);

struct Delivery {
  std::int64_t id = 0;
  std::string message_id;
  std::string purpose;  // "alert", "test" or "report"
  std::string rule;     // empty unless an alert
  std::string channel;
  DeliveryState state = DeliveryState::waiting;
  int attempt = 0;  // claimed so often
  Instant created_at{};
  Instant ready_at{};
  std::optional<Instant> finished_at;
  int status = 0;     // of HTTP or SMTP; 0 without an answer
  std::string error;  // for people; empty when sent
};

// {"id", "message_id", "purpose", "rule", "channel", "state", "attempt", "created_at", "ready_at",
// "finished_at", "status", "error"}
[[nodiscard]] JsonDocument to_json(const Delivery& delivery);

struct DeliveryFilter {
  std::string channel;                 // empty: every one
  std::string rule;                    // likewise
  std::optional<DeliveryState> state;  // nothing: every one
  std::int64_t before = 0;             // only lower ids, for pages; 0: from the newest
  int limit = 50;                      // 1 to 500
};

// With the state, attempt and times of `delivery`. `once_key`: nothing is made, and 0 given, when there was
// ever one with the same; empty: none.
[[nodiscard]] Result<std::int64_t> insert_delivery(sqlite::Database& database, const Delivery& delivery,
                                                   std::string_view once_key, const Message& message);
[[nodiscard]] Result<std::optional<Delivery>> find_delivery(sqlite::Database& database, std::int64_t id);
[[nodiscard]] Result<std::vector<Delivery>> list_deliveries(sqlite::Database& database,
                                                            const DeliveryFilter& filter);
[[nodiscard]] Result<Message> message_of(sqlite::Database& database, std::int64_t id);

// The one that waits, may be sent at `now`, and was ready first; it is `sending` from now on, and one attempt
// more.
[[nodiscard]] Result<std::optional<Delivery>> claim_delivery(sqlite::Database& database, Instant now);
[[nodiscard]] Result<std::optional<Instant>> next_delivery(sqlite::Database& database);
// State, ready_at, finished_at, status and error of a claimed one. What needs no message any more loses it.
[[nodiscard]] Outcome settle_delivery(sqlite::Database& database, const Delivery& delivery);
// Those that were claimed when the process ended: nobody knows how far they came.
[[nodiscard]] Outcome give_up_claimed(sqlite::Database& database, Instant now);
// Settled ones from before `oldest`, with the alerts that they were for.
[[nodiscard]] Outcome prune_deliveries(sqlite::Database& database, Instant oldest);

}  // namespace stint::jobs
