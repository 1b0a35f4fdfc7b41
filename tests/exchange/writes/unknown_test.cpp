// Writes whose end nobody knows, and taking back.
#include <gtest/gtest.h>
#include <random>

#include "exchange/writes/writing.h"

namespace stint::writes {
namespace {

using test::Crash;
using test::create;
using test::edit;
using test::Fate;

class UnknownWrites : public test::Writing {
 protected:
  // Applies, and begins anew when the process ends in between.
  State applied(const Proposed& proposed) {
    try {
      const auto answer = apply(proposed);
      if (answer) return answer->state;
    } catch (const Crash&) {
      start();
    }
    const auto found = writes_->find(proposed.plan.id);
    return found ? found->state : State::planned;
  }
  State settled(const Proposed& proposed) {
    const auto answer = writes_->settle(proposed.plan.id, kAnn, connector_);
    EXPECT_TRUE(answer) << answer.error().to_string();
    return answer ? answer->state : State::planned;
  }
};

TEST_F(UnknownWrites, ACreateIsFoundByItsMarkerHoweverLateTheSearchIs) {
  const Proposed proposed = plan(create("New"));
  connector_.fates = {Fate::lost_after};
  connector_.looks_until_found = 4;
  const auto before = connector_.time;
  EXPECT_EQ(State::unknown, applied(proposed));
  const auto answer = writes_->settle(proposed.plan.id, kAnn, connector_);
  ASSERT_TRUE(answer);
  EXPECT_EQ(State::applied, answer->state);
  EXPECT_EQ("PAY-100", answer->receipt.issue_key);
  EXPECT_EQ(before + std::chrono::seconds{2 + 4 + 8 + 16}, connector_.time)
      << "each wait twice the one before";
  EXPECT_EQ(1, connector_.performed);
  EXPECT_EQ("plan confirm send result settle", log());
}

TEST_F(UnknownWrites, ACreateThatIsNotFoundStaysOpenUntilAPersonDecides) {
  const Proposed proposed = plan(create("New"));
  connector_.fates = {Fate::lost_before};
  EXPECT_EQ(State::unknown, applied(proposed));
  EXPECT_EQ(State::unknown, settled(proposed));
  EXPECT_EQ(1, connector_.performed) << "never sent again";
  const auto again = apply(proposed);
  EXPECT_FALSE(again);
  const auto answer = writes_->resolve(proposed.plan.id, kAnn, connector_, NotMade{});
  ASSERT_TRUE(answer);
  EXPECT_EQ(State::refused, answer->state);
  EXPECT_FALSE(writes_->resolve(proposed.plan.id, kAnn, connector_, NotMade{}));
}

TEST_F(UnknownWrites, ThePersonNamesTheIssueThatWasMade) {
  const Proposed proposed = plan(create("New"));
  connector_.fates = {Fate::lost_after};
  connector_.looks_until_found = 1000;
  EXPECT_EQ(State::unknown, applied(proposed));
  EXPECT_EQ(State::unknown, settled(proposed));
  EXPECT_FALSE(writes_->resolve(proposed.plan.id, kAnn, connector_, Made{}));
  EXPECT_FALSE(writes_->resolve(proposed.plan.id, kAnn, connector_, Made{"PAY-77"}));
  const auto answer = writes_->resolve(proposed.plan.id, kAnn, connector_, Made{"PAY-100"});
  ASSERT_TRUE(answer) << answer.error().to_string();
  EXPECT_EQ(State::applied, answer->state);
  // And so it can be taken back.
  const auto undo = writes_->undo(proposed.plan.id, kAnn, connector_);
  ASSERT_TRUE(undo) << undo.error().to_string();
  ASSERT_TRUE(apply(*undo));
  EXPECT_TRUE(connector_.keys_with_summary("New").empty());
}

TEST_F(UnknownWrites, SeveralThatLookAlikeAreNotGuessedAt) {
  const auto proposed = writes_->plan(kAnn, connector_, {create("New"), "", false});
  ASSERT_TRUE(proposed);
  ASSERT_EQ(State::applied, applied(plan(create("New"))));
  connector_.fates = {Fate::lost_after};
  EXPECT_EQ(State::unknown, applied(*proposed));
  const auto answer = writes_->settle(proposed->plan.id, kAnn, connector_);
  ASSERT_TRUE(answer);
  EXPECT_EQ(State::unknown, answer->state);
  EXPECT_NE(std::string::npos, answer->error->message.find("PAY-100, PAY-101")) << answer->error->message;
}

TEST_F(UnknownWrites, AnEditIsReadBack) {
  for (const bool done : {true, false}) {
    const Proposed proposed = plan(edit("priority", done ? "Low" : "Lowest"), "PAY-1");
    connector_.fates = {done ? Fate::lost_after : Fate::lost_before};
    EXPECT_EQ(State::unknown, applied(proposed));
    EXPECT_EQ(done ? State::applied : State::refused, settled(proposed));
    EXPECT_EQ("Low", connector_.issues["1"].priority);
  }
}

TEST_F(UnknownWrites, ATransitionIsReadBackThoughItIsNoLongerOffered) {
  const Proposed proposed = plan(tracker::Transition{"In Progress"}, "PAY-1");
  connector_.fates = {Fate::lost_after};
  EXPECT_EQ(State::unknown, applied(proposed));
  EXPECT_EQ(State::applied, settled(proposed));
}

TEST_F(UnknownWrites, ACommentIsKnownByItsWordsAndAuthor) {
  connector_.change("1", [&](tracker::Issue& issue) {
    issue.comments.push_back({"7", connector_.time, "somebody", false, "**Done**"});
    issue.comments.push_back({"8", connector_.time - std::chrono::hours{1}, "me", false, "**Done**"});
  });
  const Proposed proposed = plan(tracker::AddComment{"__Done__"}, "PAY-1");
  connector_.fates = {Fate::lost_after};
  EXPECT_EQ(State::unknown, applied(proposed));
  EXPECT_EQ(State::applied, settled(proposed));
  const auto undo = writes_->undo(proposed.plan.id, kAnn, connector_);
  ASSERT_TRUE(undo);
  ASSERT_TRUE(apply(*undo));
  EXPECT_EQ(2U, connector_.issues["1"].comments.size());
  // One that did not arrive is not sent again, nor called undone: a person looks.
  const Proposed lost = plan(tracker::AddComment{"Again"}, "PAY-1");
  connector_.fates = {Fate::lost_before};
  EXPECT_EQ(State::unknown, applied(lost));
  EXPECT_EQ(State::unknown, settled(lost));
}

TEST_F(UnknownWrites, APlanOfAProcessThatEndedIsUnknown) {
  for (const Fate fate : {Fate::crash_before, Fate::crash_after}) {
    const Proposed proposed = plan(create(fate == Fate::crash_before ? "Before" : "After"));
    connector_.fates = {fate};
    EXPECT_EQ(State::unknown, applied(proposed));
    EXPECT_FALSE(apply(proposed)) << "never sent again";
    EXPECT_EQ(fate == Fate::crash_before ? State::unknown : State::applied, settled(proposed));
  }
  EXPECT_TRUE(connector_.keys_with_summary("Before").empty());
  EXPECT_EQ(1U, connector_.keys_with_summary("After").size());
}

TEST_F(UnknownWrites, WhatEndedBeforeAnythingWasSentIsKnownNotToBeDone) {
  const Proposed proposed = plan(edit("priority", "Low"), "PAY-1");
  connector_.unreachable_targets = 1;
  EXPECT_EQ(State::refused, applied(proposed));
  EXPECT_EQ(0, connector_.performed);
}

TEST_F(UnknownWrites, AWriteOfSeveralRequestsMayStopBetween) {
  const Proposed proposed =
      plan(tracker::EditFields{{{"priority", "Low"}, {"summary", "Other"}, {"description", "New"}}}, "PAY-1");
  connector_.fates = {Fate::done, Fate::refused};
  EXPECT_EQ(State::partly, applied(proposed));
  EXPECT_EQ("Low", connector_.issues["1"].priority);
  EXPECT_EQ("Pay by card", connector_.issues["1"].summary);
  EXPECT_FALSE(writes_->undo(proposed.plan.id, kAnn, connector_));

  // Nobody can say more of a request than that it was done: those behind it were never sent.
  const Proposed open = plan(tracker::EditFields{{{"priority", "High"}, {"summary", "Third"}}}, "PAY-1");
  connector_.fates = {Fate::lost_after};
  EXPECT_EQ(State::unknown, applied(open));
  EXPECT_EQ(State::unknown, settled(open));
  const auto answer = writes_->resolve(open.plan.id, kAnn, connector_, Made{});
  ASSERT_TRUE(answer);
  EXPECT_EQ(State::partly, answer->state);
  EXPECT_EQ("Pay by card", connector_.issues["1"].summary);
}

TEST_F(UnknownWrites, UndoIsAPlanOfItsOwn) {
  const Proposed proposed = plan(edit("priority", "Low"), "PAY-1");
  ASSERT_EQ(State::applied, applied(proposed));
  const auto undo = writes_->undo(proposed.plan.id, kAnn, connector_);
  ASSERT_TRUE(undo);
  EXPECT_EQ((std::vector<tracker::FieldDiff>{{"priority", "Low", "High"}}), undo->plan.diff);
  EXPECT_EQ("Low", connector_.issues["1"].priority) << "not before it is confirmed";
  ASSERT_EQ(State::applied, applied(*undo));
  EXPECT_EQ("High", connector_.issues["1"].priority);
  const auto again = writes_->undo(proposed.plan.id, kAnn, connector_);
  ASSERT_FALSE(again);
  EXPECT_EQ(ErrorCode::conflict, again.error().code);
}

// Whatever happens to requests and processes: no write takes effect twice, what is said to be done is done,
// what is said not to be is not, and the log is whole.
TEST_F(UnknownWrites, NeverTwiceWhateverHappens) {
  std::mt19937 random{5};
  const auto roll = [&](int high) { return std::uniform_int_distribution<int>(0, high)(random); };
  for (int round = 0; round < 200; ++round) {
    const std::string word = "Word " + std::to_string(round);
    const int kind = roll(2);
    const Proposed proposed = kind == 0   ? plan(create(word))
                              : kind == 1 ? plan(tracker::AddComment{word}, "PAY-1")
                                          : plan(edit("summary", word), "PAY-1");
    connector_.fates = {static_cast<Fate>(roll(6))};
    connector_.looks_until_found = roll(3);
    State state = applied(proposed);
    const int replays = roll(2);
    for (int i = 0; i < replays; ++i) EXPECT_FALSE(apply(proposed));
    if (state == State::unknown && roll(3) > 0) state = settled(proposed);
    const auto& comments = connector_.issues["1"].comments;
    const auto times = kind == 0   ? static_cast<std::ptrdiff_t>(connector_.keys_with_summary(word).size())
                       : kind == 1 ? std::ranges::count(comments, word, &tracker::Comment::body)
                                   : std::ptrdiff_t{connector_.issues["1"].summary == word};
    EXPECT_LE(times, 1) << round;
    if (state == State::applied) {
      EXPECT_EQ(1, times) << round;
    }
    if (state == State::refused || state == State::conflict) {
      EXPECT_EQ(0, times) << round;
    }
  }
  const auto checked = writes_->check_audit();
  ASSERT_TRUE(checked);
  EXPECT_FALSE(checked->broken);
  EXPECT_GT(checked->entries, 600);
}

}  // namespace
}  // namespace stint::writes
