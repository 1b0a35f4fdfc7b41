#include <algorithm>
#include <gtest/gtest.h>
#include <random>
#include <string>

#include "support/jira.h"
#include "tracker/changes.h"
#include "tracker/jira/changelog.h"

namespace stint::tracker::jira {
namespace {

Changelog read(std::string_view entries) {
  json::Parser parser;
  const auto root = parser.parse(test::with_quotes(entries));
  EXPECT_TRUE(root) << root.error().to_string();
  Changelog log;
  const Outcome outcome = read_histories(*root, log);
  EXPECT_TRUE(outcome) << outcome.error().to_string();
  return log;
}

TEST(JiraChangelog, ReadsEveryItem) {
  const Changelog log =
      read(R"([{'id':'5','author':{'accountId':'u1','displayName':'Ann','accountType':'app'},
    'created':'2026-01-01T00:00:00.000+0000','items':[
      {'field':'Sprint','fieldtype':'custom','fieldId':'customfield_10020','from':'','fromString':'','to':'4','toString':'S4'},
      {'field':'assignee','from':null,'fromString':null,'to':17,'toString':'Bob'}]}])");
  ASSERT_EQ(log.changes.size(), 2U);
  EXPECT_EQ(log.entries, 1);
  const Change& sprint = log.changes[0];
  EXPECT_EQ(sprint.history_id, "5");
  EXPECT_EQ(sprint.position, 0);
  EXPECT_EQ(sprint.author, "u1");
  EXPECT_TRUE(sprint.author_bot);
  EXPECT_EQ(sprint.field, "Sprint");
  EXPECT_EQ(sprint.field_id, "customfield_10020");
  EXPECT_EQ(sprint.to, "4");
  EXPECT_EQ(sprint.to_text, "S4");
  const Change& assignee = log.changes[1];
  EXPECT_EQ(assignee.position, 1);
  EXPECT_EQ(assignee.from + assignee.from_text, "");
  EXPECT_EQ(assignee.to, "17");
  ASSERT_EQ(log.authors.size(), 1U);
  EXPECT_EQ(log.authors[0].name, "Ann");
}

TEST(JiraChangelog, EntriesWithoutAuthorIdOrItems) {
  const Changelog log = read(R"([{'created':1767225600000,'items':[{'field':'status'}]},
    {'id':8,'created':'2026-01-02T00:00:00.000Z','author':null,'items':[]},
    {'id':9,'created':'2026-01-02T00:00:00.000Z'}])");
  EXPECT_EQ(log.entries, 3);
  EXPECT_TRUE(log.authors.empty());
  ASSERT_EQ(log.changes.size(), 3U);
  EXPECT_EQ(log.changes[0].history_id, "t1767225600000");
  // What the tracker counts is there to be counted.
  EXPECT_EQ(count_histories(log.changes), 3);
  EXPECT_EQ(log.changes[1].history_id, "8");
  EXPECT_EQ(log.changes[1].field, "");
}

TEST(JiraChangelog, AnEntryWithoutDateIsNamed) {
  json::Parser parser;
  Changelog log;
  for (const auto& [text, name] :
       {std::pair{"[{'id':'7','created':'x'}]", "7"}, std::pair{"[{}]", "without id"}}) {
    const auto root = parser.parse(test::with_quotes(text));
    const Outcome outcome = read_histories(*root, log);
    ASSERT_FALSE(outcome);
    EXPECT_NE(outcome.error().message.find(name), std::string::npos) << outcome.error().message;
  }
}

Change change(std::int64_t ms, std::string id, int position, std::string to = {}) {
  Change c;
  c.at = from_epoch_ms(ms);
  c.history_id = std::move(id);
  c.position = position;
  c.to = std::move(to);
  return c;
}

TEST(SortChanges, ByInstantThenEntryThenPosition) {
  const std::vector<Change> sorted{change(1, "99", 0), change(1, "100", 0), change(1, "100", 1),
                                   change(2, "3", 0)};
  std::vector<Change> changes{sorted.rbegin(), sorted.rend()};
  sort_changes(changes);
  EXPECT_EQ(changes, sorted);
  EXPECT_EQ(count_histories(changes), 3);
  EXPECT_EQ(count_histories({}), 0);
}

TEST(SortChanges, WhatCameTwiceIsThereOnce) {
  std::vector<Change> changes{change(2, "7", 0, "a"), change(1, "6", 0), change(2, "7", 0, "a"),
                              change(2, "7", 1)};
  sort_changes(changes);
  EXPECT_EQ(changes, (std::vector<Change>{change(1, "6", 0), change(2, "7", 0, "a"), change(2, "7", 1)}));
}

TEST(SortChanges, ContradictionsEndTheSameInWhateverOrder) {
  std::vector<Change> one{change(2, "7", 0, "a"), change(2, "7", 0, "b")};
  std::vector<Change> other{change(2, "7", 0, "b"), change(2, "7", 0, "a")};
  sort_changes(one);
  sort_changes(other);
  EXPECT_EQ(one.size(), 1U);
  EXPECT_EQ(one, other);
}

TEST(SortChanges, AnyOrderGivesTheSame) {
  std::mt19937 random{1};
  for (int round = 0; round < 200; ++round) {
    std::vector<Change> changes;
    for (int i = 0; i < 20; ++i) {
      changes.push_back(change(random() % 3, std::to_string(random() % 12), static_cast<int>(random() % 3),
                               std::to_string(random() % 2)));
    }
    std::vector<Change> other = changes;
    std::ranges::shuffle(other, random);
    sort_changes(changes);
    sort_changes(other);
    ASSERT_EQ(changes, other);
    std::vector<Change> twice = changes;
    twice.insert(twice.end(), changes.begin(), changes.end());
    sort_changes(twice);
    ASSERT_EQ(twice, changes);
  }
}

}  // namespace
}  // namespace stint::tracker::jira
