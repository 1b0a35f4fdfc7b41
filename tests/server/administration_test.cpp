// Connections, models and summaries over HTTP: what reaches whoever does it, and how its refusals are told.
#include <gmock/gmock.h>

#include "server/bed.h"

namespace stint::server::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kCanary = "canary-81f2";

class Administration : public ::testing::Test {
 protected:
  Administration() {
    bed_.add_user("root", {{"*", access::Role::admin}});
    ConnectionAdministration& connections = bed_.services().connection_administration;
    connections.put = [this](const std::string& name, const JsonDocument& body) -> Result<JsonDocument> {
      asked_.push_back("put " + name + " " + to_line(body));
      if (failure_) return fail(*failure_);
      return JsonDocument{{"name", name}};
    };
    connections.check = [this](const std::string& name) -> Result<JsonDocument> {
      asked_.push_back("check " + name);
      if (failure_) return fail(*failure_);
      return JsonDocument{{"name", name}};
    };
    connections.remove = [this](const std::string& name) -> Outcome {
      asked_.push_back("remove " + name);
      return {};
    };
    ModelAdministration& models = bed_.services().model_administration;
    models.use = [this](const ModelUse& use) -> Outcome {
      asked_.push_back("use " + use.model + " for " + use.task);
      return {};
    };
    models.want = [this](const std::string& name) -> Outcome {
      asked_.push_back("want " + name);
      if (failure_) return fail(*failure_);
      return {};
    };
  }

  http::Response change(const std::string& method, const std::string& target, const JsonDocument& body) {
    auto headers = bed_.session_of("root");
    headers.emplace_back("Content-Type", "application/json");
    return bed_.ask({.method = method, .target = target, .headers = headers, .body = to_line(body)});
  }
  std::string audit() { return *bed_.get("/api/v1/audit", bed_.session_of("root")).body; }

  Bed bed_{{.open_mode = false}};
  std::vector<std::string> asked_;
  std::optional<Error> failure_;
};

TEST_F(Administration, HandsConnectionsOn) {
  EXPECT_EQ(
      change("PUT", "/api/v1/connections/work", {{"url", "https://a.example"}, {"secret", kCanary}}).status,
      200U);
  EXPECT_EQ(change("POST", "/api/v1/connections/work/check", JsonDocument::object()).status, 200U);
  EXPECT_EQ(change("DELETE", "/api/v1/connections/work", nullptr).status, 204U);
  EXPECT_THAT(asked_, ElementsAre(std::string{R"(put work {"url":"https://a.example","secret":")"} + kCanary +
                                      R"("})",
                                  "check work", "remove work"));
}

TEST_F(Administration, WritesDownWhoConnectedWhatWithoutTheSecret) {
  change("PUT", "/api/v1/connections/work", {{"url", "https://a.example"}, {"secret", kCanary}});
  failure_ = Error{ErrorCode::authentication, "the tracker does not know this token", "", ""};
  change("PUT", "/api/v1/connections/work", {{"url", "https://b.example"}, {"secret", kCanary}});
  const std::string log = audit();
  EXPECT_THAT(log, HasSubstr("connection.put"));
  EXPECT_THAT(log, HasSubstr("https://a.example"));
  EXPECT_THAT(log, HasSubstr("https://b.example"));
  EXPECT_THAT(log, HasSubstr("does not know this token"));
  EXPECT_THAT(log, Not(HasSubstr(kCanary)));
}

// A tracker's 401 must not look like ours: the page would ask people to sign in again.
TEST_F(Administration, TellsATrackersRefusalsApartFromItsOwn) {
  const std::vector<std::pair<ErrorCode, unsigned>> table{
      {ErrorCode::authentication, 422}, {ErrorCode::not_found, 422}, {ErrorCode::throttled, 502},
      {ErrorCode::failure, 502},        {ErrorCode::usage, 400},     {ErrorCode::conflict, 409}};
  for (const auto& [code, status] : table) {
    failure_ = Error{code, "no", "", "do this"};
    const http::Response put = change("PUT", "/api/v1/connections/work", {{"url", "https://a.example"}});
    EXPECT_EQ(put.status, status);
    EXPECT_EQ(json_of(put)["error"]["hint"], "do this");
    EXPECT_EQ(change("POST", "/api/v1/connections/work/check", JsonDocument::object()).status, status);
  }
}

// Neither a variable of the server's environment nor a file on its machine can be named from outside.
TEST_F(Administration, TakesNoMoreThanItSays) {
  for (const char* body : {R"({"url":"https://a.example","secret_env":"OPENAI_API_KEY"})",
                           R"({"url":"https://a.example","secret_variable":"HOME"})",
                           R"({"url":"https://a.example","ca_file":"/etc/passwd"})", R"({"secret":"x"})",
                           R"({"url":"https://a.example","projects":"PAY"})"}) {
    EXPECT_EQ(change("PUT", "/api/v1/connections/work", JsonDocument::parse(body)).status, 400U) << body;
  }
  EXPECT_TRUE(asked_.empty());
}

TEST_F(Administration, HandsModelsOn) {
  EXPECT_EQ(change("PUT", "/api/v1/models/tasks/insights", {{"model", "m"}}).status, 200U);
  EXPECT_THAT(asked_, ElementsAre("use m for insights"));
  failure_ = Error{ErrorCode::not_found, "it is not in the catalogue", "", ""};
  EXPECT_EQ(change("POST", "/api/v1/models", {{"name", "x"}}).status, 404U);
  EXPECT_THAT(audit(), Not(HasSubstr("model.pull")));
}

TEST_F(Administration, KeepsSummaries) {
  EXPECT_EQ(change("PUT", "/api/v1/alerts/summaries/daily", {{"kind", "daily_hygiene"}, {"channel", "team"}})
                .status,
            400U);
  ASSERT_EQ(change("PUT", "/api/v1/alerts/channels/team", {{"type", "slack"}, {"url", "https://a.example/x"}})
                .status,
            200U);
  const JsonDocument put = json_of(
      change("PUT", "/api/v1/alerts/summaries/daily", {{"kind", "daily_hygiene"}, {"channel", "team"}}));
  EXPECT_EQ(put["summary"]["name"], "daily");
  const JsonDocument list = json_of(bed_.get("/api/v1/alerts/summaries", bed_.session_of("root")));
  ASSERT_EQ(list["summaries"].size(), 1U);
  EXPECT_EQ(list["summaries"][0], put["summary"]);
  EXPECT_EQ(change("DELETE", "/api/v1/alerts/channels/team", nullptr).status, 409U);
  EXPECT_EQ(change("DELETE", "/api/v1/alerts/summaries/daily", nullptr).status, 204U);
  EXPECT_EQ(change("DELETE", "/api/v1/alerts/summaries/daily", nullptr).status, 404U);
  EXPECT_THAT(audit(), HasSubstr("alert.summary.put"));
}

}  // namespace
}  // namespace stint::server::test
