// A tracker's webhooks from their setting up to what is read because of them, against a fake one.
#include "app/serving/webhooks.h"

#include <filesystem>
#include <gmock/gmock.h>

#include "app/program.h"
#include "lib/sodium/hmac.h"
#include "store/store.h"
#include "support/trackers/products.h"
#include "support/trackers/server.h"

namespace stint::app {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class WebhookCalls : public Program {
 protected:
  WebhookCalls()
      : fake_(test::make_fake("jira-cloud", {.issues = 60, .sprints = 3, .seed = 5, .extremes = false})),
        front_(*fake_.handler),
        server_(front_, [this] { return now_; }) {
    const auto key = scratch_.write("key", "0123456789abcdef0123456789abcdef");
    std::filesystem::permissions(key, std::filesystem::perms::owner_read);
    environment_["STINT_KEY_FILE"] = key.string();
    environment_["WORK_TOKEN"] = std::string{fake_.connection.secret.reveal()};
  }

  void SetUp() override {
    now_ = fake_.site->built + std::chrono::hours{1};
    ASSERT_EQ(run({"connect", "work", "--url", server_.url(), "--user", fake_.connection.user, "--product",
                   "jira-cloud", "--secret-env", "WORK_TOKEN"})
                  .status,
              0);
    ASSERT_EQ(run({"sync"}).status, 0);
  }

  // A new secret for the connection.
  std::string set_up() const {
    const Ran ran = run({"connect", "work", "--webhook", "--json"});
    EXPECT_EQ(ran.status, 0) << ran.err;
    const JsonDocument json = ran.json();
    EXPECT_EQ(json["path"], "/hooks/work");
    return json["secret"];
  }

  // Renames issues of the site; their ids.
  std::vector<std::string> rename(const std::vector<std::size_t>& places) {
    now_ += std::chrono::minutes{5};
    std::vector<std::string> ids;
    front_.with_site([&](test::Site& site) {
      for (const std::size_t place : places) {
        test::SiteIssue& issue = *site.find(site.issues()[place].issue.id);
        site.save(issue, {{test::FieldEdit::Field::summary, "Renamed at noon"}}, {site.me, now_});
        ids.push_back(issue.issue.id);
      }
    });
    return ids;
  }

  static std::string updated(const std::string& id) {
    return R"({"webhookEvent":"jira:issue_updated","issue":{"id":")" + id + R"("}})";
  }

  static Result<std::size_t> call(Webhooks& webhooks, const std::string& secret, std::string_view body,
                                  std::string_view connection = "work") {
    const std::string signature = "sha256=" + hmac_sha256(Secret{secret}, body);
    tracker::WebhookRequest request;
    request.header = [&](std::string_view name) {
      return name == "X-Hub-Signature" ? std::string_view{signature} : std::string_view{};
    };
    request.body = body;
    return webhooks.receive(connection, request);
  }

  int renamed() const {
    const std::string text = run({"issues", "--json"}).out;
    int count = 0;
    for (auto at = text.find("Renamed at noon"); at != std::string::npos; ++count)
      at = text.find("Renamed at noon", at + 1);
    return count;
  }

  Webhooks::Edge edge() {
    return {.now = [this] { return now_; },
            .refreshed = [this]() -> Outcome {
              ++refreshed_;
              return {};
            },
            .sync = [this]() -> Outcome {
              ++syncs_;
              return {};
            }};
  }

  Instant now_ = from_epoch_ms(0);
  test::FakeTracker fake_;
  test::Front front_;
  test::TrackerServer server_;
  int refreshed_ = 0;
  int syncs_ = 0;
};

TEST_F(WebhookCalls, BringInWhatTheyNameAndNothingElse) {
  const std::string secret = set_up();
  const auto ids = rename({3, 4});
  with_session([&](const Session& session) {
    Webhooks webhooks{session, edge()};
    int woken = 0;
    webhooks.on_new_work([&] { ++woken; });
    const auto count = call(webhooks, secret, updated(ids[0]));
    ASSERT_TRUE(count) << count.error().to_string();
    EXPECT_EQ(*count, 1U);
    EXPECT_EQ(woken, 1);
    EXPECT_EQ(renamed(), 0) << "nothing is read while the tracker waits for its answer";
    const auto again = webhooks.step({});
    ASSERT_TRUE(again) << again.error().to_string();
    EXPECT_FALSE(*again);
    EXPECT_EQ(refreshed_, 1);
    EXPECT_EQ(renamed(), 1);
    ASSERT_TRUE(webhooks.step({}));
    EXPECT_EQ(refreshed_, 1) << "there is nothing more";
  });
}

TEST_F(WebhookCalls, WhatIsDeletedGoes) {
  const std::string secret = set_up();
  std::string id;
  std::string key;
  front_.with_site([&](test::Site& site) {
    id = site.issues()[6].issue.id;
    key = site.issues()[6].issue.key;
    site.remove(*site.find(id), {site.me, now_});
  });
  ASSERT_THAT(run({"issues", "--csv"}).out, HasSubstr(key + ","));
  with_session([&](const Session& session) {
    Webhooks webhooks{session, edge()};
    const std::string body = R"({"webhookEvent":"jira:issue_deleted","issue":{"id":")" + id + R"("}})";
    ASSERT_TRUE(call(webhooks, secret, body));
    const auto again = webhooks.step({});
    ASSERT_TRUE(again) << again.error().to_string();
  });
  EXPECT_THAT(run({"issues", "--csv"}).out, Not(HasSubstr("\n" + key + ",")));
}

TEST_F(WebhookCalls, StrangersAreNotHeard) {
  const std::string old_secret = set_up();
  const std::string secret = set_up();
  const auto ids = rename({3});
  with_session([&](const Session& session) {
    Webhooks webhooks{session, edge()};
    for (const auto& outcome :
         {call(webhooks, old_secret, updated(ids[0])), call(webhooks, "", updated(ids[0])),
          call(webhooks, secret, updated(ids[0]), "elsewhere")}) {
      ASSERT_FALSE(outcome);
      EXPECT_EQ(outcome.error().code, ErrorCode::authentication);
      EXPECT_THAT(outcome.error().to_string(), AllOf(Not(HasSubstr(secret)), Not(HasSubstr(old_secret))));
    }
    const auto broken = call(webhooks, secret, "{}");
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().code, ErrorCode::usage);
    ASSERT_TRUE(webhooks.step({}));
  });
  EXPECT_EQ(refreshed_, 0);
  EXPECT_EQ(renamed(), 0);
}

TEST_F(WebhookCalls, WaitWhileSomebodyElseWrites) {
  const std::string secret = set_up();
  const auto ids = rename({3});
  with_session([&](const Session& session) {
    Webhooks webhooks{session, edge()};
    ASSERT_TRUE(call(webhooks, secret, updated(ids[0])));
    {
      const auto lock = store::WriteLock::acquire(session.data_folder());
      ASSERT_TRUE(lock);
      const auto again = webhooks.step({});
      ASSERT_TRUE(again) << again.error().to_string();
      ASSERT_TRUE(*again);
      EXPECT_GT(**again, now_);
    }
    EXPECT_EQ(refreshed_, 0);
    ASSERT_TRUE(webhooks.step({}));
  });
  EXPECT_EQ(refreshed_, 1);
  EXPECT_EQ(renamed(), 1);
}

TEST_F(WebhookCalls, ATrackerThatIsAwayIsAskedAgain) {
  const std::string secret = set_up();
  const auto ids = rename({3});
  const std::string token = environment_["WORK_TOKEN"];
  environment_["WORK_TOKEN"] = "wrong";
  with_session([&](const Session& session) {
    Webhooks webhooks{session, edge()};
    ASSERT_TRUE(call(webhooks, secret, updated(ids[0])));
    EXPECT_FALSE(webhooks.step({}));
    EXPECT_EQ(refreshed_, 0);
    EXPECT_FALSE(webhooks.step({})) << "what was not read is not forgotten";
  });
}

TEST_F(WebhookCalls, ManyAtOnceAndChangedBoardsAreASync) {
  const std::string secret = set_up();
  with_session([&](const Session& session) {
    Webhooks webhooks{session, edge()};
    ASSERT_TRUE(call(webhooks, secret, R"({"webhookEvent":"sprint_started","sprint":{"id":1}})"));
    ASSERT_TRUE(webhooks.step({}));
    EXPECT_EQ(syncs_, 1);
    for (int i = 0; i < 501; ++i) ASSERT_TRUE(call(webhooks, secret, updated(std::to_string(i))));
    ASSERT_TRUE(webhooks.step({}));
    EXPECT_EQ(syncs_, 2);
  });
}

TEST_F(WebhookCalls, ASecretIsKeptSealedAndStaysWithItsConnection) {
  const std::string secret = set_up();
  EXPECT_GE(secret.size(), 32U);
  for (const auto& file : test::files_below(data()))
    EXPECT_THAT(test::read_file(file), Not(HasSubstr(secret))) << file;
  // Connecting again does not lose it.
  ASSERT_EQ(run({"connect", "work", "--url", server_.url(), "--user", fake_.connection.user, "--product",
                 "jira-cloud", "--secret-env", "WORK_TOKEN"})
                .status,
            0);
  with_session([&](const Session& session) {
    Webhooks webhooks{session, edge()};
    EXPECT_TRUE(call(webhooks, secret, updated("1")));
  });
  environment_["HOOK"] = "a secret of the environment";
  ASSERT_EQ(run({"connect", "work", "--webhook-env", "HOOK"}).status, 0);
  with_session([&](const Session& session) {
    Webhooks webhooks{session, edge()};
    EXPECT_TRUE(call(webhooks, "a secret of the environment", updated("1")));
    EXPECT_FALSE(call(webhooks, secret, updated("1")));
  });
}

TEST_F(WebhookCalls, ConnectionsOfTheEnvironmentHaveAVariable) {
  environment_["JIRA_URL"] = server_.url();
  environment_["JIRA_USERNAME"] = fake_.connection.user;
  environment_["JIRA_API_TOKEN"] = environment_["WORK_TOKEN"];
  const Ran refused = run({"connect", "jira", "--webhook"});
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.err, HasSubstr("JIRA_WEBHOOK_SECRET"));
  environment_["JIRA_WEBHOOK_SECRET"] = "of the environment";
  with_session([&](const Session& session) {
    Webhooks webhooks{session, edge()};
    EXPECT_TRUE(call(webhooks, "of the environment", updated("1"), "jira"));
  });
}

}  // namespace
}  // namespace stint::app
