#include "store/definitions.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>
#include <string>

#include "store/store.h"
#include "support/dump.h"
#include "support/scratch.h"

namespace stint::store {
namespace {

using tracker::SprintState;
using tracker::StatusCategory;

class Rows {
 public:
  explicit Rows(unsigned seed) : random_(seed) {}

  StatusRow status() {
    return {{"1", text(), static_cast<StatusCategory>(random_() % 4)}, random_() % 2 == 0};
  }
  SprintRow sprint() {
    SprintRow row;
    row.sprint.id = "1";
    row.sprint.name = text();
    row.sprint.board_id = text();
    row.sprint.state = static_cast<SprintState>(random_() % 4);
    row.sprint.start = instant();
    row.sprint.end = instant();
    row.sprint.activated = instant();
    row.sprint.completed = instant();
    row.sprint.goal = text();
    row.listed = random_() % 2 == 0;
    return row;
  }
  tracker::Person person() { return {"1", text(), random_() % 2 == 0}; }

 private:
  std::string text() {
    constexpr std::string_view kTexts[] = {"", "a", "b"};
    return std::string{kTexts[random_() % 3]};
  }
  std::optional<Instant> instant() {
    if (random_() % 3 == 0) return std::nullopt;
    return from_epoch_ms(static_cast<std::int64_t>(random_() % 3));
  }
  std::mt19937 random_;
};

TEST(Merge, DoesNotDependOnTheOrder) {
  Rows rows{1};
  for (int i = 0; i < 20'000; ++i) {
    const StatusRow a = rows.status();
    const StatusRow b = rows.status();
    ASSERT_EQ(merge(a, b), merge(b, a));
    ASSERT_EQ(merge(a, a), a);
    ASSERT_EQ(merge(merge(a, b), a), merge(a, b));
    const SprintRow c = rows.sprint();
    const SprintRow d = rows.sprint();
    ASSERT_EQ(merge(c, d), merge(d, c));
    ASSERT_EQ(merge(c, c), c);
  }
}

TEST(Merge, WhatIsListedStandsAboveWhatIsSeen) {
  const StatusRow listed{{"1", "Open", StatusCategory::todo}, true};
  const StatusRow seen{{"1", "Zombie", StatusCategory::done}, false};
  EXPECT_EQ(merge(listed, seen), listed);
  // A category is better than none.
  const StatusRow bare{{"1", "Open", StatusCategory::unknown}, true};
  EXPECT_EQ(merge(bare, seen).status.category, StatusCategory::done);
  EXPECT_EQ(merge(bare, seen).status.name, "Open");
}

TEST(Merge, ASprintMovesForwardOnly) {
  SprintRow future;
  future.sprint = {"1", "Old name", "7", SprintState::future, {}, {}, {}, {}, "a goal"};
  future.listed = true;
  SprintRow closed;
  closed.sprint = {"1",
                   "New name",
                   "",
                   SprintState::closed,
                   from_epoch_ms(1),
                   from_epoch_ms(2),
                   from_epoch_ms(1),
                   from_epoch_ms(3),
                   ""};
  const SprintRow merged = merge(closed, future);
  EXPECT_EQ(merged.sprint.state, SprintState::closed);
  EXPECT_EQ(merged.sprint.name, "New name");
  EXPECT_EQ(merged.sprint.board_id, "7");
  EXPECT_EQ(merged.sprint.goal, "a goal");
  EXPECT_EQ(merged.sprint.completed, from_epoch_ms(3));
  EXPECT_TRUE(merged.listed);
}

class DefinitionsTest : public ::testing::Test {
 protected:
  DefinitionsTest()
      : lock_(WriteLock::acquire(scratch_.path()).value()),
        database_(open_for_writing(scratch_.path(), lock_).value()) {}

  bool flush(Definitions& definitions) {
    auto transaction = sqlite::Transaction::begin(database_);
    const auto changed = definitions.flush(database_);
    EXPECT_TRUE(changed) << changed.error().to_string();
    EXPECT_TRUE(transaction->commit());
    return changed.value_or(false);
  }
  Definitions load() { return Definitions::load(database_).value(); }

  test::Scratch scratch_;
  WriteLock lock_;
  sqlite::Database database_;
};

TEST_F(DefinitionsTest, EverythingIsThereAfterLoading) {
  Definitions definitions = load();
  const SiteId site = definitions.site("https://one.example");
  definitions.set_export_end(site, from_epoch_ms(5));
  definitions.set_export_end(site, from_epoch_ms(4));
  definitions.put_project(site, "T", "Team");
  Rows rows{3};
  StatusRow status = rows.status();
  SprintRow sprint = rows.sprint();
  definitions.put(site, status);
  definitions.put(site, sprint);
  definitions.put(site, tracker::Field{"f", "Points", "number"});
  definitions.put(site, tracker::Person{"u", "Ann", true});
  definitions.put(site,
                  tracker::Board{"7", "B \"1\"", "scrum", "T", "f", {{"To, do", {"1", "2"}}, {"Done", {}}}});
  EXPECT_TRUE(flush(definitions));
  EXPECT_FALSE(flush(definitions));
  const std::string written = test::dump(database_);

  Definitions again = load();
  EXPECT_EQ(again.site("https://one.example"), site);
  EXPECT_EQ(again.sites().at("https://one.example").export_end, from_epoch_ms(5));
  EXPECT_EQ(again.projects().at({site, "T"}), "Team");
  EXPECT_EQ(again.statuses().at({site, "1"}), status);
  EXPECT_EQ(again.sprints().at({site, "1"}), sprint);
  EXPECT_EQ(again.fields().at({site, "f"}).type, "number");
  EXPECT_TRUE(again.people().at({site, "u"}).bot);
  const tracker::Board& board = again.boards().at({site, "7"});
  EXPECT_EQ(board.name, "B \"1\"");
  ASSERT_EQ(board.columns.size(), 2U);
  EXPECT_EQ(board.columns[0].name, "To, do");
  EXPECT_EQ(board.columns[0].status_ids, (std::vector<std::string>{"1", "2"}));
  // The same again is nothing new.
  again.put(site, status);
  again.put(site, sprint);
  again.put(site, board);
  again.put(site, tracker::Field{"f", "Points", ""});
  again.put(site, tracker::Person{"u", "", false});
  again.put_project(site, "T", "");
  EXPECT_FALSE(flush(again));
  EXPECT_EQ(test::dump(database_), written);
}

TEST_F(DefinitionsTest, ABoardListDoesNotEmptyABoardsConfiguration) {
  const tracker::Board listed{"7", "B", "scrum", "T", "", {}};
  const tracker::Board configured{"7", "B", "scrum", "", "f", {{"Done", {"1"}}}};
  for (const bool listed_first : {false, true}) {
    Definitions definitions;
    definitions.put(1, listed_first ? listed : configured);
    definitions.put(1, listed_first ? configured : listed);
    const tracker::Board& board = definitions.boards().at({1, "7"});
    EXPECT_EQ(board.columns.size(), 1U);
    EXPECT_EQ(board.estimation_field, "f");
    EXPECT_EQ(board.project_key, "T");
  }
}

TEST_F(DefinitionsTest, PeopleDoNotDependOnTheOrder) {
  Rows rows{5};
  for (int i = 0; i < 2000; ++i) {
    const tracker::Person a = rows.person();
    const tracker::Person b = rows.person();
    Definitions one;
    one.put(1, a);
    one.put(1, b);
    Definitions other;
    other.put(1, b);
    other.put(1, a);
    const auto& left = one.people().at({1, "1"});
    const auto& right = other.people().at({1, "1"});
    ASSERT_EQ(left.name, right.name);
    ASSERT_EQ(left.bot, right.bot) << a.name << a.bot << " " << b.name << b.bot;
  }
}

TEST_F(DefinitionsTest, AFieldsTypeIsNotForgotten) {
  Definitions definitions;
  definitions.put(1, tracker::Field{"f", "Points", "number"});
  definitions.put(1, tracker::Field{"f", "Punkte", ""});
  EXPECT_EQ(definitions.fields().at({1, "f"}).type, "number");
  EXPECT_EQ(definitions.fields().at({1, "f"}).name, "Punkte");
}

TEST_F(DefinitionsTest, TheFirstNamedSiteTakesOverWhatHadNone) {
  Definitions definitions = load();
  const SiteId nameless = definitions.site("");
  EXPECT_EQ(definitions.site(""), nameless);
  flush(definitions);
  Definitions again = load();
  EXPECT_EQ(again.site("https://one.example"), nameless);
  flush(again);
  EXPECT_NE(again.site("https://two.example"), nameless);
  flush(again);
  EXPECT_EQ(test::rows(database_, "SELECT id || url FROM site ORDER BY id"),
            "1https://one.example\n2https://two.example\n");
}

TEST_F(DefinitionsTest, WhatHasNoSiteBelongsToTheOnlyOne) {
  Definitions definitions;
  const SiteId one = definitions.site("https://one.example");
  EXPECT_EQ(definitions.site(""), one);
  EXPECT_EQ(definitions.sites().size(), 1U);
  // Of two there is no telling.
  const SiteId two = definitions.site("https://two.example");
  const SiteId none = definitions.site("");
  EXPECT_NE(none, one);
  EXPECT_NE(none, two);
}

TEST_F(DefinitionsTest, SitesKeepTheirOwn) {
  Definitions definitions;
  const SiteId one = definitions.site("https://one.example");
  const SiteId two = definitions.site("https://two.example");
  definitions.put_project(one, "T", "Team");
  definitions.put_project(two, "T", "Other");
  EXPECT_EQ(definitions.projects().at({one, "T"}), "Team");
  EXPECT_EQ(definitions.projects().at({two, "T"}), "Other");
}

}  // namespace
}  // namespace stint::store
