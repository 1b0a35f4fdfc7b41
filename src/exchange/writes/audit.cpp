#include "exchange/writes/audit.h"

#include <fmt/format.h>
#include <utility>

#include "exchange/writes/encoding.h"
#include "lib/sodium/sha256.h"

namespace stint::writes {
namespace {

constexpr std::string_view kColumns =
    "seq, at, user, connection, action, plan, target, detail, previous, hash";
// A shorter text would be found in innocent words.
constexpr std::size_t kShortestSecret = 6;

AuditEntry entry_of(const sqlite::Statement& row) {
  return {.seq = row.integer(0),
          .at = from_epoch_ms(row.integer(1)),
          .actor = {std::string(row.text(2)), std::string(row.text(3))},
          .action = std::string(row.text(4)),
          .plan = row.integer(5),
          .target = std::string(row.text(6)),
          .detail = std::string(row.text(7)),
          .previous = std::string(row.text(8)),
          .hash = std::string(row.text(9))};
}

std::string hash_of(const AuditEntry& entry) {
  // As JSON, so that no text can pass for the border between two.
  const JsonDocument all =
      JsonDocument::array({entry.seq, to_epoch_ms(entry.at), entry.actor.user, entry.actor.connection,
                           entry.action, entry.plan, entry.target, entry.detail, entry.previous});
  return sha256_of(line_of(all));
}

void mask(std::string& text, std::string_view hidden) {
  constexpr std::string_view kMask = "…";
  for (std::size_t at = 0; (at = text.find(hidden, at)) != std::string::npos; at += kMask.size())
    text.replace(at, hidden.size(), kMask);
}

}  // namespace

std::string without_secrets(std::string text, const std::vector<Secret>& secrets) {
  for (const Secret& secret : secrets) {
    if (secret.reveal().size() < kShortestSecret) continue;
    mask(text, secret.reveal());
    // And as it stands in JSON.
    const Secret quoted{line_of(JsonDocument(secret.reveal()))};
    mask(text, quoted.reveal().substr(1, quoted.reveal().size() - 2));
  }
  return text;
}

bool holds_secret(std::string_view text, const std::vector<Secret>& secrets) {
  std::string copy{text};
  return without_secrets(copy, secrets) != copy;
}

Outcome append_audit(sqlite::Database& database, AuditEntry entry, const std::vector<Secret>& secrets) {
  STINT_ASSIGN(last, database.prepare("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1"));
  STINT_ASSIGN(found, last.step());
  entry.seq = found ? last.integer(0) + 1 : 1;
  entry.previous = found ? std::string(last.text(1)) : "";
  last.reset();
  entry.actor.user = without_secrets(std::move(entry.actor.user), secrets);
  entry.target = without_secrets(std::move(entry.target), secrets);
  entry.detail = without_secrets(std::move(entry.detail), secrets);
  entry.hash = hash_of(entry);
  STINT_ASSIGN(insert,
               database.prepare(fmt::format(
                   "INSERT INTO audit ({}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)", kColumns)));
  insert.bind(1, entry.seq);
  insert.bind(2, to_epoch_ms(entry.at));
  insert.bind(3, entry.actor.user);
  insert.bind(4, entry.actor.connection);
  insert.bind(5, entry.action);
  insert.bind(6, entry.plan);
  insert.bind(7, entry.target);
  insert.bind(8, entry.detail);
  insert.bind(9, entry.previous);
  insert.bind(10, entry.hash);
  return insert.run();
}

Result<std::vector<AuditEntry>> newest_audit(sqlite::Database& database, std::size_t most) {
  STINT_ASSIGN(rows,
               database.prepare(fmt::format("SELECT {} FROM audit ORDER BY seq DESC LIMIT ?1", kColumns)));
  rows.bind(1, static_cast<std::int64_t>(most));
  std::vector<AuditEntry> entries;
  for (;;) {
    STINT_ASSIGN(more, rows.step());
    if (!more) return entries;
    entries.push_back(entry_of(rows));
  }
}

Result<AuditCheck> check_audit(sqlite::Database& database) {
  STINT_ASSIGN(rows, database.prepare(fmt::format("SELECT {} FROM audit ORDER BY seq", kColumns)));
  AuditCheck check;
  for (;;) {
    STINT_ASSIGN(more, rows.step());
    if (!more) return check;
    const AuditEntry entry = entry_of(rows);
    ++check.entries;
    const bool whole =
        entry.seq == check.entries && entry.previous == check.head && entry.hash == hash_of(entry);
    if (!whole && !check.broken) check.broken = entry.seq;
    check.head = entry.hash;
  }
}

}  // namespace stint::writes
