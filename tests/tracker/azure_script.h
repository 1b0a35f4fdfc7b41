// A scripted Azure DevOps with one project, and what its answers look like.
#pragma once

#include <gmock/gmock.h>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "tracker/scripted_tracker.h"

namespace stint::test {

inline constexpr std::string_view kBatch = "POST /_apis/wit/workitemsbatch?api-version=7.1";

inline tracker::Connection azure_connection() {
  tracker::Connection connection;
  connection.name = "ours";
  connection.product = tracker::Product::azure_devops;
  connection.url = "https://azure.example/org";
  connection.secret = Secret{"canary-pat"};
  return connection;
}

inline std::string work_item(int id, int rev, int comments = 0) {
  const std::string number = std::to_string(id);
  return "{'id':" + number + ",'rev':" + std::to_string(rev) +
         ",'fields':{'System.TeamProject':'My Fab','System.WorkItemType':'Bug','System.State':'New',"
         "'System.Title':'Bug " +
         number +
         "','System.CreatedDate':'2026-01-01T00:00:00Z',"
         "'System.ChangedDate':'2026-01-02T00:00:00Z','System.CommentCount':" +
         std::to_string(comments) + "}}";
}

inline std::string created_update(int id) {
  return "{'id':1,'workItemId':" + std::to_string(id) +
         ",'rev':1,'revisedDate':'9999-01-01T00:00:00Z','fields':{'System.CreatedDate':{'newValue':'2026-01-"
         "01T00:00:00Z'},"
         "'System.ChangedDate':{'newValue':'2026-01-01T00:00:00Z'},'System.State':{'newValue':'New'}}}";
}

class AzureScript : public ::testing::Test {
 protected:
  AzureScript() {
    script.on("GET /My%20Fab/_apis/wit/workitemtypes?api-version=7.1",
              "{'value':[{'name':'Bug','states':[{'name':'New','category':'Proposed'},{'name':'Done','"
              "category':'Completed'}],"
              "'transitions':{'New':[{'to':'Done'}]}},{'name':'Task','states':[{'name':'New','category':'"
              "Proposed'}]}]}");
    script.on("GET /My%20Fab/_apis/wit/workitemtypecategories?api-version=7.1", "{'value':[]}");
    script.on("GET /_apis/wit/fields?api-version=7.1",
              "{'value':[{'referenceName':'Custom.Score','name':'Score','type':'double'},"
              "{'referenceName':'Microsoft.VSTS.Scheduling.Effort','name':'Effort','type':'double'}]}");
  }

  // What the writes need to know of item 12.
  tracker::Target target_12() {
    script.on(std::string{kBatch}, "{'value':[" + work_item(12, 1) + "]}");
    script.on("GET /My%20Fab/_apis/wit/workItems/12/updates?$top=200&$skip=0&api-version=7.1",
              "{'value':[" + created_update(12) + "]}");
    auto target = connector.target("#12");
    EXPECT_TRUE(target) << target.error().to_string();
    script.forget();
    return target ? std::move(*target) : tracker::Target{};
  }

  tracker::Proposal proposed(const tracker::Write& write, const tracker::Target* target) {
    auto proposal = connector.propose(write, target);
    EXPECT_TRUE(proposal) << proposal.error().to_string();
    return proposal ? std::move(*proposal) : tracker::Proposal{};
  }

  ScriptedConnection scripted{azure_connection()};
  ScriptedTracker& script = scripted.script;
  tracker::Connector& connector = *scripted.connector;
};

}  // namespace stint::test
