// What trackers tell by themselves: who is believed, and what is made of it.
#include "tracker/webhook.h"

#include <filesystem>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <map>

#include "lib/nlohmann/json_document.h"
#include "lib/openssl/hmac_sha1.h"
#include "lib/sodium/base64.h"
#include "support/scratch.h"

namespace stint::tracker {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Headers = std::map<std::string, std::string, std::less<>>;

const Secret kSecret{"Jefe"};
constexpr std::string_view kBody = "what do ya want for nothing?";
// RFC 4231, test case 2, and RFC 2202, test case 2.
constexpr std::string_view kSha256 = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
constexpr std::string_view kSha1 = "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79";

bool genuine(Product product, const Headers& headers, std::string_view token = {},
             std::string_view body = kBody, const Secret& secret = kSecret) {
  WebhookRequest request;
  request.header = [&](std::string_view name) -> std::string_view {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string_view{} : found->second;
  };
  request.token = token;
  request.body = body;
  return is_genuine(product, request, secret);
}

Headers basic(std::string_view pair) {
  return {{"Authorization", "Basic " + base64_of(pair)}};
}

TEST(Webhook, JiraSignsItsBody) {
  const Headers right{{"X-Hub-Signature", fmt::format("sha256={}", kSha256)}};
  EXPECT_TRUE(genuine(Product::jira_cloud, right));
  EXPECT_TRUE(genuine(Product::jira_data_center, right));
  EXPECT_FALSE(genuine(Product::jira_cloud, right, {}, "what do ya want for nothing!"));
  EXPECT_FALSE(genuine(Product::jira_cloud, {{"X-Hub-Signature", std::string{kSha256}}}));
  EXPECT_FALSE(genuine(Product::jira_cloud, {{"X-Hub-Signature", "sha256="}}));
  EXPECT_FALSE(genuine(Product::jira_cloud, {{"X-Hub-Signature", fmt::format("sha1={}", kSha1)}}));
  EXPECT_FALSE(genuine(Product::jira_cloud, {}));
  EXPECT_FALSE(genuine(Product::azure_devops, right));
  EXPECT_FALSE(genuine(Product::taiga, right));
}

TEST(Webhook, OnlyADataCenterIsBelievedForItsAddress) {
  EXPECT_TRUE(genuine(Product::jira_data_center, {}, "Jefe"));
  EXPECT_FALSE(genuine(Product::jira_data_center, {}, "jefe"));
  EXPECT_FALSE(genuine(Product::jira_cloud, {}, "Jefe"));
  EXPECT_FALSE(genuine(Product::azure_devops, {}, "Jefe"));
  EXPECT_FALSE(genuine(Product::taiga, {}, "Jefe"));
}

TEST(Webhook, AzureShowsAPasswordOrAHeader) {
  EXPECT_TRUE(genuine(Product::azure_devops, basic("anybody:Jefe")));
  EXPECT_TRUE(genuine(Product::azure_devops, basic(":Jefe")));
  EXPECT_TRUE(genuine(Product::azure_devops, {{"X-Stint-Secret", "Jefe"}}));
  EXPECT_FALSE(genuine(Product::azure_devops, basic("Jefe")));
  EXPECT_FALSE(genuine(Product::azure_devops, basic("Jefe:")));
  EXPECT_FALSE(genuine(Product::azure_devops, basic("anybody:Jefe ")));
  EXPECT_FALSE(genuine(Product::azure_devops, {{"Authorization", "Basic =="}}));
  EXPECT_FALSE(genuine(Product::azure_devops, {{"Authorization", "Bearer Jefe"}}));
  EXPECT_FALSE(genuine(Product::taiga, basic("anybody:Jefe")));
}

TEST(Webhook, NobodyKnowsAnEmptySecret) {
  const Secret nothing;
  EXPECT_FALSE(genuine(Product::jira_data_center, {}, "", kBody, nothing));
  EXPECT_FALSE(genuine(Product::azure_devops, basic(":"), "", kBody, nothing));
  const Headers signed_so{{"X-TAIGA-WEBHOOK-SIGNATURE", hmac_sha1(nothing, kBody)}};
  EXPECT_FALSE(genuine(Product::taiga, signed_so, "", kBody, nothing));
}

TEST(Webhook, TaigaSignsItsBody) {
  const Headers right{{"X-TAIGA-WEBHOOK-SIGNATURE", std::string{kSha1}}};
  EXPECT_TRUE(genuine(Product::taiga, right));
  EXPECT_FALSE(genuine(Product::taiga, right, {}, "nothing"));
  EXPECT_FALSE(genuine(Product::jira_cloud, right));
}

// As the sender wrote it: members in their order, a blank after each mark.
std::string sent(const JsonDocument& value, const std::vector<std::string>& order) {
  std::string text = "{";
  for (const std::string& name : order) {
    const JsonDocument& member = value[name];
    text += fmt::format("{}\"{}\": ", text.size() == 1 ? "" : ", ", name);
    if (!member.is_object()) {
      text += member.dump();
    } else if (name == "by") {
      text += sent(member, {"id", "permalink", "username", "full_name", "photo", "gravatar_id"});
    } else {
      text += sent(member, {"test"});
    }
  }
  return text + "}";
}

// A request that a real Taiga signed, as its documentation shows it.
TEST(Webhook, TaigasOwnExampleIsBelieved) {
  const std::filesystem::path file = std::filesystem::path{STINT_TAIGA_EXAMPLES} / "webhooklogs-get.json";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no file " << file << ": give it with STINT_DATA";
  const JsonDocument log = JsonDocument::parse(test::read_file(file));
  const std::string body = sent(log["request_data"], {"action", "type", "by", "date", "data"});
  EXPECT_EQ(std::to_string(body.size()), log["request_headers"]["Content-Length"].get<std::string>());
  Headers headers;
  for (const auto& [name, value] : log["request_headers"].items()) headers[name] = value.get<std::string>();
  EXPECT_TRUE(genuine(Product::taiga, headers, {}, body, Secret{"test-key"}));
  EXPECT_FALSE(genuine(Product::taiga, headers, {}, body, Secret{"test-kez"}));
  const auto event = read_webhook(Product::taiga, body);
  ASSERT_TRUE(event);
  EXPECT_THAT(event->issues, IsEmpty());
  EXPECT_FALSE(event->catalogue);
}

std::vector<std::string> issues_of(Product product, std::string_view body) {
  const auto event = read_webhook(product, body);
  EXPECT_TRUE(event) << body;
  return event ? event->issues : std::vector<std::string>{"nothing"};
}

bool of_catalogue(Product product, std::string_view body) {
  const auto event = read_webhook(product, body);
  return event && event->catalogue && event->issues.empty();
}

TEST(Webhook, JirasEventsNameTheirIssues) {
  constexpr Product kJira = Product::jira_cloud;
  for (const char* const event : {"jira:issue_created", "jira:issue_updated", "jira:issue_deleted",
                                  "comment_created", "attachment_created"}) {
    EXPECT_THAT(
        issues_of(kJira,
                  fmt::format(R"({{"webhookEvent":"{}","issue":{{"id":"10021","key":"PAY-7"}}}})", event)),
        ElementsAre("10021"));
  }
  EXPECT_THAT(issues_of(kJira, R"({"webhookEvent":"worklog_updated","worklog":{"issueId":"10022"}})"),
              ElementsAre("10022"));
  EXPECT_THAT(issues_of(kJira, R"({"webhookEvent":"issuelink_created",
                                  "issueLink":{"sourceIssueId":10024,"destinationIssueId":10023}})"),
              ElementsAre("10023", "10024"));
  EXPECT_TRUE(of_catalogue(kJira, R"({"webhookEvent":"sprint_closed","sprint":{"id":3}})"));
  EXPECT_TRUE(of_catalogue(kJira, R"({"webhookEvent":"board_configuration_changed"})"));
  EXPECT_TRUE(of_catalogue(kJira, R"({"webhookEvent":"jira:version_released"})"));
  EXPECT_THAT(issues_of(kJira, R"({"webhookEvent":"user_created","user":{"key":"u"}})"), IsEmpty());
}

TEST(Webhook, AzuresEventsNameTheirWorkItems) {
  constexpr Product kAzure = Product::azure_devops;
  EXPECT_THAT(issues_of(kAzure, R"({"eventType":"workitem.created","resource":{"id":5,"rev":1}})"),
              ElementsAre("5"));
  EXPECT_THAT(issues_of(kAzure, R"({"eventType":"workitem.updated","resource":{"id":2,"workItemId":6}})"),
              ElementsAre("6"));
  EXPECT_THAT(issues_of(kAzure, R"({"eventType":"workitem.deleted","resource":{"id":7}})"), ElementsAre("7"));
  EXPECT_THAT(issues_of(kAzure, R"({"eventType":"git.push","resource":{"id":8}})"), IsEmpty());
  EXPECT_FALSE(read_webhook(kAzure, R"({"eventType":"workitem.updated","resource":{"id":-1}})"));
  EXPECT_FALSE(read_webhook(kAzure, R"({"eventType":"workitem.updated"})"));
}

TEST(Webhook, TaigasEventsNameTheirItems) {
  constexpr Product kTaiga = Product::taiga;
  EXPECT_THAT(issues_of(kTaiga, R"({"action":"change","type":"userstory","data":{"id":12}})"),
              ElementsAre("us:12"));
  EXPECT_THAT(issues_of(kTaiga, R"({"action":"delete","type":"task","data":{"id":34}})"),
              ElementsAre("task:34"));
  EXPECT_THAT(issues_of(kTaiga, R"({"action":"create","type":"issue","data":{"id":56}})"),
              ElementsAre("issue:56"));
  EXPECT_THAT(issues_of(kTaiga, R"({"action":"create","type":"wikipage","data":{"id":1}})"), IsEmpty());
  EXPECT_TRUE(of_catalogue(kTaiga, R"({"action":"change","type":"milestone","data":{"id":3}})"));
  EXPECT_FALSE(read_webhook(kTaiga, R"({"action":"change","type":"task","data":{"id":"x"}})"));
}

TEST(Webhook, WhatIsNoEventIsRefused) {
  for (const Product product :
       {Product::jira_cloud, Product::jira_data_center, Product::azure_devops, Product::taiga}) {
    for (const std::string_view body : {"", "[]", "7", "{", "{}", R"({"webhookEvent":7,"eventType":null})"}) {
      const auto event = read_webhook(product, body);
      ASSERT_FALSE(event) << body;
      EXPECT_EQ(event.error().code, ErrorCode::usage);
    }
  }
}

}  // namespace
}  // namespace stint::tracker
