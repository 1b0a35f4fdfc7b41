// Live trackers from the command line, against a fake one on a port of this machine.
#include <cstdlib>
#include <filesystem>
#include <gmock/gmock.h>
#include <random>
#include <thread>

#include "app/program.h"
#include "support/child.h"
#include "support/dump.h"
#include "support/trackers/products.h"
#include "support/trackers/server.h"

namespace stint::app {
namespace {

using test::SiteOptions;
using ::testing::HasSubstr;
using ::testing::Not;

// More with STINT_LONG_TESTS=1.
int kill_points() {
  return std::getenv("STINT_LONG_TESTS") != nullptr ? 100 : 8;
}

constexpr const char* kCanary = "canary-7f3a";

class SyncVerb : public Program {
 protected:
  // A Jira Cloud that knows us by the environment's variables.
  SyncVerb()
      : fake_(test::make_fake("jira-cloud", small())),
        front_(*fake_.handler),
        server_(front_, [this] { return now_; }) {
    environment_["JIRA_URL"] = server_.url();
    environment_["JIRA_USERNAME"] = fake_.connection.user;
    environment_["JIRA_API_TOKEN"] = std::string{fake_.connection.secret.reveal()};
  }
  static SiteOptions small() { return {.issues = 80, .sprints = 3, .seed = 5, .extremes = false}; }

  // The same tracker as a connection that is kept.
  void use_a_kept_connection() {
    const auto key = scratch_.write("key", "0123456789abcdef0123456789abcdef");
    std::filesystem::permissions(key, std::filesystem::perms::owner_read);
    environment_.clear();
    environment_["STINT_KEY_FILE"] = key.string();
    environment_["WORK_TOKEN"] = std::string{fake_.connection.secret.reveal()};
  }

  Instant now_ = from_epoch_ms(0);
  test::FakeTracker fake_;
  test::Front front_;
  test::TrackerServer server_;

  void SetUp() override { now_ = fake_.site->built + std::chrono::hours{1}; }
};

TEST_F(SyncVerb, TheEnvironmentAloneIsAConnection) {
  const Ran ran = run({"sync", "--json"});
  ASSERT_EQ(ran.status, 0) << ran.err << ran.out;
  const JsonDocument document = ran.json();
  EXPECT_EQ(document["schema"], "stint.sync/1");
  const JsonDocument& jira = document["connections"][0];
  EXPECT_EQ(jira["connection"], "jira");
  EXPECT_EQ(jira["added"], fake_.site->size());
  EXPECT_EQ(jira["complete"], true);
  EXPECT_THAT(run({"insights"}).out, Not(HasSubstr("nothing")));
  EXPECT_EQ(run({"sync"}).out, "jira: nothing new.\n");
}

TEST_F(SyncVerb, WhatChangedIsBroughtInAndWhatIsGoneGoes) {
  ASSERT_EQ(run({"sync"}).status, 0);
  now_ += std::chrono::minutes{5};
  front_.with_site([&](test::Site& site) {
    test::SiteIssue& issue = *site.find(site.issues()[3].issue.id);
    site.save(issue, {{test::FieldEdit::Field::summary, "Renamed at noon"}}, {site.me, now_});
    site.remove(*site.find(site.issues()[4].issue.id), {site.me, now_});
  });
  const Ran changed = run({"sync"});
  EXPECT_EQ(changed.out, "jira: 1 changed.\n") << changed.err;
  EXPECT_THAT(run({"issues", "--json"}).out, HasSubstr("Renamed at noon"));
  EXPECT_EQ(run({"sync", "--full"}).out, "jira: 1 gone.\n");
}

TEST_F(SyncVerb, WrongCredentialsAreSaidWithoutThem) {
  environment_["JIRA_API_TOKEN"] = kCanary;
  const Ran ran = run({"sync"});
  EXPECT_EQ(ran.status, 3);
  EXPECT_THAT(ran.err + ran.out, Not(HasSubstr(kCanary)));
  EXPECT_THAT(ran.err, HasSubstr("credentials"));
}

TEST_F(SyncVerb, NoConnectionSaysHowToMakeOne) {
  environment_.clear();
  const Ran ran = run({"sync"});
  EXPECT_EQ(ran.status, 4);
  EXPECT_THAT(ran.err, HasSubstr("stint connect"));
}

TEST_F(SyncVerb, AnAddressOfAMetadataServiceIsRefused) {
  environment_["JIRA_URL"] = "http://169.254.169.254/latest";
  const Ran ran = run({"sync"});
  EXPECT_NE(ran.status, 0);
  EXPECT_THAT(ran.err, HasSubstr("policy refused"));
}

TEST_F(SyncVerb, ConnectKeepsASealedSecret) {
  use_a_kept_connection();
  const std::string token = environment_["WORK_TOKEN"];
  const std::vector<std::string> words{"connect",     "work",       "--url",
                                       server_.url(), "--user",     fake_.connection.user,
                                       "--product",   "jira-cloud", "--secret-stdin"};
  input_ = token;
  const Ran ran = run(words);
  ASSERT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("stint sync work"));
  for (const auto& file : test::files_below(data()))
    EXPECT_THAT(test::read_file(file), Not(HasSubstr(token))) << file;
  EXPECT_EQ(run({"sync", "work"}).status, 0);
  EXPECT_THAT(run({"connect"}).out, HasSubstr("work: Jira Cloud"));
  EXPECT_EQ(run({"connect", "work", "--remove"}).status, 0);
  EXPECT_EQ(run({"sync", "work"}).status, 4);
}

TEST_F(SyncVerb, ConnectSaysWithWhichKeyTheSecretIsSealed) {
  use_a_kept_connection();
  input_ = std::string{fake_.connection.secret.reveal()};
  const std::vector<std::string> words{"connect",     "work",       "--url",
                                       server_.url(), "--user",     fake_.connection.user,
                                       "--product",   "jira-cloud", "--secret-stdin"};
  const Ran kept = run(words);
  ASSERT_EQ(kept.status, 0) << kept.err;
  EXPECT_THAT(kept.out, HasSubstr("sealed with the key in " + environment_["STINT_KEY_FILE"]));
  // Where there is neither a file nor a keyring, before anything is asked.
  environment_.erase("STINT_KEY_FILE");
  environment_["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=" + (scratch_ / "nothing").string();
  const std::int64_t before = front_.requests();
  const Ran refused = run(words);
  EXPECT_EQ(refused.status, 3);
  EXPECT_THAT(refused.err, HasSubstr("the keyring cannot be used (there is no session bus"));
  EXPECT_THAT(refused.err, HasSubstr("STINT_KEY_FILE"));
  EXPECT_EQ(front_.requests(), before);
}

TEST_F(SyncVerb, ConnectWithoutAnybodyToAskSaysWhatToDo) {
  use_a_kept_connection();
  const Ran ran = run({"connect", "work", "--url", server_.url(), "--user", "me", "--product", "jira-cloud"});
  EXPECT_EQ(ran.status, 7);
  EXPECT_THAT(ran.err, HasSubstr("--secret-stdin"));
}

TEST_F(SyncVerb, ASecretMayStayInTheEnvironment) {
  use_a_kept_connection();
  environment_.erase("STINT_KEY_FILE");
  const Ran ran = run({"connect", "work", "--url", server_.url(), "--user", fake_.connection.user,
                       "--product", "jira-cloud", "--secret-env", "WORK_TOKEN"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(run({"sync"}).status, 0);
}

TEST_F(SyncVerb, CheckSaysWhatIsPermitted) {
  const Ran ran = run({"connect", "--check", "--json"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  const JsonDocument document = ran.json();
  EXPECT_EQ(document["connections"][0]["can_read"], true);
  EXPECT_GT(document["connections"][0]["permissions"].size(), 0U);
}

TEST_F(SyncVerb, AProcessThatIsKilledIsGoneOnWith) {
  // An uninterrupted one to compare with.
  ASSERT_EQ(run({"sync", "--data", (scratch_ / "whole").string()}).status, 0);
  const std::int64_t all = front_.requests();
  std::vector<std::string> variables;
  for (const auto& [name, value] : environment_) variables.push_back(name + "=" + value);
  std::mt19937_64 random{17};
  for (int point = 0; point < kill_points(); ++point) {
    const auto last = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(all));
    SCOPED_TRACE(last);
    const std::filesystem::path folder = scratch_ / ("killed-" + std::to_string(point));
    const std::int64_t before = front_.requests();
    test::PipedChild child{{STINT_BINARY, "--data", folder.string(), "sync"}, variables};
    while (front_.requests() < before + last && !child.has_ended()) std::this_thread::yield();
    child.kill();
    ASSERT_EQ(run({"sync", "--data", folder.string()}).status, 0);
    ASSERT_EQ(test::dump_issues(folder), test::dump_issues(scratch_ / "whole"));
  }
}

}  // namespace
}  // namespace stint::app
