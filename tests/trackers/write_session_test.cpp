// A session of writes against each tracker, the whole way: plan, confirmation, connector, tracker. Whatever
// is confirmed twice, late, by somebody else or for something else, exactly what was shown happens, once.
#include <algorithm>
#include <atomic>
#include <gmock/gmock.h>
#include <thread>

#include "base/text.h"
#include "exchange/writes/writes.h"
#include "support/scratch.h"
#include "support/trackers/products.h"
#include "support/trackers/virtual_sender.h"
#include "tracker/connector.h"

namespace stint::test {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;
using writes::Confirmation;
using writes::Proposed;
using writes::State;

constexpr std::string_view kHost = "https://fake.example";

struct Case {
  const char* product;
  const char* story;  // a type
  std::string (*project)(const SiteProject& project);
};

std::string key_of(const SiteProject& project) {
  return project.key;
}
std::string name_of(const SiteProject& project) {
  return project.name;
}
std::string slug_of(const SiteProject& project) {
  std::string slug = project.key;
  for (char& c : slug) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return slug;
}

class WriteSession : public ::testing::TestWithParam<Case> {
 protected:
  WriteSession()
      : fake_(make_fake(GetParam().product, {.issues = 80, .sprints = 3, .seed = 7, .extremes = false})),
        front_(*fake_.handler),
        clock_(fake_.site->built + std::chrono::hours{1}),
        sender_(front_, clock_, std::string{kHost} + fake_.below),
        delivery_(sender_, {}, clock_.clock(), [] { return std::uint64_t{11}; }) {
    fake_.connection.url = std::string{kHost} + fake_.below;
    connector_ = tracker::product_info(fake_.connection.product).make(fake_.connection, delivery_, {});
    writes_ = open();
  }

  [[nodiscard]] std::unique_ptr<writes::Writes> open() {
    writes::Options options;
    options.data_folder = scratch_ / "data";
    options.clock = clock_.clock();
    options.secrets.push_back(fake_.connection.secret);
    auto opened = writes::Writes::open(std::move(options));
    EXPECT_TRUE(opened) << opened.error().to_string();
    return std::move(*opened);
  }

  [[nodiscard]] Proposed plan(tracker::Write write) {
    const std::int64_t before = version();
    const bool create = std::holds_alternative<tracker::CreateIssue>(write);
    auto proposed = writes_->plan(kAnn, *connector_, {std::move(write), create ? "" : id_, true});
    EXPECT_TRUE(proposed) << proposed.error().to_string();
    EXPECT_EQ(version(), before) << "a plan has changed something";
    return proposed ? std::move(*proposed) : Proposed{};
  }
  [[nodiscard]] static Confirmation yes(const Proposed& proposed) {
    return {proposed.token, kAnn, proposed.plan.payload_hash};
  }
  [[nodiscard]] Result<writes::Plan> apply(const Confirmation& confirmation) {
    return writes_->apply(confirmation, *connector_);
  }
  // Nothing was sent that changes anything.
  void expect_refused(const Confirmation& confirmation, ErrorCode code) {
    const std::int64_t before = version();
    const auto refused = apply(confirmation);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, code) << refused.error().to_string();
    EXPECT_EQ(version(), before);
  }

  // Grows with every change of anything in the tracker.
  [[nodiscard]] std::int64_t version() const { return fake_.site->version(); }
  [[nodiscard]] SiteIssue& issue() {
    for (const SiteIssue& each : fake_.site->issues()) {
      if (each.issue.summary.starts_with("Session") && !each.deleted) return *fake_.site->find(each.issue.id);
    }
    ADD_FAILURE() << "there is no issue of the session";
    return *fake_.site->find(fake_.site->issues().front().issue.id);
  }
  [[nodiscard]] std::vector<std::string> summaries() {
    std::vector<std::string> list;
    for (const tracker::Change& change : issue().issue.changes) {
      if (change.field_id == "summary") list.push_back(change.to_text);
    }
    return list;
  }

  void create_issue() {
    tracker::CreateIssue write;
    write.project = GetParam().project(fake_.site->projects.front());
    write.type = GetParam().story;
    write.summary = "Session";
    const Proposed proposed = plan(write);
    const std::size_t before = fake_.site->size();
    const auto made = apply(yes(proposed));
    ASSERT_TRUE(made) << made.error().to_string();
    ASSERT_EQ(made->state, State::applied);
    EXPECT_EQ(fake_.site->size(), before + 1);
    id_ = made->receipt.issue_id;
    expect_refused(yes(proposed), ErrorCode::conflict);
    EXPECT_EQ(fake_.site->size(), before + 1);
  }
  static tracker::Write rename(std::string summary) {
    return tracker::EditFields{{{"summary", std::move(summary)}}};
  }

  static inline const writes::Actor kAnn{"ann", "work"};
  Scratch scratch_;
  FakeTracker fake_;
  Front front_;
  VirtualClock clock_;
  VirtualSender sender_;
  outbound::Delivery delivery_;
  std::unique_ptr<tracker::Connector> connector_;
  std::unique_ptr<writes::Writes> writes_;
  std::string id_;
};

INSTANTIATE_TEST_SUITE_P(Of, WriteSession,
                         ::testing::Values(Case{"jira-cloud", "Story", key_of},
                                           Case{"jira-data-center", "Story", key_of},
                                           Case{"azure-devops", "User Story", name_of},
                                           Case{"taiga", "User Story", slug_of}),
                         [](const auto& of) {
                           std::string name = of.param.product;
                           std::erase(name, '-');
                           return name;
                         });

TEST_P(WriteSession, DoesExactlyWhatWasShownOnce) {
  create_issue();
  if (HasFailure()) return;

  // Shown, confirmed, done; and the token is used up, in this process and in the next.
  const Proposed first = plan(rename("Session one"));
  ASSERT_THAT(first.plan.diff, SizeIs(1));
  EXPECT_TRUE(equal_ignoring_case(first.plan.diff[0].field, "summary"));
  EXPECT_EQ(first.plan.diff[0].before, "Session");
  EXPECT_EQ(first.plan.diff[0].after, "Session one");
  ASSERT_TRUE(apply(yes(first)));
  EXPECT_EQ(issue().issue.summary, "Session one");
  expect_refused(yes(first), ErrorCode::conflict);
  writes_ = open();
  expect_refused(yes(first), ErrorCode::conflict);

  // For somebody else, and for something else than was shown.
  const Proposed second = plan(rename("Session two"));
  Confirmation wrong = yes(second);
  wrong.actor.user = "bob";
  expect_refused(wrong, ErrorCode::declined);
  wrong = yes(second);
  wrong.actor.connection = "other";
  expect_refused(wrong, ErrorCode::declined);
  wrong = yes(second);
  wrong.payload_hash = plan(rename("Session, changed on the way")).plan.payload_hash;
  expect_refused(wrong, ErrorCode::declined);

  // Confirmed by many at once.
  std::atomic<int> done = 0;
  {
    const auto other = open();
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&, i] {
        writes::Writes& own = i % 2 == 0 ? *writes_ : *other;
        if (own.apply(yes(second), *connector_)) ++done;
      });
    }
  }
  EXPECT_EQ(done, 1);
  EXPECT_EQ(issue().issue.summary, "Session two");

  // Too late.
  const Proposed third = plan(rename("Session three"));
  clock_.advance(third.plan.expires - clock_.now());
  expect_refused(yes(third), ErrorCode::declined);

  // Somebody else was faster, at the very field.
  const Proposed fourth = plan(rename("Session four"));
  clock_.advance(std::chrono::minutes{1});
  front_.with_site([&](Site& site) {
    site.save(issue(), {{FieldEdit::Field::summary, "Session of somebody else"}},
              {site.users.back().id, clock_.now()});
  });
  const auto conflict = apply(yes(fourth));
  ASSERT_TRUE(conflict) << conflict.error().to_string();
  EXPECT_EQ(conflict->state, State::conflict);
  ASSERT_TRUE(conflict->conflict);
  ASSERT_THAT(conflict->conflict->fields, SizeIs(1));
  const writes::FieldConflict& sides = conflict->conflict->fields[0];
  EXPECT_EQ(sides.planned, "Session two");
  EXPECT_EQ(sides.now, "Session of somebody else");
  EXPECT_EQ(sides.wanted, "Session four");
  expect_refused(yes(fourth), ErrorCode::conflict);

  // A comment, once; and what was shown is all that has happened.
  const Proposed comment = plan(tracker::AddComment{"Said **once**."});
  ASSERT_TRUE(apply(yes(comment)));
  expect_refused(yes(comment), ErrorCode::conflict);
  ASSERT_THAT(issue().issue.comments, SizeIs(1));
  EXPECT_EQ(issue().issue.comments[0].body, "Said **once**.");
  EXPECT_THAT(summaries(), ElementsAre("Session one", "Session two", "Session of somebody else"));
  EXPECT_EQ(fake_.handler->violations(), std::vector<std::string>{});
  const auto audit = writes_->check_audit();
  ASSERT_TRUE(audit);
  EXPECT_FALSE(audit->broken);
}

}  // namespace
}  // namespace stint::test
