#include "access/audit.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.h"
#include "lib/sodium/sha256.h"

namespace stint::access {
namespace {

constexpr std::string_view kLast = "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1";
constexpr std::string_view kInsert =
    "INSERT INTO audit (seq, at, who, address, action, target, details, outcome, previous, hash) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
constexpr std::string_view kNewest =
    "SELECT seq, at, who, address, action, target, details, outcome, previous, hash FROM audit "
    "WHERE (?1 IS NULL OR seq < ?1) AND (?2 IS NULL OR who = ?2) ORDER BY seq DESC LIMIT ?3";
constexpr std::string_view kFollowing =
    "SELECT seq, at, who, address, action, target, details, outcome, previous, hash FROM audit "
    "WHERE seq > ?1 ORDER BY seq LIMIT ?2";

constexpr std::size_t kMostPerPage = 1000;

AuditEntry entry_of(const sqlite::Statement& row) {
  return {.seq = row.integer(0),
          .act = {from_epoch_ms(row.integer(1)), std::string(row.text(2)), std::string(row.text(3))},
          .action = std::string(row.text(4)),
          .target = std::string(row.text(5)),
          .details = std::string(row.text(6)),
          .outcome = std::string(row.text(7)),
          .previous = std::string(row.text(8)),
          .hash = std::string(row.text(9))};
}

std::string hash_of(const AuditEntry& entry) {
  // As JSON, so that no text can pass for the border between two.
  return sha256_of(to_line(
      JsonDocument::array({entry.seq, to_epoch_ms(entry.act.at), entry.act.who, entry.act.from, entry.action,
                           entry.target, entry.details, entry.outcome, entry.previous})));
}

bool names_secret(std::string_view member) {
  constexpr std::array<std::string_view, 7> kWords{"password", "secret", "token",  "authorization",
                                                   "cookie",   "apikey", "api_key"};
  const std::string name = lower(member);
  return std::ranges::any_of(kWords, [&](std::string_view word) { return name.contains(word); });
}

// What nobody should have put there goes no further than here.
void mask(JsonDocument& json) {
  if (json.is_object()) {
    for (auto& [name, value] : json.items()) {
      const bool tells = value.is_string() || value.is_structured();
      if (tells && names_secret(name)) {
        value = "…";
      } else {
        mask(value);
      }
    }
  } else if (json.is_array()) {
    for (JsonDocument& value : json) mask(value);
  }
}

}  // namespace

Outcome append_audit(sqlite::Database& database, const Act& act, const AuditEvent& event) {
  STINT_ASSIGN(last, database.prepare(kLast));
  STINT_ASSIGN(found, last.step());
  JsonDocument details = event.details;
  mask(details);
  AuditEntry entry{.seq = found ? last.integer(0) + 1 : 1,
                   .act = act,
                   .action = event.action,
                   .target = event.target,
                   .details = to_line(details),
                   .outcome = event.outcome,
                   .previous = found ? std::string(last.text(1)) : "",
                   .hash = {}};
  last.reset();
  entry.hash = hash_of(entry);
  STINT_ASSIGN(insert, database.prepare(kInsert));
  insert.bind(1, entry.seq);
  insert.bind(2, to_epoch_ms(entry.act.at));
  insert.bind(3, entry.act.who);
  insert.bind(4, entry.act.from);
  insert.bind(5, entry.action);
  insert.bind(6, entry.target);
  insert.bind(7, entry.details);
  insert.bind(8, entry.outcome);
  insert.bind(9, entry.previous);
  insert.bind(10, entry.hash);
  return insert.run();
}

Result<AuditPage> audit_page(sqlite::Database& database, std::optional<std::int64_t> before, std::size_t most,
                             const std::optional<std::string>& who) {
  most = std::clamp<std::size_t>(most, 1, kMostPerPage);
  STINT_ASSIGN(rows, database.prepare(kNewest));
  rows.bind(1, before);
  who ? rows.bind(2, std::string_view{*who}) : rows.bind_null(2);
  // One more, to know whether there is another page.
  rows.bind(3, static_cast<std::int64_t>(most + 1));
  AuditPage page;
  for (;;) {
    STINT_ASSIGN(more, rows.step());
    if (!more) return page;
    if (page.entries.size() == most) {
      page.next = page.entries.back().seq;
      return page;
    }
    page.entries.push_back(entry_of(rows));
  }
}

Outcome check_audit(sqlite::Database& database, AuditCheck& check, std::size_t most) {
  STINT_ASSIGN(rows, database.prepare(kFollowing));
  // Rows after a gap have higher numbers than were counted; what is missing shows in the first of them.
  rows.bind(1, check.entries);
  rows.bind(2, static_cast<std::int64_t>(most));
  for (;;) {
    STINT_ASSIGN(more, rows.step());
    if (!more || check.broken) return {};
    const AuditEntry entry = entry_of(rows);
    const bool whole =
        entry.seq == check.entries + 1 && entry.previous == check.head && entry.hash == hash_of(entry);
    if (!whole) check.broken = entry.seq;
    ++check.entries;
    check.head = entry.hash;
  }
}

}  // namespace stint::access
