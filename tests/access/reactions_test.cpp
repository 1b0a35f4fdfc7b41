#include "access/reactions.h"

#include <gtest/gtest.h>

#include "access/directory_test_bed.h"

namespace stint::access::test {
namespace {

class ReactionsTest : public DirectoryTest {
 protected:
  void SetUp() override {
    DirectoryTest::SetUp();
    reactions_ = std::make_unique<Reactions>(*directory_);
    ann_ = add("ann").id;
  }
  ReactionMap of(std::int64_t user) {
    auto found = reactions_->of_user(user);
    EXPECT_TRUE(found);
    return found ? **found : ReactionMap{};
  }

  std::unique_ptr<Reactions> reactions_;
  std::int64_t ann_ = 0;
};

TEST_F(ReactionsTest, IsNewUntilSeenAndAgainWhenItSaysSomethingElse) {
  EXPECT_TRUE(is_new(reaction_to(of(ann_), "i1"), "h1"));
  ASSERT_TRUE(reactions_->mark_seen(ann_, "i1", "h1", now_));
  const ReactionMap known = of(ann_);
  EXPECT_FALSE(is_new(reaction_to(known, "i1"), "h1"));
  EXPECT_TRUE(is_new(reaction_to(known, "i1"), "h2"));
  EXPECT_TRUE(is_new(reaction_to(known, "i2"), "h1"));
  EXPECT_EQ(now_, known.at("i1").seen);
  EXPECT_TRUE(of(0).empty()) << "others have not seen it";
}

TEST_F(ReactionsTest, IsPutOffUntilATime) {
  ASSERT_TRUE(reactions_->snooze(ann_, "i1", now_ + 1h));
  const ReactionMap known = of(ann_);
  EXPECT_TRUE(is_snoozed(reaction_to(known, "i1"), now_));
  EXPECT_TRUE(is_snoozed(reaction_to(known, "i1"), now_ + 1h - 1ms));
  EXPECT_FALSE(is_snoozed(reaction_to(known, "i1"), now_ + 1h));
  EXPECT_TRUE(is_new(reaction_to(known, "i1"), "")) << "putting off is not seeing";
  ASSERT_TRUE(reactions_->mark_seen(ann_, "i1", "h", now_));
  EXPECT_TRUE(is_snoozed(reaction_to(of(ann_), "i1"), now_));
  ASSERT_TRUE(reactions_->snooze(ann_, "i1", std::nullopt));
  EXPECT_FALSE(is_snoozed(reaction_to(of(ann_), "i1"), now_));
  EXPECT_FALSE(is_new(reaction_to(of(ann_), "i1"), "h"));
}

TEST_F(ReactionsTest, RatingsAreKeptForLearning) {
  const NewRating rating{.helpful = true,
                         .comment = "näher \"dran\"\n",
                         .kind = "stalled_issue",
                         .content = "h1",
                         .words_source = "model:m@abc",
                         .prompt_version = "insight@3"};
  ASSERT_TRUE(reactions_->rate(ann_, "i1", rating, now_));
  ASSERT_TRUE(reactions_->rate(0, "i1", {.helpful = false}, now_ + 1s));
  auto ratings = *reactions_->ratings(0, 10);
  ASSERT_EQ(2U, ratings.size());
  const Rating& first = ratings[0];
  EXPECT_EQ("ann", first.user);
  EXPECT_EQ("i1", first.insight);
  EXPECT_TRUE(first.rating.helpful);
  EXPECT_EQ(rating.comment, first.rating.comment);
  EXPECT_EQ("stalled_issue", first.rating.kind);
  EXPECT_EQ("h1", first.rating.content);
  EXPECT_EQ("model:m@abc", first.rating.words_source);
  EXPECT_EQ("insight@3", first.rating.prompt_version);
  EXPECT_EQ(now_, first.rated);
  EXPECT_EQ("", ratings[1].user);
  EXPECT_EQ(1U, reactions_->ratings(first.id, 10)->size());
  EXPECT_EQ(1U, reactions_->ratings(0, 1)->size());
  EXPECT_EQ(true, of(ann_).at("i1").helpful);
  EXPECT_EQ(rating.comment, of(ann_).at("i1").comment);

  // Another mind: one rating, with a number of its own.
  ASSERT_TRUE(reactions_->rate(ann_, "i1", {.helpful = false}, now_));
  ratings = *reactions_->ratings(0, 10);
  ASSERT_EQ(2U, ratings.size());
  EXPECT_EQ("ann", ratings[1].user);
  EXPECT_FALSE(ratings[1].rating.helpful);
  EXPECT_GT(ratings[1].id, ratings[0].id);
  ASSERT_TRUE(reactions_->take_rating_back(ann_, "i1"));
  EXPECT_EQ(1U, reactions_->ratings(0, 10)->size());
  EXPECT_EQ(nullptr, reaction_to(of(ann_), "i1"));
}

TEST_F(ReactionsTest, RefusesWhatIsTooLong) {
  std::string comment;
  for (int i = 0; i < 2000; ++i) comment += "ß";
  EXPECT_TRUE(reactions_->rate(ann_, "i1", {.helpful = true, .comment = comment}, now_));
  EXPECT_EQ(ErrorCode::usage,
            code_of(reactions_->rate(ann_, "i1", {.helpful = true, .comment = comment + "x"}, now_)));
  EXPECT_EQ(ErrorCode::usage,
            code_of(reactions_->rate(ann_, "i1", {.helpful = true, .comment = "\xff"}, now_)));
  EXPECT_EQ(ErrorCode::usage, code_of(reactions_->mark_seen(ann_, "", "h", now_)));
  EXPECT_EQ(ErrorCode::usage, code_of(reactions_->snooze(ann_, std::string(301, 'x'), now_)));
}

TEST_F(ReactionsTest, AnotherProcessesChangesAreSeen) {
  EXPECT_TRUE(of(ann_).empty());
  auto other = opened(2);
  ASSERT_TRUE(Reactions{*other}.mark_seen(ann_, "i1", "h1", now_));
  now_ += 1s;
  ASSERT_TRUE(directory_->look(now_));  // as every request does
  EXPECT_FALSE(is_new(reaction_to(of(ann_), "i1"), "h1"));
}

}  // namespace
}  // namespace stint::access::test
