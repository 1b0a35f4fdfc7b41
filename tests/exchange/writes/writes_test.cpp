// Two-phase writes: what is shown, once.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <thread>

#include "exchange/writes/schema.h"
#include "exchange/writes/writing.h"

namespace stint::writes {
namespace {

using test::create;
using test::edit;
using test::Fate;
using tracker::FieldDiff;

class WritesTest : public test::Writing {};

TEST_F(WritesTest, NothingIsSentBeforeItIsConfirmed) {
  const Proposed proposed = plan(edit("priority", "Low"), "PAY-1");
  EXPECT_EQ((std::vector<FieldDiff>{{"priority", "High", "Low"}}), proposed.plan.diff);
  EXPECT_EQ("1", proposed.plan.target_id);
  EXPECT_EQ(connector_.time + std::chrono::minutes{10}, proposed.plan.expires);
  EXPECT_EQ(48U, proposed.token.size());
  EXPECT_EQ(0, connector_.performed);

  const auto applied = apply(proposed);
  ASSERT_TRUE(applied) << applied.error().to_string();
  EXPECT_EQ(State::applied, applied->state);
  EXPECT_EQ("Low", connector_.issues["1"].priority);
  EXPECT_EQ(1, connector_.performed);
  EXPECT_EQ("plan confirm send result", log());
}

TEST_F(WritesTest, ATokenIsGoodOnce) {
  const Proposed proposed = plan(create("New"));
  ASSERT_TRUE(apply(proposed));
  for (int i = 0; i < 2; ++i) {
    const auto again = apply(proposed);
    ASSERT_FALSE(again);
    EXPECT_EQ(ErrorCode::conflict, again.error().code);
    start();
  }
  EXPECT_EQ(1U, connector_.keys_with_summary("New").size());
  EXPECT_EQ("plan confirm send result refuse refuse", log());
}

TEST_F(WritesTest, AWrongWordIsRefusedAndCostsTheRightOneNothing) {
  const Proposed proposed = plan(edit("priority", "Low"), "PAY-1");
  const auto refused = [&](Confirmation confirmation) {
    const auto answer = writes_->apply(confirmation, connector_);
    return !answer && answer.error().code == ErrorCode::declined;
  };
  Confirmation wrong = confirm(proposed);
  wrong.token.back() = wrong.token.back() == '0' ? '1' : '0';
  EXPECT_TRUE(refused(wrong)) << "token";
  wrong = confirm(proposed);
  wrong.actor.user = "bob";
  EXPECT_TRUE(refused(wrong)) << "user";
  wrong = confirm(proposed);
  wrong.actor.connection = "other";
  EXPECT_TRUE(refused(wrong)) << "connection";
  wrong = confirm(proposed);
  wrong.payload_hash = plan(edit("priority", "Lowest"), "PAY-1").plan.payload_hash;
  EXPECT_TRUE(refused(wrong)) << "payload";
  EXPECT_EQ(0, connector_.performed);
  EXPECT_TRUE(apply(proposed));
  EXPECT_EQ("Low", connector_.issues["1"].priority);
}

TEST_F(WritesTest, ARequestChangedInTheDatabaseIsNotSent) {
  const Proposed proposed = plan(edit("priority", "Low"), "PAY-1");
  auto database = sqlite::Database::open(database_file(folder_), sqlite::OpenMode::read_write);
  ASSERT_TRUE(database);
  ASSERT_TRUE(database->execute("UPDATE plan SET requests = replace(requests, 'Low', 'Highest')"));
  const auto answer = apply(proposed);
  ASSERT_FALSE(answer);
  EXPECT_EQ(ErrorCode::declined, answer.error().code);
  EXPECT_EQ(0, connector_.performed);
}

TEST_F(WritesTest, APlanExpires) {
  const Proposed first = plan(edit("priority", "Low"), "PAY-1");
  const Proposed second = plan(edit("priority", "Lowest"), "PAY-1");
  connector_.time = first.plan.expires - Milliseconds{1};
  EXPECT_TRUE(apply(first));
  connector_.time = second.plan.expires;
  const auto late = apply(second);
  ASSERT_FALSE(late);
  EXPECT_EQ(ErrorCode::declined, late.error().code);
  EXPECT_EQ("Low", connector_.issues["1"].priority);
}

TEST_F(WritesTest, SubmittedByManyAtOnceItIsDoneOnce) {
  for (int round = 0; round < 20; ++round) {
    const std::string summary = "New " + std::to_string(round);
    const Proposed proposed = plan(create(summary));
    const auto other = open();
    std::atomic<int> applied = 0;
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] {
          Writes& own = i % 2 == 0 ? *writes_ : *other;
          if (own.apply(confirm(proposed), connector_)) ++applied;
        });
      }
    }
    EXPECT_EQ(1, applied);
    EXPECT_EQ(1U, connector_.keys_with_summary(summary).size());
  }
  const auto checked = writes_->check_audit();
  ASSERT_TRUE(checked);
  EXPECT_FALSE(checked->broken);
}

TEST_F(WritesTest, AChangedTargetIsAConflictSeenFromThreeSides) {
  const Proposed proposed = plan(edit("priority", "Low"), "PAY-1");
  connector_.change("1", [&](tracker::Issue& issue) {
    issue.priority = "Highest";
    issue.labels = {"x"};
    tracker::Change change;
    change.at = connector_.time;
    change.field = "labels";
    issue.changes.push_back(change);
  });
  const auto answer = apply(proposed);
  ASSERT_TRUE(answer);
  EXPECT_EQ(State::conflict, answer->state);
  ASSERT_TRUE(answer->conflict);
  EXPECT_EQ((std::vector<FieldConflict>{{"priority", "High", "Highest", "Low"}}), answer->conflict->fields);
  EXPECT_EQ((std::vector<std::string>{"labels"}), answer->conflict->elsewhere);
  EXPECT_EQ(0, connector_.performed);
  const auto stored = writes_->find(answer->id);
  ASSERT_TRUE(stored && stored->conflict);
  EXPECT_EQ(answer->conflict->fields, stored->conflict->fields);
}

TEST_F(WritesTest, WhatThePlanDoesNotTouchIsInNobodysWayWithoutALock) {
  const Proposed proposed = plan(edit("priority", "Low"), "PAY-1");
  connector_.change("1", [](tracker::Issue& issue) { issue.summary = "Another"; });
  const auto answer = apply(proposed);
  ASSERT_TRUE(answer);
  EXPECT_EQ(State::applied, answer->state);
  EXPECT_EQ("Low", connector_.issues["1"].priority);
  EXPECT_EQ("Another", connector_.issues["1"].summary);
}

TEST_F(WritesTest, ButWithOneItIs) {
  connector_.rules.locks = true;
  const Proposed proposed = plan(edit("priority", "Low"), "PAY-1");
  connector_.change("1", [](tracker::Issue& issue) { issue.summary = "Another"; });
  const auto answer = apply(proposed);
  ASSERT_TRUE(answer);
  EXPECT_EQ(State::conflict, answer->state);
  EXPECT_EQ((std::vector<FieldConflict>{{"priority", "High", "High", "Low"}}), answer->conflict->fields);
  EXPECT_EQ(0, connector_.performed);
}

TEST_F(WritesTest, TheTrackersLockCatchesWhatComesBetween) {
  connector_.rules.locks = true;
  const Proposed proposed = plan(edit("priority", "Low"), "PAY-1");
  connector_.before_perform = [](test::ScriptedConnector& tracker) {
    tracker.change("1", [](tracker::Issue& issue) { issue.priority = "Highest"; });
  };
  const auto answer = apply(proposed);
  ASSERT_TRUE(answer);
  EXPECT_EQ(State::conflict, answer->state);
  ASSERT_TRUE(answer->conflict);
  EXPECT_EQ((std::vector<FieldConflict>{{"priority", "High", "Highest", "Low"}}), answer->conflict->fields);
  EXPECT_EQ("Highest", connector_.issues["1"].priority);
}

TEST_F(WritesTest, ATargetThatIsGoneIsAConflict) {
  const Proposed proposed = plan(edit("priority", "Low"), "PAY-1");
  connector_.issues.erase("1");
  const auto answer = apply(proposed);
  ASSERT_TRUE(answer);
  EXPECT_EQ(State::conflict, answer->state);
  EXPECT_EQ("PAY-1 is not there any more", answer->conflict->message);
}

TEST_F(WritesTest, WhatStandsAlreadyIsNoPlan) {
  const auto answer = writes_->plan(kAnn, connector_, {edit("priority", "High"), "PAY-1", true});
  ASSERT_FALSE(answer);
  EXPECT_EQ(ErrorCode::usage, answer.error().code);
}

TEST_F(WritesTest, ReadOnlyModeAsksNothing) {
  const Proposed before = plan(edit("priority", "Low"), "PAY-1");
  policy_.read_only = true;
  start();
  connector_.asked = 0;
  EXPECT_EQ(ErrorCode::declined, writes_->plan(kAnn, connector_, {create("New"), "", true}).error().code);
  EXPECT_EQ(ErrorCode::declined,
            writes_->plan(kAnn, connector_, {edit("priority", "x"), "PAY-1", true}).error().code);
  const auto applied = apply(before);
  ASSERT_FALSE(applied);
  EXPECT_EQ(ErrorCode::declined, applied.error().code);
  EXPECT_EQ(0, connector_.asked + connector_.performed);
  EXPECT_EQ("plan refuse refuse refuse", log());
}

TEST_F(WritesTest, ValuesOfReadOnlyMode) {
  for (const char* on : {"1", "true", "TRUE", "yes", "Yes", "on", " on "})
    EXPECT_TRUE(is_read_only(on)) << on;
  for (const char* off : {"", "0", "false", "no", "off", "2"}) EXPECT_FALSE(is_read_only(off)) << off;
  EXPECT_FALSE(is_read_only(std::nullopt));
}

TEST_F(WritesTest, OnlyProjectsOnTheListAreWrittenTo) {
  const Proposed before = plan(edit("priority", "Low"), "OPS-2");
  policy_.projects = {"pay"};
  start();
  connector_.asked = 0;
  EXPECT_EQ(ErrorCode::declined,
            writes_->plan(kAnn, connector_, {edit("priority", "Low"), "OPS-2", true}).error().code);
  EXPECT_EQ(
      ErrorCode::declined,
      writes_->plan(kAnn, connector_, {tracker::AddLink{"blocks", "OPS-2"}, "PAY-1", true}).error().code);
  EXPECT_EQ(0, connector_.asked) << "the key says enough";
  // An id does not say it, nor does a key that has moved.
  EXPECT_EQ(ErrorCode::declined,
            writes_->plan(kAnn, connector_, {edit("priority", "Low"), "2", true}).error().code);
  connector_.issues["2"].key = "PAY-9";
  EXPECT_EQ(ErrorCode::declined,
            writes_->plan(kAnn, connector_, {edit("priority", "Low"), "PAY-9", true}).error().code);
  const auto applied = apply(before);
  ASSERT_TRUE(applied);
  EXPECT_EQ(State::refused, applied->state);
  EXPECT_EQ(0, connector_.performed);
  EXPECT_TRUE(apply(plan(edit("priority", "Low"), "PAY-1")));
}

TEST_F(WritesTest, ANewIssueHasAMarkerOfItsOwn) {
  const Proposed first = plan(create("One"));
  const Proposed second = plan(create("Two"));
  const auto marker = [](const Proposed& proposed) {
    return std::get<tracker::CreateIssue>(proposed.plan.write).marker;
  };
  EXPECT_TRUE(marker(first).starts_with("stint-"));
  EXPECT_EQ(14U, marker(first).size());
  EXPECT_NE(marker(first), marker(second));
  const auto without = writes_->plan(kAnn, connector_, {create("Three"), "", false});
  ASSERT_TRUE(without);
  EXPECT_EQ("", marker(*without));
}

TEST_F(WritesTest, TheFileIsNobodyElsesToRead) {
  struct stat about{};
  static_cast<void>(plan(create("One")));
  for (const char* name : {"writes.db", "writes.db-wal"}) {
    ASSERT_EQ(0, ::stat((folder_ / name).c_str(), &about)) << name;
    EXPECT_EQ(0600U, about.st_mode & 0777U) << name;
  }
}

}  // namespace
}  // namespace stint::writes
