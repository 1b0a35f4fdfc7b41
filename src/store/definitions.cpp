#include "store/definitions.h"

#include <algorithm>
#include <tuple>

#include "lib/simdjson/json.h"
#include "store/instants.h"

namespace stint::store {
namespace {

constexpr std::string_view kReadSites = "SELECT id, url, export_end_at FROM site";
constexpr std::string_view kReadProjects = "SELECT site, key, name FROM project";
constexpr std::string_view kReadStatuses = "SELECT site, id, name, category, listed FROM status";
constexpr std::string_view kReadFields = "SELECT site, id, name, type FROM field";
constexpr std::string_view kReadPeople = "SELECT site, id, name, bot FROM person";
constexpr std::string_view kReadBoards =
    "SELECT site, id, name, type, project_key, estimation_field, columns FROM board";
constexpr std::string_view kReadSprints =
    "SELECT site, id, name, board_id, state, start_at, end_at, activated_at, completed_at, goal, listed FROM "
    "sprint";

constexpr std::string_view kWriteSite =
    "INSERT INTO site VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET url = excluded.url, "
    "export_end_at = excluded.export_end_at";
constexpr std::string_view kWriteProject = "INSERT OR REPLACE INTO project VALUES (?1, ?2, ?3)";
constexpr std::string_view kWriteStatus = "INSERT OR REPLACE INTO status VALUES (?1, ?2, ?3, ?4, ?5)";
constexpr std::string_view kWriteField = "INSERT OR REPLACE INTO field VALUES (?1, ?2, ?3, ?4)";
constexpr std::string_view kWritePerson = "INSERT OR REPLACE INTO person VALUES (?1, ?2, ?3, ?4)";
constexpr std::string_view kWriteBoard = "INSERT OR REPLACE INTO board VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
constexpr std::string_view kWriteSprint =
    "INSERT OR REPLACE INTO sprint VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";

std::string encode_columns(const std::vector<tracker::BoardColumn>& columns) {
  std::string out = "[";
  for (const tracker::BoardColumn& column : columns) {
    out += out.size() > 1 ? ",[" : "[";
    json::escape_to(out, column.name);
    for (const std::string& status : column.status_ids) {
      out += ',';
      json::escape_to(out, status);
    }
    out += ']';
  }
  return out += ']';
}

std::vector<tracker::BoardColumn> decode_columns(json::Parser& parser, std::string_view text) {
  std::vector<tracker::BoardColumn> columns;
  const auto root = parser.parse(text);
  if (!root) return columns;
  for (const json::Value item : root->items()) {
    tracker::BoardColumn& column = columns.emplace_back();
    column.name = item.at(0).text();
    bool first = true;
    for (const json::Value status : item.items()) {
      if (!first) column.status_ids.emplace_back(status.text());
      first = false;
    }
  }
  return columns;
}

// Calls `read` with every row of `sql`.
template <class Read>
Outcome for_each_row(sqlite::Database& database, std::string_view sql, Read read) {
  STINT_ASSIGN(statement, database.prepare(sql));
  for (;;) {
    STINT_ASSIGN(more, statement.step());
    if (!more) return {};
    read(statement);
  }
}

// Runs `sql` once for every key, with values bound by `bind`.
template <class Key, class Bind>
Outcome for_each_key(sqlite::Database& database, std::string_view sql, std::set<Key>& keys, Bind bind) {
  if (keys.empty()) return {};
  STINT_ASSIGN(statement, database.prepare(sql));
  for (const Key& key : keys) {
    bind(statement, key);
    STINT_TRY(statement.run());
  }
  keys.clear();
  return {};
}

// Takes the row in when it differs from what is known, and remembers that it did.
template <class Row>
void put_row(Definitions::Table<Row>& table, std::set<std::pair<SiteId, std::string>>& dirty, SiteId site,
             const std::string& id, const Row& row) {
  if (id.empty()) return;
  const auto [found, added] = table.try_emplace({site, id}, row);
  if (!added && found->second == row) return;
  if (!added) found->second = row;
  dirty.insert(found->first);
}

template <class T>
T larger(const T& a, const T& b) {
  return a < b ? b : a;
}

auto status_order(const StatusRow& row) {
  return std::tuple{row.listed, row.status.category != tracker::StatusCategory::unknown, row.status.category,
                    row.status.name};
}

auto sprint_order(const SprintRow& row) {
  return std::tuple{row.sprint.state, row.listed,      row.sprint.end,     row.sprint.start,
                    row.sprint.name,  row.sprint.goal, row.sprint.board_id};
}

}  // namespace

bool StatusRow::operator==(const StatusRow& other) const {
  return listed == other.listed && status.name == other.status.name &&
         status.category == other.status.category;
}

bool SprintRow::operator==(const SprintRow& other) const {
  const auto all = [](const SprintRow& row) {
    const tracker::Sprint& s = row.sprint;
    return std::tie(row.listed, s.name, s.board_id, s.state, s.start, s.end, s.activated, s.completed,
                    s.goal);
  };
  return all(*this) == all(other);
}

StatusRow merge(const StatusRow& a, const StatusRow& b) {
  StatusRow merged = status_order(a) < status_order(b) ? b : a;
  if (merged.status.category == tracker::StatusCategory::unknown) {
    merged.status.category = larger(a.status.category, b.status.category);
  }
  return merged;
}

// A sprint only moves forward (future, active, closed), so the later state is the newer description.
SprintRow merge(const SprintRow& a, const SprintRow& b) {
  const bool b_wins = sprint_order(a) < sprint_order(b);
  SprintRow merged = b_wins ? b : a;
  const tracker::Sprint& other = b_wins ? a.sprint : b.sprint;
  tracker::Sprint& sprint = merged.sprint;
  merged.listed = a.listed || b.listed;
  if (!sprint.start) sprint.start = other.start;
  if (!sprint.end) sprint.end = other.end;
  sprint.activated = sprint.activated && other.activated ? std::min(sprint.activated, other.activated)
                                                         : larger(sprint.activated, other.activated);
  sprint.completed = larger(sprint.completed, other.completed);
  if (sprint.board_id.empty()) sprint.board_id = other.board_id;
  if (sprint.goal.empty()) sprint.goal = other.goal;
  return merged;
}

Result<Definitions> Definitions::load(sqlite::Database& database) {
  Definitions d;
  json::Parser parser;
  using Row = sqlite::Statement;
  const auto key = [](const Row& row) { return Key{row.integer(0), std::string{row.text(1)}}; };
  STINT_TRY(for_each_row(database, kReadSites, [&](const Row& row) {
    const std::string url{row.text(1)};
    d.sites_[url] = {row.integer(0), url, instant_of(row, 2)};
  }));
  STINT_TRY(for_each_row(database, kReadProjects,
                         [&](const Row& row) { d.projects_[key(row)] = std::string{row.text(2)}; }));
  STINT_TRY(for_each_row(database, kReadStatuses, [&](const Row& row) {
    d.statuses_[key(row)] = {{std::string{row.text(1)}, std::string{row.text(2)},
                              static_cast<tracker::StatusCategory>(row.integer(3))},
                             row.integer(4) != 0};
  }));
  STINT_TRY(for_each_row(database, kReadFields, [&](const Row& row) {
    d.fields_[key(row)] = {std::string{row.text(1)}, std::string{row.text(2)}, std::string{row.text(3)}};
  }));
  STINT_TRY(for_each_row(database, kReadPeople, [&](const Row& row) {
    d.people_[key(row)] = {std::string{row.text(1)}, std::string{row.text(2)}, row.integer(3) != 0};
  }));
  STINT_TRY(for_each_row(database, kReadBoards, [&](const Row& row) {
    tracker::Board& board = d.boards_[key(row)];
    board.id = row.text(1);
    board.name = row.text(2);
    board.type = row.text(3);
    board.project_key = row.text(4);
    board.estimation_field = row.text(5);
    board.columns = decode_columns(parser, row.text(6));
  }));
  STINT_TRY(for_each_row(database, kReadSprints, [&](const Row& row) {
    SprintRow& sprint = d.sprints_[key(row)];
    sprint.sprint.id = row.text(1);
    sprint.sprint.name = row.text(2);
    sprint.sprint.board_id = row.text(3);
    sprint.sprint.state = static_cast<tracker::SprintState>(row.integer(4));
    sprint.sprint.start = instant_of(row, 5);
    sprint.sprint.end = instant_of(row, 6);
    sprint.sprint.activated = instant_of(row, 7);
    sprint.sprint.completed = instant_of(row, 8);
    sprint.sprint.goal = row.text(9);
    sprint.listed = row.integer(10) != 0;
  }));
  return d;
}

SiteId Definitions::site(std::string_view url) {
  const auto found = sites_.find(std::string{url});
  if (found != sites_.end()) return found->second.id;
  if (const auto nameless = sites_.find(""); nameless != sites_.end() && sites_.size() == 1) {
    // What came before without a name is of the first site that has one.
    SiteRow row = std::move(nameless->second);
    sites_.erase(nameless);
    dirty_sites_.erase("");
    row.url = url;
    const SiteId id = row.id;
    sites_[row.url] = std::move(row);
    dirty_sites_.emplace(url);
    return id;
  }
  if (url.empty() && sites_.size() == 1) return sites_.begin()->second.id;
  SiteId next = 1;
  for (const auto& [_, known] : sites_) next = std::max(next, known.id + 1);
  sites_[std::string{url}] = {next, std::string{url}, std::nullopt};
  dirty_sites_.emplace(url);
  return next;
}

void Definitions::set_export_end(SiteId site, Instant end) {
  for (auto& [url, row] : sites_) {
    if (row.id != site || (row.export_end && *row.export_end >= end)) continue;
    row.export_end = end;
    dirty_sites_.insert(url);
  }
}

void Definitions::put_project(SiteId site, const std::string& key, const std::string& name) {
  // A CSV row may know the key alone.
  const auto found = projects_.find({site, key});
  if (found != projects_.end() && (name.empty() || found->second == name)) return;
  put_row(projects_, dirty_projects_, site, key, name);
}

void Definitions::put(SiteId site, const StatusRow& row) {
  const auto found = statuses_.find({site, row.status.id});
  put_row(statuses_, dirty_statuses_, site, row.status.id,
          found == statuses_.end() ? row : merge(found->second, row));
}

void Definitions::put(SiteId site, const SprintRow& row) {
  const auto found = sprints_.find({site, row.sprint.id});
  put_row(sprints_, dirty_sprints_, site, row.sprint.id,
          found == sprints_.end() ? row : merge(found->second, row));
}

void Definitions::put(SiteId site, const tracker::Field& field) {
  const auto found = fields_.find({site, field.id});
  if (found != fields_.end() && found->second.name == field.name &&
      (field.type.empty() || found->second.type == field.type)) {
    return;
  }
  tracker::Field& kept = fields_[{site, field.id}];
  kept.id = field.id;
  kept.name = field.name;
  if (!field.type.empty()) kept.type = field.type;
  dirty_fields_.insert({site, field.id});
}

void Definitions::put_unlisted(SiteId site, const tracker::Field& field) {
  if (fields_.try_emplace({site, field.id}, field).second) dirty_fields_.insert({site, field.id});
}

void Definitions::put(SiteId site, const tracker::Person& person) {
  const auto [found, added] = people_.try_emplace({site, person.id}, person);
  tracker::Person& known = found->second;
  if (!added) {
    // People are renamed; between two names there is no telling which is newer, so the choice is arbitrary
    // but the same in whatever order.
    const std::string name = larger(known.name, person.name);
    const bool bot = known.bot || person.bot;
    if (name == known.name && bot == known.bot) return;
    known.name = name;
    known.bot = bot;
  }
  dirty_people_.insert(found->first);
}

void Definitions::put(SiteId site, const tracker::Board& board) {
  tracker::Board merged = board;
  const auto found = boards_.find({site, board.id});
  if (found != boards_.end()) {
    const tracker::Board& known = found->second;
    if (merged.columns.empty()) merged.columns = known.columns;
    if (merged.estimation_field.empty()) merged.estimation_field = known.estimation_field;
    if (merged.project_key.empty()) merged.project_key = known.project_key;
    if (merged.type.empty()) merged.type = known.type;
    if (merged.name == known.name && merged.type == known.type && merged.project_key == known.project_key &&
        merged.estimation_field == known.estimation_field &&
        encode_columns(merged.columns) == encode_columns(known.columns)) {
      return;
    }
  }
  boards_[{site, board.id}] = merged;
  dirty_boards_.insert({site, board.id});
}

void Definitions::replace(SiteId site, const StatusRow& row) {
  put_row(statuses_, dirty_statuses_, site, row.status.id, row);
}

void Definitions::replace(SiteId site, const SprintRow& row) {
  put_row(sprints_, dirty_sprints_, site, row.sprint.id, row);
}

void Definitions::replace(SiteId site, const tracker::Person& person) {
  const auto found = people_.find({site, person.id});
  if (person.id.empty() ||
      (found != people_.end() && found->second.name == person.name && found->second.bot == person.bot)) {
    return;
  }
  people_[{site, person.id}] = person;
  dirty_people_.insert({site, person.id});
}

Result<bool> Definitions::flush(sqlite::Database& database) {
  const bool any =
      !(dirty_sites_.empty() && dirty_projects_.empty() && dirty_statuses_.empty() && dirty_fields_.empty() &&
        dirty_people_.empty() && dirty_boards_.empty() && dirty_sprints_.empty());
  using Row = sqlite::Statement;
  const auto bind_key = [](Row& row, const Key& key) {
    row.bind(1, key.first);
    row.bind(2, key.second);
  };
  STINT_TRY(for_each_key(database, kWriteSite, dirty_sites_, [&](Row& row, const std::string& url) {
    const SiteRow& site = sites_.at(url);
    row.bind(1, site.id);
    row.bind(2, url);
    row.bind(3, ms_of(site.export_end));
  }));
  STINT_TRY(for_each_key(database, kWriteProject, dirty_projects_, [&](Row& row, const Key& key) {
    bind_key(row, key);
    row.bind(3, projects_.at(key));
  }));
  STINT_TRY(for_each_key(database, kWriteStatus, dirty_statuses_, [&](Row& row, const Key& key) {
    const StatusRow& status = statuses_.at(key);
    bind_key(row, key);
    row.bind(3, status.status.name);
    row.bind(4, static_cast<std::int64_t>(status.status.category));
    row.bind(5, std::int64_t{status.listed});
  }));
  STINT_TRY(for_each_key(database, kWriteField, dirty_fields_, [&](Row& row, const Key& key) {
    bind_key(row, key);
    row.bind(3, fields_.at(key).name);
    row.bind(4, fields_.at(key).type);
  }));
  STINT_TRY(for_each_key(database, kWritePerson, dirty_people_, [&](Row& row, const Key& key) {
    bind_key(row, key);
    row.bind(3, people_.at(key).name);
    row.bind(4, std::int64_t{people_.at(key).bot});
  }));
  std::string columns;
  STINT_TRY(for_each_key(database, kWriteBoard, dirty_boards_, [&](Row& row, const Key& key) {
    const tracker::Board& board = boards_.at(key);
    columns = encode_columns(board.columns);
    bind_key(row, key);
    row.bind(3, board.name);
    row.bind(4, board.type);
    row.bind(5, board.project_key);
    row.bind(6, board.estimation_field);
    row.bind(7, columns);
  }));
  STINT_TRY(for_each_key(database, kWriteSprint, dirty_sprints_, [&](Row& row, const Key& key) {
    const SprintRow& stored = sprints_.at(key);
    const tracker::Sprint& sprint = stored.sprint;
    bind_key(row, key);
    row.bind(3, sprint.name);
    row.bind(4, sprint.board_id);
    row.bind(5, static_cast<std::int64_t>(sprint.state));
    row.bind(6, ms_of(sprint.start));
    row.bind(7, ms_of(sprint.end));
    row.bind(8, ms_of(sprint.activated));
    row.bind(9, ms_of(sprint.completed));
    row.bind(10, sprint.goal);
    row.bind(11, std::int64_t{stored.listed});
  }));
  return any;
}

}  // namespace stint::store
