// Listing Jira Cloud.
#include <gmock/gmock.h>

#include "tracker/jira/page_token.h"
#include "tracker/jira/query.h"
#include "tracker/jira_connector_cloud.h"

namespace stint::tracker {
namespace {

using test::JiraQuestion;
using test::JiraReply;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

using JiraCloudList = CloudTest;

std::vector<std::string> ids_of(const std::vector<Entry>& entries) {
  std::vector<std::string> ids;
  for (const Entry& entry : entries) ids.push_back(entry.id);
  return ids;
}

TEST_F(JiraCloudList, AsksForNothingButIdsOfEverything) {
  script.on(std::string{kSearch}, {200, "{'issues':[{'id':'10001'},{'id':'10002'}],'isLast':true}"});
  const auto listing = connector.list({{"PAY", "A \"B\\"}, {}, true}, "");
  ASSERT_TRUE(listing) << listing.error().to_string();
  EXPECT_THAT(ids_of(listing->entries), ElementsAre("10001", "10002"));
  EXPECT_EQ(listing->entries[0].mark, "");
  EXPECT_EQ(listing->next, "");
  const auto asked = script.asked(kSearch);
  ASSERT_THAT(asked, SizeIs(1));
  EXPECT_EQ(parse(asked[0].body),
            parse(R"({"jql":"project in (\"PAY\", \"A \\\"B\\\\\") ORDER BY created ASC, key ASC",
                      "maxResults":5000,"fields":["id"]})"));
  // RFC 7617: base64 of "me@example.com:canary-secret".
  EXPECT_THAT(script.headers("Authorization"), ElementsAre("Basic bWVAZXhhbXBsZS5jb206Y2FuYXJ5LXNlY3JldA=="));
}

TEST_F(JiraCloudList, AsksForChangesByAnInstantThatNoTimeZoneMoves) {
  script.on(
      std::string{kSearch},
      {200, "{'issues':[{'id':'7','fields':{'updated':'2026-01-02T05:00:00.250+0200'}}],'isLast':true}"});
  const auto listing = connector.list({{}, at("2026-01-01T10:00:00.001Z")}, "");
  ASSERT_TRUE(listing);
  EXPECT_EQ(listing->entries[0].mark, "2026-01-02T03:00:00.250+00:00");
  EXPECT_EQ(parse(script.asked(kSearch)[0].body)["jql"],
            "project is not EMPTY AND updated >= 1767261600001 ORDER BY created ASC, key ASC");
}

TEST_F(JiraCloudList, FollowsTokensThroughEmptyPagesAndOtherConnectors) {
  script.on(std::string{kSearch}, [](const JiraQuestion& question) -> JiraReply {
    const std::string token = parse(question.body).value("nextPageToken", "");
    if (token.empty()) return {200, "{'issues':[{'id':'1'}],'nextPageToken':'a:b'}"};
    if (token == "a:b") return {200, "{'issues':[],'nextPageToken':'c'}"};
    return {200, "{'issues':[{'id':'2'}]}"};
  });
  EXPECT_THAT(list_all({}), ElementsAre("1", "2"));
}

TEST_F(JiraCloudList, ARepeatedTokenIsAskedForAgainAndThenRefused) {
  script.in_turn(std::string{kSearch}, {{200, "{'issues':[{'id':'1'}],'nextPageToken':'x'}"},
                                        {200, "{'issues':[{'id':'2'}],'nextPageToken':'x'}"},
                                        {200, "{'issues':[{'id':'2'}],'nextPageToken':'y'}"},
                                        {200, "{'issues':[{'id':'3'}]}"}});
  EXPECT_THAT(list_all({}), ElementsAre("1", "2", "3"));
  script.on(std::string{kSearch}, {200, "{'issues':[{'id':'1'}],'nextPageToken':'x'}"});
  const auto first = connector.list({}, "");
  ASSERT_TRUE(first);
  const auto second = connector.list({}, first->next);
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().message, HasSubstr("again and again"));
}

TEST_F(JiraCloudList, EmptyPagesDoNotGoOnForEver) {
  int page = 0;
  script.on(std::string{kSearch}, [&](const JiraQuestion&) -> JiraReply {
    return {200, "{'issues':[],'nextPageToken':'t" + std::to_string(++page) + "'}"};
  });
  std::string cursor;
  int pages = 0;
  for (;;) {
    const auto listing = connector.list({}, cursor);
    if (!listing) {
      EXPECT_THAT(listing.error().message, HasSubstr("in a row are empty"));
      break;
    }
    cursor = listing->next;
    ASSERT_LT(++pages, 100);
  }
  EXPECT_EQ(pages, 50);
}

TEST_F(JiraCloudList, AnEndThatIsNoneIsTold) {
  script.on(std::string{kSearch}, {200, "{'issues':[{'id':'1'}],'isLast':false}"});
  const auto listing = connector.list({}, "");
  ASSERT_TRUE(listing);
  EXPECT_THAT(listing->entries, SizeIs(1));
  EXPECT_THAT(listing->unreadable, SizeIs(1));
  EXPECT_THAT(script.asked(kSearch), SizeIs(2));
}

TEST_F(JiraCloudList, AForgottenTokenIsAConflict) {
  script.on(std::string{kSearch}, [](const JiraQuestion& question) -> JiraReply {
    if (!parse(question.body).contains("nextPageToken")) return {200, "{'issues':[],'nextPageToken':'x'}"};
    return {400, "{'errorMessages':['The provided next page token is invalid or expired.']}"};
  });
  const auto first = connector.list({}, "");
  ASSERT_TRUE(first);
  const auto second = connector.list({}, first->next);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::conflict);
  EXPECT_THAT(second.error().message, HasSubstr("invalid or expired"));
  EXPECT_EQ(connector.list({}, "nonsense").error().code, ErrorCode::usage);
}

TEST_F(JiraCloudList, CutOffJsonIsAskedForAgain) {
  script.in_turn(std::string{kSearch},
                 {{200, "{'issues':[{'id':'1'},{'id"}, {200, "{'issues':[{'id':'1'}]}"}});
  EXPECT_THAT(list_all({}), ElementsAre("1"));
  script.on(std::string{kSearch}, {200, "{'issues':["});
  script.forget();
  EXPECT_THAT(connector.list({}, "").error().message, HasSubstr("damaged JSON"));
  EXPECT_THAT(script.asked(), SizeIs(3));
}

TEST_F(JiraCloudList, AnAnswerWithoutAListIsNoEmptyList) {
  for (const std::string_view body : {"", "{}", "[]", "7", "{'issues':null}"}) {
    script.on(std::string{kSearch}, {200, std::string{body}});
    EXPECT_FALSE(connector.list({}, "")) << body;
  }
}

TEST_F(JiraCloudList, SaysWhatAnswersThatIsNoJira) {
  script.on(std::string{kSearch}, {200, "\n<!DOCTYPE html><html>Log in</html>"});
  const auto page = connector.list({}, "");
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code, ErrorCode::authentication);
  EXPECT_THAT(page.error().message,
              HasSubstr("https://jira.example/rest/api/3/search/jql: the answer is a web page"));
  // Wrong credentials may be answered with an empty list, for everything is hidden from nobody.
  script.on(std::string{kSearch},
            {200, "{'issues':[],'isLast':true}", {{"X-Seraph-LoginReason", "AUTHENTICATED_FAILED"}}});
  const auto nobody = connector.list({}, "");
  ASSERT_FALSE(nobody);
  EXPECT_EQ(nobody.error().code, ErrorCode::authentication);
}

TEST_F(JiraCloudList, ErrorsAreInJirasWordsWithTheLimitAndWithoutTheSecret) {
  script.on(std::string{kSearch}, {400,
                                   "{'errorMessages':['The value X does not exist for the field project.'],"
                                   "'errors':{'jql':'bad canary-secret'}}"});
  const auto refused = connector.list({}, "");
  ASSERT_FALSE(refused);
  EXPECT_EQ(
      refused.error().message,
      "https://jira.example/rest/api/3/search/jql answered 400: The value X does not exist for the field "
      "project. jql: bad ***");
  script.on(std::string{kSearch},
            {429, "", {{"Retry-After", "1"}, {"RateLimit-Reason", "jira-burst-based"}}});
  const auto throttled = connector.list({}, "");
  ASSERT_FALSE(throttled);
  EXPECT_EQ(throttled.error().code, ErrorCode::throttled);
  EXPECT_THAT(throttled.error().message, HasSubstr("(the limit is jira-burst-based)"));
}

TEST(JiraQuery, TextsAreQuotedWhateverTheyHold) {
  EXPECT_EQ(jira::jql_text("a\"b\\c\nd\te\x01"), R"("a\"b\\c\nd\te\u0001")");
  EXPECT_EQ(jira::ids_query(std::vector<std::string>{"1", "2) OR id in (3", "44"}),
            "id in (1, 44) ORDER BY created ASC, key ASC");
  EXPECT_EQ(jira::label_query("P", "stint-1"),
            "project = \"P\" AND labels = \"stint-1\" ORDER BY created ASC, key ASC");
  EXPECT_EQ(jira::own_query("P", from_epoch_ms(5)),
            "project = \"P\" AND reporter = currentUser() AND created >= 5 ORDER BY created ASC, key ASC");
}

TEST(JiraPageToken, NoticesCirclesOfAnyLength) {
  for (int start = 0; start < 12; ++start) {
    for (int length = 1; length < 12; ++length) {
      jira::PageToken page;
      int steps = 0;
      for (;; ++steps) {
        ASSERT_LT(steps, 3 * (start + length) + 3) << start << " " << length;
        const int place = steps < start ? steps : start + (steps - start) % length;
        const std::string next = "token:" + std::to_string(place);
        if (page.is_repeated_by(next)) break;
        // As it goes through the store.
        page = jira::PageToken::parse(page.followed_by(next, false).text()).value();
        EXPECT_EQ(page.token(), next);
      }
      // Not before it has been there.
      EXPECT_GE(steps, length);
    }
  }
}

}  // namespace
}  // namespace stint::tracker
