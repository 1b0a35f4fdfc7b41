#include "support/dump.h"

#include <array>
#include <gtest/gtest.h>

#include "store/store.h"

namespace stint::test {
namespace {

constexpr std::string_view kIssueColumns =
    "s.url, i.id, i.key, i.project_key, i.type, i.subtask, i.epic, i.status_id, i.resolution, i.priority, "
    "i.created_at, "
    "i.updated_at, i.resolved_at, i.due_at, i.assignee, i.reporter, i.parent_id, i.parent_key, i.flagged, "
    "i.criteria, "
    "i.numbers, i.sprints, i.labels, i.components, i.fix_versions, i.affected_versions, i.links, "
    "i.has_history, "
    "i.history_total, i.history_count, i.fields_hash, i.history_hash, i.summary, i.environment, "
    "i.acceptance_criteria, "
    "i.description";

constexpr std::string_view kChanges = "(SELECT changes FROM changelog AS c WHERE c.issue = i.ref)";
constexpr std::string_view kComments =
    "(SELECT json_group_array(json_array(id, at, author, body)) FROM "
    "(SELECT * FROM comment AS c WHERE c.issue = i.ref ORDER BY id))";

constexpr std::array<std::string_view, 9> kTables{
    "SELECT json_array('site', url, export_end_at) FROM site ORDER BY url",
    "SELECT json_array('project', s.url, t.key, t.name) FROM project AS t JOIN site AS s ON s.id = t.site "
    "ORDER BY s.url, t.key",
    "SELECT json_array('status', s.url, t.id, t.name, t.category, t.listed) FROM status AS t JOIN site AS s "
    "ON s.id = t.site "
    "ORDER BY s.url, t.id",
    "SELECT json_array('field', s.url, t.id, t.name, t.type) FROM field AS t JOIN site AS s ON s.id = t.site "
    "ORDER BY s.url, t.id",
    "SELECT json_array('person', s.url, t.id, t.name, t.bot) FROM person AS t JOIN site AS s ON s.id = "
    "t.site "
    "ORDER BY s.url, t.id",
    "SELECT json_array('board', s.url, t.id, t.name, t.type, t.project_key, t.estimation_field, t.columns) "
    "FROM board AS t "
    "JOIN site AS s ON s.id = t.site ORDER BY s.url, t.id",
    "SELECT json_array('sprint', s.url, t.id, t.name, t.board_id, t.state, t.start_at, t.end_at, "
    "t.activated_at, "
    "t.completed_at, t.goal, t.listed) FROM sprint AS t JOIN site AS s ON s.id = t.site ORDER BY s.url, t.id",
    "SELECT json_array('pending', s.url, t.issue, t.total, t.changes) FROM pending_changelog AS t "
    "JOIN site AS s ON s.id = t.site ORDER BY s.url, t.issue, t.total, t.changes",
    "SELECT json_array('setting', name, value) FROM setting WHERE name <> 'store_id' ORDER BY name",
};

std::string issue_query(std::string_view first) {
  std::string sql{"SELECT "};
  sql += first;
  sql += "json_array(";
  sql += kIssueColumns;
  sql += ", ";
  sql += kChanges;
  sql += ", ";
  sql += kComments;
  sql += ") FROM issue AS i JOIN site AS s ON s.id = i.site ORDER BY s.url, i.id";
  return sql;
}

}  // namespace

std::string rows(sqlite::Database& database, std::string_view sql) {
  std::string text;
  auto statement = database.prepare(sql);
  EXPECT_TRUE(statement) << statement.error().to_string();
  while (statement) {
    const auto more = statement->step();
    EXPECT_TRUE(more) << more.error().to_string();
    if (!more || !*more) break;
    text += statement->text(0);
    text += '\n';
  }
  return text;
}

std::string rows(const std::filesystem::path& data_folder, std::string_view sql) {
  auto database = store::open_for_reading(data_folder);
  EXPECT_TRUE(database) << database.error().to_string();
  return database ? rows(*database, sql) : std::string{};
}

std::string dump(sqlite::Database& database) {
  std::string text;
  for (const std::string_view sql : kTables) text += rows(database, sql);
  return text + rows(database, issue_query(""));
}

std::string dump(const std::filesystem::path& data_folder) {
  auto database = store::open_for_reading(data_folder);
  EXPECT_TRUE(database) << database.error().to_string();
  return database ? dump(*database) : std::string{};
}

std::map<std::string, std::string> dump_issues(const std::filesystem::path& data_folder) {
  std::map<std::string, std::string> issues;
  auto database = store::open_for_reading(data_folder);
  EXPECT_TRUE(database) << database.error().to_string();
  if (!database) return issues;
  auto statement = database->prepare(issue_query("s.url || ' ' || i.id, "));
  EXPECT_TRUE(statement) << statement.error().to_string();
  while (statement) {
    const auto more = statement->step();
    EXPECT_TRUE(more) << more.error().to_string();
    if (!more || !*more) break;
    EXPECT_TRUE(issues.emplace(statement->text(0), statement->text(1)).second) << statement->text(0);
  }
  return issues;
}

}  // namespace stint::test
