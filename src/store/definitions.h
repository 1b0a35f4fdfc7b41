// Sites and what they define around issues: projects, statuses, fields, people, boards, sprints. Small enough
// to be held in memory while something is read into the store.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "lib/sqlite/database.h"
#include "tracker/model.h"

namespace stint::store {

using SiteId = std::int64_t;

// A definition is *listed* when it came from the tracker's own list or configuration, and not listed when it
// was only seen inside an issue. What is listed stands above what is not; between equals the merge keeps what
// is known and does not depend on the order, so shuffled files give the same store.
struct StatusRow {
  tracker::Status status;
  bool listed = false;
  bool operator==(const StatusRow& other) const;
};

struct SprintRow {
  tracker::Sprint sprint;
  bool listed = false;
  bool operator==(const SprintRow& other) const;
};

[[nodiscard]] StatusRow merge(const StatusRow& a, const StatusRow& b);
[[nodiscard]] SprintRow merge(const SprintRow& a, const SprintRow& b);

struct SiteRow {
  SiteId id = 0;
  std::string url;  // empty: exports that name no site
  std::optional<Instant> export_end;
};

class Definitions {
 public:
  template <class Row>
  using Table = std::map<std::pair<SiteId, std::string>, Row>;

  // Everything the store holds.
  [[nodiscard]] static Result<Definitions> load(sqlite::Database& database);

  // The site of that URL, made when it is new. Exports that name no site ("") belong to the only site there
  // is: the first one that is named takes over what came before it.
  [[nodiscard]] SiteId site(std::string_view url);
  // The latest end that any export of the site named.
  void set_export_end(SiteId site, Instant end);

  void put_project(SiteId site, const std::string& key, const std::string& name);
  void put(SiteId site, const StatusRow& row);
  void put(SiteId site, const SprintRow& row);
  void put(SiteId site, const tracker::Field& field);
  // Taken only while nothing else is known of the field.
  void put_unlisted(SiteId site, const tracker::Field& field);
  void put(SiteId site, const tracker::Person& person);
  // A board configuration completes what a board list said of the same board.
  void put(SiteId site, const tracker::Board& board);

  // As the tracker has it now: what was known of it before, from wherever, does not count.
  void replace(SiteId site, const StatusRow& row);
  void replace(SiteId site, const SprintRow& row);
  void replace(SiteId site, const tracker::Field& field) { put(site, field); }
  void replace(SiteId site, const tracker::Person& person);
  void replace(SiteId site, const tracker::Board& board) { put(site, board); }

  // Writes what changed since load() or the last flush, inside the caller's transaction. True: something did.
  [[nodiscard]] Result<bool> flush(sqlite::Database& database);

  [[nodiscard]] const std::map<std::string, SiteRow>& sites() const { return sites_; }
  [[nodiscard]] const Table<std::string>& projects() const { return projects_; }
  [[nodiscard]] const Table<StatusRow>& statuses() const { return statuses_; }
  [[nodiscard]] const Table<tracker::Field>& fields() const { return fields_; }
  [[nodiscard]] const Table<tracker::Person>& people() const { return people_; }
  [[nodiscard]] const Table<tracker::Board>& boards() const { return boards_; }
  [[nodiscard]] const Table<SprintRow>& sprints() const { return sprints_; }

 private:
  using Key = std::pair<SiteId, std::string>;

  std::map<std::string, SiteRow> sites_;  // by URL
  Table<std::string> projects_;           // names by key
  Table<StatusRow> statuses_;
  Table<tracker::Field> fields_;
  Table<tracker::Person> people_;
  Table<tracker::Board> boards_;
  Table<SprintRow> sprints_;
  std::set<std::string> dirty_sites_;
  std::set<Key> dirty_projects_;
  std::set<Key> dirty_statuses_;
  std::set<Key> dirty_fields_;
  std::set<Key> dirty_people_;
  std::set<Key> dirty_boards_;
  std::set<Key> dirty_sprints_;
};

}  // namespace stint::store
