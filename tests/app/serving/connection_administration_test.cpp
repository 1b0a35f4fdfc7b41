// Connections of a running server, against a fake tracker: a secret goes in once, to where it belongs, and
// never comes out.
#include "app/serving/connection_administration.h"

#include <filesystem>
#include <gmock/gmock.h>

#include "app/program.h"
#include "app/trackers.h"
#include "support/trackers/products.h"
#include "support/trackers/server.h"

namespace stint::app {
namespace {

using testing::HasSubstr;
using testing::Not;

class ConnectionAdministratorTest : public Program {
 protected:
  ConnectionAdministratorTest()
      : fake_(test::make_fake("jira-cloud", {.issues = 20, .sprints = 3, .seed = 5, .extremes = false})),
        front_(*fake_.handler),
        server_(front_, [this] { return fake_.site->built; }) {
    const auto key = scratch_.write("key", "0123456789abcdef0123456789abcdef");
    std::filesystem::permissions(key, std::filesystem::perms::owner_read);
    environment_["STINT_KEY_FILE"] = key.string();
  }

  [[nodiscard]] JsonDocument body() const {
    return {{"url", server_.url()},
            {"product", "jira-cloud"},
            {"user", fake_.connection.user},
            {"secret", secret()}};
  }
  [[nodiscard]] std::string secret() const { return std::string{fake_.connection.secret.reveal()}; }

  void with(const std::function<void(ConnectionAdministrator&, const Session&)>& use) const {
    with_session([&](const Session& session) {
      ConnectionAdministrator administrator{
          session, [] {
            return JsonDocument::array(
                {{{"name", "work"}, {"state", "failed"}, {"last_sync", nullptr}, {"problem", "no answer"}}});
          }};
      use(administrator, session);
    });
  }

  test::FakeTracker fake_;
  test::Front front_;
  test::TrackerServer server_;
};

TEST_F(ConnectionAdministratorTest, LooksBeforeItKeeps) {
  with([&](ConnectionAdministrator& administrator, const Session& session) {
    const auto put = administrator.put("work", body());
    ASSERT_TRUE(put) << put.error().to_string();
    EXPECT_EQ((*put)["can_read"], true);
    EXPECT_GT((*put)["permissions"].size(), 0U);
    EXPECT_THAT(to_line(*put), Not(HasSubstr(secret())));
    for (const auto& file : test::files_below(data()))
      EXPECT_THAT(test::read_file(file), Not(HasSubstr(secret()))) << file;
    const auto kept = find_connection(session, "work");
    ASSERT_TRUE(kept);
    EXPECT_EQ(secret_of(session, *kept)->reveal(), secret());
    const auto list = administrator.list();
    ASSERT_TRUE(list);
    EXPECT_THAT(to_line(*list), Not(HasSubstr(secret())));
    const JsonDocument& work = (*list)["connections"][0];
    EXPECT_EQ(work["state"], "failed");
    EXPECT_EQ(work["problem"], "no answer");
    EXPECT_EQ(work["secret"], "sealed");
    EXPECT_EQ((*list)["keeps_secrets"], true);
    EXPECT_EQ((*administrator.check("work"))["account"]["name"], (*put)["account"]["name"]);
    EXPECT_TRUE(administrator.remove("work"));
    EXPECT_EQ(administrator.remove("work").error().code, ErrorCode::not_found);
  });
}

TEST_F(ConnectionAdministratorTest, KeepsNothingOfWhatTheTrackerRefuses) {
  with([&](ConnectionAdministrator& administrator, const Session&) {
    JsonDocument wrong = body();
    wrong["secret"] = "canary-wrong";
    const auto put = administrator.put("work", wrong);
    ASSERT_FALSE(put);
    EXPECT_EQ(put.error().code, ErrorCode::authentication);
    EXPECT_THAT(put.error().to_string(), Not(HasSubstr("canary-wrong")));
    EXPECT_EQ((*administrator.list())["connections"].size(), 0U);
    // The next look is not kept out.
    EXPECT_TRUE(administrator.put("work", body()));
  });
}

// Who may change a connection must not get at its secret by having it sent to an address of their own.
TEST_F(ConnectionAdministratorTest, SendsAKeptSecretNowhereElse) {
  with([&](ConnectionAdministrator& administrator, const Session& session) {
    ASSERT_TRUE(administrator.put("work", body()));
    JsonDocument change = body();
    change.erase("secret");
    change["projects"] = JsonDocument::array();
    change["read_only"] = true;
    ASSERT_TRUE(administrator.put("work", change));
    EXPECT_TRUE(find_connection(session, "work")->read_only);
    const std::int64_t before = front_.requests();
    JsonDocument elsewhere = change;
    elsewhere["url"] = "https://evil.example";
    EXPECT_EQ(administrator.put("work", elsewhere).error().where, "secret");
    JsonDocument somebody = change;
    somebody["user"] = "somebody@else.example";
    EXPECT_EQ(administrator.put("work", somebody).error().where, "secret");
    EXPECT_EQ(administrator.put("new", change).error().where, "secret");
    EXPECT_EQ(front_.requests(), before);
    EXPECT_EQ(find_connection(session, "work")->url, server_.url());
  });
}

TEST_F(ConnectionAdministratorTest, SaysWhatCannotBe) {
  with([&](ConnectionAdministrator& administrator, const Session&) {
    for (const char* name : {"", "a b", "../x", "a/b", "a\nb"})
      EXPECT_EQ(administrator.put(name, body()).error().where, "name") << name;
    EXPECT_EQ(administrator.put(std::string(65, 'a'), body()).error().where, "name");
    JsonDocument bad = body();
    bad["url"] = "ftp://x";
    EXPECT_EQ(administrator.put("work", bad).error().where, "url");
    bad = body();
    bad["product"] = "nothing";
    EXPECT_EQ(administrator.put("work", bad).error().code, ErrorCode::usage);
    EXPECT_EQ(administrator.check("nothing").error().code, ErrorCode::not_found);
  });
  environment_.erase("STINT_KEY_FILE");
  with([&](ConnectionAdministrator& administrator, const Session&) {
    const std::int64_t before = front_.requests();
    EXPECT_EQ(administrator.put("work", body()).error().code, ErrorCode::authentication);
    EXPECT_EQ(front_.requests(), before);
    EXPECT_EQ((*administrator.list())["keeps_secrets"], false);
  });
}

TEST_F(ConnectionAdministratorTest, LeavesThoseOfTheEnvironmentAlone) {
  environment_["JIRA_URL"] = server_.url();
  environment_["JIRA_USERNAME"] = fake_.connection.user;
  environment_["JIRA_API_TOKEN"] = secret();
  with([&](ConnectionAdministrator& administrator, const Session&) {
    const auto list = administrator.list();
    ASSERT_TRUE(list);
    EXPECT_EQ((*list)["connections"][0]["from_environment"], true);
    EXPECT_EQ((*list)["connections"][0]["secret"], "environment");
    EXPECT_EQ((*list)["connections"][0]["state"], "never");
    EXPECT_TRUE(administrator.check("jira"));
    EXPECT_EQ(administrator.remove("jira").error().code, ErrorCode::usage);
  });
}

}  // namespace
}  // namespace stint::app
