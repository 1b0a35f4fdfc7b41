#include "store/capacity_table.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "base/instant.h"
#include "lib/simdjson/json.h"

namespace stint::store {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using tracker::DaysOff;
using tracker::MemberCapacity;
using tracker::SprintCapacity;

constexpr std::string_view kReadAll =
    "SELECT person, hours_per_day, days_off, site, sprint, board FROM capacity ORDER BY site, sprint, board, "
    "person";
constexpr std::string_view kReadOne =
    "SELECT person, hours_per_day, days_off FROM capacity WHERE site = ?1 AND sprint = ?2 AND board = ?3 "
    "ORDER BY "
    "person";
constexpr std::string_view kDrop = "DELETE FROM capacity WHERE site = ?1 AND sprint = ?2 AND board = ?3";
constexpr std::string_view kWrite = "INSERT INTO capacity VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

// "[["2026-11-20","2026-11-21"]]"
std::string encode_days(const std::vector<DaysOff>& list) {
  std::string out = "[";
  const auto day = [](sys_days at) { return format_day(Day{at.time_since_epoch()}); };
  for (const DaysOff& off : list) {
    out += out.size() > 1 ? ",[\"" : "[\"";
    out += day(off.first) + "\",\"" + day(off.last) + "\"]";
  }
  return out += ']';
}

std::vector<DaysOff> decode_days(std::string_view text) {
  std::vector<DaysOff> list;
  json::Parser parser;
  const auto root = parser.parse(text);
  if (!root) return list;
  const json::Items items = root->items();
  for (const json::Value item : items) {
    const auto first = parse_iso_instant(item.at(0).text());
    const auto last = parse_iso_instant(item.at(1).text());
    if (first && last) list.push_back({std::chrono::floor<days>(*first), std::chrono::floor<days>(*last)});
  }
  return list;
}

// The row without a person is the team's own.
void take_row(const sqlite::Statement& row, SprintCapacity& capacity) {
  std::vector<DaysOff> days_off = decode_days(row.text(2));
  if (row.text(0).empty()) {
    capacity.days_off = std::move(days_off);
  } else {
    capacity.members.push_back({std::string{row.text(0)}, row.real(1), std::move(days_off)});
  }
}

// As it is read again: by person, once.
SprintCapacity tidy(SprintCapacity capacity) {
  std::ranges::stable_sort(capacity.members, {}, &MemberCapacity::person);
  const auto repeated = std::ranges::unique(capacity.members, {}, &MemberCapacity::person);
  capacity.members.erase(repeated.begin(), repeated.end());
  return capacity;
}

}  // namespace

Result<std::vector<CapacityRow>> read_capacities(sqlite::Database& database) {
  STINT_ASSIGN(statement, database.prepare(kReadAll));
  std::vector<CapacityRow> rows;
  for (;;) {
    STINT_ASSIGN(more, statement.step());
    if (!more) return rows;
    const SiteId site = statement.integer(3);
    const std::string_view sprint = statement.text(4);
    const std::string_view board = statement.text(5);
    if (rows.empty() || rows.back().site != site || rows.back().capacity.sprint_id != sprint ||
        rows.back().capacity.board_id != board) {
      rows.push_back({site, {std::string{sprint}, std::string{board}, {}, {}}});
    }
    take_row(statement, rows.back().capacity);
  }
}

Result<bool> replace_capacity(sqlite::Database& database, SiteId site, const SprintCapacity& given) {
  const SprintCapacity capacity = tidy(given);
  const auto bind = [&](sqlite::Statement& statement) {
    statement.bind(1, site);
    statement.bind(2, capacity.sprint_id);
    statement.bind(3, capacity.board_id);
  };
  STINT_ASSIGN(read, database.prepare(kReadOne));
  bind(read);
  SprintCapacity known{capacity.sprint_id, capacity.board_id, {}, {}};
  for (;;) {
    STINT_ASSIGN(more, read.step());
    if (!more) break;
    take_row(read, known);
  }
  if (known == capacity) return false;
  STINT_ASSIGN(drop, database.prepare(kDrop));
  bind(drop);
  STINT_TRY(drop.run());
  STINT_ASSIGN(write, database.prepare(kWrite));
  const auto put = [&](std::string_view person, double hours, const std::vector<DaysOff>& days_off) {
    const std::string days_text = encode_days(days_off);
    bind(write);
    write.bind(4, person);
    write.bind(5, hours);
    write.bind(6, days_text);
    return write.run();
  };
  for (const MemberCapacity& member : capacity.members)
    STINT_TRY(put(member.person, member.hours_per_day, member.days_off));
  if (!capacity.days_off.empty()) STINT_TRY(put({}, 0, capacity.days_off));
  return true;
}

}  // namespace stint::store
