// A scripted Jira Cloud and what its tests share.
#pragma once

#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "lib/nlohmann/json_document.h"
#include "tracker/jira_script.h"

namespace stint::tracker {

inline constexpr std::string_view kSearch = "POST /rest/api/3/search/jql";

inline Instant at(std::string_view text) {
  return parse_iso_instant(text).value();
}

inline JsonDocument parse(std::string_view text) {
  return JsonDocument::parse(text);
}

struct CloudTest : ::testing::Test {
  test::ScriptedJira jira{Product::jira_cloud};
  test::JiraScript& script = jira.script;
  Connector& connector = *jira.connector;

  CloudTest() {
    script.on("GET /rest/api/3/field",
              {200, "[{'id':'customfield_1','name':'Acceptance Criteria','schema':{'type':'string'}}]"});
  }

  // All pages; at most 20.
  std::vector<std::string> list_all(const Scope& scope) {
    std::vector<std::string> ids;
    std::string cursor;
    for (int page = 0; page < 20; ++page) {
      auto listing = connector.list(scope, cursor);
      EXPECT_TRUE(listing) << listing.error().to_string();
      if (!listing) return ids;
      for (const Entry& entry : listing->entries) ids.push_back(entry.id);
      cursor = listing->next;
      if (cursor.empty()) return ids;
    }
    ADD_FAILURE() << "the list does not end";
    return ids;
  }
};

}  // namespace stint::tracker
