#include "jobs/alerts/settings_table.h"

namespace stint::jobs {
namespace {

constexpr const char* kRules = "SELECT name, content FROM rule ORDER BY name";
constexpr const char* kPutRule =
    "INSERT INTO rule (name, content) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET content = ?2";
constexpr const char* kRemoveRule = "DELETE FROM rule WHERE name = ?1 RETURNING name";
constexpr const char* kSummaries = "SELECT name, content FROM summary ORDER BY name";
constexpr const char* kPutSummary =
    "INSERT INTO summary (name, content) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET content = ?2";
constexpr const char* kRemoveSummary = "DELETE FROM summary WHERE name = ?1 RETURNING name";
constexpr const char* kChannels = "SELECT name, content FROM channel ORDER BY name";
constexpr const char* kChannel = "SELECT name, content FROM channel WHERE name = ?1";
constexpr const char* kPutChannel =
    "INSERT INTO channel (name, content) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET content = ?2";
constexpr const char* kRemoveChannel = "DELETE FROM channel WHERE name = ?1 RETURNING name";

Outcome put(sqlite::Database& database, const char* sql, std::string_view name, std::string_view content) {
  STINT_ASSIGN(statement, database.prepare(sql));
  statement.bind(1, name);
  statement.bind(2, content);
  return statement.run();
}

Result<bool> remove(sqlite::Database& database, const char* sql, std::string_view name) {
  STINT_ASSIGN(statement, database.prepare(sql));
  statement.bind(1, name);
  return statement.step();
}

}  // namespace

Result<std::vector<AlertRule>> all_rules(sqlite::Database& database) {
  STINT_ASSIGN(rows, database.prepare(kRules));
  std::vector<AlertRule> rules;
  for (;;) {
    STINT_ASSIGN(more, rows.step());
    if (!more) return rules;
    STINT_ASSIGN(rule, rule_from_json(rows.text(1)));
    rules.push_back(std::move(rule));
  }
}

Outcome put_rule(sqlite::Database& database, const AlertRule& rule) {
  return put(database, kPutRule, rule.name, to_line(to_json(rule)));
}

Result<bool> remove_rule(sqlite::Database& database, std::string_view name) {
  return remove(database, kRemoveRule, name);
}

Result<std::vector<SummaryRule>> all_summaries(sqlite::Database& database) {
  STINT_ASSIGN(rows, database.prepare(kSummaries));
  std::vector<SummaryRule> rules;
  for (;;) {
    STINT_ASSIGN(more, rows.step());
    if (!more) return rules;
    STINT_ASSIGN(rule, summary_from_json(rows.text(1)));
    rules.push_back(std::move(rule));
  }
}

Outcome put_summary(sqlite::Database& database, const SummaryRule& rule) {
  return put(database, kPutSummary, rule.name, to_line(to_json(rule)));
}

Result<bool> remove_summary(sqlite::Database& database, std::string_view name) {
  return remove(database, kRemoveSummary, name);
}

Result<std::vector<Channel>> all_channels(sqlite::Database& database) {
  STINT_ASSIGN(rows, database.prepare(kChannels));
  std::vector<Channel> channels;
  for (;;) {
    STINT_ASSIGN(more, rows.step());
    if (!more) return channels;
    STINT_ASSIGN(channel, stored_channel(rows.text(0), rows.text(1)));
    channels.push_back(std::move(channel));
  }
}

Result<std::optional<Channel>> find_channel(sqlite::Database& database, std::string_view name) {
  STINT_ASSIGN(rows, database.prepare(kChannel));
  rows.bind(1, name);
  STINT_ASSIGN(found, rows.step());
  if (!found) return std::optional<Channel>{};
  STINT_ASSIGN(channel, stored_channel(rows.text(0), rows.text(1)));
  return std::optional{std::move(channel)};
}

Outcome put_channel(sqlite::Database& database, const Channel& channel) {
  return put(database, kPutChannel, channel.name, stored(channel));
}

Result<bool> remove_channel(sqlite::Database& database, std::string_view name) {
  return remove(database, kRemoveChannel, name);
}

}  // namespace stint::jobs
