#include "store/issue_table.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <numeric>
#include <string>
#include <vector>

#include "store/definitions.h"
#include "store/journal.h"
#include "store/store.h"
#include "support/dump.h"
#include "support/scratch.h"

namespace stint::store {
namespace {

using tracker::Change;
using tracker::Issue;

// A store of one site, written to inside one transaction after the other.
class Table {
 public:
  Table()
      : lock_(WriteLock::acquire(scratch_.path()).value()),
        database_(open_for_writing(scratch_.path(), lock_).value()) {
    EXPECT_TRUE(database_.execute("INSERT INTO site VALUES (1, 'https://one.example', NULL)"));
  }

  PutOutcome put(Issue issue) {
    auto writer = IssueWriter::create(database_);
    auto transaction = sqlite::Transaction::begin(database_);
    const auto outcome = writer->put(1, encode(std::move(issue)));
    EXPECT_TRUE(outcome) << outcome.error().to_string();
    EXPECT_TRUE(transaction->commit());
    return outcome.value_or(PutOutcome::added);
  }
  PutOutcome replace(Issue issue) {
    auto writer = IssueWriter::create(database_);
    auto transaction = sqlite::Transaction::begin(database_);
    const auto outcome = writer->replace(1, encode(std::move(issue)));
    EXPECT_TRUE(outcome) << outcome.error().to_string();
    EXPECT_TRUE(transaction->commit());
    return outcome.value_or(PutOutcome::added);
  }
  bool remove(std::string_view id) {
    auto writer = IssueWriter::create(database_);
    auto transaction = sqlite::Transaction::begin(database_);
    const bool removed = writer->remove(1, id).value();
    EXPECT_TRUE(transaction->commit());
    return removed;
  }
  // How many issues changed since; -1: everything has to be read anew.
  std::int64_t changed_since(std::int64_t then) {
    const auto changed = store::changed_since(database_, then, 100).value();
    return changed ? static_cast<std::int64_t>(changed->size()) : -1;
  }
  std::int64_t revision() { return store::revision(database_).value(); }
  HistoryOutcome add_history(std::string_view issue, std::int64_t total, const std::vector<Change>& changes) {
    auto writer = IssueWriter::create(database_);
    auto transaction = sqlite::Transaction::begin(database_);
    const auto outcome = writer->add_history(1, issue, total, encode_changes(changes));
    EXPECT_TRUE(outcome) << outcome.error().to_string();
    EXPECT_TRUE(transaction->commit());
    return outcome.value_or(HistoryOutcome::no_issue);
  }
  std::string rows(std::string_view sql) { return test::rows(database_, sql); }
  std::string dump() { return test::dump(database_); }

 private:
  test::Scratch scratch_;
  WriteLock lock_;
  sqlite::Database database_;
};

Change change(int entry, std::string to) {
  Change c;
  c.history_id = std::to_string(entry);
  c.at = from_epoch_ms(1000 + entry);
  c.field = c.field_id = "status";
  c.to_text = std::move(to);
  c.author = "u1";
  return c;
}

Issue issue(std::int64_t updated, std::string summary = "a") {
  Issue i;
  i.id = "1";
  i.key = "T-1";
  i.project_key = "T";
  i.created = from_epoch_ms(1000);
  i.updated = from_epoch_ms(updated);
  i.summary = std::move(summary);
  return i;
}

Issue with_history(Issue i, std::vector<Change> changes, std::int64_t total = -1) {
  i.history_total = total >= 0 ? total : static_cast<std::int64_t>(changes.size());
  i.changes = std::move(changes);
  i.has_history = true;
  return i;
}

Issue with_comment(Issue i, std::string id, std::string body) {
  i.comments.push_back({std::move(id), from_epoch_ms(2000), "u1", false, std::move(body)});
  return i;
}

TEST(IssueTable, NewestWins) {
  Table table;
  EXPECT_EQ(table.put(issue(10, "first")), PutOutcome::added);
  EXPECT_EQ(table.put(issue(10, "first")), PutOutcome::unchanged);
  EXPECT_EQ(table.put(issue(20, "second")), PutOutcome::updated);
  EXPECT_EQ(table.put(issue(10, "first")), PutOutcome::older);
  EXPECT_EQ(table.put(issue(20, "second")), PutOutcome::unchanged);
  EXPECT_EQ(table.put(issue(30, "second")), PutOutcome::updated);
  EXPECT_EQ(table.rows("SELECT summary || ' ' || updated_at FROM issue"), "second 30\n");
}

TEST(IssueTable, WritesEveryColumn) {
  Table table;
  Issue i = with_history(issue(10), {change(1, "x")});
  i.type = "Story";
  i.subtask = i.epic = i.flagged = true;
  i.status = {"3", "In Progress", tracker::StatusCategory::in_progress};
  i.resolution = "Done";
  i.priority = "High";
  i.resolved = from_epoch_ms(3);
  i.due = from_epoch_ms(4);
  i.assignee.id = "as";
  i.reporter.id = "re";
  i.parent_id = "9";
  i.parent_key = "T-9";
  i.numbers = {{"f", 5}};
  i.sprint_ids = {"8"};
  i.labels = {"l"};
  i.components = {"c"};
  i.fix_versions = {{"1", "v", false, std::nullopt}};
  i.affected_versions = {{"2", "w", true, std::nullopt}};
  i.links = {{"t", "w", true, "3", "T-3"}};
  i.environment = "env";
  i.acceptance_criteria = "- one";
  i.description = "desc";
  table.put(i);
  EXPECT_EQ(
      table.rows(
          "SELECT json_array(id, key, project_key, type, subtask, epic, status_id, resolution, priority, "
          "created_at, "
          "updated_at, resolved_at, due_at, assignee, reporter, parent_id, parent_key, flagged, criteria, "
          "numbers, "
          "sprints, labels, components, fix_versions, affected_versions, links, has_history, history_total, "
          "history_count, summary, environment, acceptance_criteria, description) FROM issue"),
      R"(["1","T-1","T","Story",1,1,"3","Done","High",1000,10,3,4,"as","re","9","T-9",1,1,"{\"f\":5}",)"
      R"("[\"8\"]","[\"l\"]","[\"c\"]","[[\"v\",0,null]]","[[\"w\",1,null]]","[[\"t\",\"w\",1,\"3\",\"T-3\"]]",1,1,1,)"
      R"("a","env","- one","desc"])"
      "\n");
}

TEST(IssueTable, ConflictsEndTheSameInWhateverOrder) {
  const std::vector<Issue> versions{
      with_comment(with_history(issue(10, "one"), {change(1, "a"), change(2, "b")}), "1", "x"),
      with_comment(with_history(issue(10, "two"), {change(2, "b"), change(3, "c")}, 4), "2", "y"),
      issue(10, "three"), with_history(issue(9, "older"), {change(1, "contradicts")})};
  std::vector<std::size_t> order(versions.size());
  std::iota(order.begin(), order.end(), 0);
  std::string expected;
  do {
    Table table;
    for (const std::size_t position : order) table.put(versions[position]);
    const std::string dump = table.dump();
    if (expected.empty()) expected = dump;
    ASSERT_EQ(dump, expected);
  } while (std::ranges::next_permutation(order).found);
  Table table;
  EXPECT_EQ(table.put(versions[0]), PutOutcome::added);
  const PutOutcome outcome = table.put(versions[2]);
  // Which of them wins is arbitrary; that it is told is not.
  const bool kept = table.rows("SELECT summary FROM issue") == "one\n";
  EXPECT_EQ(outcome, kept ? PutOutcome::conflicting : PutOutcome::conflicting_replaced);
  EXPECT_EQ(table.put(versions[0]), kept ? PutOutcome::unchanged : PutOutcome::conflicting);
}

TEST(IssueTable, HistoriesAreUnited) {
  Table table;
  EXPECT_EQ(table.put(issue(10)), PutOutcome::added);
  EXPECT_EQ(table.rows("SELECT has_history FROM issue"), "0\n");
  EXPECT_EQ(table.rows("SELECT count(*) FROM changelog"), "0\n");
  EXPECT_EQ(table.put(with_history(issue(10), {change(2, "b")}, 3)), PutOutcome::extended);
  EXPECT_EQ(table.put(with_history(issue(10), {change(2, "b")}, 3)), PutOutcome::unchanged);
  EXPECT_EQ(table.put(with_history(issue(5), {change(1, "a")}, 3)), PutOutcome::extended);
  EXPECT_EQ(table.put(with_history(issue(5), {change(1, "a")}, 3)), PutOutcome::older);
  EXPECT_EQ(table.rows("SELECT history_count || '/' || history_total FROM issue"), "2/3\n");
  EXPECT_EQ(table.put(with_history(issue(20), {change(2, "b"), change(3, "c")}, 3)), PutOutcome::updated);
  EXPECT_EQ(table.rows("SELECT history_count || '/' || history_total FROM issue"), "3/3\n");
  EXPECT_EQ(table.rows("SELECT to_text FROM change ORDER BY at"), "a\nb\nc\n");
  // Data without history takes none away.
  EXPECT_EQ(table.put(issue(30, "from a CSV")), PutOutcome::updated);
  EXPECT_EQ(table.rows("SELECT has_history || ' ' || history_count FROM issue"), "1 3\n");
}

TEST(IssueTable, AnEmptyHistoryIsAHistory) {
  Table table;
  table.put(issue(10));
  EXPECT_EQ(table.put(with_history(issue(10), {})), PutOutcome::extended);
  EXPECT_EQ(table.put(with_history(issue(10), {})), PutOutcome::unchanged);
  EXPECT_EQ(table.rows("SELECT has_history FROM issue"), "1\n");
  EXPECT_EQ(table.rows("SELECT changes FROM changelog"), "[]\n");
}

TEST(IssueTable, ALargerTotalIsKeptWithTheSameEntries) {
  Table table;
  table.put(with_history(issue(10), {change(1, "a")}, 1));
  EXPECT_EQ(table.put(with_history(issue(10), {change(1, "a")}, 5)), PutOutcome::extended);
  EXPECT_EQ(table.put(with_history(issue(10), {change(1, "a")}, 1)), PutOutcome::unchanged);
  EXPECT_EQ(table.rows("SELECT history_count || '/' || history_total FROM issue"), "1/5\n");
}

TEST(IssueTable, CommentsAreUnitedAndEdited) {
  Table table;
  table.put(with_comment(issue(10), "1", "first"));
  EXPECT_EQ(table.put(with_comment(issue(10), "1", "first")), PutOutcome::unchanged);
  EXPECT_EQ(table.put(with_comment(issue(10), "2", "more")), PutOutcome::extended);
  EXPECT_EQ(table.put(with_comment(issue(20), "1", "edited")), PutOutcome::updated);
  EXPECT_EQ(table.put(with_comment(issue(10), "1", "first")), PutOutcome::older);
  EXPECT_EQ(table.rows("SELECT id || ' ' || body FROM comment ORDER BY id"), "1 edited\n2 more\n");
}

TEST(IssueTable, WhatAFieldsNameTellsIsNoConflict) {
  Issue named = issue(10);
  named.acceptance_criteria = "- one";
  named.parent_key = "T-9";
  for (const bool named_first : {false, true}) {
    Table table;
    table.put(named_first ? named : issue(10));
    EXPECT_EQ(table.put(named_first ? issue(10) : named),
              named_first ? PutOutcome::unchanged : PutOutcome::extended);
    EXPECT_EQ(table.rows("SELECT acceptance_criteria || parent_key || criteria FROM issue"), "- oneT-91\n");
  }
}

TEST(IssueTable, LooseHistoryFindsItsIssueByIdOrKey) {
  Table table;
  EXPECT_EQ(table.add_history("1", 2, {change(1, "a")}), HistoryOutcome::no_issue);
  table.put(issue(10));
  EXPECT_EQ(table.add_history("1", 2, {change(1, "a")}), HistoryOutcome::extended);
  EXPECT_EQ(table.add_history("T-1", 2, {change(2, "b")}), HistoryOutcome::extended);
  EXPECT_EQ(table.add_history("T-1", 0, {change(2, "b")}), HistoryOutcome::unchanged);
  EXPECT_EQ(table.add_history("T-1", 9, {}), HistoryOutcome::extended);
  EXPECT_EQ(table.rows("SELECT has_history || ' ' || history_count || '/' || history_total FROM issue"),
            "1 2/9\n");
  EXPECT_EQ(table.rows("SELECT to_text FROM change ORDER BY at"), "a\nb\n");
  // Another site's issue of that name is not meant; an id goes before a key.
  Issue other = issue(10);
  other.id = "T-1";
  other.key = "X-1";
  table.put(other);
  EXPECT_EQ(table.add_history("T-1", 1, {change(3, "c")}), HistoryOutcome::extended);
  EXPECT_EQ(table.rows("SELECT history_count FROM issue WHERE key = 'X-1'"), "1\n");
}

TEST(IssueTable, TheViewOpensTheHistory) {
  Table table;
  Change c = change(7, "to");
  c.position = 2;
  c.field_id = "customfield_1";
  c.field = "Sprint";
  c.from = "f";
  c.from_text = "ft";
  c.to = "t";
  table.put(with_history(issue(10), {c}));
  EXPECT_EQ(table.rows("SELECT json_array(key, at, history_id, position, author, field_id, field, from_id, "
                       "from_text, to_id, "
                       "to_text) FROM change"),
            "[\"T-1\",1007,\"7\",2,\"u1\",\"customfield_1\",\"Sprint\",\"f\",\"ft\",\"t\",\"to\"]\n");
}

TEST(IssueTable, HistoryGoesWithItsIssue) {
  Table table;
  table.put(with_comment(with_history(issue(10), {change(1, "a")}), "1", "x"));
  table.rows("DELETE FROM issue");
  EXPECT_EQ(table.rows("SELECT (SELECT count(*) FROM changelog) + (SELECT count(*) FROM comment)"), "0\n");
}

TEST(IssueTable, ReplaceTakesAwayWhatIsNotThereAnyMore) {
  Table table;
  table.put(with_comment(
      with_comment(with_history(issue(5000), {change(1, "a"), change(2, "b")}), "1", "one"), "2", "two"));
  EXPECT_EQ(table.replace(with_comment(with_history(issue(5000), {change(2, "b")}), "2", "two, edited")),
            PutOutcome::updated);
  EXPECT_EQ(table.rows("SELECT history_id FROM change"), "2\n");
  EXPECT_EQ(table.rows("SELECT id || ' ' || body FROM comment"), "2 two, edited\n");
  EXPECT_EQ(table.rows("SELECT history_total || ' ' || history_count FROM issue"), "1 1\n");
}

TEST(IssueTable, ReplaceBySameContentChangesNothing) {
  Table table;
  const Issue same = with_comment(with_history(issue(5000), {change(1, "a")}), "1", "one");
  EXPECT_EQ(table.replace(same), PutOutcome::added);
  const std::int64_t then = table.revision();
  EXPECT_EQ(table.replace(same), PutOutcome::unchanged);
  EXPECT_EQ(table.changed_since(then), 0);
}

TEST(IssueTable, ReplaceByALaggingCopyIsRefused) {
  Table table;
  table.replace(issue(5000, "new"));
  EXPECT_EQ(table.replace(issue(4000, "old")), PutOutcome::older);
  EXPECT_EQ(table.rows("SELECT summary FROM issue"), "new\n");
}

TEST(IssueTable, ReplaceWithoutANewUpdateIsNoConflict) {
  Table table;
  table.replace(issue(5000, "one"));
  EXPECT_EQ(table.replace(issue(5000, "two")), PutOutcome::updated);
  EXPECT_EQ(table.rows("SELECT summary FROM issue"), "two\n");
}

TEST(IssueTable, RemovedIssuesLeaveNothingAndAreNoticed) {
  Table table;
  table.put(with_comment(with_history(issue(5000), {change(1, "a")}), "1", "one"));
  const std::int64_t then = table.revision();
  EXPECT_FALSE(table.remove("7"));
  EXPECT_EQ(table.changed_since(then), 0);
  EXPECT_TRUE(table.remove("1"));
  EXPECT_EQ(table.rows("SELECT count(*) FROM issue"), "0\n");
  EXPECT_EQ(table.rows("SELECT count(*) FROM changelog"), "0\n");
  EXPECT_EQ(table.rows("SELECT count(*) FROM comment"), "0\n");
  EXPECT_EQ(table.changed_since(then), -1);
  // What was read since is followed again.
  const std::int64_t now = table.revision();
  EXPECT_EQ(table.changed_since(now), 0);
  table.put(issue(6000));
  EXPECT_EQ(table.changed_since(now), 1);
  EXPECT_EQ(table.changed_since(then), -1);
}

}  // namespace
}  // namespace stint::store
